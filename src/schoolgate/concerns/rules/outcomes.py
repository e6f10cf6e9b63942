"""Which outcomes for staff a policy names: where it names some, these and no others are offered.

Source: CON-30 (000 §17.1: warning, suspension, dismissal, the police; 002: the disciplinary
procedure, without a list).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from schoolgate.concerns.rules.kinds_of_conduct import OF_STAFF
from schoolgate.concerns.rules.shapes import Kind
from schoolgate.policies.language.effective import Pack

_SANCTION: Final = "sanction"
_ABOUT_STAFF: Final = frozenset({"staff-allegation", "staff-misuse"})
_STEMS: Final = {"warning": "warning", "suspension": "suspen", "dismissal": "dismiss"}
_ALWAYS: Final = frozenset({"none", "police"})  # whatever a policy lists, the law goes before


def fitted(kind: Kind, pack: Pack) -> Kind:
    """Return a kind with the outcomes that the policy in force names, where it names some."""
    if kind.slug != _SANCTION:
        return kind
    named = {slug for slug, stem in _STEMS.items() for said in _steps(pack)
             if re.search(rf"\b{stem}", said, re.IGNORECASE)}  # fmt: skip
    if not named:
        return kind
    choices = tuple(one for one in OF_STAFF if one[0] in named | _ALWAYS)
    fields = tuple(replace(one, choices=choices) if one.name == kind.outcome else one
                   for one in kind.fields)  # fmt: skip
    return replace(kind, fields=fields)


def _steps(pack: Pack) -> Iterator[str]:
    for _, box in pack.boxes("route"):
        if not _ABOUT_STAFF.isdisjoint(box.all("kind")):
            yield from box.all("steps")
