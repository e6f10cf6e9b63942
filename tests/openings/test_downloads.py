"""A download is closed for private use, and opens for a lesson to whoever says which (FIL-15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from schoolgate.activity import actions as activity
from schoolgate.activity.events import WebEvent
from schoolgate.activity.opening import store_of
from schoolgate.filtering import actions, publishing
from schoolgate.filtering.actions import Meant, UnableToAct
from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.models import Device, Download
from schoolgate.filtering.rules.downloads import Outcome, Purpose, Ruling
from schoolgate.filtering.verbs import FilteringVerb as V
from schoolgate.gateways.squid import log
from schoolgate.gateways.squid.helper import Helper
from schoolgate.people.models import Person
from tests.cast import NOW, Cast, client_of
from tests.filtering import schools
from tests.openings.working import filtered, under, verbs, with_account

Committed = Callable[..., AbstractContextManager[object]]
FILE = "http://tunes.test/songs/old%20song.mp3"
ROOM = "/elmfield/filter/downloads/"
CLOSED, OPEN = (Verdict.BLOCK, Why.CATEGORY), (Verdict.ALLOW, Why.LESSON_WORK)
HALF_AN_HOUR = dt.timedelta(minutes=30)
_LISTED = (*schools.LISTED, ("music.test", "downloads"), ("cds.test", "downloads"),
           ("cds.test", "gambling"))  # fmt: skip


@pytest.fixture
def here(settings: Settings, tmp_path: Path, cast: Cast) -> Cast:
    """Elmfield with the policy of Ashbrook, and its filter."""
    settings.VAR = tmp_path
    here = filtered(cast, "ashbrook", _LISTED)
    publishing.write_overlay(here.school, NOW)
    return here


def said(by: Person, purpose: Purpose = Purpose.LESSON, **other: Any) -> tuple[Download, Ruling]:
    """What somebody says of a song."""
    values: dict[str, Any] = {"address": FILE, "kind": "music", "lesson": "Songs of the sea"}
    return actions.say_purpose(meant=Meant(**(values | other), purpose=purpose), by=by, at=NOW)


def asked(here: Cast, user: str, address: str = FILE, at: dt.datetime = NOW) -> Decision:
    """What the filter decides for a user."""
    judge = Judge(publishing.folder_of(here.school))
    return judge.decide(address, client="10.2.0.7", user=user, at=at.timestamp())


def why(here: Cast, user: str, address: str = FILE, at: dt.datetime = NOW) -> tuple[Verdict, Why]:
    found = asked(here, user, address, at)
    return found.verdict, found.why


@pytest.mark.row("FIL-15")
def test_a_song_for_private_use_is_refused_and_for_a_lesson_it_opens_and_is_logged(
    here: Cast, django_capture_on_commit_callbacks: Committed
) -> None:
    name = with_account(here.teacher)
    publishing.write_overlay(here.school, NOW)
    closed = asked(here, name)
    assert (closed.verdict, closed.category, closed.clause) == (
        Verdict.BLOCK, "downloads", "3.11.download")  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        refused, ruling = said(here.teacher, Purpose.OWN)
    assert ruling == Ruling(Outcome.REFUSED, "3.11.download")
    assert why(here, name) == CLOSED
    with django_capture_on_commit_callbacks(execute=True):
        made, _ = said(here.teacher)
    opened = asked(here, name)
    assert (opened.why, opened.category, opened.grant) == (
        Why.LESSON_WORK, "downloads", made.token)  # fmt: skip
    assert verbs() == [V.DOWNLOAD_REFUSED, V.DOWNLOAD_ALLOWED]
    assert refused.lesson == ""


@pytest.mark.row("FIL-15")
def test_squid_is_told_and_the_activity_log_carries_the_purpose(
    here: Cast, tmp_path: Path, django_capture_on_commit_callbacks: Committed
) -> None:
    name = with_account(here.teacher)
    with django_capture_on_commit_callbacks(execute=True):
        made, _ = said(here.teacher)
    helper = Helper(Judge(publishing.folder_of(here.school)), whole_address=True)
    line = f"3 10.2.0.7 {name} {FILE} -\n".encode()
    (answer,) = helper.fed(line, NOW.timestamp()).decode().splitlines()
    assert answer.startswith("3 OK tag=downloads ")
    told = answer.partition(" log=")[2].partition(" ")[0]
    written = (f"{NOW.timestamp():.3f} 10.2.0.7 {name} GET tunes.test TCP_MISS 200 300 9000 12 "
               f"{told} /songs/old%20song.mp3\n")  # fmt: skip
    assert log.read(written).why == "lesson_work"
    here_it_is = tmp_path / "access.log"
    here_it_is.write_text(written)
    activity.take(school=here.school, path=here_it_is, by=publishing.FILTER, at=NOW)
    (event,) = store_of(here.school).since("web", 0, 9)[0]
    assert isinstance(event, WebEvent)
    assert (event.why, event.category, event.grant) == ("lesson_work", "downloads", made.token)
    assert Download.objects.get().used_at == NOW
    assert verbs() == [V.DOWNLOAD_ALLOWED, V.DOWNLOAD_USED]


@pytest.mark.row("FIL-15")
def test_it_is_open_to_this_person_for_this_file_and_for_half_an_hour(
    here: Cast, django_capture_on_commit_callbacks: Committed
) -> None:
    name = with_account(here.teacher)
    colleague = Person.objects.create(school=here.school, name="Oona Other", role="teacher")
    other = with_account(colleague)
    with django_capture_on_commit_callbacks(execute=True):
        said(here.teacher)
    assert why(here, name) == OPEN
    assert why(here, other) == CLOSED
    assert why(here, name, "http://tunes.test/songs/new.mp3") == CLOSED
    assert why(here, name, at=NOW + HALF_AN_HOUR - dt.timedelta(seconds=1)) == OPEN
    assert why(here, name, at=NOW + HALF_AN_HOUR) == CLOSED


def test_a_listed_site_of_downloads_opens_whole_also_for_a_tunnel(
    here: Cast, django_capture_on_commit_callbacks: Committed
) -> None:
    name = with_account(here.teacher)
    with django_capture_on_commit_callbacks(execute=True):
        said(here.teacher, address="https://music.test/")
    assert why(here, name, "www.music.test:443") == OPEN
    assert why(here, "", "www.music.test:443") == CLOSED


def test_a_device_in_the_register_is_its_persons_where_nobody_signs_in(
    here: Cast, django_capture_on_commit_callbacks: Committed
) -> None:
    with_account(here.teacher)
    Device.objects.create(school=here.school, name="Laptop", address="10.2.0.7",
                          person=here.teacher, added_at=NOW)  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        said(here.teacher)
    assert why(here, "") == OPEN


def test_what_is_closed_for_another_cause_stays_closed(
    here: Cast, django_capture_on_commit_callbacks: Committed
) -> None:
    name = with_account(here.teacher)
    with django_capture_on_commit_callbacks(execute=True):
        for address in ("cds.test", "bets.test/song.mp3"):
            said(here.teacher, address=address)
    for address in ("cds.test", "http://bets.test/song.mp3"):
        assert asked(here, name, address).category == "gambling"
    with pytest.raises(UnableToAct, match="opened by nobody"):
        said(here.teacher, address="dreadful.test/song.mp3")


@pytest.mark.row("FIL-14")
def test_a_program_is_left_to_the_ict_team_whatever_it_is_for(here: Cast) -> None:
    with pytest.raises(UnableToAct, match="ICT team"):
        said(here.teacher, address="http://get.test/tool.exe", kind="game")
    assert not Download.objects.exists()


@pytest.mark.parametrize("who", ["pupil", "parent", "governor", "other_head"])
def test_whoever_is_not_of_the_staff_here_says_nothing_of_downloads(here: Cast, who: str) -> None:
    client = client_of(getattr(here, who))
    there = 404 if who == "other_head" else 403
    assert client.get(f"{ROOM}new/").status_code == there
    assert client.post(f"{ROOM}new/", {"address": FILE}).status_code == there
    if who != "other_head":
        with pytest.raises(UnableToAct, match="Ask your teacher"):
            said(getattr(here, who))
    assert not Download.objects.exists()


def test_a_stranger_signs_in_first(here: Cast) -> None:
    assert client_of(None).get(f"{ROOM}new/").status_code == 302


@pytest.mark.row("FIL-15")
def test_the_pages_lead_from_the_block_to_the_purpose_and_to_the_list(here: Cast) -> None:
    teacher = client_of(here.teacher)
    query = "said=why=category;category=downloads;role=teacher;address=http:%2F%2Ftunes.test/a.mp3"
    page = teacher.get(f"/elmfield/blocked/?{query}").text
    link = "/elmfield/filter/downloads/new/?address=tunes.test%2Fa.mp3"
    assert link in page
    assert "3.11.download" in page
    assert 'value="tunes.test/a.mp3"' in teacher.get(link).text
    sent = {"ticket": "6f8b8f0e-0000-4000-8000-000000000001", "address": "tunes.test/a.mp3",
            "kind": "music", "purpose": "own", "lesson": ""}  # fmt: skip
    refused = teacher.post(f"{ROOM}new/", sent)
    assert "Clause 3.11.download does not allow this download." in refused.text
    again = teacher.post(f"{ROOM}new/", sent | {"purpose": "lesson"})
    assert "Write for which lesson" in again.text
    lesson = {"purpose": "lesson", "lesson": "Sea songs"}
    done = teacher.post(f"{ROOM}new/", sent | lesson, follow=True).text
    assert "is open to you until 11:00" in done
    assert "Remember: pass nothing on outside the school." in done
    for who in (here.head, here.governor, here.dsl):
        found = client_of(who).get(ROOM).text
        assert "Lesson work: Sea songs" in found
        assert "My own use" in found
    assert "Sea songs" in client_of(here.head).get(f"{ROOM}?as=csv").text
    other = Person.objects.create(school=here.school, name="Oona Other", role="teacher")
    assert "Sea songs" not in client_of(other).get(ROOM).text


def test_a_pupil_on_the_block_page_is_led_to_a_grown_up(here: Cast) -> None:
    query = "why=category&category=downloads&role=pupil_ks2&address=tunes.test/a.mp3"
    page = client_of(None).get(f"/elmfield/blocked/?{query}").text
    assert "Turn it over" in page
    assert "downloads/new" in page  # for the grown-up who comes, and signs in
    assert "downloads/new" not in client_of(here.pupil).get(f"/elmfield/blocked/?{query}").text


def test_that_it_was_fetched_is_recorded_once(here: Cast) -> None:
    made, _ = said(here.teacher)
    fetched = NOW + dt.timedelta(minutes=3)
    for first in (True, False):
        assert first is actions.note_use(token=made.token, school=here.school.pk, used_at=fetched,
                                         by=publishing.FILTER, at=NOW + HALF_AN_HOUR)  # fmt: skip
    assert Download.objects.get().used_at == fetched
    assert verbs() == [V.DOWNLOAD_ALLOWED, V.DOWNLOAD_USED]
    assert "14 October 2026, 10:33" in client_of(here.head).get(ROOM).text


def test_what_was_said_is_never_changed_and_the_same_ticket_says_it_once(here: Cast) -> None:
    made, _ = said(here.teacher)
    assert said(here.teacher, ticket=made.ticket)[0] == made
    with pytest.raises(Exception, match="never changed"):
        Download.objects.filter(pk=made.pk).update(lesson="A party")


def test_where_the_policy_does_not_speak_of_it_nothing_is_closed(cast: Cast) -> None:
    thatto = under(cast, "thatto-heath")
    assert said(thatto.teacher, Purpose.OWN)[1] == Ruling(Outcome.ALLOWED)


@pytest.mark.parametrize("address", [
    "http://a.test/x.MP3", "http://a.test/x%2Emp3?y=.txt", "http://a.test/b/x.mkv#t",
])  # fmt: skip
def test_a_file_is_known_by_its_ending_however_it_is_written(here: Cast, address: str) -> None:
    assert why(here, "", address) == CLOSED
    assert why(here, "", "http://x.mp3") != CLOSED
    assert why(here, "", "http://a.test/page?song.mp3") != CLOSED
