"""What pages do with another school's ids, with nonsense, and with what somebody has typed."""

from __future__ import annotations

import pytest

from schoolgate.access.models import (
    Checklist,
    Entrant,
    Group,
    Guest,
    Holding,
    ITSystem,
    Place,
    Review,
    ReviewLine,
    Right,
)
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.access.conftest import A_DAY, TODAY, verbs
from tests.cast import NOW, Cast, client_of


def written() -> list[str]:
    return [verb for verb in verbs() if verb.startswith(("access:", "people:"))]


@pytest.fixture
def elsewhere(cast: Cast) -> dict[str, int]:
    """Things of the other school, by name."""
    there, head = cast.other_school, cast.other_head
    system = ITSystem.objects.create(school=there, name="Their drive", from_at=NOW)
    group = Group.objects.create(school=there, name="Their staff", basis="kind", value="staff")
    place = Place.objects.create(school=there, name="Their room", holds="x", every_days=9,
                                 added_at=NOW)  # fmt: skip
    listed = Checklist.objects.create(school=there, person=head, leaving=False, day_on=TODAY,
                                      opened_at=NOW, opened_by="x")  # fmt: skip
    held = Holding.objects.create(school=there, person=head, what="x", since_on=TODAY, noted_by="x")
    review = Review.objects.create(school=there, opened_at=NOW, opened_by="x")
    line = ReviewLine.objects.create(school=there, review=review, sort="account", of=1, label="x")
    entrant = Entrant.objects.create(school=there, place=place, person=head, from_on=TODAY)
    return {
        "system": system.pk, "group": group.pk, "place": place.pk, "checklist": listed.pk,
        "holding": held.pk, "review": review.pk, "line": line.pk, "entrant": entrant.pk,
        "person": head.pk,
    }  # fmt: skip


def test_another_schools_things_are_not_there(cast: Cast, elsewhere: dict[str, int]) -> None:
    head = client_of(cast.head)
    for address in ("places/{place}/", "lists/{checklist}/", "reviews/{review}/",
                    "rights/people/{person}/"):  # fmt: skip
        answer = head.get("/elmfield/access/" + address.format(**elsewhere))
        assert answer.status_code == 404
        assert "Their" not in answer.text
    for page in ("places/", "joiners/", "leavers/", "reviews/", "rights/?q=Olga", "guests/"):
        text = head.get(f"/elmfield/access/{page}").text
        assert "Their" not in text
        assert "Olga Other" not in text
    assert written() == []


@pytest.mark.parametrize(
    ("who", "address", "data"),
    [
        ("head", "guests/new/", {"act": "invite", "name": "V", "kind": "visitor", "sponsor":
                                 "{person}", "purpose": "x", "from_on": "14/10/2026",
                                 "last_day": "15/10/2026"}),
        ("head", "joiners/", {"act": "one", "person": "{person}"}),
        ("head", "lists/{mine}/", {"act": "back", "holding": "{holding}"}),
        ("head", "reviews/{my_review}/", {"line": "{line}", "decision": "keep"}),
        ("technician", "rights/change/", {"act": "right", "right-system": "{system}",
                                          "right-group": "{group}", "right-level": "2"}),
        ("technician", "rights/change/", {"act": "retire", "system": "{system}"}),
        ("technician", "places/{my_place}/", {"act": "put", "put-person": "{person}"}),
        ("technician", "places/{my_place}/", {"act": "take", "entrant": "{entrant}"}),
        ("technician", "administrators/", {"act": "add", "name": "root", "system": "x", "holder":
                                           "{person}", "head_access": "safe"}),
    ],
)  # fmt: skip
def test_another_schools_ids_in_a_form_change_nothing(
    cast: Cast, elsewhere: dict[str, int], who: str, address: str, data: dict[str, str]
) -> None:
    mine = Checklist.objects.create(school=cast.school, person=cast.teacher, leaving=True,
                                    day_on=TODAY, opened_at=NOW, opened_by="x")  # fmt: skip
    review = Review.objects.create(school=cast.school, opened_at=NOW, opened_by="x")
    place = Place.objects.create(school=cast.school, name="Room", holds="x", every_days=9,
                                 added_at=NOW)  # fmt: skip
    words = elsewhere | {"mine": mine.pk, "my_review": review.pk, "my_place": place.pk}
    sent = {name: value.format(**words) for name, value in data.items()}
    answer = client_of(getattr(cast, who)).post("/elmfield/access/" + address.format(**words), sent)
    assert answer.status_code in {200, 404}
    assert "Olga Other" not in answer.text
    assert Holding.objects.get().returned_at is None
    assert ReviewLine.objects.get().decision == ""
    assert (Right.objects.count(), Entrant.objects.count(), Guest.objects.count()) == (0, 1, 0)
    assert written() == []


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("joiners/", {"act": "one", "person": "nobody"}),
        ("joiners/", {"act": "one", "person": "9" * 40}),
        ("joiners/", {"act": "no such act"}),
        ("guests/new/", {"act": "invite", "from_on": "31/02/2026", "sponsor": "x"}),
        ("guests/?page=nine&sort=nothing&which=x", {"act": ""}),
        ("candidates/", {"act": "add", "places": "The moon", "searched_on": "yesterday"}),
        ("reviews/", {}),
    ],
)
def test_nonsense_is_answered_in_words_and_changes_nothing(
    cast: Cast, address: str, data: dict[str, str]
) -> None:
    answer = client_of(cast.head).post(f"/elmfield/access/{address}", data)
    assert answer.status_code in {200, 404}
    assert (Guest.objects.count(), Checklist.objects.count(), Review.objects.count()) == (0, 0, 0)
    assert written() == []


