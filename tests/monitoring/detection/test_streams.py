"""Long social sessions, large transfers, private mail: measures over time, with their bounds."""

import pytest

from schoolgate.activity.days import day_of
from schoolgate.monitoring.detection.findings import Head, Spell
from schoolgate.monitoring.detection.mail import PrivateMail, excessive, trends
from schoolgate.monitoring.detection.sessions import Contact, Open, sessions
from schoolgate.monitoring.detection.volumes import Moved, volumes

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
MONDAY = 4 * DAY
MOST = 20 * 10**9


def _asked(*minutes: int, category: str = "social_media") -> list[Open]:
    return [Open(minute * MINUTE, minute * MINUTE, category) for minute in minutes]


def _always(_category: str, _at: int) -> str:
    return "5.6"


def _spells(seen: list[Open], contact: Contact = _always) -> list[Spell]:
    return [*sessions("anna", seen, contact)]


def test_a_social_session_left_open_in_contact_time_is_one_spell() -> None:
    [spell] = _spells(_asked(*range(0, 41, 8)))
    assert (spell.head, spell.who, spell.since, spell.until, spell.amount, spell.unit) == (
        Head.PRIVATE_USE, "anna", 0, 40 * MINUTE + 1, 40, "minutes")  # fmt: skip
    assert spell.clause == "5.6"


@pytest.mark.parametrize("minutes", [(0, 7, 14), (0, 12, 24, 36), (3,)])
def test_a_short_or_broken_session_is_none(minutes: tuple[int, ...]) -> None:
    assert _spells(_asked(*minutes)) == []


def test_a_tunnel_that_stayed_open_is_as_long_as_many_requests() -> None:
    [spell] = _spells([Open(0, 45 * MINUTE, "messaging"), *_asked(50)])
    assert (spell.amount, spell.until) == (50, 50 * MINUTE + 1)


def test_minutes_outside_contact_time_are_not_counted_and_do_not_end_a_session() -> None:
    def lessons(_category: str, at: int) -> str:
        return "" if 20 <= at // MINUTE < 40 else "5.6"

    [spell] = _spells(_asked(*range(0, 61, 5)), lessons)
    assert (spell.since, spell.amount) == (0, 40)
    assert _spells(_asked(*range(10, 51, 5)), lambda *_: "") == []
    assert _spells(_asked(*range(12, 46, 3)), lessons) == []


def test_a_minute_counts_where_one_of_the_open_sites_is_forbidden() -> None:
    seen = _asked(0, 8, 16) + _asked(0, 8, 16, category="messaging")
    [spell] = _spells(seen, lambda category, _at: "9.1" if category == "messaging" else "")
    assert (spell.amount, spell.clause) == (16, "9.1")


def _moved(*minutes: int, size: int = 10**9) -> list[Moved]:
    return [Moved(minute * MINUTE, minute * MINUTE, size) for minute in minutes]


def _told(moved: list[Moved]) -> list[Spell]:
    return [*volumes("anna", moved, most=MOST, clause="UA.r14")]


def test_twenty_gigabytes_in_an_hour_are_told_once_with_person_volume_and_hour() -> None:
    [spell] = _told(_moved(*range(0, 58, 3)))
    assert (spell.who, spell.amount, spell.unit) == ("anna", MOST, "bytes")
    assert (spell.since, spell.until) == (0, 57 * MINUTE + 1)
    assert spell.reasons == ("20.0 GB moved within an hour; 20 GB are told.",)
    assert spell.clause == "UA.r14"


def test_one_byte_less_gives_none() -> None:
    assert _told([*_moved(0, size=MOST - 1)]) == []
    assert len(_told([*_moved(0, size=MOST - 1), *_moved(59, size=1)])) == 1


def test_what_is_more_than_an_hour_apart_is_not_added_up() -> None:
    assert _told(_moved(0, 60, size=MOST - 1)) == []


def test_what_goes_on_for_hours_is_one_stretch_with_its_fullest_hour() -> None:
    [spell] = _told(_moved(*range(0, 180, 2)) + _moved(100, size=5 * 10**9))
    assert (spell.since, spell.until) == (0, 178 * MINUTE + 1)
    assert spell.amount == 35 * 10**9


def test_a_long_tunnel_counts_over_its_time_and_to_the_byte() -> None:
    assert _told([Moved(0, 120 * MINUTE, 2 * MOST - 2)]) == []
    [spell] = _told([Moved(0, 60 * MINUTE, MOST)])
    assert spell.amount == MOST


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
