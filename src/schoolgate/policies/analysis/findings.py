"""What a policy does not say, or says twice: findings about one effective pack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from schoolgate.policies.analysis import aims
from schoolgate.policies.analysis.contradictions import contradictions
from schoolgate.policies.analysis.references import references
from schoolgate.policies.analysis.routes import unrouted
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.pack import Pack, PackClause
from schoolgate.policies.rules import Rule

CERTAIN_TIMES = "within_permitted_times"
NOMINATED = "nominated_user"
MAIN_GROUPS = ("staff", "pupils", "parents", "governors", "guests")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to decide or mend. `kind` is a heading of `KINDS`; `text` a whole sentence."""

    kind: str
    text: str
    clauses: tuple[str, ...] = ()
    file: str = ""
    line: int = 0


KINDS = {
    "contradiction": "Clauses that contradict each other: the stricter wins until you decide",
    "times": "“At certain times”, but no times are stated: add a times table",
    "list": "“Selected” or “nominated”, but no list says who: keep a register",
    "reference": "References that lead nowhere",
    "missing": "Parts that are announced but not there",
    "date": "Dates that disagree, are missing or have passed",
    "duty": "Duties with no owner or no period: choose one, for example every term",
    "aim": "Aims that nothing serves: let a clause serve each",
    "role": "Roles that nobody is said to hold",
    "gap": "Acts that the policy settles for some people only",
    "route": "Situations that the policy has no route for: ours holds until you write one",
    "law": "Law and guidance that has been replaced",
    "departure": "Departures from dated standards: your rule runs; record the reason, or change it",
    "absent": "Asked by a dated standard, and not in this policy",
}


def findings(pack: Pack, today: date | None = None) -> list[Finding]:
    """Return every finding, in the order of `KINDS`. `today` lets passed dates be told."""
    found: list[Finding] = []
    looks = (
        _contradictions, unstated_times, missing_lists, _references, duties, _aims, roles, gaps,
        _routes,
    )  # fmt: skip
    for look in looks:
        found += look(pack)
    found += dates(pack, today)
    order = list(KINDS)
    return sorted(
        dict.fromkeys(found), key=lambda item: (order.index(item.kind), item.file, item.line)
    )


def _contradictions(pack: Pack) -> Iterator[Finding]:
    for text, clauses in contradictions(pack):
        yield _at(pack.by_ref.get(clauses[0]), Finding("contradiction", text, clauses))


def _references(pack: Pack) -> Iterator[Finding]:
    for kind, text, clause in references(pack):
        place = pack.by_ref.get(clause)
        yield _at(place, Finding(kind, text, (clause,) if clause else ()))


def _aims(pack: Pack) -> Iterator[Finding]:
    for text, clause in aims.faults(pack):
        yield _at(clause, Finding("aim", text, (clause.ref,) if clause else ()))


def _routes(pack: Pack) -> Iterator[Finding]:
    for text, clause in unrouted(pack):
        yield _at(pack.by_ref.get(clause), Finding("route", text, (clause,) if clause else ()))


def unstated_times(pack: Pack) -> Iterator[Finding]:
    """Yield rules whose answer turns on times that the pack states nowhere."""
    stated = {band.key for band in pack.book.calendar.bands}
    if "permitted_time" in stated:
        return
    for what, rules in _grouped(pack, CERTAIN_TIMES).items():
        text = f"{what}: at certain times."
        yield _at_rule(pack, rules[0], Finding("times", text, (rules[0].clause,)))


def missing_lists(pack: Pack) -> Iterator[Finding]:
    """Yield rules for nominated people where no register of them is kept."""
    kept = {box.one("of").lower() for _, box in pack.boxes("register")}
    for what, rules in _grouped(pack, NOMINATED).items():
        if not any("nominated" in name or "selected" in name for name in kept):
            text = f"{what}: for nominated users."
            yield _at_rule(pack, rules[0], Finding("list", text, (rules[0].clause,)))


def _grouped(pack: Pack, term: str) -> dict[str, list[Rule]]:
    """Return rules that ask for a condition, by clause and activity."""
    asking = [
        rule
        for rule in pack.book.rules()
        if any(fact.condition and fact.condition.term == term for fact in rule.facts())
    ]
    cells = [rule for rule in asking if rule.cell]  # other clauses only spell out what these ask
    found: dict[str, list[Rule]] = {}
    for rule in cells or asking:
        found.setdefault(f"{rule.clause}, {rule.said_what}", []).append(rule)
    return found


