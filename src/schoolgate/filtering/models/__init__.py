"""The tables of the room, one file per noun.

`…_by` and `…_label` say who acted, as they were called then. The journal keeps who it was.
"""

from __future__ import annotations

from schoolgate.filtering.models.askers import Device, Network
from schoolgate.filtering.models.changes import Change, Confirmation, LogReading
from schoolgate.filtering.models.checks import FilterCheck, FilterCheckLine, FilterCheckStep
from schoolgate.filtering.models.downloads import Download
from schoolgate.filtering.models.lessons import LessonList, LessonMode
from schoolgate.filtering.models.lists import ListImport, ListSource
from schoolgate.filtering.models.openings import (
    OpeningDecision,
    OpeningEnd,
    OpeningRequest,
    OpeningUse,
)
from schoolgate.filtering.models.own import OwnEntry, UnlistedAnswer
from schoolgate.filtering.models.reports import Fault, WrongCategory
from schoolgate.filtering.models.switching import SwitchOff
from schoolgate.filtering.models.withdrawals import Withdrawal

__all__ = [
    "Change", "Confirmation", "Device", "Download", "Fault", "FilterCheck", "FilterCheckLine",
    "FilterCheckStep", "LessonList", "LessonMode", "ListImport", "ListSource", "LogReading",
    "Network", "OpeningDecision", "OpeningEnd", "OpeningRequest", "OpeningUse", "OwnEntry",
    "SwitchOff", "UnlistedAnswer", "Withdrawal", "WrongCategory",
]  # fmt: skip
