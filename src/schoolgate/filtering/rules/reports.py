"""What becomes of what people report about the filter. Pure; time is passed in."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

# “At once” (002 L261), with time for one telephone call and the lesson that it happened in.
TELL_WITHIN: Final = timedelta(hours=1)


class Answer(StrEnum):
    """What was decided about a site that is said to be sorted wrongly."""

    MOVED = "moved"
    STAYS = "stays"
    SENT_ON = "sent_on"

    @property
    def label(self) -> str:
        """As a page says it."""
        return {
            Answer.MOVED: "It was sorted wrongly, and is put right",
            Answer.STAYS: "It stays as it is",
            Answer.SENT_ON: "It was sent on to whoever keeps the list",
        }[self]


def is_late(found_at: datetime, told_at: datetime | None, at: datetime) -> bool:
    """Tell whether the provider was told too late, or still is not told after the limit."""
    return (told_at or at) - found_at > TELL_WITHIN
