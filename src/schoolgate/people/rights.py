"""What may be done in the house, and which roles may do it: one closed list and one table.

A role is a post or an appointment in the words of the policy (`headteacher`, `it_technician`), or
the kind of a person in a word: `staff` (supply and trainees too), `governor`, `parent`, `pupil`.
Rooms ask `people.permissions.may`; no room keeps a list of its own. Nobody holds a capability that
this table does not give, and administering the machine gives none.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.people.rules import STAFF_KINDS, Kind


class Capability(StrEnum):
    """Every act and every protected sight, as `room:thing:act`."""

    ACCESS_REVIEW = "access:access-review:decide"
    ACCOUNT_CHECK = "accounts:account:check"
    ACCOUNT_CLOSE = "accounts:account:close"
    ACCOUNT_OPEN = "accounts:account:open"
    ACCOUNT_SEE = "accounts:account:see"
    AGREEMENT_SEE = "agreements:agreement:see"
    ALERT_BUDGET_SET = "monitoring:budget:set"
    ALERT_COUNT = "monitoring:alert:count"
    ALERT_SEE = "monitoring:alert:see"
    APPROVAL_COUNT = "approvals:approval:count"
    APPROVAL_HEAD_SEE = "approvals:head:see"
    APPROVAL_PERSON_SEE = "approvals:person:see"
    APPROVAL_SEE = "approvals:approval:see"
    ARRANGEMENT_MAKE = "concerns:arrangement:make"
    BODY_KEEP = "concerns:body:keep"
    BODY_SEE = "concerns:body:see"
    CALENDAR_KEEP = "people:calendar:keep"
    CANDIDATE_SEARCH = "access:candidate:search"
    CASE_LEAD = "concerns:case:lead"
    CHASING_SET = "agreements:chasing:set"
    CHECKLIST_KEEP = "access:checklist:keep"
    CHECKLIST_SEE = "access:checklist:see"
    CHECK_RECORD = "access:check:record"
    CLASS_SIGN = "agreements:class:sign"
    CLASS_WATCH = "monitoring:class:watch"
    CREDENTIAL_KEEP = "access:credential:keep"
    CREDENTIAL_SEE = "access:credential:see"
    DUTY_KEEP = "duties:duty:keep"
    DUTY_OVERSEE = "duties:duty:oversee"
    DUTY_SEE = "duties:duty:see"
    ENQUIRY_KEEP = "concerns:enquiry:keep"
    FILTER_CHECK_FOLLOW = "filtering:check:follow"
    FILTER_CHECK_MAKE = "filtering:check:make"
    FAULT_FIND = "filtering:fault:find"
    FAULT_KEEP = "filtering:fault:keep"
    FILTER_CONFIRM = "filtering:change:confirm"
    FILTER_KEEP = "filtering:filter:keep"
    FILTER_LOG_SIGN = "filtering:change-log:sign"
    FILTER_SEE = "filtering:filter:see"
    FILTER_STANDARDS_SEE = "filtering:standards:see"
    FINDING_WAIVE = "policies:finding:waive"
    FLAG_CHANGE = "people:flag:change"
    GATE_KEEP = "concerns:gate:keep"
    GATE_RECORD = "access:gate:record"
    GATE_SEE = "concerns:gate:see"
    GATE_WAIVE = "access:gate:waive"
    GOVERNORS_SEE = "duties:governors:see"
    GUEST_INVITE = "access:guest:invite"
    GUEST_SEE = "access:guest:see"
    HOME_SCHOOL_TEXT_CHECK = "agreements:home-school-text:check"
    JOB_RUN_AGAIN = "people:job:run-again"
    JOB_SEE = "people:job:see"
    JOURNAL_READ = "records:journal:read"
    LESSON_KEEP = "filtering:lesson:keep"
    LETTERBOX_OPEN = "concerns:letterbox:open"
    LOOK_UP_ASK = "monitoring:look-up:ask"
    LOOK_UP_COUNT = "monitoring:look-up:count"
    LOOK_UP_MINE_SEE = "monitoring:mine:see"
    LOOK_UP_SEE = "monitoring:look-up:see"
    LISTED_KEEP = "concerns:listed:keep"
    LISTED_SEE = "concerns:listed:see"
    MAIL_ALLOWANCE_SET = "monitoring:mail-allowance:set"
    MAIL_USE_SEE = "monitoring:mail-use:see"
    MAIL_READING_DECLARE = "access:mail-reading:declare"
    MAIL_READING_SEE = "access:mail-reading:see"
    MEETING_HOLD = "agreements:meeting:hold"
    MONITORS_REVIEW = "monitoring:monitors:review"
    NAME_AGREE = "concerns:name:agree"
    NOTICE_SEND = "notices:notice:send"
    OPENING_ASK = "filtering:opening:ask"
    OPENING_SEE = "filtering:opening:see"
    OWN_DEVICES_SEE = "monitoring:own-devices:see"
    PAGE_KEEP = "concerns:page:keep"
    PAPER_RECORD = "agreements:paper:record"
    PAPER_TYPE = "concerns:paper:type"
    PERSON_CHANGE = "people:person:change"
    PERSON_SEE = "people:person:see"
    PLACE_KEEP = "access:place:keep"
    PLACE_SEE = "access:place:see"
    POLICY_APPROVE = "policies:version:approve"
    POLICY_DRAFT = "policies:version:draft"
    POLICY_SEE = "policies:version:see"
    POSTER_PRINT = "concerns:poster:print"
    PROFILES_CONFIRM = "access:profiles:confirm"
    PROMPT_SET = "accounts:prompt:set"
    REFUSAL_SEE = "agreements:refusal:see"
    RELATIONSHIP_DECIDE = "access:relationship:decide"
    RELATIONSHIP_DECLARE = "access:relationship:declare"
    REMOTE_BEGIN = "monitoring:remote:begin"
    REMOTE_OVERSEE = "monitoring:remote:oversee"
    REMOTE_SEE = "monitoring:remote:see"
    REMOTE_STAFF = "monitoring:remote:staff"
    RIGHT_CHANGE = "access:right:change"
    RIGHT_SEE = "access:right:see"
    ROLE_APPOINT = "people:role:appoint"
    ROLE_SEE = "people:role:see"
    ROSTER_IMPORT = "people:roster:import"
    ROUTE_REPORT = "access:route:report"
    ROTA_KEEP = "monitoring:rota:keep"
    ROTA_SEE = "monitoring:rota:see"
    SOURCE_KEEP = "gateways:source:keep"
    SOURCE_SEE = "gateways:source:see"
    STATEMENT_APPROVE = "concerns:statement:approve"
    STATEMENT_WRITE = "concerns:statement:write"
    SUPPORT_KEEP = "monitoring:support:keep"
    SUPPORT_SEE = "monitoring:support:see"
    SWITCH_OFF_MAKE = "filtering:switch-off:make"
    TERM_REPORT_MAKE = "concerns:term-report:make"
    TERM_REPORT_SEE = "concerns:term-report:see"
    USAGE_SEE = "activity:usage:see"
    USE_ALLOW = "agreements:use:allow"
    USE_CHECK = "monitoring:use:check"
    USE_CHECK_SEE = "monitoring:use:see"
    WITHDRAWAL_MAKE = "filtering:withdrawal:make"
    WRONG_CATEGORY_ANSWER = "filtering:category:answer"
    WRONG_CATEGORY_SEE = "filtering:category:see"


_OFFICE: Final = frozenset({"data_protection_lead", "headteacher", "school_business_manager"})
_TECHNICIANS: Final = frozenset({"it_technician", "network_manager"})
_HEADS: Final = frozenset({"chair", "deputy_headteacher", "headteacher"})
_SIGNING: Final = _OFFICE | {"deputy_headteacher", "dsl", "esafety_coordinator"}

MAY: Final[dict[Capability, frozenset[str]]] = {
    Capability.ACCESS_REVIEW: _OFFICE | _TECHNICIANS | {"esafety_coordinator"},
    Capability.ACCOUNT_CHECK: _OFFICE | _TECHNICIANS,
    Capability.ACCOUNT_CLOSE: _OFFICE | _TECHNICIANS | {"esafety_coordinator"},
    Capability.ACCOUNT_OPEN: _OFFICE | _TECHNICIANS,
    Capability.ACCOUNT_SEE: _OFFICE | _TECHNICIANS,
    Capability.AGREEMENT_SEE: _SIGNING,
    Capability.ALERT_BUDGET_SET: frozenset({"chair", "governor"}),
    Capability.ALERT_COUNT: _HEADS | {"dsl", "governor"},
    Capability.ALERT_SEE: _HEADS | {"dsl"},
    Capability.APPROVAL_COUNT: frozenset({"chair", "dsl", "governor", "headteacher"}),
    Capability.APPROVAL_HEAD_SEE: frozenset({"chair"}),
    Capability.APPROVAL_PERSON_SEE: frozenset({"headteacher"}),
    Capability.APPROVAL_SEE: frozenset({"dsl", "headteacher"}),
    Capability.ARRANGEMENT_MAKE: frozenset(
        {"deputy_headteacher", "headteacher", "office_staff", "school_business_manager"}
    ),
    Capability.BODY_KEEP: frozenset(
        {"dsl", "headteacher", "office_staff", "school_business_manager"}
    ),
    Capability.BODY_SEE: frozenset({"governor", "staff"}),
    Capability.CALENDAR_KEEP: _OFFICE | {"esafety_coordinator"},
    Capability.CANDIDATE_SEARCH: frozenset({"headteacher"}),
    Capability.CASE_LEAD: frozenset({"chair", "deputy_headteacher", "dsl", "headteacher"}),
    Capability.CHASING_SET: _OFFICE,
    Capability.CHECKLIST_KEEP: _OFFICE | _TECHNICIANS,
    Capability.CHECKLIST_SEE: _OFFICE | _TECHNICIANS | {"deputy_headteacher", "dsl"},
    Capability.CHECK_RECORD: _TECHNICIANS | {"esafety_coordinator", "headteacher"},
    Capability.CLASS_SIGN: frozenset({"staff"}),
    Capability.CLASS_WATCH: frozenset({"staff"}),  # of the classes that one teaches
    Capability.CREDENTIAL_KEEP: _TECHNICIANS,
    Capability.CREDENTIAL_SEE: _TECHNICIANS | {"headteacher"},
    Capability.DUTY_KEEP: frozenset({"deputy_headteacher", "esafety_coordinator", "headteacher"}),
    Capability.DUTY_OVERSEE: frozenset({"chair", "governor"}),
    Capability.DUTY_SEE: frozenset({"governor", "staff"}),
    # the office takes the call
    Capability.ENQUIRY_KEEP: _HEADS | {"office_staff", "school_business_manager"},
    Capability.FILTER_CHECK_FOLLOW: _TECHNICIANS | {"dsl"},
    Capability.FILTER_CHECK_MAKE: _TECHNICIANS | {"dsl", "esafety_coordinator", "headteacher"},
    Capability.FAULT_FIND: frozenset({"governor", "staff"}),
    Capability.FAULT_KEEP: _TECHNICIANS | {"deputy_headteacher", "headteacher"},
    Capability.FILTER_CONFIRM: _TECHNICIANS | {"dsl", "esafety_coordinator", "headteacher"},
    Capability.FILTER_KEEP: _TECHNICIANS,
    Capability.FILTER_LOG_SIGN: frozenset({"chair", "esafety_coordinator", "governor"}),
    Capability.FILTER_SEE: _TECHNICIANS
    | {"chair", "dsl", "esafety_coordinator", "governor", "headteacher"},
    Capability.FILTER_STANDARDS_SEE: frozenset({"governor", "staff"}),
    Capability.FINDING_WAIVE: frozenset({"chair", "headteacher"}),
    Capability.FLAG_CHANGE: frozenset({"dsl", "headteacher", "inclusion_leader"}),
    Capability.GATE_KEEP: frozenset(
        {"deputy_headteacher", "headteacher", "office_staff", "school_business_manager"}
    ),
    Capability.GATE_RECORD: _OFFICE | {"deputy_headteacher", "dsl"},
    Capability.GATE_SEE: frozenset({"governor", "staff"}),
    Capability.GATE_WAIVE: frozenset({"headteacher"}),
    Capability.GOVERNORS_SEE: frozenset({"chair", "governor", "headteacher"}),
    Capability.GUEST_INVITE: _OFFICE,
    Capability.GUEST_SEE: frozenset({"staff"}),
    Capability.HOME_SCHOOL_TEXT_CHECK: _SIGNING,
    Capability.JOB_RUN_AGAIN: _TECHNICIANS | {"headteacher"},
    Capability.JOB_SEE: _TECHNICIANS | {"headteacher"},
    Capability.JOURNAL_READ: frozenset({"auditor", "chair", "dsl", "governor", "headteacher"}),
    Capability.LESSON_KEEP: frozenset({"staff"}),
    Capability.LETTERBOX_OPEN: frozenset({"chair", "deputy_headteacher", "dsl", "headteacher"}),
    Capability.LOOK_UP_ASK: frozenset({"chair", "dsl", "headteacher"}),
    Capability.LOOK_UP_COUNT: frozenset({"chair", "governor"}),
    Capability.LOOK_UP_MINE_SEE: frozenset({"staff"}),
    Capability.LOOK_UP_SEE: _TECHNICIANS | {"dsl", "governor", "headteacher"},
    Capability.LISTED_KEEP: frozenset({"staff"}),
    Capability.LISTED_SEE: frozenset({"governor", "staff"}),
    Capability.MAIL_ALLOWANCE_SET: frozenset({"chair", "headteacher"}),
    Capability.MAIL_USE_SEE: frozenset({"chair", "headteacher"}),
    Capability.MAIL_READING_DECLARE: frozenset({"staff"}),
    Capability.MAIL_READING_SEE: _OFFICE | _TECHNICIANS | {"esafety_coordinator"},
    Capability.MEETING_HOLD: _SIGNING,
    Capability.MONITORS_REVIEW: frozenset({"headteacher"}),
    Capability.NAME_AGREE: frozenset({"chair", "deputy_headteacher", "dsl", "headteacher"}),
    Capability.NOTICE_SEND: frozenset(
        {
            "deputy_headteacher",
            "esafety_coordinator",
            "headteacher",
            "office_staff",
            "school_business_manager",
        }
    ),
    Capability.OPENING_ASK: frozenset({"staff"}),
    Capability.OPENING_SEE: frozenset({"governor", "staff"}),
    Capability.OWN_DEVICES_SEE: _TECHNICIANS | {"esafety_coordinator", "headteacher"},
    Capability.PAGE_KEEP: _HEADS | {"dsl", "esafety_coordinator"},
    Capability.PAPER_RECORD: _SIGNING,
    Capability.PAPER_TYPE: frozenset({"staff"}),
    Capability.PERSON_CHANGE: _OFFICE,
    Capability.PERSON_SEE: frozenset({"governor", "staff"}),
    Capability.PLACE_KEEP: _OFFICE | _TECHNICIANS,
    Capability.PLACE_SEE: _OFFICE | _TECHNICIANS,
    Capability.POLICY_APPROVE: frozenset({"chair", "governor"}),
    Capability.POLICY_DRAFT: frozenset({"esafety_coordinator", "headteacher"}),
    Capability.POLICY_SEE: frozenset(
        {"chair", "deputy_headteacher", "dsl", "esafety_coordinator", "governor", "headteacher"}
    ),
    Capability.POSTER_PRINT: _SIGNING | {"office_staff"},
    Capability.PROFILES_CONFIRM: frozenset({"staff"}),
    Capability.PROMPT_SET: _OFFICE | _TECHNICIANS,
    Capability.REFUSAL_SEE: frozenset({"headteacher"}),
    Capability.RELATIONSHIP_DECIDE: frozenset({"dsl", "headteacher"}),
    Capability.RELATIONSHIP_DECLARE: frozenset({"staff"}),
    Capability.REMOTE_BEGIN: frozenset({"staff"}),
    Capability.REMOTE_OVERSEE: frozenset({"dsl", "headteacher"}),
    Capability.REMOTE_SEE: frozenset({"governor", "pupil", "staff"}),
    Capability.REMOTE_STAFF: _TECHNICIANS,
    Capability.RIGHT_CHANGE: _TECHNICIANS,
    Capability.RIGHT_SEE: _OFFICE | _TECHNICIANS | {"dsl", "esafety_coordinator"},
    Capability.ROLE_APPOINT: frozenset({"chair", "headteacher"}),
    Capability.ROLE_SEE: frozenset({"governor", "parent", "pupil", "staff"}),
    Capability.ROSTER_IMPORT: _OFFICE | _TECHNICIANS,
    Capability.ROUTE_REPORT: frozenset({"governor", "staff"}),
    Capability.ROTA_KEEP: frozenset({"deputy_headteacher", "esafety_coordinator", "headteacher"}),
    Capability.ROTA_SEE: frozenset({"governor", "staff"}),
    Capability.SOURCE_KEEP: _TECHNICIANS,
    Capability.SOURCE_SEE: _TECHNICIANS
    | {"chair", "dsl", "esafety_coordinator", "governor", "headteacher"},
    Capability.STATEMENT_APPROVE: frozenset({"headteacher"}),
    Capability.STATEMENT_WRITE: _HEADS,
    Capability.SUPPORT_KEEP: _HEADS | {"dsl"},
    Capability.SUPPORT_SEE: frozenset({"chair", "headteacher"}),
    Capability.SWITCH_OFF_MAKE: _TECHNICIANS | {"headteacher"},
    Capability.TERM_REPORT_MAKE: frozenset({"analyst", "dsl", "headteacher"}),
    Capability.TERM_REPORT_SEE: frozenset({"analyst", "chair", "dsl", "governor", "headteacher"}),
    Capability.USAGE_SEE: _HEADS
    | _TECHNICIANS
    | {"auditor", "dsl", "esafety_coordinator", "governor", "inclusion_leader"},
    Capability.USE_ALLOW: _OFFICE | _TECHNICIANS,
    Capability.USE_CHECK: _TECHNICIANS,
    Capability.USE_CHECK_SEE: _TECHNICIANS
    | {"chair", "dsl", "esafety_coordinator", "governor", "headteacher"},
    Capability.WITHDRAWAL_MAKE: frozenset({"governor", "staff"}),  # whom the policy names of these
    Capability.WRONG_CATEGORY_ANSWER: _TECHNICIANS | {"computing_lead", "esafety_coordinator"},
    Capability.WRONG_CATEGORY_SEE: frozenset({"chair", "governor", "staff"}),
}


def words_for(kind: str, roles: frozenset[str]) -> frozenset[str]:
    """Return the words of the table that fit somebody: their roles, and their kind."""
    if not roles:
        return frozenset()
    return roles | {"staff" if kind in STAFF_KINDS else kind}


def needs_second_step(kind: str, roles: frozenset[str]) -> bool:
    """Tell whether somebody must sign in with two steps: who may see personal or sensitive data.

    Staff and governors, and whoever else holds a role of the table. Parents see their own children
    only, pupils themselves. Source: DfE cyber security standards, Cyber Essentials A7.
    """
    return kind in STAFF_KINDS | {Kind.GOVERNOR} or not roles.isdisjoint(_NAMED)


_NAMED: Final = frozenset().union(*MAY.values()) - {"parent", "pupil"}
