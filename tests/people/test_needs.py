"""The number in the menu: remembered for a minute, and asked anew once its person has acted."""

from __future__ import annotations

import re

import time_machine
from django.test import Client

from schoolgate.concerns import actions
from schoolgate.concerns.actions import Told
from schoolgate.concerns.rules.words import Way
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of


def badge(client: Client) -> int:
    """How many things wait, as the menu says."""
    found = re.search(r"To do\s*<span[^>]*>\s*(\d+)", client.get("/elmfield/concerns/mine/").text)
    return int(found[1]) if found else 0


def tell(cast: Cast) -> None:
    told = Told(Way.STAFF_FORM, {"what": "Somebody was upset."})
    actions.report(school=cast.school, told=told, by=cast.teacher, at=NOW)


def test_the_menu_asks_again_once_its_person_acts(cast: Cast) -> None:
    client = client_of(cast.dsl)
    before = badge(client)
    tell(cast)
    assert badge(client) == before
    answer = client.post("/elmfield/concerns/tell/?illegal=no", {})
    assert answer.cookies["acted"]["httponly"]
    assert badge(client) == before + 1


def test_words_that_are_looked_for_change_nothing_that_waits(cast: Cast) -> None:
    client = client_of(cast.dsl)
    before = badge(client)
    tell(cast)
    answer = client.post("/elmfield/concerns/find/", {"words": "upset"})
    assert "2026/001" in answer.text
    assert "acted" not in answer.cookies
    assert badge(client) == before
    assert Entry.objects.filter(verb="concerns:cases:searched").count() == 1


def test_the_menu_asks_again_after_a_minute(cast: Cast, clock: time_machine.Traveller) -> None:
    client = client_of(cast.dsl)
    before = badge(client)
    tell(cast)
    clock.shift(60)
    assert badge(client) == before + 1


def test_one_persons_number_is_nobody_elses(cast: Cast) -> None:
    head, technician = client_of(cast.head), client_of(cast.technician)
    before = badge(technician)
    tell(cast)
    assert badge(head) > 0
    assert badge(technician) == before
