"""Join a school's clauses with its template's: leave out, replace, add, renumber."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.front import Front
from schoolgate.policies.language.mistakes import Notebook, did_you_mean

_APPENDIX = re.compile(r"App(\d+)")
_NUMBER = re.compile(r"(\d+)([a-z]{0,4})")


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
    """Put the school's clauses in place of those they replace; new ones stand by their number.

    A clause without a number (a list of points) stays behind the one written before it;
    appendices come last.
    """
    result = list(kept)
    at = -1
    for clause in own:
        place = next((i for i, c in enumerate(result) if c.ref and c.ref == clause.ref), None)
        if place is not None:
            result[place] = clause
            at = place
            continue
        at = _behind(clause, result, at)
        result.insert(at, clause)
    return _appendices_last(result)


def _behind(clause: PackClause, result: list[PackClause], at: int) -> int:
    """Return where a new clause goes: behind the last with a lower or equal number."""
    if number := numbers(clause.ref):
        earlier = [i for i, c in enumerate(result) if () != numbers(c.ref) <= number]
        at = max(earlier, default=at)
    return at + 1


def _appendices_last(clauses: list[PackClause]) -> list[PackClause]:
    main: list[PackClause] = []
    back: dict[int, list[PackClause]] = {}
    appendix, headings = 0, list[PackClause]()
    for clause in clauses:
        if not clause.ref:
            headings.append(clause)  # it belongs to what follows
            continue
        if match := _APPENDIX.match(clause.ref):
            appendix = int(match[1])
        elif numbers(clause.ref):
            appendix = 0
        place = back.setdefault(appendix, []) if appendix else main
        place += [*headings, clause]
        headings = []
    return [*main, *(c for number in sorted(back) for c in back[number]), *headings]


@lru_cache(maxsize=8192)
def numbers(ref: str) -> tuple[tuple[int, str], ...]:
    """Return the leading numbers for sorting: `7.9ii.report` gives ((7, ""), (9, "ii"))."""
    found: list[tuple[int, str]] = []
    for part in ref.split("."):
        match = _NUMBER.fullmatch(part)
        if match is None:
            break
        found.append((int(match[1]), match[2]))
    return tuple(found)


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
