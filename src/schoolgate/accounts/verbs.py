"""The journal's verbs for accounts and sign-in, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Sentence


class AccountsVerb(StrEnum):
    """What is done to accounts, and what is done with them."""

    ACCOUNT_CLOSED = "accounts:account:closed"
    ACCOUNT_OPENED = "accounts:account:opened"
    ACCOUNT_REOPENED = "accounts:account:reopened"
    COMPROMISE_REPORTED = "accounts:compromise:reported"
    INVITATION_MADE = "accounts:invitation:made"
    MACHINES_NOTICED = "accounts:machines:noticed"
    MACHINES_SETTLED = "accounts:machines:settled"
    PAGE_REFUSED = "accounts:page:refused"
    PASSWORD_RULES_CHECKED = "accounts:password-rules:checked"  # noqa: S105 a verb
    PASSWORD_CHANGED = "accounts:password:changed"  # noqa: S105 a verb
    PROMPT_SET = "accounts:prompt:set"
    SECOND_STEP_CHANGED = "accounts:second-step:changed"
    SESSIONS_ENDED = "accounts:sessions:ended"
    SIGN_IN_BLOCKED = "accounts:sign-in:blocked"
    SIGNED_IN = "accounts:sign-in:done"
    SIGN_IN_REFUSED = "accounts:sign-in:refused"
    SIGNED_OUT = "accounts:sign-out:done"
    TWO_FACTOR_CHECKED = "accounts:two-factor:checked"


_OFFICE: Final = frozenset({"data_protection_lead", "headteacher", "it_technician",
                            "network_manager", "school_business_manager"})  # fmt: skip
_LEADERS: Final = frozenset({"dsl", "headteacher"})


def _plain(words: str) -> Sentence:
    return lambda told: f"{told.actor} {words.format(told.object, **told.body)}."


MEANINGS: Final = {
    AccountsVerb.ACCOUNT_CLOSED: Meaning(_plain("closed the account of {}: {because}"), _OFFICE),
    AccountsVerb.ACCOUNT_OPENED: Meaning(
        _plain("opened an account for {}, user name {username}"), _OFFICE
    ),
    AccountsVerb.ACCOUNT_REOPENED: Meaning(_plain("opened the account of {} again"), _OFFICE),
    AccountsVerb.COMPROMISE_REPORTED: Meaning(
        _plain("reported that the password of {} may be known to others"), _OFFICE | _LEADERS
    ),
    AccountsVerb.INVITATION_MADE: Meaning(_plain("made a sign-in invitation for {}"), _OFFICE),
    AccountsVerb.MACHINES_NOTICED: Meaning(
        _plain("noticed the account of {} on {machines} machines at once"), _OFFICE | _LEADERS
    ),
    AccountsVerb.MACHINES_SETTLED: Meaning(
        _plain("looked into the account of {} on several machines at once: {outcome}"),
        _OFFICE | _LEADERS,
    ),
    AccountsVerb.PAGE_REFUSED: Meaning(_plain("was refused the page {}"), _LEADERS),
    AccountsVerb.PASSWORD_CHANGED: Meaning(_plain("changed the password of {}"), _OFFICE),
    AccountsVerb.PASSWORD_RULES_CHECKED: Meaning(
        _plain("checked that {} enforces the password rules: {found}"), _OFFICE
    ),
    AccountsVerb.PROMPT_SET: Meaning(
        _plain("set the prompt to change passwords to every {days} days"), _OFFICE
    ),
    AccountsVerb.SECOND_STEP_CHANGED: Meaning(_plain("{act} for {}"), _OFFICE),
    AccountsVerb.SESSIONS_ENDED: Meaning(_plain("ended every session of {}: {because}"), _OFFICE),
    AccountsVerb.SIGN_IN_BLOCKED: Meaning(
        _plain("was stopped after too many wrong passwords for {}"), _OFFICE
    ),
    AccountsVerb.SIGNED_IN: Meaning(_plain("signed in as {} by {means}"), _LEADERS),
    AccountsVerb.SIGN_IN_REFUSED: Meaning(
        _plain("was refused a sign-in through {provider} as {}: {because}"), _OFFICE
    ),
    AccountsVerb.SIGNED_OUT: Meaning(_plain("signed out as {}"), _LEADERS),
    AccountsVerb.TWO_FACTOR_CHECKED: Meaning(
        _plain("checked that accounts with personal data at {} have a second step: {found}"),
        _OFFICE,
    ),
}
