"""One item, one head: of two findings on the same words, the more telling speaks for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from .findings import Finding, Head

_COVERS: Final[Mapping[Head, frozenset[Head]]] = {
    Head.CHILD_ABUSE: frozenset({Head.PORNOGRAPHY, Head.SEXTING, Head.GROOMING, Head.VIOLENCE}),
    Head.SEXTING: frozenset({Head.PORNOGRAPHY, Head.BULLYING}),
    Head.EXTREMISM: frozenset({Head.VIOLENCE, Head.HATE, Head.DISCRIMINATION, Head.SELF_HARM}),
    Head.HATE: frozenset({Head.DISCRIMINATION, Head.BULLYING}),
    Head.DISCRIMINATION: frozenset({Head.BULLYING}),
    Head.GROOMING: frozenset({Head.BULLYING, Head.SEXTING}),
    Head.SELF_HARM: frozenset({Head.BULLYING}),
    Head.VIOLENCE: frozenset({Head.BULLYING, Head.DRUGS}),
    Head.HACKING: frozenset({Head.CIRCUMVENTION, Head.PIRACY}),
    Head.PIRACY: frozenset({Head.CIRCUMVENTION}),
    Head.AI_MISUSE: frozenset(
        {Head.BULLYING, Head.CIRCUMVENTION, Head.PIRACY, Head.SEXTING, Head.PORNOGRAPHY}
    ),
    Head.GAMBLING: frozenset({Head.PRIVATE_USE, Head.CIRCUMVENTION}),
    Head.PORNOGRAPHY: frozenset({Head.CIRCUMVENTION, Head.DISCRIMINATION}),
    Head.DRUGS: frozenset({Head.SELF_HARM}),
}


def covered(findings: Sequence[Finding]) -> list[Finding]:
    """Leave out what another finding covers and is no less grave than; it is named there.

    Of two under one head the graver speaks. The excused neither cover nor are
    covered.
    """
    if len(findings) < 2:
        return list(findings)
    told = sorted((one for one in findings if not one.excused), key=lambda one: -one.severity)
    kept: list[Finding] = []
    for one in told:
        if not any(_covers(other, one) for other in told if other is not one):
            kept.append(_with_others(one, told))
    return [*kept, *(one for one in findings if one.excused)]


def _covers(one: Finding, other: Finding) -> bool:
    """Whether `one` speaks for `other`; of equals under one head, the first by name."""
    if one.head is other.head:
        return (-one.severity, one.rule) < (-other.severity, other.rule)
    return other.head in _COVERS.get(one.head, ()) and one.severity >= other.severity


def _with_others(one: Finding, told: Sequence[Finding]) -> Finding:
    also = [other.rule for other in told if other is not one and _covers(one, other)]
    if not also:
        return one
    return one._replace(reasons=(*one.reasons, f"Also: {', '.join(also)}."))
