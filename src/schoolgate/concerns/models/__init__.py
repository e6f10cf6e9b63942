"""The rows of this room. What people write about people is in sealed columns only."""

from __future__ import annotations

from schoolgate.concerns.models.bodies import Body
from schoolgate.concerns.models.cases import Admission, Case, Numbering, Party
from schoolgate.concerns.models.entries import Entry, Task
from schoolgate.concerns.models.escalations import Answered, Escalation
from schoolgate.concerns.models.finding import Link, Word
from schoolgate.concerns.models.identity import KeptName, Opening
from schoolgate.concerns.models.kept import Listed
from schoolgate.concerns.models.letterbox import Conversation, Letter, Message
from schoolgate.concerns.models.meeting import Attendance, Meeting, StandDown
from schoolgate.concerns.models.papers import PaperPage, TypedIn
from schoolgate.concerns.models.registers import (
    Arrangement,
    Enquiry,
    GateTurn,
    Statement,
    WatchedPage,
    WatchedStanding,
)
from schoolgate.concerns.models.reports import Report
from schoolgate.concerns.models.term_reports import TermReport

__all__ = [
    "Admission", "Answered", "Arrangement", "Attendance", "Body", "Case", "Conversation",
    "Enquiry", "Entry", "Escalation", "GateTurn", "KeptName", "Letter", "Link", "Listed", "Meeting",
    "Message", "Numbering", "Opening", "PaperPage", "Party", "Report", "StandDown", "Statement",
    "Task", "TermReport", "TypedIn", "WatchedPage", "WatchedStanding", "Word",
]  # fmt: skip
