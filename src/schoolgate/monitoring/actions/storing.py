"""What every write of the room shares."""

from __future__ import annotations

from typing import Final

from schoolgate.filtering.actions.storing import (
    UnableToAct,
    moment,
    require,
    require_words,
    stored,
)
from schoolgate.monitoring.models.lookups import LONGEST

FASTER: Final = "Somebody else was faster. Look again."

__all__ = ["FASTER", "LONGEST", "UnableToAct", "moment", "require", "require_words", "stored"]
