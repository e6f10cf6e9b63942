"""A lesson on the Romans: closed, asked, opened, used, closed by itself, seen by the committee."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine

from schoolgate.filtering import actions
from schoolgate.filtering.models import OpeningRequest
from schoolgate.filtering.queries import openings as queries
from schoolgate.filtering.verbs import FilteringVerb as V
from schoolgate.records.parties import System
from tests.cast import NOW, Cast, client_of
from tests.openings.working import ELEVEN, verbs


@pytest.mark.row("FIL-09")
def test_a_teacher_gets_a_site_for_a_lesson_and_nobody_has_to_close_it(cast: Cast) -> None:
    teacher, head = client_of(cast.teacher), client_of(cast.head)
    blocked = teacher.get("/elmfield/blocked/?site=museum.example&category=games&why=category"
                          "&role=teacher")  # fmt: skip
    assert blocked.status_code == 403
    found = re.search(r'href="([^"]*/filter/openings/new/[^"]*)"', blocked.text)
    assert found is not None
    form = teacher.get(found[1].replace("&amp;", "&")).text
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*?value="([^"]*)"', form))
    assert fields["address"] == "museum.example"
    assert "14 October, 10:30" in fields["lesson"]
    sent = {**fields, "reason": "The mosaics", "group": "pupils", "class_name": "",
            "until_at": "14/10/2026 11:00"}  # fmt: skip
    assert teacher.post("/elmfield/filter/openings/new/", sent).status_code == 302
    pk = OpeningRequest.objects.get().pk
    assert "Decide: open museum.example" in head.get("/elmfield/do/").text
    decision = {"decision": "grant", "reason": "Fine.", "until_at": "14/10/2026 11:00"}
    head.post(f"/elmfield/filter/openings/{pk}/decide/", decision)
    page = teacher.get(f"/elmfield/filter/openings/{pk}/").text
    assert "Open, 30 minutes left" in page
    (told,) = queries.in_force(cast.school, NOW).openings
    used = NOW + dt.timedelta(minutes=2)
    actions.note_use(token=told.token, school=cast.school.pk, used_at=used,
                     by=System("gateway", "The proxy"), at=used)  # fmt: skip
    with time_machine.travel(ELEVEN, tick=False):
        assert queries.in_force(cast.school, ELEVEN).openings == ()
        log = client_of(cast.governor).get("/elmfield/filter/openings/").text
    assert "Ended" in log
    assert "14 October 2026, 10:32" in log
    assert verbs() == [V.OPENING_ASKED, V.OPENING_GRANTED, V.DECISIONS_RECORDED, V.OPENING_USED]
