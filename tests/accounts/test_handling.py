"""Passwords are never written down: not shown, not sent, not taken in free text. PPL-10."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.accounts import jobs, rules
from schoolgate.accounts.forms import CloseForm, CompromiseForm, SettleForm
from schoolgate.accounts.models import Account, Compromise
from schoolgate.jobs.models import Job
from schoolgate.records.models import Entry
from tests.accounts.conftest import PASSWORD, account_of
from tests.cast import Cast, client_of


@pytest.mark.row("PPL-10")
@pytest.mark.parametrize("text", [
    "my password is tiger",
    "Password: Tiger", "pw = sunshine", "the passcode was 4711!", "PIN: 0815", "password “tiger”",
    "his passwords are tiger and lion", "I changed the password to sunflower.",
    "try Abcdefg1", "it was tiger!42 I think", "(Summer2026!)", "log on with Tr0ub4dor&3 please",
])  # fmt: skip
def test_text_that_tells_a_password_is_found(text: str) -> None:
    assert rules.looks_like_a_password(text)


@pytest.mark.parametrize("text", [
    "", "I said it aloud in the corridor", "my password is known", "The password was not changed",
    "somebody knows my password", "password is too short", "My password was stolen.",
    "seen on 14/10/2026 at 10:30, room A12", "written to p.parent@elmfield.example",
    "see https://policy.elmfield.example/Page1?x=Aa1", "serial SN-4471-88213-XK",
    "Windows11 laptop", "iPhone15 of Year3Oak", "moved to Meadowbank Primary", "KeyStage2 pupils",
    "+447700900123",
    "she forgot her password, and the pin of her tablet", "2026-10-14T10:30:00Z", "class 3 Oak",
    "left signed in in the library", "the password on the board was wiped off",
])  # fmt: skip
def test_ordinary_words_are_not(text: str) -> None:
    assert not rules.looks_like_a_password(text)


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert rules.looks_like_a_password(text) in {True, False}


def test_a_long_text_is_judged_quickly() -> None:
    assert not rules.looks_like_a_password("password is known " * 20_000)


@pytest.mark.row("PPL-10")
def test_forms_refuse_a_password_with_a_sentence_and_keep_nothing(
    cast: Cast, parent: Account
) -> None:
    for form, name in ((CompromiseForm, "note"), (CloseForm, "because"), (SettleForm, "outcome")):
        made = form({name: "the password was Abcdefg1"})
        assert str(made.errors[name][0]).startswith("This looks like a password. Take it out")
    client = client_of(cast.parent)
    page = client.post("/elmfield/my-account/compromise/", {"note": "I told Sam: Abcdefg1"})
    assert "This looks like a password" in page.text
    assert not Compromise.objects.exists()


@pytest.mark.row("PPL-10")
def test_no_password_is_shown_sent_written_into_the_journal_or_logged(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    account = account_of(cast.parent)
    shown = []
    client = Client()
    sent = {"login": "pparent", "password": PASSWORD + " wrong"}
    shown.append(client.post(reverse("account_login"), sent).text)
    client.post(reverse("account_login"), {"login": "pparent", "password": PASSWORD})
    for path in ("/elmfield/my-account/", reverse("account_change_password")):
        shown.append(client.get(path).text)
    bad = {"oldpassword": PASSWORD, "password1": "short", "password2": PASSWORD}
    shown.append(client.post(reverse("account_change_password"), bad).text)
    shown.append(client_of(cast.head).get(f"/elmfield/accounts/{account.pk}/").text)
    shown.append(client_of(cast.head).get("/elmfield/accounts/?as=csv").text)
    shown += [entry.body or "" for entry in Entry.objects.all()]
    shown += [
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    ]
    assert not [text for text in shown if PASSWORD in text]


@pytest.mark.row("PPL-10")
def test_who_forgot_a_password_is_sent_a_link_and_never_a_password(cast: Cast) -> None:
    cast.parent.email = "pat@elmfield.example"
    cast.parent.save()
    account = account_of(cast.parent)
    client = Client()
    for address in ("pat@elmfield.example", "nobody@elmfield.example"):
        answer = client.post(reverse("account_reset_password"), {"email": address})
        assert answer.url == reverse("account_reset_password_done")  # type: ignore[attr-defined]
    assert Job.objects.count() == 2  # the same work, whether the address has an account or not
    letter = jobs._link(account=account.pk)
    assert letter is not None
    assert letter.to == "pat@elmfield.example"
    path = "\n".join(letter.lines).partition(settings.ADDRESS)[2].split()[0]
    form = client.get(path, follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert jobs._link(account=0) is None
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
