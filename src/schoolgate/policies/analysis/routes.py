"""Which situations a policy has no route for, and which routes no situation finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schoolgate.policies.language.pack import Pack
from schoolgate.policies.language.situations import SITUATIONS

# Packs that say nothing of what happens when something goes wrong are about something else.
_KINDS: Final = frozenset({"school", "template"})


def unrouted(pack: Pack) -> Iterator[tuple[str, str]]:
    """Yield (sentence, clause) for each route without a kind, and one for all silent situations."""
    boxes = list(pack.boxes("route"))
    if not boxes or pack.front.kind not in _KINDS:
        return
    for clause, box in boxes:
        if not box.all("kind"):
            yield (
                f"{clause.ref}: this route names no kind, so no case finds it. Add one.",
                clause.ref,
            )
    said = {kind for _, box in boxes for kind in box.all("kind")}
    silent = [one.title for slug, one in SITUATIONS.items() if slug not in said]
    if silent:
        yield f"{len(silent)} of {len(SITUATIONS)}: {'; '.join(silent)}.", ""
