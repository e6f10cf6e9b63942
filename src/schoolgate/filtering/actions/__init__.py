"""Every write of this room: who acts (`by`) and when (`at`) is always said."""

from __future__ import annotations

from schoolgate.filtering.actions.downloads import Meant, say_purpose
from schoolgate.filtering.actions.lessons import (
    Sites,
    end_lesson,
    keep_list,
    start_lesson,
    take_off,
)
from schoolgate.filtering.actions.openings import (
    Terms,
    Wish,
    ask_opening,
    close_opening,
    deciders_of,
    grant_opening,
    may_close,
    note_reading,
    note_use,
    refuse_opening,
)
from schoolgate.filtering.actions.reports import (
    Wrong,
    answer_category,
    note_answer_read,
    note_mended,
    note_told,
    record_fault,
    report_category,
)
from schoolgate.filtering.actions.storing import UnableToAct
from schoolgate.filtering.actions.switching import Stop, agree, may_agree, switch_off, switch_on
from schoolgate.filtering.actions.withdrawing import (
    Outcome,
    give_back,
    may_give_back,
    note_withdrawal_read,
    withdraw,
)

__all__ = [
    "Meant", "Outcome", "Sites", "Stop", "Terms", "UnableToAct", "Wish", "Wrong", "agree",
    "answer_category", "ask_opening", "close_opening", "deciders_of", "end_lesson", "give_back",
    "grant_opening", "keep_list", "may_agree", "may_close", "may_give_back", "note_answer_read",
    "note_mended", "note_reading", "note_told", "note_use", "note_withdrawal_read", "record_fault",
    "refuse_opening", "report_category", "say_purpose", "start_lesson", "switch_off", "switch_on",
    "take_off", "withdraw",
]  # fmt: skip
