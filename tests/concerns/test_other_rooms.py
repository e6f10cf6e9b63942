"""What other rooms hear of a serious incident: that there was one."""

from __future__ import annotations

import pytest

from schoolgate.concerns import actions
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Seriousness
from schoolgate.duties import events
from schoolgate.duties.rules import Event
from schoolgate.people.models import School
from schoolgate.policies.models import EarlyReview
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.posts import to_close

_TODAY = NOW.date()


def _to_close(cast: Cast, seriousness: Seriousness) -> Case:
    case = Case.objects.get(pk=int(str(to_close(cast)["pk"])))
    Case.objects.filter(pk=case.pk).update(seriousness=seriousness)
    case.refresh_from_db()
    return case


def test_a_serious_incident_opens_an_early_review_and_the_debrief_as_a_duty(cast: Cast) -> None:
    case = _to_close(cast, Seriousness.SERIOUS)
    client_of(cast.dsl).post(f"/elmfield/concerns/{case.pk}/close/", {"why": "Kit made it up."})
    review = EarlyReview.objects.get()
    assert review.trigger == "incident"
    assert not any(word in review.why for word in ("Kit", "upset", case.name))
    page = client_of(cast.head).get("/elmfield/duties/").text
    assert "go over what happened" in page.lower()
    assert case.name not in page
    actions.reopen(case=case, why="More.", by=cast.dsl, at=NOW)
    actions.close(case=case, why="Done.", by=cast.dsl, at=NOW)
    assert EarlyReview.objects.count() == 1
    assert Entry.objects.filter(verb="policies:early-review:opened").count() == 1


def test_duties_hear_of_it_before_it_is_closed_and_of_nothing_in_it(cast: Cast) -> None:
    case = _to_close(cast, Seriousness.CRITICAL)
    (heard,) = events.of(Event.INCIDENT, cast.school, _TODAY, _TODAY)
    assert heard.words == "after a serious incident"
    assert heard.person is None
    assert case.name not in heard.key
    assert not events.of(Event.INCIDENT, cast.other_school, _TODAY, _TODAY)
    assert Entry.objects.filter(verb="concerns:report:made").count() == 1


@pytest.mark.parametrize(
    ("series", "seriousness"), [("", Seriousness.ORDINARY), ("G", Seriousness.SERIOUS)]
)
def test_of_an_ordinary_one_and_of_one_that_governors_lead_nobody_hears(
    cast: Cast, series: str, seriousness: Seriousness
) -> None:
    case = _to_close(cast, seriousness)
    Case.objects.filter(pk=case.pk).update(series=series)
    actions.close(case=case, why="Done.", by=cast.dsl, at=NOW)
    assert not EarlyReview.objects.exists()
    assert not events.of(Event.INCIDENT, cast.school, _TODAY, _TODAY)
    assert Entry.objects.filter(verb="concerns:case:closed").count() == 1


def test_where_the_policy_asks_for_no_review_none_is_opened(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="ashbrook")
    case = _to_close(cast, Seriousness.SERIOUS)
    actions.close(case=case, why="Done.", by=cast.dsl, at=NOW)
    assert Entry.objects.filter(verb="concerns:case:closed").count() == 1
    asked = Entry.objects.filter(verb="policies:early-review:opened").count()
    assert asked == EarlyReview.objects.count()
