"""Private use that keeps somebody from their work is refused, whatever the hour allows."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client

from schoolgate.people.models import School
from tests.cast import Cast
from tests.filtering.schools import at

_ACTS = [("use:internet", "3.8.b1"), ("send:email", "3.1")]


@pytest.mark.row("CHN-36")
@pytest.mark.parametrize("pack", ["ashbrook", "cotmanhay"])
@pytest.mark.parametrize(("act", "clause"), _ACTS)
def test_in_the_lunch_hour_it_is_open_to_the_free_and_closed_to_whoever_supervises(
    client: Client, cast: Cast, pack: str, act: str, clause: str
) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    said = ["purpose:personal", "account:personal", "device:school", "permitted_time:yes"]

    def answer(*facts: str) -> str:
        query = {"who": "teacher", "what": act, "fact": [*said, *facts]}
        with time_machine.travel(at(12, 30), tick=False):
            return client.get("/elmfield/ask/", query).text

    free = answer("during:lunch_break", "effect:none")
    assert "Yes, this is allowed" in free
    supervising = answer("during:lesson", "effect:none")
    assert ("No, this is not allowed" in supervising, clause in supervising) == (True, True)
    distracted = answer("during:lunch_break", "effect:lost_work_time")
    assert ("No, this is not allowed" in distracted, "2.5c" in distracted) == (True, True)