def duties(pack: Pack) -> Iterator[Finding]:
    """Yield duties without an owner, or without a period or an event that makes them due."""
    for clause, box in pack.boxes("duty"):
        what = box.one("what")
        if not box.all("who"):
            text = f"{clause.ref}: nobody is named to {what}. Name an owner."
            yield Finding("duty", text, (clause.ref,), clause.file, box.line)
        elif not _due(box):
            text = f"{clause.ref}: {_who(box)} must {what}: no period is stated."
            yield Finding("duty", text, (clause.ref,), clause.file, box.line)


def _who(box: Said) -> str:
    return box.one("who").replace(";", " and")


def _due(box: Said) -> bool:
    every = box.one("every").lower()
    if every:
        return every != "regularly"
    return bool(box.all("when") or box.all("by"))


def roles(pack: Pack) -> Iterator[Finding]:
    """Yield roles that are given work but that no role box says who holds."""
    declared = pack.roles()
    asked: dict[str, tuple[PackClause, Said]] = {}
    for kind, key in _WORK:
        for clause, box in pack.boxes(kind):
            for phrase in box.all(key):
                name = phrase.lower().split(",")[0].strip().removeprefix("the ")
                if pack.words.people(name) is None:
                    asked.setdefault(name, (clause, box))
    for name, (clause, box) in sorted(asked.items()):
        if name not in declared and f"the {name}" not in declared:
            text = (
                f"the {name} has work to do (clause {clause.ref}), but no role box names a holder."
            )
            yield Finding("role", text, (clause.ref,), clause.file, box.line)


_WORK = (("duty", "who"), ("approval", "given by"), ("approval", "done by"),
         ("register", "kept by"), ("route", "tell"), ("keep", "who"))  # fmt: skip


def gaps(pack: Pack) -> Iterator[Finding]:
    """Yield blank matrix cells: acts that a table settles for one group and not for another."""
    for clause in pack.clauses:
        for table in clause.tables:
            head = [cell.lower() for cell in table.header[:2]]
            if head != ["#", "activity"]:
                continue
            for line, cells in table.rows:
                for group, cell in zip(table.header[2:], cells[2:], strict=True):
                    if cell in {"", "-", "–", "—"}:
                        text = f"{cells[0]}, {cells[1]}: nothing is said for {group.lower()}."
                        yield Finding("gap", text, (cells[0],), clause.file, line)


def dates(pack: Pack, today: date | None) -> Iterator[Finding]:
    """Yield review dates that disagree or have passed, and documents never approved."""
    for front in pack.fronts:
        name = front.title
        stated = tuple(dict.fromkeys((*front.reviews, *((front.review,) if front.review else ()))))
        if len(stated) > 1:
            said = " and ".join(stated)
            yield Finding("date", f"{name} gives its next review as {said}. Keep one date.")
        if not stated:
            every = f"is to be reviewed ({front.cycle}) but" if front.cycle else "is not dated:"
            yield Finding("date", f"{name} {every} no review date is stated. Add review = “…”.")
        if not front.approved and front.kind == "school":
            yield Finding("date", f"{name} has no approval date, so nobody has approved it yet.")
        last = max((end for text in stated if (end := review_end(text))), default=None)
        if today is not None and last is not None and last < today:
            yield Finding("date", f"the review of {name} was due by {last:%-d %B %Y}.")


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TERM_ENDS = {"spring": 4, "summer": 7, "autumn": 12}


@lru_cache
def review_end(text: str) -> date | None:
    """Read the last day of `2027-09`, `September 2022` or `summer term 2022`; None if unclear."""
    plain = text.lower()
    year = re.search(r"\b(20\d\d)\b", plain)
    if year is None:
        return None
    month = next((i for i, name in enumerate(_MONTHS, 1) if plain.startswith(name)), 0)
    month = month or next((m for name, m in _TERM_ENDS.items() if name in plain), 0)
    if match := re.match(r"20\d\d-(\d\d)(?:-(\d\d))?", plain):
        if match[2]:
            return _day(int(year[1]), int(match[1]), int(match[2]))
        month = int(match[1])
    return _month_end(int(year[1]), month or 12)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> date | None:
    if not 1 <= month <= 12:
        return None
    return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)


def _at(clause: PackClause | None, finding: Finding) -> Finding:
    if clause is None:
        return finding
    return Finding(finding.kind, finding.text, finding.clauses, clause.file, clause.line)


def _at_rule(pack: Pack, rule: Rule, finding: Finding) -> Finding:
    clause = pack.by_ref.get(rule.clause)
    file = clause.file if clause else ""
    return Finding(finding.kind, finding.text, finding.clauses, file, rule.line)
