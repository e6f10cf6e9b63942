"""Every route that changes data leaves exactly one act in the journal, and so does every look at
what is protected."""

from __future__ import annotations

import pytest

from schoolgate.records.models import Entry
from tests import permissions, posts
from tests.cast import Cast, client_of
from tests.posts import Sent

# Routes that take a form and leave no act, each with the reason.
NOTHING = {
    "account_login": "tests/accounts: a sign-in is written by Django's own signal",
    "account_logout": "tests/accounts: a sign-out is written by Django's own signal",
    "account_inactive": "only says that an account is closed",
    "account_reauthenticate": "proves again who somebody is; changes nothing",
    "account_reset_password": "sends a link to an address that has an account; changes nothing",
    "gateways:columns": "keeps in the session what a file does not say; the import is written",
    "gateways:import": "keeps files for an hour; tests/gateways: the import is written",
    "monitoring:look-up-put-off": "refused: no policy of ours has a clause that allows it",
    "people:calendar-file": "reads a file into the form of a year; keeping the year is written",
    "mfa_authenticate": "half of signing in; the whole is written",
    "mfa_login_webauthn": "tests/browser: a sign-in is written by Django's own signal",
    "mfa_reauthenticate": "proves again who somebody is; changes nothing",
    "mfa_reauthenticate_webauthn": "proves again who somebody is; changes nothing",
    "mfa_download_recovery_codes": "shows what its owner has already",
    "mfa_edit_webauthn": "the name that its owner gives to a key",
    "policies:typing": "keeps what somebody types until they save it; the save is written",
    "openid_connect_login": "leads to the provider; changes nothing",
    "openid_connect_callback": "comes back from the provider; the sign-in is written",
}
# Proved where the library's own pages are tried, with the second step's codes, and where a plan is
# made of files first (tests/gateways/test_pages.py), or files are sent (tests/evidence).
ELSEWHERE = frozenset({
    "account_change_password", "account_reset_password_from_key", "account_set_password",
    "mfa_activate_totp", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "mfa_remove_webauthn", "evidence:folder", "gateways:plan",
})  # fmt: skip
POSTS = posts.of_every_room("POSTS")
LOOKS = posts.of_every_room("LOOKS")


def _cases(of: dict[str, tuple[Sent, ...]]) -> list[object]:
    return [pytest.param(sent, id=f"{route}-{sent.verb}") for route in of for sent in of[route]]


def test_every_route_that_takes_a_form_is_tried_here_or_says_why_not() -> None:
    takes = {
        route
        for (route, method), row in permissions.read().items()
        if method == "POST" and permissions.OPEN in set(row.values())
    }
    assert takes - NOTHING.keys() - ELSEWHERE == set(POSTS)


def acts_left(cast: Cast, sent: Sent, method: str) -> tuple[set[str], list[str]]:
    """The ids of acts that sending a form left, and their verbs."""
    client = client_of(getattr(cast, sent.who))
    words = sent.ready(cast)
    before = set(Entry.objects.values_list("journal_id", "sequence"))
    answer = getattr(client, method.lower())(sent.path.format(**words), sent.filled(words))
    assert answer.status_code in {200, 302, 303}, answer.status_code
    new = [one for one in Entry.objects.order_by("sequence")
           if (one.journal_id, one.sequence) not in before]  # fmt: skip
    return {one.action for one in new}, [one.verb for one in new]


@pytest.mark.parametrize("sent", _cases(POSTS))
def test_a_form_leaves_one_act(cast: Cast, sent: Sent) -> None:
    actions, verbs = acts_left(cast, sent, "POST")
    assert len(actions) == 1
    assert sent.verb in verbs


@pytest.mark.parametrize("sent", _cases(LOOKS))
def test_a_look_at_what_is_protected_leaves_one_act(cast: Cast, sent: Sent) -> None:
    actions, verbs = acts_left(cast, sent, "GET")
    assert (len(actions), verbs) == (1, [sent.verb])
