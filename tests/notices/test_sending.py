"""Notices sent, read, confirmed, chased; what the mail server says of them."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest

from schoolgate.notices import actions, queries
from schoolgate.notices.jobs import CALENDAR
from schoolgate.notices.models import Notice, Step, Telling
from schoolgate.notices.rules import Group, How, Mark, State
from schoolgate.people.models import Guardianship, Person
from tests.cast import NOW, Cast, needs_of
from tests.notices.conftest import LATER, sent, telling, verbs, work
from tests.post_office import PostOffice


def mails(office: PostOffice) -> list[Message]:
    """What went out about the notice; the daily e-mail of the Do list is another matter."""
    every = [message_from_bytes(one, policy=default) for one in office.taken]
    return [one for one in every if "Phones" in one["Subject"]]


@pytest.mark.parametrize("who", ["pupil", "parent", "teacher", "technician", "governor", "dsl"])
def test_only_those_who_send_can_send(elmfield: Cast, who: str) -> None:
    with pytest.raises(actions.UnableToSend, match="Only the headteacher"):
        sent(getattr(elmfield, who))
    assert not Notice.objects.exists()
    assert verbs() == []


def test_another_schools_head_reaches_their_own_school_alone(elmfield: Cast) -> None:
    notice = sent(elmfield.other_head)
    assert {one.person for one in notice.tellings.all()} == {elmfield.other_head}
    assert not queries.notices(viewer=elmfield.head, on=NOW.date()).exists()


def test_a_notice_tells_everybody_of_its_groups_by_their_own_means(elmfield: Cast) -> None:
    notice = sent(elmfield.head, groups=(Group.STAFF, Group.PARENTS))
    assert telling(notice, elmfield.teacher).email == "tara@elmfield.example"
    assert telling(notice, elmfield.parent).means == "email"
    assert telling(notice, elmfield.technician).means == "letter"
    assert not notice.tellings.filter(person=elmfield.pupil).exists()
    assert verbs() == ["notices:notice:sent"]


def test_sent_twice_it_is_sent_once(elmfield: Cast) -> None:
    ticket = uuid4()
    assert sent(elmfield.head, ticket=ticket) == sent(elmfield.head, ticket=ticket)
    assert verbs() == ["notices:notice:sent"]


def test_whom_it_was_for_stays_as_it_was(elmfield: Cast) -> None:
    notice = sent(elmfield.head)
    Person.objects.create(school=elmfield.school, name="New Teacher", role="teacher")
    Person.objects.filter(pk=elmfield.teacher.pk).update(email="other@elmfield.example")
    assert notice.tellings.count() == 4
    assert telling(notice, elmfield.teacher).email == "tara@elmfield.example"


def test_for_one_class_its_pupils_and_who_answers_for_them(elmfield: Cast) -> None:
    Person.objects.filter(pk=elmfield.pupil.pk).update(class_name="1 Oak")
    Guardianship.objects.create(school=elmfield.school, guardian=elmfield.parent,
                                pupil=elmfield.pupil)  # fmt: skip
    Person.objects.create(school=elmfield.school, name="Another Parent", role="parent")
    notice = sent(elmfield.head, groups=(Group.PARENTS, Group.PUPILS), class_name="1 Oak")
    assert {one.person for one in notice.tellings.all()} == {elmfield.pupil, elmfield.parent}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"subject": " "}, "Write a subject"), ({"groups": ()}, "Choose whom"),
     ({"how": How.MEETING}, "Give the day"), ({"groups": (Group.VOLUNTEERS,)}, "Nobody at the"),
     ({"how": How.NEWSLETTER, "held_on": dt.date(2026, 10, 15)}, "still to come"),
     ({"how": How.NEWSLETTER, "held_on": dt.date(2026, 10, 1), "asks": True}, "Nobody can answer")],
)  # fmt: skip
def test_nonsense_is_refused_in_a_sentence(
    elmfield: Cast, wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(actions.UnableToSend, match=says):
        sent(elmfield.head, **wrong)
    assert not Telling.objects.exists()
    assert verbs() == []


def test_it_waits_on_the_do_list_until_it_is_read(elmfield: Cast) -> None:
    one = telling(sent(elmfield.head), elmfield.teacher)
    assert [need.title for need in needs_of(elmfield.teacher)] == ["Read: Phones"]
    assert not actions.note_read(telling=one, by=elmfield.head, at=NOW)
    assert actions.note_read(telling=one, by=elmfield.teacher, at=NOW)
    assert not actions.note_read(telling=one, by=elmfield.teacher, at=NOW)
    assert needs_of(elmfield.teacher) == []
    assert verbs() == ["notices:notice:sent", "notices:notice:read"]


@pytest.mark.row("TRN-12")
def test_one_who_has_read_has_still_to_confirm_where_that_is_asked(elmfield: Cast) -> None:
    one = telling(sent(elmfield.head, asks=True, clause="7.1"), elmfield.teacher)
    actions.note_read(telling=one, by=elmfield.teacher, at=NOW)
    assert [need.title for need in needs_of(elmfield.teacher)] == ["Read and confirm: Phones"]
    actions.acknowledge(telling=one, by=elmfield.teacher, at=NOW)
    assert needs_of(elmfield.teacher) == []
    assert verbs()[-1] == "notices:notice:acknowledged"


def test_the_mail_server_takes_it_and_that_is_written(elmfield: Cast, office: PostOffice) -> None:
    notice = sent(elmfield.head)
    work()
    (message,) = mails(office)
    assert message["To"] == "tara@elmfield.example"
    assert message["Subject"] == "Elmfield Primary: Phones"
    assert telling(notice, elmfield.teacher).state is State.SENT
    work()
    assert len(mails(office)) == 1


def test_an_address_that_is_refused_for_good_gets_a_letter(
    elmfield: Cast, office: PostOffice
) -> None:
    office.recipient = "550 No such user"
    notice = sent(elmfield.head)
    work()
    one = telling(notice, elmfield.teacher)
    assert one.state is State.UNDELIVERABLE
    assert one in queries.to_print(notice)
    assert verbs() == ["notices:notice:sent", "notices:notice:undeliverable"]


def test_a_server_that_is_away_is_tried_again(elmfield: Cast, office: PostOffice) -> None:
    office.recipient = "450 Later"
    notice = sent(elmfield.head)
    work()
    assert telling(notice, elmfield.teacher).state is State.WAITING
    assert verbs() == ["notices:notice:sent"]


def test_who_has_not_read_is_reminded_once_and_then_listed(
    elmfield: Cast, office: PostOffice
) -> None:
    notice = sent(elmfield.head)
    work()
    assert actions.chase(school=elmfield.school, by=CALENDAR, at=NOW) == 0
    assert actions.chase(school=elmfield.school, by=CALENDAR, at=LATER) == 1
    assert actions.chase(school=elmfield.school, by=CALENDAR, at=LATER) == 0
    work()
    assert [one["Subject"] for one in mails(office)] == [
        "Elmfield Primary: Phones", "Elmfield Primary: please read “Phones”",
    ]  # fmt: skip
    assert telling(notice, elmfield.teacher).state is State.CHASED
    two_weeks = NOW + dt.timedelta(days=15)
    titles = [one.title for one in needs_of(elmfield.head, two_weeks)]
    assert "4 people have not read: Phones" in titles
    assert verbs() == ["notices:notice:sent", "notices:notice:chased"]


def test_a_thing_is_told_when_every_group_that_its_box_names_was_told(elmfield: Cast) -> None:
    def stands() -> tuple[str, tuple[Group, ...]]:
        found = queries.owed_by(viewer=elmfield.head, at=NOW)
        (one,) = [one for one in found if one.one.clause == "11.1"]
        return one.due, one.left

    assert queries.owed_by(viewer=elmfield.teacher, at=NOW) == []
    assert stands() == ("Not told yet", ())
    sent(elmfield.head, key="11.1#0", clause="11.1")
    assert stands() == ("Not told yet", (Group.GOVERNORS, Group.PARENTS, Group.PUPILS))
    rest = (Group.GOVERNORS, Group.PARENTS, Group.PUPILS)
    sent(elmfield.head, key="11.1#0", clause="11.1", groups=rest)
    assert stands() == ("Told", ())
    assert verbs() == ["notices:notice:sent"] * 2


def test_the_office_writes_down_who_was_at_the_meeting(elmfield: Cast) -> None:
    notice = sent(elmfield.head, how=How.MEETING, held_on=NOW.date(), where="Staff meeting")
    there = telling(notice, elmfield.teacher)
    with pytest.raises(actions.UnableToRecord, match="Only those who send"):
        actions.record(notice=notice, tellings=[there.pk], mark=Mark.PRESENT, by=elmfield.teacher,
                       at=NOW)  # fmt: skip
    with pytest.raises(actions.UnableToRecord, match="Only those who send"):
        actions.record(notice=notice, tellings=[there.pk], mark=Mark.PRESENT,
                       by=elmfield.other_head, at=NOW)  # fmt: skip
    assert actions.record(notice=notice, tellings=[there.pk], mark=Mark.PRESENT, by=elmfield.head,
                          at=NOW) == 1  # fmt: skip
    assert telling(notice, elmfield.teacher).state is State.PRESENT
    assert telling(notice, elmfield.technician).state is State.ABSENT
    assert verbs() == ["notices:notice:sent", "notices:notice:recorded"]


def test_what_sets_apart_open_ones_in_the_database_and_in_the_rules_agrees(elmfield: Cast) -> None:
    for how in (How.POST, How.PAGE, How.LETTER):
        for asks in (False, True):
            for mark in ("", Mark.READ, Mark.PRINTED, Mark.ACKNOWLEDGED, Mark.PRESENT):
                one = telling(sent(elmfield.head, how=how, asks=asks), elmfield.teacher)
                if mark:
                    Step.objects.create(school=elmfield.school, telling=one, kind=mark, at=NOW)
    every = Telling.objects.all()
    found = set(queries.open_ones(every))
    assert found == {one for one in every if one.is_open}
    assert 0 < len(found) < every.count()


def test_nothing_that_was_told_is_changed_afterwards(elmfield: Cast) -> None:
    from django.db import DatabaseError, transaction

    notice = sent(elmfield.head)
    for rows in (Notice.objects.filter(pk=notice.pk), notice.tellings.all()):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows.update(school=elmfield.school)
    assert verbs() == ["notices:notice:sent"]
