"""What a policy says of keeping is done to the day, over leap years and months of all lengths."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta

from schoolgate.activity.rules import USUAL, kept_from, period

ALL = ("all monitoring information, of email and of the internet", "6 months")
WEB = ("web activity logs; email journal; filter change log", "3 months")


def test_the_boxes_of_the_packs_are_understood() -> None:
    assert period([ALL], "web") == period([ALL], "mail") == relativedelta(months=6)
    assert period([("camera recordings", "30 days"), WEB], "web") == relativedelta(months=3)
    assert period([("email monitoring information", "30 days")], "mail") == relativedelta(days=30)
    assert period([("email monitoring information", "30 days")], "web") == USUAL
    assert period([("web activity logs", "no period stated")], "web") == USUAL
    assert period([ALL, WEB], "web") == relativedelta(months=3)


@pytest.mark.row("MON-03")
def test_no_day_goes_early_and_none_a_day_late_in_three_years() -> None:
    six = relativedelta(months=6)
    today = date(2026, 9, 1)
    for day in (today + timedelta(days=one) for one in range(3 * 366)):
        first = kept_from(day, six)
        assert first + six >= day
        assert first - timedelta(days=1) + six < day
    assert kept_from(date(2028, 8, 29), six) == date(2028, 2, 29)
    assert kept_from(date(2028, 8, 30), six) == date(2028, 3, 1)
