"""The password rule comes from the school's policy; NCSC's where it is silent."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from schoolgate.accounts import actions, passwords
from schoolgate.accounts.models import Account
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.models import School
from schoolgate.records.models import Entry
from tests.accounts.conftest import PASSWORD, account_of
from tests.cast import LONDON, OPERATOR, Cast, client_of


def at_school_with(pack: str, account: Account) -> Account:
    School.objects.filter(pk=account.school_id).update(pack=pack)
    account.school.refresh_from_db()
    return account


def refused(account: Account, password: str) -> str:
    try:
        validate_password(password, account)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.row("PPL-06")
@pytest.mark.parametrize("pack", ["ashbrook", "cotmanhay"])
def test_staff_need_eight_characters_a_capital_and_a_number(pack: str, teacher: Account) -> None:
    at_school_with(pack, teacher)
    assert refused(teacher, "Abcdefg1") == ""
    for password in ("Abcdef1", "abcdefg1", "Abcdefgh"):
        assert refused(teacher, password).startswith("Clause 1"), password


def test_brooksides_clause_asks_for_length_alone(teacher: Account) -> None:
    assert refused(teacher, "abcdefghijkl") == ""
    assert "at least 12 characters" in refused(teacher, "Abcdefghi1!")


@pytest.mark.parametrize("pack", ["thatto-heath", "no-such-pack"])
def test_a_silent_policy_leaves_the_rule_to_ncsc(pack: str, teacher: Account) -> None:
    at_school_with(pack, teacher)
    assert "at least 12 characters" in refused(teacher, "Abcdefg1")
    assert "guesses this one first" in refused(teacher, "passwordpassword")
    assert "user name" in refused(teacher, "tteacher is it")
    assert refused(teacher, "copper kettle sunrise") == ""


@pytest.mark.row("PPL-07")
@pytest.mark.parametrize(
    ("pack", "clause_asks"), [("ashbrook", True), ("thatto-heath", True), ("cotmanhay", False)]
)
def test_a_password_of_the_autumn_term_is_too_old_in_spring_where_the_clause_says_so(
    pack: str, clause_asks: bool, cast: Cast, parent: Account, clock: time_machine.Traveller
) -> None:
    account = at_school_with(pack, account_of(cast.teacher, "Copper kettle sunrise 7"))
    december = dt.datetime(2026, 12, 10, 9, tzinfo=LONDON)
    january = dt.datetime(2027, 1, 11, 9, tzinfo=LONDON)
    assert not passwords.has_expired(account, december)
    assert passwords.has_expired(account, january) is clause_asks
    clock.move_to(january)
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    wanted = reverse("account_change_password" if clause_asks else "mfa_index")
    assert client.get("/elmfield/do/").url == wanted  # type: ignore[attr-defined]


def test_the_page_says_where_the_rule_departs_from_national_advice(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="ashbrook")
    page = client_of(cast.teacher).get("/elmfield/my-account/").text
    assert "Clause 12.3 of the policy asks for:" in page
    for words in ("12 characters or more", "capitals and numbers", "by the calendar"):
        assert words in page
    School.objects.filter(pk=cast.school.pk).update(pack="brookside")
    assert "national advice" not in client_of(cast.teacher).get("/elmfield/my-account/").text


@pytest.mark.row("PPL-02")
def test_the_office_opens_an_account_and_its_owner_sets_the_password(cast: Cast) -> None:
    office = client_of(cast.head)
    office.post("/elmfield/accounts/open/", {"person": cast.parent.pk})
    account = Account.objects.get(person=cast.parent)
    assert (account.username, account.issuer) == ("pparent", "Hana Head")
    assert not account.has_usable_password()
    page = office.post(f"/elmfield/accounts/{account.pk}/", {"invite": "1"}).text
    path = page.partition("<code>http://testserver")[2].partition("</code>")[0]
    owner = Client()
    form = owner.get(path, follow=True)
    answer = owner.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    verbs = list(Entry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs[-3:] == [
        AccountsVerb.ACCOUNT_OPENED, AccountsVerb.INVITATION_MADE, AccountsVerb.PASSWORD_CHANGED,
    ]  # fmt: skip
    assert "works no longer" in Client().get(path, follow=True).text


@pytest.mark.row("PPL-02")
def test_nobody_has_two_accounts_and_staff_share_none(cast: Cast, teacher: Account) -> None:
    with pytest.raises(actions.UnableToOpen, match="has an account already"):
        actions.open_account(person=cast.teacher, by=cast.head, at=teacher.opened_at)
    with pytest.raises(actions.UnableToOpen, match="nobody in a class"):
        actions.open_class_login(school=cast.school, class_name="Staff room", by=cast.head,
                                 at=teacher.opened_at)  # fmt: skip


def test_a_class_login_is_for_young_children_and_opens_no_page_about_people(cast: Cast) -> None:
    cast.pupil.class_name = "1 Oak"
    cast.pupil.save()
    login = actions.open_class_login(school=cast.school, class_name="1 Oak", by=OPERATOR,
                                     at=cast.now)  # fmt: skip
    client = Client()
    client.force_login(login, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/elmfield/do/").status_code == 200
    assert "whole class" in client.get("/elmfield/my-account/").text
    assert client.get("/elmfield/accounts/").status_code == 403
    assert client.get(reverse("account_change_password")).status_code == 403
    assert Entry.objects.filter(actor=f"system:class-login-{login.pk}").exists()


def test_older_pupils_have_no_class_login(cast: Cast) -> None:
    cast.pupil.class_name, cast.pupil.role = "3 Oak", "pupil_ks2"
    cast.pupil.save()
    with pytest.raises(actions.UnableToOpen, match="sign in as themselves"):
        actions.open_class_login(school=cast.school, class_name="3 Oak", by=OPERATOR, at=cast.now)
