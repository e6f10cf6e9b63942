"""What signing opens: accounts, devices, channels, a parent's pages; and who is in breach."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from schoolgate.access.queries.gates import why_closed
from schoolgate.accounts import actions as accounts
from schoolgate.accounts.models import Account
from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import UnableToAllow
from schoolgate.agreements.models import Use
from schoolgate.agreements.rules.kinds import Kind
from schoolgate.people import actions as people
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.agreements.conftest import KS1, KS2, STAFF, Family, Under, signed, trained
from tests.cast import NOW, Cast, client_of

COMMUNITY = "community-for-community"
DEVICE = "own-device-for-staff"
CHANNEL = "social-media-for-staff"
TODAY = NOW.date()


def newcomer(cast: Cast, name: str, role: str, **more: object) -> Person:
    values = {"starts_on": TODAY} | more
    made = Person.objects.create(school=cast.school, name=name, role=role, **values)
    return Person.objects.select_related("school").get(pk=made.pk)


@pytest.mark.row("AGR-04")
def test_a_pupils_account_opens_when_the_agreement_is_signed(heath: Cast) -> None:
    pupil = newcomer(heath, "Nia New", "pupil_ks2", year=4)
    assert actions.open_once_signed(person=pupil, by=heath.head, at=NOW) is False
    assert not Account.objects.filter(person=pupil).exists()
    signed(pupil, KS2)
    assert Account.objects.get(person=pupil).is_active
    written = [one.verb for one in Entry.objects.order_by("sequence")]
    assert written == ["agreements:account:wanted", "agreements:agreement:signed",
                       "accounts:account:opened"]  # fmt: skip
    assert len({one.action for one in Entry.objects.filter(verb__in=written[1:])}) == 1


@pytest.mark.row("AGR-04")
def test_no_way_of_opening_goes_round_the_agreement(heath: Cast) -> None:
    here_for_a_year = newcomer(heath, "Lou Long", "pupil_ks2", year=4,
                               starts_on=TODAY - timedelta(days=400))  # fmt: skip
    for pupil in (newcomer(heath, "Nia New", "pupil_ks2", year=4), here_for_a_year):
        with pytest.raises(accounts.UnableToOpen, match="is not signed yet"):
            accounts.open_account(person=pupil, by=heath.head, at=NOW)
    assert not Entry.objects.exists()


@pytest.mark.row("PPL-25")
def test_staff_have_no_account_before_training_and_agreement(heath: Cast) -> None:
    starter = newcomer(heath, "Stan Starter", "teacher")
    assert "Induction training" in why_closed(starter, NOW)
    trained(starter)
    assert "“Acceptable-use agreement for staff” is not signed yet." in why_closed(starter, NOW)
    signed(starter, STAFF)
    assert why_closed(starter, NOW) == ""
    assert accounts.open_account(person=starter, by=heath.head, at=NOW).is_active


@pytest.mark.row("AGR-09")
def test_a_community_user_needs_the_communitys_own_agreement(heath: Cast) -> None:
    user = newcomer(heath, "Cam Community", "community_user")
    assert queries.line(heath.school, user, STAFF, at=NOW) is None  # a staff form is not theirs
    with pytest.raises(accounts.UnableToOpen, match="community users” is not signed"):
        accounts.open_account(person=user, by=heath.head, at=NOW)
    signed(user, COMMUNITY)
    assert accounts.open_account(person=user, by=heath.head, at=NOW).is_active


@pytest.mark.row("AGR-12")
def test_a_device_is_refused_with_the_name_of_what_is_missing(heath: Cast) -> None:
    def add() -> Use:
        return actions.allow_use(person=heath.teacher, kind=Kind.OWN_DEVICE, thing="blue phone",
                                 by=heath.head, at=NOW)  # fmt: skip

    with pytest.raises(UnableToAllow, match="has not signed “Agreement for own devices for staff”"):
        add()
    signed(heath.teacher, DEVICE)
    assert add().thing == "blue phone"
    assert queries.has_signed(heath.teacher, "own-device", at=NOW)
    assert Entry.objects.filter(verb="agreements:use:allowed").count() == 1


@pytest.mark.row("AGR-10")
def test_an_editor_of_a_channel_signs_its_agreement_first(under: Under) -> None:
    cast = under("cotmanhay")

    def add() -> Use:
        return actions.allow_use(person=cast.teacher, kind=Kind.SOCIAL_MEDIA, thing="school page",
                                 by=cast.head, at=NOW)  # fmt: skip

    with pytest.raises(UnableToAllow, match="Agreement for official social media"):
        add()
    signed(cast.teacher, CHANNEL)
    made = add()
    for who in (cast.pupil, cast.teacher, cast.governor, cast.other_head):
        with pytest.raises(people.NotAllowed):
            actions.end_use(use=made, by=who, at=NOW)
    actions.end_use(use=made, by=cast.head, at=NOW)
    with pytest.raises(UnableToAllow, match="ended already"):
        actions.end_use(use=made, by=cast.head, at=NOW)


@pytest.mark.row("AGR-15")
def test_a_parent_signs_before_any_page_of_a_child_is_shown(heath: Cast, family: Family) -> None:
    parent, child = client_of(heath.parent), f"/elmfield/people/{family.young.pk}/"
    answer = parent.get(child)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/elmfield/agreements/")
    assert "Please sign first" in parent.get("/elmfield/agreements/").text
    signed(heath.parent, "parent-for-parent")
    signed(heath.parent, "home-school-for-parent")
    assert "Yan Young" in parent.get(child).text


def test_under_a_policy_that_asks_parents_nothing_they_see_their_children(
    cast: Cast, family: Family
) -> None:
    assert client_of(cast.parent).get(f"/elmfield/people/{family.young.pk}/").status_code == 200


@pytest.mark.row("AGR-17")
@pytest.mark.parametrize("role", ["governor", "volunteer", "guest"])
def test_whoever_has_an_account_and_signed_nothing_is_a_breach(
    under: Under, person: Callable[..., Person], role: str
) -> None:
    cast = under("ashbrook")
    who = person("Una Bound", role)
    assert not queries.lines(cast.school, [who], at=NOW)
    accounts.open_account(person=who, by=cast.head, at=NOW)
    (line,) = queries.lines(cast.school, [who], at=NOW)
    assert (line.is_breach, line.document.in_policy) == (True, False)
    page = client_of(cast.head).get("/elmfield/agreements/asked/").text
    assert "Una Bound" in page
    assert "The policy has no agreement for" in page
    signed(who, line.document.key)
    assert not queries.lines(cast.school, [who], at=NOW)[0].is_breach


@pytest.fixture
def person(cast: Cast) -> Callable[..., Person]:
    """Somebody more at the school."""

    def make(name: str, role: str) -> Person:
        made = Person.objects.create(school=cast.school, name=name, role=role)
        return Person.objects.select_related("school").get(pk=made.pk)

    return make


def test_a_parent_opens_the_gate_of_a_young_pupil(heath: Cast, family: Family) -> None:
    Person.objects.filter(pk=family.young.pk).update(starts_on=TODAY)
    young = Person.objects.select_related("school").get(pk=family.young.pk)
    assert "is not signed yet" in why_closed(young, NOW)
    signed(young, KS1, by=family.parent)
    assert why_closed(young, NOW) == ""
