"""When the policy keeps whom from social sites, and which clause speaks of large transfers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schoolgate.monitoring.rules.contact import about_transfers, keeping_from
from tests.filtering.schools import at, book, in_hours

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
