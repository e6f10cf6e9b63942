"""Every write of this room: who acts (`by`) and when (`at`) is always said."""

from __future__ import annotations

from schoolgate.concerns.actions.bodies import Keeping, check, end, keep
from schoolgate.concerns.actions.cases import (
    Naming,
    Sorting,
    admit,
    close,
    end_admission,
    name_party,
    note_view,
    reopen,
    sort,
)
from schoolgate.concerns.actions.conversations import (
    UnableToSay,
    answer,
    note_talk_viewed,
    say,
)
from schoolgate.concerns.actions.escalating import ESCALATION, escalate
from schoolgate.concerns.actions.holding import open_evidence
from schoolgate.concerns.actions.identity import ask_name, close_names, decide_name, read_name
from schoolgate.concerns.actions.joining import link, merge
from schoolgate.concerns.actions.kept import list_entry
from schoolgate.concerns.actions.letterbox import (
    empty,
    note_letterbox_viewed,
    put,
    tell_at_once,
)
from schoolgate.concerns.actions.lines import bar_line, say_managed
from schoolgate.concerns.actions.looking import note_export, note_search, note_timeline
from schoolgate.concerns.actions.meetings import Invitation, invite, note_meetings_viewed
from schoolgate.concerns.actions.papers import Line, note_empty, print_pages, type_in
from schoolgate.concerns.actions.registers import (
    Asking,
    Finding,
    approve_statement,
    arrange,
    move_page,
    note_register_viewed,
    register_page,
    set_gate,
    write_enquiry,
    write_statement,
)
from schoolgate.concerns.actions.reporting import Involved, Told, UnableToReport, report
from schoolgate.concerns.actions.standing_down import ask_to_stand_down, confirm_stand_down
from schoolgate.concerns.actions.storing import Asked, UnableToAct
from schoolgate.concerns.actions.tasks import do_task, give_task, hand_over
from schoolgate.concerns.actions.term_reports import make_term_report
from schoolgate.concerns.actions.writing import Draft, write

__all__ = [
    "ESCALATION",
    "Asked",
    "Asking",
    "Draft",
    "Finding",
    "Invitation",
    "Involved",
    "Keeping",
    "Line",
    "Naming",
    "Sorting",
    "Told",
    "UnableToAct",
    "UnableToReport",
    "UnableToSay",
    "admit",
    "answer",
    "approve_statement",
    "arrange",
    "ask_name",
    "ask_to_stand_down",
    "bar_line",
    "check",
    "close",
    "close_names",
    "confirm_stand_down",
    "decide_name",
    "do_task",
    "empty",
    "end",
    "end_admission",
    "escalate",
    "give_task",
    "hand_over",
    "invite",
    "keep",
    "link",
    "list_entry",
    "make_term_report",
    "merge",
    "move_page",
    "name_party",
    "note_empty",
    "note_export",
    "note_letterbox_viewed",
    "note_meetings_viewed",
    "note_register_viewed",
    "note_search",
    "note_talk_viewed",
    "note_timeline",
    "note_view",
    "open_evidence",
    "print_pages",
    "put",
    "read_name",
    "register_page",
    "reopen",
    "report",
    "say",
    "say_managed",
    "set_gate",
    "sort",
    "tell_at_once",
    "type_in",
    "write",
    "write_enquiry",
    "write_statement",
]
