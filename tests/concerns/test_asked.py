"""Who is asked to something in a case: to stay out of a discussion, or to come to a meeting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from schoolgate.concerns import actions
from schoolgate.concerns import meetings as asked_to
from schoolgate.concerns.actions import Draft, Invitation, UnableToAct
from schoolgate.concerns.models import Attendance, Case, Meeting, StandDown
from schoolgate.concerns.models import Entry as Written
from schoolgate.people.models import Person
from schoolgate.records import sealing
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of

_PAGE = "/elmfield/concerns/asked/"
FACTS = {"site": "A group", "user_names": "sunny77", "reach": "class", "truth": "none",
         "aware": "yes", "allegation": "no", "threat": "no", "defamatory": "no",
         "confrontation": "no"}  # fmt: skip


def ready(case: Case, by: Person) -> None:
    """Write what every letter and meeting of the procedure waits for."""
    said = {"stage": "evidence", "how": "done", "why": "Kept."}
    for kind, one in (("post-facts", FACTS), ("stage", said)):
        actions.write(case=case, draft=Draft(kind, one, NOW), by=by, at=NOW)


def _notice(case: Case, cast: Cast, *whom: Person) -> StandDown:
    actions.ask_to_stand_down(case=case, whom=whom, by=cast.head, at=NOW)
    return StandDown.objects.get(person=whom[0])


@pytest.mark.row("HSM-05")
def test_staff_are_asked_by_name_to_stay_out_and_confirm_it_on_their_own_page(
    cast: Cast, post: Case
) -> None:
    head, form = client_of(cast.head), f"/elmfield/concerns/{post.pk}/stand-down/"
    assert "Tick at least one" in head.post(form, {"sent": "yes"}).text
    assert head.post(form, {"whom": [cast.technician.pk, cast.dsl.pk]}).status_code == 302
    row = StandDown.objects.get(person=cast.technician)
    assert any("stay out of" in one.title for one in needs_of(cast.technician, timezone.now()))
    theirs = client_of(cast.technician)
    page = theirs.get(_PAGE).text
    assert "can be quoted by the press" in page
    assert "being dealt with" in page
    assert theirs.get(f"/elmfield/concerns/{post.pk}/").status_code == 404
    assert theirs.post(f"{_PAGE}{row.pk}/").status_code == 302
    assert theirs.post(f"{_PAGE}{row.pk}/").status_code == 302  # a second time changes nothing
    shown = head.get(f"/elmfield/concerns/{post.pk}/").text
    assert shown.count("Not confirmed yet") == 1
    assert f"{cast.technician}, " in shown
    assert Entry.objects.filter(verb="concerns:stand-down:asked").count() == 1
    assert Entry.objects.filter(verb="concerns:stand-down:confirmed").count() == 1


def test_nobody_confirms_for_another_and_only_heads_ask(cast: Cast, post: Case) -> None:
    row = _notice(post, cast, cast.technician)
    for who, status in ((None, 302), (cast.pupil, 404), (cast.teacher, 404), (cast.dsl, 404),
                        (cast.other_head, 404)):  # fmt: skip
        assert client_of(who).post(f"{_PAGE}{row.pk}/").status_code == status
    with pytest.raises(UnableToAct, match="Somebody else was asked"):
        actions.confirm_stand_down(row=row, by=cast.dsl, at=NOW)
    with pytest.raises(UnableToAct, match="asks staff"):
        actions.ask_to_stand_down(case=post, whom=[cast.teacher], by=cast.dsl, at=NOW)
    for whom in (cast.parent, cast.pupil, cast.other_head):
        with pytest.raises(UnableToAct, match="work at your school"):
            actions.ask_to_stand_down(case=post, whom=[whom], by=cast.head, at=NOW)
    with pytest.raises(UnableToAct, match="not been asked yet"):
        actions.ask_to_stand_down(case=post, whom=[cast.technician], by=cast.head, at=NOW)
    assert not Entry.objects.filter(verb="concerns:stand-down:confirmed").exists()


def test_who_was_attacked_sees_how_it_stands_and_is_asked_to_no_meeting(
    cast: Cast, post: Case
) -> None:
    _notice(post, cast, cast.teacher)
    ready(post, cast.head)
    _invite(post, cast, "Mr Sunny", cast.parent)
    page = client_of(cast.teacher).get(_PAGE).text
    assert "being dealt with" in page
    assert "Mr Sunny" not in page
    assert "Meetings" not in page
    assert client_of(cast.teacher).get(f"/elmfield/concerns/{post.pk}/").status_code == 404
    with pytest.raises(UnableToAct, match="is not asked to the meeting"):
        _invite(post, cast, "Another", cast.teacher)
    assert Entry.objects.filter(verb="concerns:meeting:arranged").count() == 1


def _invite(case: Case, cast: Cast, whom: str, *guests: Person, **more: Any) -> Written:
    asked: dict[str, Any] = {"companion": cast.dsl, "how": "By telephone", "where": "The library"}
    asked |= {"whom": whom, "meet_at": timezone.now() + timedelta(days=2), "guests": guests}
    invitation = Invitation(**(asked | more))
    return actions.invite(case=case, invitation=invitation, by=cast.head, at=NOW)


@pytest.fixture
def two_families(cast: Cast, post: Case) -> tuple[Person, Person]:
    """Two parents, each asked to a meeting of their own in one case."""
    other = Person.objects.create(school=cast.school, name="Quinn Quiet", role="parent")
    ready(post, cast.head)
    _invite(post, cast, "Pat Parent and her husband", cast.parent, where="The library")
    _invite(post, cast, "Quinn Quiet", other, where="The hall", companion=cast.governor)
    return cast.parent, other


@pytest.mark.row("HSM-12")
def test_a_case_holds_many_meetings_and_who_comes_to_one_sees_no_other(
    cast: Cast, post: Case, two_families: tuple[Person, Person]
) -> None:
    first, second = (client_of(one).get(_PAGE).text for one in two_families)
    assert "Pat Parent and her husband" in first
    assert "Dev Lead" in first
    assert "The library" in first
    for word in ("Quinn", "The hall", "Gus Governor", post.name, "sunny77"):
        assert word not in first
    assert "Quinn Quiet" in second
    for word in ("Pat Parent and", "The library", "Dev Lead"):
        assert word not in second
    assert Entry.objects.filter(verb="concerns:meetings:viewed").count() == 2
    whole = client_of(cast.head).get(f"/elmfield/concerns/{post.pk}/").text
    assert "Pat Parent and her husband" in whole
    assert "Quinn Quiet" in whole
    assert any(one.title == "Come to a meeting at school"
               for one in needs_of(two_families[1], timezone.now()))  # fmt: skip


def test_the_key_of_one_meeting_opens_no_other(
    cast: Cast, post: Case, two_families: tuple[Person, Person]
) -> None:
    row = Attendance.objects.get(person=two_families[0])
    theirs = Meeting.objects.exclude(pk=row.meeting_id).get()
    Attendance.objects.filter(pk=row.pk).update(meeting=theirs)
    with pytest.raises(sealing.UnableToOpen):
        asked_to.mine(viewer=two_families[0], on=NOW.date())
    for who in (None, cast.pupil, cast.technician, cast.other_head):
        assert asked_to.mine(viewer=who, on=NOW.date()) == []
    stored = b"".join(bytes(one.body) + bytes(one.inner) for one in Meeting.objects.all())
    assert b"library" not in stored
    assert not Entry.objects.filter(verb="concerns:meetings:viewed").exists()


def test_what_came_of_each_meeting_stands_beside_its_own_invitation(
    cast: Cast, post: Case, two_families: tuple[Person, Person]
) -> None:
    met = {"whom": "Quinn Quiet", "companion": "Gus", "disappointment": "yes", "effect": "yes",
           "together": "yes", "remove": "yes", "complaints": "yes", "privacy": "yes",
           "agreed": "yes"}  # fmt: skip
    with pytest.raises(UnableToAct, match="goes on from"):
        actions.write(case=post, draft=Draft("meeting-held", met, NOW), by=cast.head, at=NOW)
    second = Meeting.objects.get(attendances__person=two_families[1])
    form = f"/elmfield/concerns/{post.pk}/entries/{second.entry_id}/add/meeting-held/"
    head = client_of(cast.head)
    assert 'value="Quinn Quiet"' in head.get(form).text
    sent = met | {"happened_at": "14/10/2026 10:00", "removed_on": "16/10/2026",
                  "ticket": "6f8b8f0e-0000-4000-8000-00000000000c"}  # fmt: skip
    assert head.post(form, sent).status_code == 302
    assert Written.objects.get(kind="meeting-held").adds_to_id == second.entry_id
    assert "Goes on from" in head.get(f"/elmfield/concerns/{post.pk}/").text
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 3
