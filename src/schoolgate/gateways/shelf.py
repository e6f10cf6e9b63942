"""The shelf of what was not understood: sealed, with its reason, beside the log. No Django.

One shelf for all sources of a school: rows of the manifest's table `aside`, kept as long as the
day on which they came.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date

from schoolgate.activity.store import Store


def set_aside(store: Store, *, source: str, day: date, found: Iterable[tuple[str, str]]) -> None:
    """Put lines on the shelf: each its reason, and what it was."""
    by_reason: dict[str, list[str]] = {}
    for reason, line in found:
        by_reason.setdefault(reason, []).append(line)
    if not by_reason:
        return
    with store.kept.writing() as one:
        for reason, lines in sorted(by_reason.items()):
            packed = zlib.compress("\n".join(lines).encode(errors="replace"))
            sealed = store.pseudonyms.seal(packed, place=f"aside:{reason}")
            one.execute(
                "INSERT INTO aside (day, source, reason, lines, sealed) VALUES (?, ?, ?, ?, ?)",
                (day.isoformat(), source, reason, len(lines), sealed),
            )


def counts(store: Store, source: str) -> dict[str, int]:
    """Return how many lines of a source lie on the shelf, by reason."""
    with store.kept.reading() as one:
        found = one.execute(
            "SELECT reason, sum(lines) FROM aside WHERE source = ? GROUP BY reason ORDER BY reason",
            (source,),
        ).fetchall()
    return {str(reason): int(lines) for reason, lines in found}
