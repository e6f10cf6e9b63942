"""What the policy in force says about the filter itself, asked of the evaluator."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from django.utils import timezone

from schoolgate.approvals import queries as approvals
from schoolgate.filtering.naming import pack_of
from schoolgate.filtering.rules.categories import CATEGORIES, Act
from schoolgate.filtering.rules.downloads import Outcome, Purpose, Ruling, ruled
from schoolgate.filtering.rules.verdicts import judged
from schoolgate.people.models import Person, School
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.reading.outline import anchor
from schoolgate.policies.rules import DEPENDS, Answer, Level, Question
from schoolgate.web import prose

_MOST_QUOTED: Final = 600
# What a filter knows of whoever asks it.
_FACTS: Final = {"device": "school", "place": "school_site", "nominated": "no"}


class Clause(NamedTuple):
    """A clause as a page quotes it: its number, title, place in the policy, and its words."""

    ref: str
    title: str
    anchor: str
    html: str


class Said(NamedTuple):
    """What the policy says about a kind of site: in how many words, behind which clause.

    `is_illegal`: the policy calls it illegal, so nobody asks for it to be opened.
    """

    sentence: str = ""
    clause: Clause | None = None
    is_illegal: bool = False


def of_category(school: School, category: str, role: str, at: datetime) -> Said:
    """Return what the policy in force says about a category of sites for a role, now."""
    pack, known = pack_of(school), CATEGORIES.get(category)
    if pack is None or known is None:
        return Said()
    answers = (_ask(pack, role, act, at) for act in known.acts)
    answer = next(
        (one for one in answers if one.level is not Level.SILENT or one.outcome == DEPENDS), None
    )
    blocked = judged(known, role, answer)
    if blocked is None:
        return Said(f"{known.label}: open for you at this time, by the policy. Try it again.")
    clause = _clause(pack, blocked.clause) if blocked.clause else None
    return Said(blocked.message, clause, answer is not None and answer.level is Level.ILLEGAL)


def of_download(by: Person, kind: str, purpose: Purpose, at: datetime) -> Ruling:
    """Return what the policy says to somebody who downloads a kind of file for a purpose. While it
    has mistakes, nothing is allowed."""
    pack = pack_of(by.school)
    if pack is None:
        return Ruling(Outcome.REFUSED)
    act = Act("download", "file", {"purpose": purpose.fact, "file_type": kind})
    actors = approvals.actors(by, on=timezone.localdate(at))
    return ruled([_ask(pack, actor, act, at) for actor in actors])


def clause_of(school: School, ref: str) -> Clause | None:
    """Return a clause by its number; None for one that the policy has not."""
    pack = pack_of(school)
    return _clause(pack, ref) if pack else None


def _ask(pack: Pack, role: str, act: Act, at: datetime) -> Answer:
    return pack.book.decide(Question(role, act.action, act.resource, {**_FACTS, **act.facts}, at))


def _clause(pack: Pack, ref: str) -> Clause | None:
    found = pack.by_ref.get(ref)
    if found is None:
        return None
    text = found.prose if found.ref == ref or not found.tables else ""
    if len(text) > _MOST_QUOTED:
        text = text[:_MOST_QUOTED].rsplit(" ", 1)[0] + " …"
    return Clause(ref, found.title, anchor(ref), prose.html(text))


def forbids_switching_off(by: Person, *, for_all: bool, at: datetime) -> str:
    """Return why the policy does not let somebody switch the filter off, with the headteacher's
    leave and on record; empty where it does, or is silent."""
    pack = pack_of(by.school)
    if pack is None:
        return "The policy has mistakes, so the filter stays on. Mend the policy first."
    facts = {"scope": "all_users" if for_all else "one_user", "authorised_by": "headteacher",
             "recorded": "yes"}  # fmt: skip
    act = Act("switch_off", "web_filter", facts)
    actors = approvals.actors(by, on=timezone.localdate(at))
    answers = [_ask(pack, actor, act, at) for actor in actors]
    if any(one.level in {Level.ALLOWED, Level.SILENT} for one in answers):
        return ""
    clause = next((one.clauses[0] for one in answers if one.clauses), "")
    whom = "for everybody" if for_all else "yourself"
    return f"Clause {clause} does not let you switch the filter off {whom}. It stays on."
