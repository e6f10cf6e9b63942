"""Where a policy departs from dated standards: questions on which the two answer differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schoolgate.policies.analysis.conflicts import clash
from schoolgate.policies.analysis.findings import Finding
from schoolgate.policies.analysis.logic import Wanted, example
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.pack import Pack, PackClause
from schoolgate.policies.rules import Level, Question, Rule


def departures(pack: Pack, standards: Sequence[Pack]) -> Iterator[Finding]:
    """Yield a finding per clause of the policy that a standard's rule answers differently."""
    found = (
        finding
        for standard in standards
        for clause in standard.clauses
        for rule in clause.rules
        for finding in _rule(pack, standard, clause, rule)
    )
    yield from {finding.text: finding for finding in found}.values()
    yield from _absent(pack, standards)


def _rule(pack: Pack, standard: Pack, clause: PackClause, rule: Rule) -> Iterator[Finding]:
    seen: set[str] = set()
    for act in sorted(rule.acts):
        for mine in pack.book.about(*act):
            if mine.clause in seen or not mine.who & rule.who or mine.force == "advised":
                continue
            how, facts = _apart(mine, rule, pack)
            if how and _really(pack, standard, (min(mine.who & rule.who), *act), facts):
                seen.add(mine.clause)
                yield _finding(pack, standard, clause, mine, how)


def _apart(mine: Rule, theirs: Rule, pack: Pack) -> tuple[str, dict[str, str]]:
    """Return how two rules differ and facts that show it; empty when they do not."""
    assume = pack.book.assume
    if theirs.answer > Level.ALLOWED:
        return "allows what the standard does not", clash(mine, theirs, assume) or {}
    if mine.answer > Level.ALLOWED:
        return "refuses what the standard lets be", clash(theirs, mine, assume) or {}
    wanted: list[Wanted] = [(fact, True) for fact in (*theirs.when, *theirs.only_if, *mine.when)]
    for fact in mine.only_if:
        if fact.condition is None and (found := example([*wanted, (fact, False)], assume)):
            return "asks for what the standard no longer asks", found
    return "", {}


def _really(pack: Pack, standard: Pack, asked: tuple[str, str, str], facts: dict[str, str]) -> bool:
    """Tell whether the whole policy and the whole standard disagree on the shown facts."""
    if not facts:
        return False
    question = Question(*asked, facts)
    levels = [book.decide(question).level for book in (pack.book, standard.book)]
    return (levels[0] > Level.ALLOWED) is not (levels[1] > Level.ALLOWED)


def _finding(pack: Pack, standard: Pack, clause: PackClause, mine: Rule, how: str) -> Finding:
    text = (
        f"{mine.clause} {how}: {standard.front.title}, {clause.ref} {clause.title}"
        f" ({standard.front.dated})."
    )
    place = pack.by_ref.get(mine.clause)
    return Finding("departure", text, (mine.clause,), place.file if place else "", mine.line)


def _absent(pack: Pack, standards: Sequence[Pack]) -> Iterator[Finding]:
    """Yield what standards ask to be done and no duty of the policy does, each proof once."""
    done = {act.lower() for _, box in pack.boxes("duty") for act in box.all("proved by")}
    asked: dict[str, list[tuple[str, Said]]] = {}
    for standard in standards:
        for clause, box in standard.boxes("duty"):
            for act in map(str.lower, box.all("proved by")):
                if act not in done:
                    item = f"{standard.front.title} ({standard.front.dated}), {clause.ref}"
                    asked.setdefault(act, []).append((item, box))
    for items in asked.values():
        box = items[0][1]
        every = box.one("every")
        period = f", every {every}" if every else ""
        where = "; ".join(dict.fromkeys(item for item, _ in items))
        what = box.one("what")
        yield Finding("absent", f"{what[:1].upper()}{what[1:]}{period}. Asked by {where}.")
