"""Where a policy departs from dated standards: questions on which the two answer differently."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from schoolgate.policies.analysis.conflicts import clash
from schoolgate.policies.analysis.findings import Finding
from schoolgate.policies.analysis.logic import Wanted, example
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.pack import Pack, PackClause
from schoolgate.policies.rules import Level, Rule


def departures(pack: Pack, standards: Sequence[Pack]) -> Iterator[Finding]:
    """Yield a finding per clause of the policy that a standard's rule answers differently."""
    for standard in standards:
        for clause in standard.clauses:
            for rule in clause.rules:
                yield from _rule(pack, standard, clause, rule)
            for box in clause.boxes:
                if box.kind == "duty":
                    yield from _duty(pack, standard, clause, box)


def _rule(pack: Pack, standard: Pack, clause: PackClause, rule: Rule) -> Iterator[Finding]:
    seen: set[str] = set()
    for act in sorted(rule.acts):
        for mine in pack.book.about(*act):
            if mine.clause in seen or not mine.who & rule.who:
                continue
            how = _apart(mine, rule, pack)
            if how:
                seen.add(mine.clause)
                yield _finding(pack, standard, clause, mine, how)


def _apart(mine: Rule, theirs: Rule, pack: Pack) -> str:
    domains = pack.book.assume.domains
    if theirs.answer > Level.ALLOWED:
        if mine.force != "advised" and clash(mine, theirs, domains) is not None:
            return "allows what the standard does not"
        return ""
    if mine.answer > Level.ALLOWED and mine.force != "advised":
        return "refuses what the standard lets be" if clash(theirs, mine, domains) else ""
    wanted: list[Wanted] = [(fact, True) for fact in (*theirs.when, *theirs.only_if, *mine.when)]
    for fact in mine.only_if:
        if fact.condition is None and example([*wanted, (fact, False)], domains) is not None:
            return "asks for what the standard no longer asks"
    return ""


def _finding(pack: Pack, standard: Pack, clause: PackClause, mine: Rule, how: str) -> Finding:
    force = " (advised)" if mine.force == "advised" else ""
    text = (
        f"{mine.clause}{force} {how}: {standard.front.title}, {clause.ref} {clause.title}"
        f" ({standard.front.dated}). Your rule runs; record the reason, or change it."
    )
    place = pack.by_ref.get(mine.clause)
    return Finding("departure", text, (mine.clause,), place.file if place else "", mine.line)


def _duty(pack: Pack, standard: Pack, clause: PackClause, box: Said) -> Iterator[Finding]:
    """Yield a finding when no duty of the policy is proved by what the standard's duty asks."""
    proof = box.one("proved by").lower()
    if not proof or any(d.one("proved by").lower() == proof for _, d in pack.boxes("duty")):
        return
    text = (
        f"no duty of this policy does what {standard.front.title}, {clause.ref} {clause.title} "
        f"({standard.front.dated}) asks: {box.one('what')}"
    )
    every = box.one("every")
    yield Finding("departure", text + (f", every {every}." if every else "."))
