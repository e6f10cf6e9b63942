"""Join a school's clauses with its template's: leave out, replace, add, renumber."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.front import Front
from schoolgate.policies.language.mistakes import Notebook, did_you_mean


def joined(
    front: Front, lines: Mapping[str, int], own: list[PackClause], base: Pack, notes: Notebook
) -> tuple[list[PackClause], frozenset[str]]:
    """Return the clauses in force, and the template's clause numbers whose rules are dropped."""
    inherited = [_renumbered(clause, front.renumber) for clause in base.clauses]
    known = {clause.ref for clause in inherited if clause.ref}
    left_out = _left_out(front, lines.get("omit", 1), base, known, notes)
    replaced = {clause.ref for clause in own if clause.ref in known}
    locked = {clause.ref: clause for clause in inherited if clause.locked}
    for ref in sorted((replaced | left_out) & locked.keys()):
        line = next((c.line for c in own if c.ref == ref), lines.get("omit", 1))
        says = f"clause {ref} of {base.id} is locked; it may be added to, not replaced or left out"
        notes.note(line, says)
    kept = [clause for clause in inherited if clause.ref not in left_out]
    return _merged(kept, own), frozenset(
        rule.clause
        for clause in inherited
        if clause.ref in replaced | left_out
        for rule in clause.rules
    )


def _left_out(front: Front, line: int, base: Pack, known: set[str], notes: Notebook) -> set[str]:
    found: set[str] = set()
    for item in front.omit:
        refs = {ref for ref in known if ref == item.clause or ref.startswith(item.clause + ".")}
        if not refs:
            hint = did_you_mean(item.clause, known)
            notes.note(line, f"{base.id} has no clause {item.clause} to leave out.{hint}")
        if not item.because.strip():
            says = f'leaving out clause {item.clause} needs a reason; add because = "…"'
            notes.note(line, says)
        found |= refs
    return found


def _merged(kept: list[PackClause], own: list[PackClause]) -> list[PackClause]:
    """Put the school's clauses in place of those they replace, or behind the one before them."""
    result = list(kept)
    at = -1
    for clause in own:
        place = next((i for i, c in enumerate(result) if c.ref and c.ref == clause.ref), None)
        if place is None:
            at += 1
            result.insert(at, clause)
        else:
            result[place] = clause
            at = place
    return result


def _renumbered(clause: PackClause, numbers: Mapping[str, str]) -> PackClause:
    new = renumber(clause.ref, numbers)
    if new == clause.ref and all(renumber(r.clause, numbers) == r.clause for r in clause.rules):
        return clause
    rules = tuple(
        replace(
            rule,
            clause=renumber(rule.clause, numbers),
            overrides=frozenset(renumber(ref, numbers) for ref in rule.overrides),
        )
        for rule in clause.rules
    )
    return replace(clause, ref=new, rules=rules)


def renumber(ref: str, numbers: Mapping[str, str]) -> str:
    """Return a template's clause number as this pack numbers it; the longest match counts."""
    for old in sorted(numbers, key=len, reverse=True):
        if ref == old or ref.startswith(old + "."):
            return numbers[old] + ref[len(old) :]
    return ref
