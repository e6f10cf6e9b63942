"""What Brookside shows: networks, one small list, a floor of one entry, some sites of its own.

Every name is invented and ends in `.test`, where nothing is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.utils import timezone

from schoolgate.filtering import storing
from schoolgate.filtering.actions import askers, changes, imports, lists, own
from schoolgate.filtering.actions.lists import Described
from schoolgate.filtering.actions.own import Wish
from schoolgate.filtering.models import Change, ListSource
from schoolgate.filtering.rules.groups import Group
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School

_LIST: Final = Path(__file__).with_name("list.csv")
_FLOOR: Final = b"illegal-canary.test\n"
_NETWORKS: Final = (("Classrooms", "10.1.0.0/16", "pupil_ks1"),
                    ("Key stage 2", "10.2.0.0/16", "pupil_ks2"),
                    ("Staff", "10.3.0.0/16", "office_staff"),
                    ("Guests", "10.4.0.0/16", "guest"))  # fmt: skip


def show(school: School, at: datetime) -> None:
    """Take in lists, keep entries and name networks, once."""
    if ListSource.objects.filter(school=school).exists():
        return
    keeper = Person.objects.get(school=school, source=SOURCE, external_id="S07")
    second = Person.objects.get(school=school, source=SOURCE, external_id="S08")
    floor = Described("Invented illegal content", "domains", "own", "Schoolgate", is_floor=True)
    _take_in(school, floor, _FLOOR, keeper, at)
    invented = Described("Invented sites", "csv", "MIT", "Schoolgate", every_days=30)
    _take_in(school, invented, _LIST.read_bytes(), keeper, at)
    for wish in (
        Wish("chess-club.test\nmaths-games.test", True, "Used in Year 4 maths",
             (Group.PUPILS_KS2, Group.STAFF)),
        Wish("idle-clicker.test", False, "Everybody played it instead of working"),
        Wish("viking-market.test", True, "The Viking topic of this half-term",
             until_on=timezone.localdate(at) + timedelta(days=30)),
    ):  # fmt: skip
        own.add_entries(school=school, wish=wish, by=keeper, at=at)
    for name, cidr, profile in _NETWORKS:
        askers.add_network(school=school, name=name, cidr=cidr, profile=profile, by=keeper, at=at)
    for change in Change.objects.filter(school=school, needs_second=True).order_by("pk")[:4]:
        changes.confirm_change(change=change, by=second, at=at)


def _take_in(school: School, said: Described, data: bytes, by: Person, at: datetime) -> None:
    source = lists.add_source(school=school, described=said, by=by, at=at)
    made = imports.begin_import(source=source, upload=storing.keep_upload(school, [data]), by=by,
                                at=at)  # fmt: skip
    imports.read_import(made=made)
    if unknown := made.plan.get("unknown"):
        lists.map_words(source=source, words={one: one for one in unknown}, by=by, at=at)
        imports.read_again(made=made, by=by, at=at)
        imports.read_import(made=made)
    imports.apply_import(made=made, sha256=made.sha256, by=by, at=at)
