"""Pages about people, their accounts and what they may use."""

from __future__ import annotations

from schoolgate.config.routes.row import CLOSED, PERSON, PUBLIC, SIGNED_IN, Route
from schoolgate.people.rights import Capability

ROUTES: dict[str, Route] = {
    # web
    "healthz": PUBLIC,  # monitoring asks whether the database answers
    # people
    "home": PUBLIC,  # names of schools, nothing else; who is signed in goes to the Do list
    "people:do": SIGNED_IN,
    "people:people": Route(Capability.PERSON_SEE),
    "people:person": PERSON,  # only whom they may see: their own children, say; else 404
    "people:add": Route(Capability.PERSON_CHANGE),
    "people:change": Route(Capability.PERSON_CHANGE),
    "people:leaving": Route(Capability.PERSON_CHANGE),
    "people:guardian": Route(Capability.PERSON_CHANGE),
    "people:flags": Route(Capability.PERSON_SEE),  # 403 but for leaders and the child's teachers
    "people:roles": Route(Capability.ROLE_SEE),
    "people:appoint": Route(Capability.ROLE_APPOINT),
    "people:appointment": Route(Capability.ROLE_SEE),  # handing on: its holder too; else 403
    "people:calendar": PERSON,  # term dates are public
    "people:calendar-file": Route(Capability.CALENDAR_KEEP),
    "people:calendar-year": Route(Capability.CALENDAR_KEEP),
    "people:jobs": Route(Capability.JOB_SEE),
    "people:job-again": Route(Capability.JOB_RUN_AGAIN),
    # access
    "access:access": PERSON,  # lists what the person can open
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
    "access:my-rights": PERSON,
    "access:person-rights": Route(Capability.RIGHT_SEE),
    "access:place": Route(Capability.PLACE_SEE),
    "access:places": Route(Capability.PLACE_SEE),
    "access:review": Route(Capability.ACCESS_REVIEW),
    "access:reviews": Route(Capability.ACCESS_REVIEW),
    "access:rights": Route(Capability.RIGHT_SEE),
    "access:rights-change": Route(Capability.RIGHT_CHANGE),
    "access:rights-file": Route(Capability.RIGHT_SEE),
    "access:routes": Route(Capability.ROUTE_REPORT),
    "access:sighting": PERSON,
    "access:sightings": PERSON,
    # accounts
    "accounts:accounts": Route(Capability.ACCOUNT_SEE),
    "accounts:account": Route(Capability.ACCOUNT_SEE, dangerous=True),  # closes, invites
    "accounts:open": Route(Capability.ACCOUNT_OPEN, dangerous=True),
    "accounts:passwords": Route(Capability.ACCOUNT_CHECK),
    "accounts:second_steps": Route(Capability.ACCOUNT_CHECK),
    "accounts:compromise": PERSON,
    "accounts:mailboxes": Route(Capability.ACCOUNT_OPEN),
    "accounts:mine": SIGNED_IN,
    "accounts_demonstration": PUBLIC,  # 404 outside the demonstration
    # signing in: django-allauth's pages, under its names
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_change_password": PERSON,
    "account_reauthenticate": SIGNED_IN,
    "account_set_password": PERSON,
    "account_confirm_email": CLOSED,
    "account_confirm_login_code": CLOSED,
    "account_email": CLOSED,
    "account_email_verification_sent": CLOSED,
    "account_signup": CLOSED,
    "mfa_activate_totp": PERSON,
    "mfa_add_webauthn": PERSON,
    "mfa_authenticate": PUBLIC,
    "mfa_deactivate_totp": PERSON,
    "mfa_download_recovery_codes": PERSON,
    "mfa_edit_webauthn": PERSON,
    "mfa_generate_recovery_codes": PERSON,
    "mfa_index": PERSON,
    "mfa_list_webauthn": PERSON,
    "mfa_login_webauthn": PUBLIC,
    "mfa_reauthenticate": PERSON,
    "mfa_reauthenticate_webauthn": PERSON,
    "mfa_remove_webauthn": PERSON,
    "mfa_view_recovery_codes": PERSON,
    "openid_connect_callback": PUBLIC,
    "openid_connect_login": PUBLIC,
    "socialaccount_connections": CLOSED,
    "socialaccount_login_cancelled": PUBLIC,
    "socialaccount_login_error": PUBLIC,
    "socialaccount_signup": CLOSED,
    # records
    "records:journal": Route(Capability.JOURNAL_READ),
}
