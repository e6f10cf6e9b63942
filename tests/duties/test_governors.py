"""What governors are shown: what the headteacher has not confirmed, and what is long overdue."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from schoolgate.records.models import Entry
from tests.cast import Cast, client_of
from tests.duties.conftest import item

_PACK = "/elmfield/duties/governors/"
_DUTY = "App2.familiar~1"
DAY = dt.timedelta(days=1)


@pytest.mark.row("HSM-30")
def test_the_head_confirms_each_year_and_what_is_not_confirmed_is_in_the_governors_pack(
    ashbrook: Cast, clock: time_machine.Traveller
) -> None:
    found = item(ashbrook, _DUTY)
    turn = found.now
    assert found.owners.people == (ashbrook.head,)
    assert found.period.in_words() == "every year"
    assert turn is not None
    due = turn.occurrence.due_on
    assert due is not None
    clock.move_to(dt.datetime.combine(due, dt.time(9), dt.UTC))
    assert "Not confirmed" not in client_of(ashbrook.governor).get(_PACK).text
    clock.move_to(dt.datetime.combine(due + DAY, dt.time(9), dt.UTC))
    page = client_of(ashbrook.governor).get(_PACK).text
    assert "Not confirmed" in page
    assert "1 day ago" in page
    assert "Stay familiar with this policy" in page
    assert "App2.familiar" in client_of(ashbrook.governor).get(f"{_PACK}?as=csv").text
    done = {"occurrence": turn.occurrence.key, "part": "", "on": f"{due + DAY:%d/%m/%Y}",
            "evidence": "I read both and know what they ask of me.", "link": ""}  # fmt: skip
    head = client_of(ashbrook.head)
    assert head.post(f"/elmfield/duties/of/{_DUTY}/done/", done).status_code == 302
    assert "Not confirmed" not in client_of(ashbrook.governor).get(_PACK).text
    assert Entry.objects.filter(verb="duties:duty:done").count() == 1


def test_the_pack_is_for_governors_and_the_head(ashbrook: Cast) -> None:
    for who, status in ((None, 302), (ashbrook.pupil, 403), (ashbrook.technician, 403),
                        (ashbrook.teacher, 403), (ashbrook.dsl, 403), (ashbrook.head, 200),
                        (ashbrook.other_head, 404)):  # fmt: skip
        assert client_of(who).get(_PACK).status_code == status
    assert not Entry.objects.filter(verb="duties:duty:done").exists()
