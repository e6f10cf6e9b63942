"""Mailboxes by key stage, as the clause says (Thatto Heath Comms.b5)."""

from __future__ import annotations

import pytest

from schoolgate.people.models import Person, School
from schoolgate.people.rules import pupil_role
from tests.cast import Cast, client_of

PAGE = "/elmfield/accounts/mailboxes/"


@pytest.fixture
def thatto(cast: Cast) -> Cast:
    School.objects.filter(pk=cast.school.pk).update(pack="thatto-heath")
    pupils = (("Ann Young", 1), ("Ben Young", 1), ("Cat Older", 4), ("Col Older", 4))
    for name, year in pupils:
        Person.objects.create(
            school=cast.school, name=name, kind="pupil", role=pupil_role(year), year=year,
            class_name=f"{year} Oak",
        )  # fmt: skip
    return cast


@pytest.mark.row("PPL-19")
def test_year_1_shares_a_class_mailbox_and_year_4_has_their_own(thatto: Cast) -> None:
    file = client_of(thatto.technician).get(PAGE, {"as": "csv"}).text
    assert file.lstrip("\ufeff").splitlines()[1:] == [
        "class-1-oak,1 Oak,class,Comms.b5",
        "colder,Cat Older,own,Comms.b5",
        "colder2,Col Older,own,Comms.b5",
    ]


@pytest.mark.row("PPL-19")
def test_who_moves_up_to_key_stage_2_gets_an_own_mailbox(thatto: Cast) -> None:
    Person.objects.filter(name="Ann Young").update(year=3, role="pupil_ks2", class_name="3 Oak")
    page = client_of(thatto.technician).get(PAGE).text
    assert "ayoung" in page
    assert "byoung" not in page


def test_a_policy_that_says_nothing_gives_none(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="ashbrook")
    assert "gives pupils no mailbox" in client_of(cast.technician).get(PAGE).text


@pytest.mark.parametrize("who", ["pupil", "parent", "teacher", "other_head"])
def test_others_do_not_see_the_list(thatto: Cast, who: str) -> None:
    assert client_of(getattr(thatto, who)).get(PAGE).status_code in {403, 404}
