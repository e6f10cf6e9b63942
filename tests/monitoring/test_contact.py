"""When the policy keeps whom from social sites, and which clause speaks of large transfers."""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, datetime

import pytest

from schoolgate.filtering.rules.verdicts import verdicts
from schoolgate.monitoring.rules.contact import about_transfers, keeping_from
from tests.filtering.schools import WEDNESDAY, at, book, in_hours

LESSON, LUNCH, AFTER, EVENING = 9, 12, 16, 19


def _clause(pack: str, profile: str, hour: int, category: str = "social_media") -> str:
    rules = book(pack) if pack == "brookside" else in_hours(pack)
    return keeping_from(rules, profile, category, datetime.fromtimestamp(at(hour), UTC))


@pytest.mark.row("FIL-06")
@pytest.mark.parametrize(
    ("pack", "profile", "clauses"),
    [
        ("ashbrook", "teacher", ("5.6", "", "", "")),
        ("ashbrook", "teaching_assistant", ("5.6", "", "", "")),
        ("ashbrook", "office_staff", ("5.6", "", "5.6", "")),
        ("ashbrook", "it_technician", ("5.6", "", "5.6", "")),
        ("cotmanhay", "teacher", ("7.6", "", "", "")),
        ("cotmanhay", "headteacher", ("7.6", "", "7.6", "")),
        ("thatto-heath", "teacher", ("CT.r10", "", "", "")),
        ("thatto-heath", "office_staff+", ("CT.r10", "", "CT.r10", "")),  # never, for anyone
        ("brookside", "teacher", ("9.1.r9", "", "", "")),
        ("brookside", "pupil_ks2", ("", "", "", "")),
    ],
)
def test_teachers_in_contact_time_and_others_in_working_hours(
    pack: str, profile: str, clauses: tuple[str, ...]
) -> None:
    found = [_clause(pack, profile, hour) for hour in (LESSON, LUNCH, AFTER, EVENING)]
    assert tuple(found) == clauses


@pytest.mark.row("FIL-06")
@pytest.mark.parametrize(
    ("pack", "profile", "hour", "clause"),
    [
        ("ashbrook", "teacher", LESSON, "5.6"),
        ("ashbrook", "office_staff", AFTER, "5.6"),
        ("cotmanhay", "teacher", LESSON, "7.6"),
        ("cotmanhay", "it_technician", AFTER, "7.6"),
        ("thatto-heath", "teacher", LUNCH, "CT.r10"),
        ("ashbrook", "teacher", LUNCH, ""),
    ],
)
def test_the_filter_refuses_it_then_by_the_same_clause(
    pack: str, profile: str, hour: int, clause: str
) -> None:
    said = verdicts(in_hours(pack), since=WEDNESDAY, days=1, profiles=[profile])
    turn = bisect_right(said.turns, at(hour)) - 1
    refused = said.states[said.columns[profile][turn]].get("social_media")
    assert (refused.clause if refused else "") == clause


def test_without_stated_hours_nothing_is_contact_time() -> None:
    lesson = datetime.fromtimestamp(at(LESSON), UTC)
    assert keeping_from(book("thatto-heath"), "teacher", "social_media", lesson) == ""
    assert _clause("brookside", "teacher", LESSON, "messaging") == "9.1.r7"


@pytest.mark.row("MON-17")
@pytest.mark.parametrize(
    ("pack", "clause"), [("thatto-heath", "UA.r14"), ("ashbrook", ""), ("brookside", "")]
)
def test_one_policy_names_large_transfers(pack: str, clause: str) -> None:
    lesson = datetime.fromtimestamp(at(LESSON), UTC)
    assert about_transfers(book(pack), "teacher", lesson) == clause