def test_a_form_keeps_what_was_typed_and_says_what_to_do(cast: Cast) -> None:
    answer = client_of(cast.head).post(
        "/elmfield/access/guests/new/",
        {"act": "invite", "name": "Vik Visitor", "kind": "visitor", "sponsor": cast.teacher.pk,
         "purpose": "<b>repairs</b>", "from_on": "20/10/2026", "last_day": "19/10/2026"},
    )  # fmt: skip
    assert "The last day comes before the first. Give a later one." in answer.text
    for typed in ('value="Vik Visitor"', "&lt;b&gt;repairs&lt;/b&gt;", 'value="20/10/2026"'):
        assert typed in answer.text
    assert "<b>" not in answer.text
    assert written() == []


def test_a_sponsor_sees_their_guest_and_may_not_act(cast: Cast, visit: Guest) -> None:
    teacher, address = client_of(cast.teacher), f"/elmfield/access/guests/{visit.pk}/"
    assert "Vik Visitor" in teacher.get(address).text
    for data in (
        {"act": "move", "last_day": "20/10/2026"},
        {"act": "open"},
        {"act": "pass-guest-agreement", "pass-guest-agreement-words": "signed"},
    ):
        assert teacher.post(address, data).status_code == 403
    assert Guest.objects.get().until_on == TODAY + 14 * A_DAY
    assert written() == ["people:person:added", "access:guest:invited"]


def test_whoever_leaves_today_is_shown_late_tomorrow(cast: Cast, leaver: Person) -> None:
    head = client_of(cast.head)
    assert (
        "1 person without a list left or will leave" in head.get("/elmfield/access/leavers/").text
    )
    head.post("/elmfield/access/leavers/", {"act": "begin"})
    assert "Late" in head.get("/elmfield/access/leavers/").text
    assert "Lea Leaver" in head.get("/elmfield/access/leavers/?q=lea").text
    assert "access:checklist:opened" in verbs()
    assert Entry.objects.filter(verb="access:checklist:opened").count() == 1


def test_the_register_leaves_as_a_file_that_cannot_run(cast: Cast) -> None:
    system = ITSystem.objects.create(school=cast.school, name="=cmd", from_at=NOW)
    group = Group.objects.create(school=cast.school, name="Staff", basis="kind", value="staff")
    Right.objects.create(school=cast.school, system=system, group=group, level=2, from_at=NOW,
                         set_by="The office")  # fmt: skip
    answer = client_of(cast.head).post("/elmfield/access/rights/file/")
    assert "'=cmd,Staff,ordinary use" in answer.text
    assert written() == ["access:register:exported"]
