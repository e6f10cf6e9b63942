"""Who may open what: one row for each route. A route that has no row here is closed.

A test walks every route × role × method against `tests/permissions.csv`; a new route without a
row fails, and so does a row without a route. Whoever is signed in reaches pages of their own school
only: another school's answer 404, as if they were not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from schoolgate.people import permissions
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability


class Opening(Enum):
    """To whom a page is open that no capability guards."""

    CLOSED = "nobody"  # a page of a library that we do not offer
    PUBLIC = "anyone"
    SIGNED_IN = "whoever has signed in"
    PERSON = "whoever has signed in as themselves: no class login"


@dataclass(frozen=True, slots=True)
class Route:
    """A row: to whom it is open, and whether they must have proved who they are just now."""

    opening: Opening | Capability
    dangerous: bool = False


_PUBLIC = Route(Opening.PUBLIC)
_CLOSED = Route(Opening.CLOSED)
_SIGNED_IN = Route(Opening.SIGNED_IN)
_PERSON = Route(Opening.PERSON)

ROUTES: dict[str, Route] = {
    # web
    "healthz": _PUBLIC,  # monitoring asks whether the database answers
    # people
    "home": _PUBLIC,  # names of schools, nothing else; who is signed in goes to the Do list
    "people:do": _SIGNED_IN,
    "people:people": Route(Capability.PERSON_SEE),
    "people:person": _PERSON,  # only whom they may see: their own children, say; else 404
    "people:add": Route(Capability.PERSON_CHANGE),
    "people:change": Route(Capability.PERSON_CHANGE),
    "people:leaving": Route(Capability.PERSON_CHANGE),
    "people:guardian": Route(Capability.PERSON_CHANGE),
    "people:flags": Route(Capability.PERSON_SEE),  # 403 but for leaders and the child's teachers
    "people:roles": Route(Capability.ROLE_SEE),
    "people:appoint": Route(Capability.ROLE_APPOINT),
    "people:appointment": Route(Capability.ROLE_SEE),  # handing on: its holder too; else 403
    "people:calendar": _PERSON,  # term dates are public
    "people:calendar-file": Route(Capability.CALENDAR_KEEP),
    "people:calendar-year": Route(Capability.CALENDAR_KEEP),
    "people:jobs": Route(Capability.JOB_SEE),
    "people:job-again": Route(Capability.JOB_RUN_AGAIN),
    # duties: whose part it is, and who keeps them, the room's own actions say
    "duties:clause": Route(Capability.DUTY_SEE),
    "duties:clauses": Route(Capability.DUTY_SEE),
    "duties:answer": Route(Capability.DUTY_KEEP),
    "duties:done": _PERSON,
    "duties:feed": _PUBLIC,  # the secret is in the address; 404 without it
    "duties:feeds": _PERSON,
    "duties:governors": Route(Capability.GOVERNORS_SEE),
    "duties:hand-over": _PERSON,
    "duties:list": _PERSON,  # one's own; the school's for staff and governors
    "duties:month": _PERSON,
    "duties:one": _PERSON,
    "duties:skip": _PERSON,
    # evidence: whom the room that keeps the folder names, and nobody else; else 404
    "evidence:bundle": _PERSON,
    "evidence:bundles": _PERSON,
    "evidence:custody": _PERSON,
    "evidence:download": _PERSON,
    "evidence:folder": _PERSON,
    "evidence:hold": _PERSON,  # whom the room lets make bundles; else 403
    "evidence:item": _PERSON,
    "evidence:picture": _PERSON,
    "evidence:progress": _PERSON,
    # filtering: whose request it is, and who decides, the room's own queries say
    "filtering:blocked": _PUBLIC,  # where a gateway leads: says why, and keeps nothing
    "filtering:download-new": Route(Capability.OPENING_ASK),
    "filtering:downloads": Route(Capability.OPENING_SEE),  # one's own; all for the committee
    "filtering:fault": Route(Capability.FAULT_FIND),  # one's own; all for the committee
    "filtering:fault-mended": Route(Capability.FAULT_KEEP),
    "filtering:fault-new": Route(Capability.FAULT_FIND),
    "filtering:fault-told": Route(Capability.FAULT_KEEP),
    "filtering:faults": Route(Capability.FAULT_FIND),
    "filtering:lesson": Route(Capability.LESSON_KEEP),
    "filtering:lesson-act": Route(Capability.LESSON_KEEP),
    "filtering:lesson-new": Route(Capability.LESSON_KEEP),
    "filtering:lesson-start": Route(Capability.LESSON_KEEP),
    "filtering:lessons": Route(Capability.LESSON_KEEP),
    "filtering:opening": Route(Capability.OPENING_SEE),  # one's own; all for the committee
    "filtering:opening-act": Route(Capability.OPENING_SEE),
    "filtering:opening-decide": Route(Capability.OPENING_SEE),  # whom the policy names; else said
    "filtering:opening-new": Route(Capability.OPENING_ASK),
    "filtering:openings": Route(Capability.OPENING_SEE),
    "filtering:switch-off": Route(Capability.FILTER_SEE),
    "filtering:switch-off-act": Route(Capability.FILTER_SEE),  # the second person; else said
    "filtering:switch-off-new": Route(Capability.SWITCH_OFF_MAKE, dangerous=True),
    "filtering:switch-offs": Route(Capability.FILTER_SEE),
    "filtering:withdrawal": _PERSON,  # one's own; whom the policy names: those of others
    "filtering:withdrawal-end": _PERSON,  # whom the policy names; else said
    "filtering:withdrawal-new": Route(Capability.WITHDRAWAL_MAKE, dangerous=True),
    "filtering:withdrawal-read": _PERSON,
    "filtering:withdrawals": Route(Capability.WITHDRAWAL_MAKE),
    "filtering:wrong": _PERSON,  # one's own; all for the committee
    "filtering:wrong-answer": Route(Capability.WRONG_CATEGORY_ANSWER),
    "filtering:wrong-new": _PERSON,
    "filtering:wrong-read": _PERSON,
    "filtering:wrongs": Route(Capability.WRONG_CATEGORY_SEE),
    # gateways
    "gateways:columns": Route(Capability.ROSTER_IMPORT),
    "gateways:held": Route(Capability.ROSTER_IMPORT),
    "gateways:import": Route(Capability.ROSTER_IMPORT),
    "gateways:pac": _PUBLIC,  # browsers ask for it before anybody signs in
    "gateways:plan": Route(Capability.ROSTER_IMPORT),
    "gateways:progress": Route(Capability.ROSTER_IMPORT),
    "gateways:sources": Route(Capability.SOURCE_SEE),
    "people:more": _PERSON,
    # records
    "records:journal": Route(Capability.JOURNAL_READ),
    # policies: a policy is a public document, and so is what it answers
    "policies:aims": _PUBLIC,
    "policies:ask": _PUBLIC,
    "policies:compare": _PUBLIC,
    "policies:document": _PUBLIC,
    "policies:for-everybody": _PUBLIC,
    "policies:for-me": _PUBLIC,
    "policies:for-me-pdf": _PUBLIC,
    "policies:gaps": _PUBLIC,  # what was asked in vain and how often; nobody's name
    "policies:pdf": _PUBLIC,
    "policies:reach": _PUBLIC,
    "policies:social": _PUBLIC,
    "policies:times": _PUBLIC,
    "policies:versions": _PUBLIC,  # those that are or were in force; drafts for who may see them
    "policies:version": _PUBLIC,
    "policies:version-pdf": _PUBLIC,
    "policies:version-text": _PUBLIC,
    "policies:school": _PUBLIC,  # leads on to the policy, or to one's own Do list
    "policies:approve": Route(Capability.POLICY_APPROVE, dangerous=True),
    "policies:consult": Route(Capability.POLICY_DRAFT),
    "policies:consulted": Route(Capability.POLICY_DRAFT),
    "policies:draft": Route(Capability.POLICY_DRAFT),
    "policies:edit": Route(Capability.POLICY_DRAFT),
    "policies:header": Route(Capability.POLICY_DRAFT),
    "policies:keep-social": Route(Capability.POLICY_DRAFT),
    "policies:new-document": Route(Capability.POLICY_DRAFT),
    "policies:publish": Route(Capability.POLICY_DRAFT),
    "policies:related": Route(Capability.POLICY_SEE),
    "policies:revise": Route(Capability.POLICY_DRAFT),
    "policies:set-times": Route(Capability.POLICY_DRAFT),
    "policies:step": Route(Capability.POLICY_DRAFT),
    "policies:supersede": Route(Capability.POLICY_DRAFT),
    "policies:typing": Route(Capability.POLICY_DRAFT),
    # policies: what a new text would change, before it is approved
    "policies:choose": Route(Capability.POLICY_DRAFT),
    "policies:difference": Route(Capability.POLICY_SEE),
    "policies:impact": Route(Capability.POLICY_SEE),
    "policies:law": Route(Capability.POLICY_SEE),
    "policies:proposals": Route(Capability.POLICY_SEE),
    "policies:reasons": Route(Capability.POLICY_SEE),
    "policies:replay": Route(Capability.POLICY_SEE),
    "policies:review-close": Route(Capability.POLICY_SEE),
    "policies:reviews": Route(Capability.POLICY_SEE),
    # approvals: whose request it is, and who decides, the room's own queries say
    "approvals:ask": _PERSON,
    "approvals:decide": _PERSON,
    "approvals:end": _PERSON,
    "approvals:list": _PERSON,
    "approvals:one": _PERSON,
    "approvals:read": _PERSON,
    "approvals:what": _PERSON,
    # activity: numbers without names
    "activity:export": Route(Capability.USAGE_SEE),
    "activity:usage": Route(Capability.USAGE_SEE),
    # agreements: whose they are, and who may sign for whom, the room's own queries say
    "agreements:asked": Route(Capability.AGREEMENT_SEE),
    "agreements:chasing": Route(Capability.AGREEMENT_SEE),
    "agreements:class": Route(Capability.CLASS_SIGN),
    "agreements:classes": Route(Capability.CLASS_SIGN),
    "agreements:copy": _PERSON,
    "agreements:copy-pdf": _PERSON,
    "agreements:copy-scan": _PERSON,
    "agreements:decline": _PERSON,
    "agreements:forms": Route(Capability.PAPER_RECORD),
    "agreements:forms-file": Route(Capability.PAPER_RECORD),
    "agreements:home-school": Route(Capability.HOME_SCHOOL_TEXT_CHECK),
    "agreements:meeting": Route(Capability.MEETING_HOLD),
    "agreements:meeting-sign": Route(Capability.MEETING_HOLD),
    "agreements:mine": _PERSON,
    "agreements:read": _PERSON,
    "agreements:refusal": _PERSON,  # the headteacher's; of the headteacher the chair's; else 404
    "agreements:roster": Route(Capability.AGREEMENT_SEE),
    "agreements:roster-file": Route(Capability.AGREEMENT_SEE),
    "agreements:scan": Route(Capability.PAPER_RECORD),
    "agreements:scan-page": Route(Capability.PAPER_RECORD),
    "agreements:scans": Route(Capability.PAPER_RECORD),
    "agreements:sign": Route(Opening.PERSON, dangerous=True),
    "agreements:text": Route(Capability.AGREEMENT_SEE),
    "agreements:training": Route(Capability.GATE_RECORD),
    "agreements:uses": Route(Capability.USE_ALLOW),
    # concerns: who is admitted to a case, the room's own queries say; 404 to everybody else
    "concerns:add": _PERSON,
    "concerns:admit": _PERSON,
    "concerns:arrangements": Route(Capability.ARRANGEMENT_MAKE),
    "concerns:asked": _PERSON,  # each their own
    "concerns:ask-name": _PERSON,  # who leads the case; else 403
    "concerns:bodies": Route(Capability.BODY_SEE),
    "concerns:body": Route(Capability.BODY_KEEP),
    "concerns:body-new": Route(Capability.BODY_KEEP),
    "concerns:case": _PERSON,
    "concerns:close": _PERSON,
    "concerns:confirm": _PERSON,
    "concerns:correct": _PERSON,
    "concerns:decide-name": _PERSON,  # who leads by office, and is another; else 403
    "concerns:do-task": _PERSON,
    "concerns:end-admission": _PERSON,
    "concerns:enquiry-new": Route(Capability.ENQUIRY_KEEP),
    "concerns:letter": _PERSON,
    "concerns:letterbox": Route(Capability.LETTERBOX_OPEN),
    "concerns:evidence": _PERSON,
    "concerns:file": _PERSON,
    "concerns:gate": Route(Capability.GATE_SEE),
    "concerns:gate-set": Route(Capability.GATE_KEEP),
    "concerns:give-task": _PERSON,
    "concerns:hand-over": _PERSON,
    "concerns:invite": _PERSON,  # the headteacher's, deputy's or chair's; else 403
    "concerns:line": _PERSON,  # whoever leads the case; else 403
    "concerns:link": _PERSON,
    "concerns:list": _PERSON,
    "concerns:listed": Route(Capability.LISTED_SEE),
    "concerns:listed-new": Route(Capability.LISTED_KEEP),
    "concerns:matter": _PERSON,
    "concerns:media": Route(Capability.ENQUIRY_KEEP),
    "concerns:merge": _PERSON,
    "concerns:mine": _PERSON,
    "concerns:page-move": Route(Capability.PAGE_KEEP),
    "concerns:page-new": Route(Capability.PAGE_KEEP),
    "concerns:pages": Route(Capability.PAGE_KEEP),
    "concerns:paper-empty": Route(Capability.PAPER_TYPE),
    "concerns:papers": Route(Capability.PAPER_TYPE),
    "concerns:party": _PERSON,
    "concerns:poster": Route(Capability.POSTER_PRINT),
    "concerns:posters": Route(Capability.POSTER_PRINT),
    "concerns:procedure": _PERSON,  # the headteacher's, deputy's or chair's; else 403
    "concerns:public": _PUBLIC,  # leads to Tell
    "concerns:read-name": _PERSON,
    "concerns:reopen": _PERSON,
    "concerns:search": _PERSON,
    "concerns:sort": _PERSON,
    "concerns:statement-approve": Route(Capability.STATEMENT_APPROVE),
    "concerns:statement-new": Route(Capability.STATEMENT_WRITE),
    "concerns:stand-down": _PERSON,  # the headteacher's, deputy's or chair's; else 403
    "concerns:talk": _PERSON,
    "concerns:tell": _PERSON,
    "concerns:term-report": Route(Capability.TERM_REPORT_SEE),
    "concerns:term-report-make": Route(Capability.TERM_REPORT_MAKE),
    "concerns:term-report-pdf": Route(Capability.TERM_REPORT_SEE),
    "concerns:term-reports": Route(Capability.TERM_REPORT_SEE),
    "concerns:type-in": Route(Capability.PAPER_TYPE),
    "concerns:timeline": _PERSON,
    "concerns:write": _PERSON,
    # notices: everybody their own; who was told and has read is for those who send
    "notices:history": Route(Capability.NOTICE_SEND),
    "notices:letters": Route(Capability.NOTICE_SEND),
    "notices:list": _PERSON,
    "notices:one": _PERSON,
    "notices:part": Route(Capability.NOTICE_SEND),
    "notices:poster": _PERSON,
    "notices:runs": Route(Capability.NOTICE_SEND),
    "notices:told": Route(Capability.NOTICE_SEND),
    "notices:to-tell": Route(Capability.NOTICE_SEND),
    "notices:write": Route(Capability.NOTICE_SEND),
    # accounts
    "accounts:accounts": Route(Capability.ACCOUNT_SEE),
    "accounts:account": Route(Capability.ACCOUNT_SEE, dangerous=True),  # closes, invites
    "accounts:open": Route(Capability.ACCOUNT_OPEN, dangerous=True),
    "accounts:passwords": Route(Capability.ACCOUNT_CHECK),
    "accounts:second_steps": Route(Capability.ACCOUNT_CHECK),
    "accounts:compromise": _PERSON,
    "accounts:mailboxes": Route(Capability.ACCOUNT_OPEN),
    "accounts:mine": _SIGNED_IN,
    "accounts_demonstration": _PUBLIC,  # 404 outside the demonstration
    # monitoring: whose part it is, the room's own queries say; nobody what is about themselves
    "monitoring:alert": Route(Capability.ALERT_SEE),
    "monitoring:alerts": Route(Capability.ALERT_SEE),
    "monitoring:budget": Route(Capability.ALERT_BUDGET_SET),
    "monitoring:class": Route(Capability.CLASS_WATCH),  # one’s own classes; else 404
    "monitoring:look-up": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-case": Route(Capability.LOOK_UP_ASK),
    "monitoring:look-up-deliver": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-end": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-finish": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-new": Route(Capability.LOOK_UP_ASK, dangerous=True),
    "monitoring:look-up-put-off": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-review": Route(Capability.LOOK_UP_SEE),
    "monitoring:look-up-rows": Route(Capability.LOOK_UP_SEE, dangerous=True),
    "monitoring:look-ups": Route(Capability.LOOK_UP_SEE),
    "monitoring:mail-allowance": Route(Capability.MAIL_ALLOWANCE_SET),
    "monitoring:mail-use": Route(Capability.MAIL_USE_SEE),
    "monitoring:mine": Route(Capability.LOOK_UP_MINE_SEE),
    "monitoring:my-notice": Route(Capability.LOOK_UP_MINE_SEE),
    "monitoring:private-mail": Route(Capability.MAIL_USE_SEE),
    "monitoring:remote": Route(Capability.REMOTE_SEE),
    "monitoring:remote-new": Route(Capability.REMOTE_BEGIN),
    "monitoring:remotes": Route(Capability.REMOTE_SEE),
    "monitoring:own-devices": Route(Capability.OWN_DEVICES_SEE),  # of these, whom the policy names
    "monitoring:own-devices-audit": Route(Capability.OWN_DEVICES_SEE),
    "monitoring:report": Route(Capability.ALERT_COUNT),
    "monitoring:rota": Route(Capability.ROTA_SEE),
    "monitoring:rota-fill": Route(Capability.ROTA_KEEP),
    "monitoring:rota-looked": Route(Capability.ROTA_SEE),
    "monitoring:rota-new": Route(Capability.ROTA_KEEP),
    "monitoring:rotas": Route(Capability.ROTA_SEE),
    "monitoring:talk-new": Route(Capability.SUPPORT_KEEP),
    "monitoring:talks": Route(Capability.LOOK_UP_SEE),
    "monitoring:use-check-new": Route(Capability.USE_CHECK),
    "monitoring:use-checks": Route(Capability.USE_CHECK_SEE),
    # filtering
    "filtering:askers": Route(Capability.FILTER_SEE),
    "filtering:check": Route(Capability.FILTER_SEE),
    "filtering:checks": Route(Capability.FILTER_SEE),
    "filtering:standards": Route(Capability.FILTER_STANDARDS_SEE),
    "filtering:change": Route(Capability.FILTER_SEE),
    "filtering:changes": Route(Capability.FILTER_SEE),
    "filtering:import": Route(Capability.FILTER_SEE),
    "filtering:list": Route(Capability.FILTER_SEE),
    "filtering:list-new": Route(Capability.FILTER_KEEP),
    "filtering:lists": Route(Capability.FILTER_SEE),
    "filtering:own": Route(Capability.FILTER_SEE),
    "filtering:own-new": Route(Capability.FILTER_KEEP),
    "filtering:unlisted": Route(Capability.FILTER_SEE),
    # access
    "access:access": _PERSON,  # lists what the person can open
    "access:candidates": Route(Capability.CANDIDATE_SEARCH),
    "access:checklist": Route(Capability.CHECKLIST_SEE),
    "access:checks": Route(Capability.PROFILES_CONFIRM),
    "access:credential": Route(Capability.CREDENTIAL_SEE),
    "access:credentials": Route(Capability.CREDENTIAL_SEE),
    "access:declaration": Route(Capability.RELATIONSHIP_DECLARE),
    "access:declarations": Route(Capability.RELATIONSHIP_DECLARE),
    "access:declare": Route(Capability.RELATIONSHIP_DECLARE),
    "access:guest": Route(Capability.GUEST_SEE),
    "access:guest-new": Route(Capability.GUEST_INVITE),
    "access:guests": Route(Capability.GUEST_SEE),
    "access:joiners": Route(Capability.CHECKLIST_SEE),
    "access:leavers": Route(Capability.CHECKLIST_SEE),
    "access:mail": Route(Capability.MAIL_READING_SEE),
    "access:my-mail": Route(Capability.MAIL_READING_DECLARE),
    "access:my-rights": _PERSON,
    "access:person-rights": Route(Capability.RIGHT_SEE),
    "access:place": Route(Capability.PLACE_SEE),
    "access:places": Route(Capability.PLACE_SEE),
    "access:review": Route(Capability.ACCESS_REVIEW),
    "access:reviews": Route(Capability.ACCESS_REVIEW),
    "access:rights": Route(Capability.RIGHT_SEE),
    "access:rights-change": Route(Capability.RIGHT_CHANGE),
    "access:rights-file": Route(Capability.RIGHT_SEE),
    "access:routes": Route(Capability.ROUTE_REPORT),
    "access:sighting": _PERSON,
    "access:sightings": _PERSON,
    # signing in: django-allauth's pages, under its names
    "account_login": _PUBLIC,
    "account_logout": _PUBLIC,
    "account_inactive": _PUBLIC,
    "account_reset_password": _PUBLIC,
    "account_reset_password_done": _PUBLIC,
    "account_reset_password_from_key": _PUBLIC,
    "account_reset_password_from_key_done": _PUBLIC,
    "account_change_password": _PERSON,
    "account_reauthenticate": _SIGNED_IN,
    "account_set_password": _PERSON,
    "account_confirm_email": _CLOSED,
    "account_confirm_login_code": _CLOSED,
    "account_email": _CLOSED,
    "account_email_verification_sent": _CLOSED,
    "account_signup": _CLOSED,
    "mfa_activate_totp": _PERSON,
    "mfa_add_webauthn": _PERSON,
    "mfa_authenticate": _PUBLIC,
    "mfa_deactivate_totp": _PERSON,
    "mfa_download_recovery_codes": _PERSON,
    "mfa_edit_webauthn": _PERSON,
    "mfa_generate_recovery_codes": _PERSON,
    "mfa_index": _PERSON,
    "mfa_list_webauthn": _PERSON,
    "mfa_login_webauthn": _PUBLIC,
    "mfa_reauthenticate": _PERSON,
    "mfa_reauthenticate_webauthn": _PERSON,
    "mfa_remove_webauthn": _PERSON,
    "mfa_view_recovery_codes": _PERSON,
    "openid_connect_callback": _PUBLIC,
    "openid_connect_login": _PUBLIC,
    "socialaccount_connections": _CLOSED,
    "socialaccount_login_cancelled": _PUBLIC,
    "socialaccount_login_error": _PUBLIC,
    "socialaccount_signup": _CLOSED,
}


def is_open(route: str, *, person: Person | None, signed_in: bool, on: date) -> bool:
    """Tell whether a page is open to somebody; of their own school is checked elsewhere."""
    row = ROUTES.get(route, _CLOSED)
    if isinstance(row.opening, Capability):
        return person is not None and permissions.may(
            person, row.opening, school=person.school_id, on=on
        )
    return {
        Opening.CLOSED: False,
        Opening.PUBLIC: True,
        Opening.SIGNED_IN: signed_in,
        Opening.PERSON: person is not None,
    }[row.opening]


def is_public(route: str) -> bool:
    """Tell whether anyone may open a page without signing in."""
    return ROUTES.get(route, _CLOSED).opening is Opening.PUBLIC
