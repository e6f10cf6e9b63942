"""What was decided reaches the filter that decides requests: the real judge, in a real folder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django.fixtures import Settings

from schoolgate.filtering import actions, floors, publishing
from schoolgate.filtering.actions import Sites, Terms, UnableToAct
from schoolgate.filtering.decisions import Verdict, Why
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.models import Network, OpeningRequest
from schoolgate.filtering.rules.openings import Span
from schoolgate.filtering.rules.places import place_of
from schoolgate.people.models import Person
from tests.cast import NOW, Cast
from tests.filtering import schools
from tests.openings.working import (
    ELEVEN,
    HOUR,
    allowed,
    asked,
    filtered,
    floor,
    manager_of,
    stopped,
    under,
    with_account,
)

Committed = Callable[..., AbstractContextManager[object]]
PUPIL = "10.1.2.3"  # in a classroom, nobody signed in


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, cast: Cast) -> Path:
    """The filter of Elmfield, with a floor, and a network of classrooms."""
    settings.VAR = tmp_path
    filtered(cast, "brookside")
    Network.objects.create(school=cast.school, name="Classrooms", cidr="10.1.0.0/16",
                           profile="pupil_ks2", added_at=NOW)  # fmt: skip
    publishing.write_overlay(cast.school, NOW)
    return publishing.folder_of(cast.school)


def why(folder: Path, host: str, at: dt.datetime, user: str = "") -> Why:
    """What decides on a site for a pupil in a classroom."""
    found = Judge(folder).decide(host, client=PUPIL, user=user, at=at.timestamp())
    assert (found.verdict is Verdict.BLOCK) == (
        found.why not in {Why.GRANT, Why.SWITCHED_OFF, Why.HELP}
    )
    return found.why


def _una(cast: Cast) -> str:
    """A pupil of class 4 Oak, by the name that she signs in with."""
    una = Person.objects.create(school=cast.school, name="Una", role="pupil_ks2", kind="pupil",
                                class_name="4 Oak", year=4)  # fmt: skip
    return with_account(una)


@pytest.mark.row("FIL-09")
def test_a_site_opens_for_the_lesson_and_closes_at_eleven_with_nobody_there(
    cast: Cast, folder: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    made = asked(cast.teacher, address="play.test")
    assert why(folder, "play.test", NOW) is Why.CATEGORY
    with django_capture_on_commit_callbacks(execute=True):
        actions.grant_opening(opening=made, terms=Terms("Yes."), by=cast.head, at=NOW)
    assert why(folder, "www.play.test", NOW) is Why.GRANT
    assert why(folder, "bets.test", NOW) is Why.CATEGORY
    assert why(folder, "play.test", ELEVEN - dt.timedelta(seconds=1)) is Why.GRANT
    assert why(folder, "play.test", ELEVEN) is Why.CATEGORY


def test_closed_by_a_button_it_is_closed_at_once(
    cast: Cast, folder: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    made = asked(cast.teacher, address="play.test")
    with django_capture_on_commit_callbacks(execute=True):
        actions.grant_opening(opening=made, terms=Terms("Yes."), by=cast.head, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.close_opening(opening=OpeningRequest.objects.get(), by=cast.teacher, at=NOW)
    assert why(folder, "play.test", NOW) is Why.CATEGORY


def test_what_is_opened_for_a_class_is_open_for_no_other(
    cast: Cast, folder: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    una = _una(cast)
    made = asked(cast.teacher, address="play.test", class_name="4 Oak")
    with django_capture_on_commit_callbacks(execute=True):
        actions.grant_opening(opening=made, terms=Terms("Yes."), by=cast.head, at=NOW)
    assert why(folder, "play.test", NOW, una.upper()) is Why.GRANT
    assert why(folder, "play.test", NOW) is Why.CATEGORY
    assert why(folder, "play.test", NOW, "somebody") is Why.CATEGORY


@pytest.mark.row("FIL-09")
def test_nothing_on_the_floor_is_asked_for_granted_or_let_through(
    cast: Cast, folder: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    for address in ("dreadful.test", "https://www.Dreadful.test/x"):
        with pytest.raises(UnableToAct, match="opened by nobody"):
            asked(cast.teacher, address=address)
    made = asked(cast.teacher, address="play.test")
    OpeningRequest.objects.bulk_create([
        OpeningRequest(**{name: getattr(made, name) for name in (
            "school", "asker", "lesson", "reason", "group", "given_by", "givers", "from_at",
            "until_at", "asked_at")}, ticket=uuid4(), token="slipped", host="dreadful.test")
    ])  # fmt: skip
    slipped = OpeningRequest.objects.get(token="slipped")
    with pytest.raises(UnableToAct, match="opened by nobody"):
        actions.grant_opening(opening=slipped, terms=Terms("Yes."), by=cast.head, at=NOW)
    assert why(folder, "dreadful.test", NOW) is Why.FLOOR


def test_a_site_counts_as_illegal_from_the_snapshot_that_says_so(cast: Cast, folder: Path) -> None:
    place = place_of("www.late.test")
    assert not floors.holds(cast.school, place)
    schools.make(folder, floor=floor("late.test"), since=NOW.date())
    assert floors.holds(cast.school, place)
    (folder / "current").unlink()
    assert not floors.holds(cast.school, place)


@pytest.mark.row("FIL-10")
def test_the_filter_goes_off_comes_back_by_itself_and_the_floor_never_goes(
    cast: Cast, folder: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    here = under(cast, "thatto-heath")
    manager = manager_of(here)
    allowed(here, manager)
    with django_capture_on_commit_callbacks(execute=True):
        stopped(manager)
    assert why(folder, "bets.test", NOW) is Why.SWITCHED_OFF
    assert why(folder, "dreadful.test", NOW) is Why.FLOOR
    assert why(folder, "bets.test", NOW + HOUR - dt.timedelta(seconds=1)) is Why.SWITCHED_OFF
    assert why(folder, "bets.test", NOW + HOUR) is Why.CATEGORY


@pytest.mark.row("FIL-19")
def test_a_class_in_a_lesson_reaches_its_list_alone(
    cast: Cast, folder: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    una = _una(cast)
    sites = Sites("Romans", "museum.test", NOW.date())
    row = actions.keep_list(sites=sites, by=cast.teacher, at=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.start_lesson(row=row, class_name="4 Oak", span=Span(NOW, ELEVEN),
                             by=cast.teacher, at=NOW, ticket=uuid4())  # fmt: skip

    def said(host: str, at: dt.datetime) -> tuple[Verdict, Why]:
        found = Judge(folder).decide(host, client=PUPIL, user=una, at=at.timestamp())
        return found.verdict, found.why

    assert said("www.museum.test", NOW)[0] is Verdict.ALLOW
    assert said("gazette.test", NOW) == (Verdict.BLOCK, Why.LESSON)
    assert said("never-heard-of.test", NOW) == (Verdict.BLOCK, Why.LESSON)
    assert said("never-heard-of.test", ELEVEN)[0] is Verdict.ALLOW
