"""What the pages of accounts are sent, and the act that each leaves."""

from __future__ import annotations

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from schoolgate.accounts import actions
from schoolgate.accounts.verbs import AccountsVerb
from tests.accounts.conftest import account_of
from tests.cast import Cast
from tests.posts import Sent, Words


def _parents(cast: Cast) -> Words:
    return {"pk": account_of(cast.parent).pk}


def _closed(cast: Cast) -> Words:
    account = account_of(cast.parent)
    actions.close_account(account=account, by=cast.head, at=cast.now, because="moved")
    return {"pk": account.pk}


def _noticed(cast: Cast) -> Words:
    account = account_of(cast.pupil)
    for machine in ("one", "two"):
        actions.begin_use(account=account, machine=machine, at=cast.now)
    return {"pk": account.pk}


def _in_two_steps(cast: Cast) -> Words:
    account = account_of(cast.teacher)
    TOTP.activate(account, generate_totp_secret())
    return {"pk": account.pk}


def _person(cast: Cast) -> Words:
    return {"pk": cast.parent.pk}


_CLOSE = {"close": "1", "because": "left"}
_RULES = "/elmfield/accounts/passwords/"
_ONE = "/elmfield/accounts/{pk}/"
POSTS = {
    "accounts:account": (
        Sent("head", _ONE, AccountsVerb.ACCOUNT_CLOSED, _CLOSE, _parents),
        Sent("head", _ONE, AccountsVerb.ACCOUNT_REOPENED, {"reopen": "1"}, _closed),
        Sent("head", _ONE, AccountsVerb.COMPROMISE_REPORTED, {"compromised": "1"}, _parents),
        Sent("head", _ONE, AccountsVerb.INVITATION_MADE, {"invite": "1"}, _parents),
        Sent("head", _ONE, AccountsVerb.MACHINES_SETTLED,
             {"settle": "1", "outcome": "left signed in"}, _noticed),
        Sent("head", _ONE, AccountsVerb.SECOND_STEP_CHANGED, {"reset": "1"}, _in_two_steps),
        Sent("head", _ONE, AccountsVerb.SESSIONS_ENDED, {"end": "1"}, _parents),
    ),
    "accounts:compromise": (
        Sent("parent", "/elmfield/my-account/compromise/", AccountsVerb.COMPROMISE_REPORTED),
    ),
    "accounts:open": (
        Sent("technician", "/elmfield/accounts/open/", AccountsVerb.ACCOUNT_OPENED,
             {"person": "{pk}"}, _person),
    ),
    "accounts:passwords": (
        Sent("technician", _RULES, AccountsVerb.PASSWORD_RULES_CHECKED, {"check": "1"}),
        Sent("technician", _RULES, AccountsVerb.PROMPT_SET, {"days": "90"}),
    ),
    "accounts:second_steps": (
        Sent("technician", "/elmfield/accounts/second-steps/", AccountsVerb.TWO_FACTOR_CHECKED,
             {"check": "1"}),
    ),
}  # fmt: skip
