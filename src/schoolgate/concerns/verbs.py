"""The journal's verbs for concerns. Entries hold numbers, never words or names of who told."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning


class ConcernsVerb(StrEnum):
    """What is done with concerns."""

    ARRANGEMENT_MADE = "concerns:arrangement:made"
    BODY_CHECKED = "concerns:body:checked"
    BODY_ENDED = "concerns:body:ended"
    BODY_KEPT = "concerns:body:kept"
    CASE_ADMITTED = "concerns:case:admitted"
    CASE_CLOSED = "concerns:case:closed"
    CASE_ESCALATED = "concerns:case:escalated"
    CASE_EXPORTED = "concerns:case:exported"
    CASE_LINKED = "concerns:case:linked"
    CASE_MERGED = "concerns:case:merged"
    CASE_REOPENED = "concerns:case:reopened"
    CASE_SORTED = "concerns:case:sorted"
    CASE_VIEWED = "concerns:case:viewed"
    CASES_SEARCHED = "concerns:cases:searched"
    CONVERSATION_ANSWERED = "concerns:conversation:answered"
    CONVERSATION_CONTINUED = "concerns:conversation:continued"
    CONVERSATION_VIEWED = "concerns:conversation:viewed"
    COURSE_LISTED = "concerns:course:listed"
    ENQUIRIES_VIEWED = "concerns:enquiries:viewed"
    ENQUIRY_WRITTEN = "concerns:enquiry:written"
    ENTRY_WRITTEN = "concerns:entry:written"
    GATE_SET = "concerns:gate:set"
    LETTERBOX_VIEWED = "concerns:letterbox:viewed"
    LINE_ANSWERED = "concerns:line:answered"
    MEETING_ARRANGED = "concerns:meeting:arranged"
    MEETINGS_VIEWED = "concerns:meetings:viewed"
    NAME_AGREED = "concerns:name:agreed"
    NAME_ASKED = "concerns:name:asked"
    NAME_REFUSED = "concerns:name:refused"
    NAME_VIEWED = "concerns:name:viewed"
    OUT_OF_HOURS_DECIDED = "concerns:out-of-hours-procedure:decided"
    PAGE_MOVED = "concerns:page:moved"
    PAGE_REGISTERED = "concerns:page:registered"
    PAGES_VIEWED = "concerns:pages:viewed"
    PAPER_EMPTY = "concerns:paper:empty"
    PAPER_PRINTED = "concerns:paper:printed"
    PARTY_NAMED = "concerns:party:named"
    REPORT_MADE = "concerns:report:made"
    RESOURCE_LISTED = "concerns:resource:listed"
    STAND_DOWN_ASKED = "concerns:stand-down:asked"
    STAND_DOWN_CONFIRMED = "concerns:stand-down:confirmed"
    STATEMENT_APPROVED = "concerns:statement:approved"
    STATEMENT_WRITTEN = "concerns:statement:written"
    TASK_DONE = "concerns:task:done"
    TASK_GIVEN = "concerns:task:given"
    TASK_HANDED = "concerns:task:handed"
    TERM_REPORT_MADE = "concerns:term-report:made"


# Whoever is in a case may hold any role, so no role of the school reads these in the journal; who
# is admitted to a case reads its entries on its page.
_READERS: Final = frozenset({"auditor"})


_OF_BODIES: Final = frozenset({"auditor", "dsl", "headteacher"})


def _about_a_body(act: str) -> Meaning:
    return Meaning(lambda told: f"{told.actor} {act} {told.object}.", _OF_BODIES)


_OF_HEADS: Final = frozenset({"auditor", "chair", "headteacher"})


def _of_heads(act: str) -> Meaning:
    return Meaning(lambda told: f"{told.actor} {act} {told.object}.", _OF_HEADS)


# What holds no names may be read by whoever reads the report.
_OF_REPORTS: Final = frozenset({"auditor", "chair", "dsl", "governor", "headteacher"})


def _about_a_report(act: str) -> Meaning:
    return Meaning(lambda told: f"{told.actor} {act} {told.object}.", _OF_REPORTS)


def _meaning(act: str) -> Meaning:
    return Meaning(lambda told: f"{told.actor} {act} {told.object}.", _READERS)


MEANINGS: Final = {
    ConcernsVerb.ARRANGEMENT_MADE: _of_heads("arranged"),
    ConcernsVerb.BODY_CHECKED: _about_a_body("checked how to reach"),
    ConcernsVerb.BODY_ENDED: _about_a_body("took out of the directory"),
    ConcernsVerb.BODY_KEPT: _about_a_body("wrote into the directory"),
    ConcernsVerb.CASE_ADMITTED: _meaning("changed who may see"),
    ConcernsVerb.CASE_CLOSED: _meaning("closed"),
    ConcernsVerb.CASE_ESCALATED: _meaning("passed to the next in line"),
    ConcernsVerb.CASE_EXPORTED: _meaning("took a file of"),
    ConcernsVerb.CASE_LINKED: _meaning("linked another case to"),
    ConcernsVerb.CASE_MERGED: _meaning("merged with another"),
    ConcernsVerb.CASE_REOPENED: _meaning("opened again"),
    ConcernsVerb.CASE_SORTED: _meaning("sorted"),
    ConcernsVerb.CASE_VIEWED: _meaning("looked at"),
    ConcernsVerb.CONVERSATION_ANSWERED: _meaning("answered a reporter in"),
    ConcernsVerb.CONVERSATION_CONTINUED: _meaning("took in what a reporter added to"),
    ConcernsVerb.CONVERSATION_VIEWED: _meaning("read what was written with a reporter in"),
    ConcernsVerb.CASES_SEARCHED: _meaning("searched"),
    ConcernsVerb.COURSE_LISTED: _about_a_report("wrote down a course:"),
    ConcernsVerb.ENQUIRIES_VIEWED: _of_heads("looked at"),
    ConcernsVerb.ENQUIRY_WRITTEN: _of_heads("wrote down an"),
    ConcernsVerb.ENTRY_WRITTEN: _meaning("wrote in"),
    ConcernsVerb.GATE_SET: _of_heads("set who is at the"),
    ConcernsVerb.LETTERBOX_VIEWED: _meaning("looked into"),
    ConcernsVerb.LINE_ANSWERED: _meaning("said whom they manage before they were shown"),
    ConcernsVerb.MEETING_ARRANGED: _meaning("asked a family to a meeting of"),
    ConcernsVerb.MEETINGS_VIEWED: _meaning("looked at the meetings of"),
    ConcernsVerb.OUT_OF_HOURS_DECIDED: _about_a_report("decided the"),
    ConcernsVerb.PAGE_MOVED: _of_heads("wrote how it stands with"),
    ConcernsVerb.PAGE_REGISTERED: _of_heads("registered"),
    ConcernsVerb.PAGES_VIEWED: _of_heads("looked at"),
    ConcernsVerb.NAME_AGREED: _meaning("agreed that a name is opened in"),
    ConcernsVerb.NAME_ASKED: _meaning("asked for a name that is kept back in"),
    ConcernsVerb.NAME_REFUSED: _meaning("refused that a name is opened in"),
    ConcernsVerb.NAME_VIEWED: _meaning("read a name that is kept back in"),
    ConcernsVerb.PAPER_EMPTY: _meaning("found nothing written on"),
    ConcernsVerb.PAPER_PRINTED: _meaning("printed"),
    ConcernsVerb.PARTY_NAMED: _meaning("named somebody in"),
    ConcernsVerb.REPORT_MADE: _meaning("took a report into"),
    ConcernsVerb.RESOURCE_LISTED: _about_a_report("wrote down a resource:"),
    ConcernsVerb.STAND_DOWN_ASKED: _meaning("asked staff to stay out of"),
    ConcernsVerb.STAND_DOWN_CONFIRMED: _meaning("confirmed the"),
    ConcernsVerb.STATEMENT_APPROVED: _of_heads("approved"),
    ConcernsVerb.STATEMENT_WRITTEN: _of_heads("wrote"),
    ConcernsVerb.TASK_DONE: _meaning("did a task of"),
    ConcernsVerb.TASK_GIVEN: _meaning("gave a task in"),
    ConcernsVerb.TASK_HANDED: _meaning("handed over a task of"),
    ConcernsVerb.TERM_REPORT_MADE: _about_a_report("made the"),
}
