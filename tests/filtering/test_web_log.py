"""What was opened on the web is put to a draft, before governors vote on it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from schoolgate.activity.opening import store_of
from schoolgate.filtering.publishing import folder_of
from tests.activity.conftest import event
from tests.cast import NOW, Cast, client_of
from tests.filtering.schools import make
from tests.policies.proposing.conftest import county, elmfield, own_packs
from tests.policies.proposing.test_replay import draft

__all__ = ["county", "elmfield", "own_packs"]
pytestmark = pytest.mark.django_db

LISTED = (("writer.test", "ai"), ("play.test", "games"), ("bets.test", "gambling"))
EVENING = timezone.localtime(NOW).replace(hour=0, minute=0) - timedelta(hours=5)


def opened(
    cast: Cast, *asked: tuple[str, str, str], days_ago: int = 0, people: int = 5
) -> None:  # fmt: skip
    """The filter's table, and requests of some people in turn: host, profile, what decided."""
    make(folder_of(cast.school), pack="cotmanhay", listed=LISTED)
    at = int((EVENING - timedelta(days=days_ago)).timestamp() * 1000)
    rows = [event(at + number * 1000, host=host, role=role, why=why, who=f"{number % people:016x}")
            for number, (host, role, why) in enumerate(asked)]  # fmt: skip
    store_of(cast.school).append("web", rows, source="log", upto=f"{days_ago}")


def replayed(cast: Cast) -> str:
    page = f"/elmfield/policy/versions/{draft(cast).pk}/replay/"
    return client_of(cast.governor).get(page).text


def test_a_draft_is_put_to_what_was_opened_on_the_web(county: Cast) -> None:
    opened(county, *[("www.writer.test", "teacher", "category")] * 41,
           *[("play.test", "pupil_ks1", "category")] * 10)  # fmt: skip
    shown = replayed(county)
    assert "These 41 requests would change" in shown
    assert "51 recorded requests were put" in shown
    assert "Web: Generative AI, last" in shown


def test_what_a_list_or_an_opening_decided_is_no_matter_of_the_policy(county: Cast) -> None:
    opened(
        county, *[("writer.test", "teacher", why) for why in ("grant", "own_allow", "lesson")] * 5
    )
    assert "Nothing was asked in this time" in replayed(county)


def test_a_site_on_no_list_and_an_unknown_profile_put_no_question(county: Cast) -> None:
    opened(county, *[("plain.test", "teacher", "unlisted"), ("writer.test", "", "category")] * 5)
    assert "Nothing was asked in this time" in replayed(county)


def test_what_was_opened_too_long_ago_is_left_aside(county: Cast) -> None:
    opened(county, *[("writer.test", "teacher", "category")] * 5, days_ago=200)
    assert "Nothing was asked in this time" in replayed(county)


def test_a_profile_of_four_people_is_not_shown(county: Cast) -> None:
    opened(county, *[("writer.test", "teacher", "category")] * 40, people=4)
    shown = replayed(county)
    assert "Nothing was asked in this time" in shown
    assert "profiles of fewer than 5 people are left out" in shown
