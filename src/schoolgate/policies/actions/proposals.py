"""A template's new issue: clauses taken or left, and the draft that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies import queries
from schoolgate.policies.actions.drafting import draft
from schoolgate.policies.actions.reviews import open_review
from schoolgate.policies.models import ClauseChoice, Proposal
from schoolgate.policies.models.proposals import LONGEST
from schoolgate.policies.models.versions import MAIN
from schoolgate.policies.proposing.choosing import (
    Choice,
    UnableToPropose,
    needs_reason,
    next_version,
    proposed,
    with_front,
)  # fmt: skip
from schoolgate.policies.proposing.grid import UnableToAdopt
from schoolgate.policies.queries.proposals import Offer, choices, filled, mark
from schoolgate.policies.rules.reviewing import Trigger
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System, Thing


class UnableToChoose(Exception):
    """Nothing was written. The message says why and what to do."""


@transaction.atomic
def choose_clauses(
    *, offer: Offer, chosen: Mapping[str, Choice], by: Person, at: datetime
) -> list[ClauseChoice]:
    """Write down which clauses of an issue the school takes or leaves; only what is new.

    Raises UnableToChoose.
    """
    _may_draft(offer, by, at)
    before = choices(offer)
    rows = []
    for ref, choice in chosen.items():
        item = offer.item(ref)
        if item is None:
            raise UnableToChoose(f"The issue changes no clause {ref}. Open the page again.")
        if item.locked and not choice.take:
            raise UnableToChoose(f"The template locks clause {ref}, so it must be taken.")
        if len(choice.because) > LONGEST:
            raise UnableToChoose(f"Write at most {LONGEST} characters about clause {ref}.")
        if choice != before.get(ref):
            rows.append(ClauseChoice(
                school=offer.school, issue=offer.issue, clause=ref, text_hash=mark(item),
                take=choice.take, because=choice.because.strip(), by=by, chosen_at=at,
            ))  # fmt: skip
    if not rows:
        return []
    made = ClauseChoice.objects.bulk_create(rows)
    journal.write(
        school=offer.school, by=by, at=at, verb=PoliciesVerb.CLAUSES_CHOSEN,
        object=Thing("policies.issue", offer.issue, offer.issue),
        body={"issue": offer.issue, "taken": [row.clause for row in made if row.take],
              "left": [row.clause for row in made if not row.take]},
    )  # fmt: skip
    return made


def _may_draft(offer: Offer, by: Person, at: datetime) -> None:
    on = timezone.localdate(at)
    if not people.may(by, Capability.POLICY_DRAFT, school=offer.school.pk, on=on):
        raise UnableToChoose("This is for those who write the policy. Ask the headteacher.")


@transaction.atomic
def draft_from_issue(
    *, offer: Offer, chosen: Mapping[str, Choice], by: Person, at: datetime
) -> Proposal:
    """Make a draft on the new issue from all that was chosen; the grid gets its next slot filled,
    and a review of it is opened.

    Raises UnableToChoose, PackError when the text has mistakes; then nothing was chosen either.
    """
    with journal.one_act():
        choose_clauses(offer=offer, chosen=chosen, by=by, at=at)
        texts = _texts(offer, timezone.localdate(at))
        version = draft(school=offer.school, document=MAIN, texts=texts, by=by, at=at)
        made = Proposal.objects.create(
            school=offer.school, issue=offer.issue, version=version, by=by, made_at=at
        )
        journal.write(
            school=offer.school, by=by, at=at, verb=PoliciesVerb.PROPOSAL_DRAFTED, object=made,
            body={"issue": offer.issue, "version": version.pk},
        )  # fmt: skip
        why = f"A draft builds on {offer.issue} now. Read it as a whole with those it concerns."
        open_review(school=offer.school, trigger=Trigger.ISSUE, why=why, by=by, at=at,
                    mark=f"issue {offer.issue}")  # fmt: skip
    return made


def _texts(offer: Offer, on: date) -> dict[str, str]:
    """Return the documents of the draft. Raises UnableToChoose, PackError."""
    found, front = choices(offer), offer.known.pack.front
    _all_said(offer, found)
    try:
        texts = proposed(offer.texts, front, offer.old, offer.new, found)
        issues = filled(offer, on)
    except (UnableToPropose, UnableToAdopt) as error:
        raise UnableToChoose(str(error)) from None
    texts = with_front(texts, version=next_version(front, offer.new))
    if issues is not None:
        texts = with_front(texts, issues=issues)
    queries.with_the_rest(offer.school, MAIN, texts)
    return texts


def _all_said(offer: Offer, found: Mapping[str, Choice]) -> None:
    """Refuse while a clause is not decided, or lacks its reason. Raises UnableToChoose."""
    if open_ := [item.ref for item in offer.items if item.ref not in found]:
        shown = ", ".join(open_[:10]) + (" and others" if len(open_) > 10 else "")
        word = "clause" if len(open_) == 1 else "clauses"
        raise UnableToChoose(f"Decide first about {word} {shown}.")
    bare = [
        item.ref
        for item in offer.items
        if needs_reason(item, found[item.ref]) and not found[item.ref].because.strip()
    ]
    if bare:
        raise UnableToChoose(f"Write down why you leave clause {', '.join(bare)}.")


@transaction.atomic
def offer_issue(*, school: School, issue: str, by: System, at: datetime) -> None:
    """Write down that an issue of its template was published to a school that builds on it."""
    journal.write(
        school=school, by=by, at=at, verb=PoliciesVerb.ISSUE_OFFERED,
        object=Thing("policies.issue", issue, issue), body={"issue": issue},
    )  # fmt: skip
