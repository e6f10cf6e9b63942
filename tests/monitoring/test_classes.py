"""A teacher sees where the own class is online, while the lesson goes on, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from schoolgate.accounts import actions as accounts
from schoolgate.activity.opening import store_of
from schoolgate.kernel.times import WEEKDAYS, Band, Calendar, Term
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import UnableToAct
from schoolgate.monitoring.rules.classes import Seen, lesson, summed
from schoolgate.people.models import Person, Teaching
from schoolgate.records.models import Entry
from tests.cast import LONDON, NOW, OPERATOR, Cast, client_of
from tests.monitoring.working import event, visited

pytestmark = pytest.mark.django_db
IN_LESSON = dt.datetime(2026, 10, 14, 11, 20, tzinfo=LONDON)  # from 10:45 to 12:00
PAGE = "/elmfield/class-now/"
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def taught(cast: Cast) -> Cast:
    """The teacher teaches 3 Elm, in which the pupil is; another teacher has 5 Oak."""
    Person.objects.filter(pk=cast.pupil.pk).update(class_name="3 Elm")
    cast.pupil.refresh_from_db()
    Teaching.objects.create(school=cast.school, person=cast.teacher, class_name="3 Elm")
    other = Person.objects.create(school=cast.school, name="Olive Other", role="teacher")
    Teaching.objects.create(school=cast.school, person=other, class_name="5 Oak")
    return cast


def looks() -> int:
    return Entry.objects.filter(verb="monitoring:class:watched").count()


def test_a_lesson_is_a_span_of_lesson_hours_on_an_open_day() -> None:
    band = Band("in lessons", "during", "lesson", WEEKDAYS, ((530, 630), (645, 720)))
    term = Term("Autumn", dt.date(2026, 9, 2), dt.date(2026, 10, 23),
                frozenset({dt.date(2026, 10, 13)}))  # fmt: skip
    year = Calendar((band,), (term,))
    found = lesson(year, IN_LESSON)
    assert found is not None
    assert [f"{one:%H:%M}" for one in found] == ["10:45", "12:00"]
    assert lesson(year, IN_LESSON.astimezone(dt.UTC)) == found
    days = [IN_LESSON + dt.timedelta(days=one) for one in (-1, 3, 30)]  # closed, weekend, no term
    for never in (NOW, *days, IN_LESSON.replace(hour=12, minute=0)):
        assert lesson(year, never) is None, never
    assert lesson(Calendar((band,), ()), IN_LESSON) is None  # nobody said when there are lessons


def test_sites_are_counted_once_for_what_went_through_and_once_for_what_was_blocked(
    cast: Cast,
) -> None:
    events = [event(cast.pupil, host, NOW + number * MINUTE, verdict=verdict)
              for number, (host, verdict) in enumerate([("a.example", "allow"),
              ("a.example", "block"), ("a.example", "allow"), ("b.example", "allow")])]  # fmt: skip
    at = [one.at for one in events]
    assert summed("Pip", events) == [
        Seen("Pip", "a.example", False, 2, at[2]), Seen("Pip", "a.example", True, 1, at[1]),
        Seen("Pip", "b.example", False, 1, at[3]),
    ]  # fmt: skip


@pytest.mark.row("MON-18")
def test_a_teacher_sees_the_own_class_since_the_lesson_began_and_each_look_is_written_down(
    taught: Cast, clock: time_machine.Traveller
) -> None:
    visited(taught.pupil, "before.example", at=IN_LESSON - 40 * MINUTE)
    visited(taught.pupil, "maps.example", at=IN_LESSON - 5 * MINUTE, path="/secret", term="hush")
    visited(taught.pupil, "games.example", at=IN_LESSON - 4 * MINUTE, verdict="block")
    other = Person.objects.create(school=taught.school, name="Olly Oak", role="pupil_ks2",
                                  class_name="5 Oak")  # fmt: skip
    visited(other, "other.example", at=IN_LESSON - 5 * MINUTE)
    visited(taught.teacher, "news.example", at=IN_LESSON - 5 * MINUTE)
    clock.move_to(IN_LESSON)
    page = client_of(taught.teacher).get(PAGE).text
    for said in ("Pip Pupil", "maps.example", "games.example", "Blocked", "Since 10:45"):
        assert said in page, said
    for never in ("before.example", "other.example", "Olly Oak", "news.example", "secret", "hush"):
        assert never not in page, never
    assert looks() == 1
    entry = Entry.objects.get(verb="monitoring:class:watched")
    assert "3 Elm" in str(entry.body)
    assert "maps" not in str(entry.body)


@pytest.mark.row("MON-18")
def test_outside_lessons_a_teacher_sees_nothing(
    taught: Cast, clock: time_machine.Traveller
) -> None:
    visited(taught.pupil, "maps.example", at=NOW - 5 * MINUTE)
    for at in (NOW, IN_LESSON.replace(hour=15, minute=20), IN_LESSON + dt.timedelta(days=3)):
        clock.move_to(at)
        page = client_of(taught.teacher).get(PAGE).text
        assert "There is no lesson now" in page
        assert "maps.example" not in page
    assert looks() == 0


@pytest.mark.row("MON-18")
def test_nobody_else_sees_a_class_online(taught: Cast, clock: time_machine.Traveller) -> None:
    visited(taught.pupil, "maps.example", at=IN_LESSON - 5 * MINUTE)
    clock.move_to(IN_LESSON)
    others = [getattr(taught, name) for name in
              ("head", "dsl", "technician", "governor", "parent", "pupil")]  # fmt: skip
    for other in [*others, Person.objects.get(name="Olive Other")]:
        client = client_of(other)
        assert client.get(f"{PAGE}?class=3 Elm").status_code in {403, 404}, other
        assert "maps.example" not in client.get(PAGE).text
        with pytest.raises(UnableToAct):
            actions.watch_class(class_name="3 Elm", by=other, at=IN_LESSON)
    assert client_of(taught.other_head).get(PAGE).status_code == 404
    assert client_of(None).get(PAGE).status_code == 302
    assert looks() <= 1  # the other teacher saw 5 Oak, of which nobody is online


def test_a_class_login_stands_in_its_class(taught: Cast) -> None:
    made = accounts.open_class_login(school=taught.school, class_name="3 Elm", by=OPERATOR, at=NOW)
    store = store_of(taught.school)
    who = store.pseudonym("class", made.username)
    row = event(taught.pupil, "maps.example", IN_LESSON - MINUTE, who=who)
    store.append("web", [row], source="test", upto="1")
    (seen,) = actions.watch_class(class_name="3 Elm", by=taught.teacher, at=IN_LESSON).seen
    assert (seen.who, seen.host) == ("class login 3 Elm", "maps.example")
