"""Long social sessions, large transfers, private mail: measures over time, with their bounds."""

from typing import NamedTuple

import pytest

from schoolgate.activity.days import day_of
from schoolgate.monitoring.detection.findings import Head
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.detection.mail import PrivateMail, excessive, trends
from schoolgate.monitoring.detection.sessions import SocialSessions
from schoolgate.monitoring.detection.volumes import Volumes

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
MONDAY = 4 * DAY


def _asked(minute: int, category: str = "social_media") -> Item:
    return Item(minute * MINUTE, "anna", "", "teacher", Kind.HOST, "", "s.example", category)


def _always(_item: Item) -> bool:
    return True


def test_a_social_session_left_open_in_contact_time_is_one_spell() -> None:
    sessions = SocialSessions(_always)
    assert [one for minute in range(0, 41, 8) for one in sessions.take(_asked(minute))] == []
    [spell] = sessions.idle(60 * MINUTE)
    assert (spell.head, spell.who, spell.since, spell.until, spell.amount, spell.unit) == (
        Head.PRIVATE_USE, "anna", 0, 40 * MINUTE + 1, 40, "minutes")  # fmt: skip
    assert sessions.idle(90 * MINUTE) == []


@pytest.mark.parametrize("minutes", [(0, 7, 14), (0, 12, 24, 36), (3,)])
def test_a_short_or_broken_session_is_none(minutes: tuple[int, ...]) -> None:
    sessions = SocialSessions(_always)
    taken = [one for minute in minutes for one in sessions.take(_asked(minute))]
    assert taken + sessions.idle(DAY) == []


def test_what_is_outside_contact_time_does_not_count_and_ends_a_spell() -> None:
    sessions = SocialSessions(lambda item: item.at < 20 * MINUTE)
    taken = [one for minute in range(0, 60, 5) for one in sessions.take(_asked(minute))]
    assert [(one.since, one.amount) for one in taken] == [(0, 15)]
    assert len(sessions) == 0


def test_other_sites_and_unknown_people_are_not_followed() -> None:
    sessions = SocialSessions(_always)
    for item in (_asked(0, "education"), _asked(0)._replace(who="")):
        assert list(sessions.take(item)) == []
    assert len(sessions) == 0


class Moved(NamedTuple):
    at: int
    who: str
    received: int
    sent: int = 0


def test_twenty_gigabytes_in_an_hour_are_told_once_with_person_volume_and_hour() -> None:
    volumes = Volumes()
    told = [volumes.take(Moved(minute * MINUTE, "anna", 10**9)) for minute in range(0, 60, 2)]
    [spell] = [one for one in told if one]
    assert (spell.who, spell.amount, spell.unit) == ("anna", 20 * 10**9, "bytes")
    assert (spell.since, spell.until) == (0, 38 * MINUTE + 1)
    assert spell.reasons == ("20.0 GB moved within an hour; 20 GB are told.",)


def test_one_byte_less_gives_none() -> None:
    volumes = Volumes()
    assert volumes.take(Moved(0, "anna", 20 * 10**9 - 2, 1)) is None
    assert volumes.take(Moved(MINUTE, "anna", 1)) is not None


def test_what_is_more_than_an_hour_apart_is_not_added_up() -> None:
    volumes = Volumes()
    assert volumes.take(Moved(0, "anna", 19 * 10**9)) is None
    assert volumes.take(Moved(61 * MINUTE, "anna", 19 * 10**9)) is None


def test_two_people_and_the_unknown_are_not_added_together() -> None:
    volumes = Volumes()
    assert not any(volumes.take(Moved(0, who, 19 * 10**9)) for who in ("anna", "ben", "", ""))
    assert len(volumes) == 2


def test_private_mail_shows_weeks_and_where_they_head() -> None:
    mails = [PrivateMail(MONDAY + week * 7 * DAY, "anna", week == 2)
             for week in range(3) for _ in range(2 * week + 1)]  # fmt: skip
    first = day_of(MONDAY)
    [trend] = trends(mails, first=first, weeks=3)
    assert (trend.weeks, trend.refused) == ((1, 3, 5), 5)
    assert trend.slope == pytest.approx(2.0)
    [short] = trends(mails, first=first, weeks=2)
    assert (short.weeks, short.refused) == ((1, 3), 0)
    assert trends([], first=first, weeks=3) == []


def test_private_mail_above_a_few_a_day_or_while_teaching_is_told() -> None:
    few = [PrivateMail(MONDAY, "anna", False)] * 5
    assert excessive(few) == []
    [day] = excessive([*few, PrivateMail(MONDAY, "anna", False)])
    assert (day.who, day.amount, day.unit) == ("anna", 6, "messages")
    [taught] = excessive([PrivateMail(MONDAY, "ben", True)])
    assert taught.reasons == ("1 of them at a time at which the policy allows none.",)
