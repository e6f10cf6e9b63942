"""Recorded questions of Ask, and a version replayed over all that is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import msgspec

from schoolgate.people.models import School
from schoolgate.policies import library, recorded
from schoolgate.policies.analysis.replaying import Recorded, Replay, question, replayed
from schoolgate.policies.models import Asked, Version
from schoolgate.policies.queries.texts import of_version

MOST: Final = 20_000
ASK: Final = "Ask"


class AskLog:
    """The questions that were put to Ask."""

    note = ""

    def recorded(self, *, school: School, since: datetime, most: int) -> Iterator[Recorded]:
        """Yield questions since an instant, newest first; those asked alike at once as one."""
        rows = Asked.objects.filter(school=school, at__gte=since).order_by("-at", "-pk")
        decode = msgspec.json.Decoder(dict[str, Any]).decode
        for text in rows.values_list("record", flat=True)[:most].iterator():
            yield Recorded(question(decode(text)), ASK)


def replay(version: Version, *, since: datetime, source: str = "") -> Replay:
    """Replay what was recorded over the policy in force and over a version, kept for the next look.

    Raises PackError.
    """
    school = version.school
    before, after = library.of(school), of_version(version)
    newest = Asked.objects.filter(school=school).values_list("pk", flat=True).first()
    key = ("replay", before.pack.hash, since, source, newest)
    every = recorded.of(school, since=since, most=MOST, name=source)
    made: Replay = after.once(key, lambda: replayed(every, before.pack.book, after.pack.book))
    return made
