"""`./sg invite` and `./sg accounts`: how the first person of a school comes in."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from schoolgate.accounts.models import Account
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.models import Person
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records.models import Entry
from tests.accounts.conftest import PASSWORD, account_of
from tests.cast import Cast


def said(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


@pytest.fixture
def roster(cast: Cast) -> Cast:
    """The head and the teacher as a roster knows them: the head as office staff."""
    Person.objects.filter(pk=cast.head.pk).update(
        email="head@elmfield.example", external_id="S1", source="mis", role="office_staff"
    )
    Person.objects.filter(pk=cast.teacher.pk).update(external_id="S2", source="mis")
    Person.objects.filter(pk=cast.other_head.pk).update(external_id="S1", source="mis")
    return cast


@pytest.mark.row("PPL-02")
def test_the_first_person_is_invited_appointed_and_in(roster: Cast) -> None:
    text = said("invite", "elmfield", "Head@Elmfield.example", "--role", "headteacher",
                "--address", "https://policy.elmfield.example/")  # fmt: skip
    assert "Appointed Hana Head: headteacher." in text
    assert "signs in as hhead" in text
    path = text.partition("https://policy.elmfield.example")[2].split()[0]
    owner = Client()
    form = owner.get(path, follow=True).redirect_chain[-1][0]
    owner.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert Account.objects.get(username="hhead").check_password(PASSWORD)
    verbs = Entry.objects.order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == [
        PeopleVerb.ROLE_APPOINTED, AccountsVerb.ACCOUNT_OPENED, AccountsVerb.INVITATION_MADE,
        AccountsVerb.PASSWORD_CHANGED,
    ]  # fmt: skip


def test_an_invitation_again_opens_no_second_account_and_appoints_once(roster: Cast) -> None:
    for _ in range(2):
        said("invite", "elmfield", "S1", "--role", "headteacher")
    assert Account.objects.count() == 1
    assert Entry.objects.filter(verb=PeopleVerb.ROLE_APPOINTED).count() == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere", "S1"), "There is no school “nowhere”. The schools here: elmfield, oakhurst."),
        (("elmfield", "S9"), "has the id “S9”. Take in the roster first"),
        (("elmfield", "x@y.example"), "has the address “x@y.example”"),
        (("elmfield", "S1", "--role", "wizard"), "There is no role “wizard”. Roles: "),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(
    roster: Cast, words: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError) as caught:
        said("invite", *words)
    assert sentence in str(caught.value)
    assert (Account.objects.count(), Entry.objects.count()) == (0, 0)


def test_two_people_with_one_address_are_told_apart_by_id(roster: Cast) -> None:
    Person.objects.filter(school=roster.school).update(email="family@elmfield.example")
    with pytest.raises(CommandError, match="fits several people"):
        said("invite", "elmfield", "family@elmfield.example")


def test_whoever_has_left_or_is_closed_is_not_invited(roster: Cast) -> None:
    account = account_of(roster.teacher)
    Account.objects.filter(pk=account.pk).update(is_active=False, closed_at=roster.now)
    with pytest.raises(CommandError, match="is closed"):
        said("invite", "elmfield", "S2")


def test_the_list_names_accounts_and_no_secret(roster: Cast) -> None:
    assert "no account yet. Open the first: ./sg invite elmfield WHO" in said(
        "accounts", "elmfield"
    )
    account_of(roster.teacher)
    lines = said("accounts", "elmfield").splitlines()
    assert lines[1].split() == ["tteacher", "Tara", "Teacher", "open", "no", "never"]
    assert "argon2" not in "".join(lines)
