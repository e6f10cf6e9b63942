"""What Brookside shows of access: a register, a review half done, a guest, a joiner, a leaver."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from schoolgate.access.actions import (
    checklists,
    credentials,
    gates,
    guests,
    holdings,
    places,
    register,
    reviews,
)
from schoolgate.access.models import Group, ITSystem, Review, ReviewLine
from schoolgate.access.rules.credentials import Event
from schoolgate.access.rules.register import Basis, Level
from schoolgate.access.rules.reviews import Decision, Sort
from schoolgate.accounts import actions as accounts
from schoolgate.people import actions as people
from schoolgate.people.actions import DEMONSTRATION
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School
from schoolgate.people.rules import Kind

_SYSTEMS: Final = (
    ("Email", "Network manager", True),
    ("Learning platform", "E-safety coordinator", True),
    ("Management information system", "School business manager", False),
    ("Shared drive", "Network manager", False),
    ("Secure remote login", "Network manager", True),
)
_GROUPS: Final = (
    ("Staff", Basis.KIND, "staff"),
    ("Office", Basis.ROLE, "office_staff"),
    ("Technicians", Basis.ROLE, "network_manager"),
    ("Pupils, key stage 1", Basis.STAGE, "KS1"),
    ("Pupils, key stage 2", Basis.STAGE, "KS2"),
)
# The level of each group, in the order above, for each system in the order above.
_LEVELS: Final = (
    (2, 2, 4, 0, 2),
    (2, 0, 4, 1, 2),
    (1, 3, 4, 0, 0),
    (2, 2, 4, 0, 2),
    (2, 2, 4, 0, 0),
)


def show() -> None:
    """Let the demonstration have all this."""
    people.also_show("access", _set_up)


def _set_up(school: School, at: datetime) -> None:
    if Review.objects.filter(school=school).exists():
        return
    keeper = Person.objects.get(school=school, source=SOURCE, external_id="S07")
    teacher = Person.objects.get(school=school, source=SOURCE, external_id="S03")
    _register(school, keeper, at)
    _passwords(school, keeper, at)
    _guest(school, teacher, at)
    _joiner(school, at)
    _leaver(school, at)
    _place(school, keeper, at)
    _review(school, keeper, teacher, at)


def _register(school: School, keeper: Person, at: datetime) -> None:
    for name, owner, remote in _SYSTEMS:
        register.add_system(school=school, name=name, owner=owner, remote=remote, by=keeper, at=at)
    for name, basis, value in _GROUPS:
        register.add_group(school=school, name=name, basis=basis, value=value, by=keeper, at=at)
    groups = {one.name: one for one in Group.objects.filter(school=school)}
    systems = {one.name: one for one in ITSystem.objects.filter(school=school)}
    for (system, *_), levels in zip(_SYSTEMS, _LEVELS, strict=True):
        for (group, *_), level in zip(_GROUPS, levels, strict=True):
            if level:
                register.set_right(
                    system=systems[system], group=groups[group], level=Level(level),
                    before=Level.NONE, by=keeper, at=at,
                )  # fmt: skip


def _passwords(school: School, keeper: Person, at: datetime) -> None:
    today = timezone.localdate(at)
    for name, system, ago in (
        ("Domain administrator", "Server", 20),
        ("Console", "Wireless network", 200),
    ):
        made = credentials.add_credential(
            school=school, name=name, system=system, holder=keeper, by=keeper, at=at,
            head_access="Sealed envelope in the school safe",
        )  # fmt: skip
        for event in (Event.CHANGED, Event.DEPOSITED):
            credentials.record_event(credential=made, event=event, by=keeper, at=at,
                                     on=today - timedelta(days=ago))  # fmt: skip


def _guest(school: School, teacher: Person, at: datetime) -> None:
    today = timezone.localdate(at)
    guest = guests.invite_guest(
        school=school, name="Femi Castell", kind=Kind.VISITOR, sponsor=teacher,
        purpose="Reads with Year 1 on Wednesdays", from_on=today,
        last_day=today + timedelta(days=42), by=DEMONSTRATION, at=at,
    )  # fmt: skip
    gates.waive_gate(person=guest.person, gate="guest-agreement", by=DEMONSTRATION, at=at,
                     because="Signed on a sheet, kept in the office folder")  # fmt: skip
    gates.open_login(person=guest.person, by=DEMONSTRATION, at=at)


def _joiner(school: School, at: datetime) -> None:
    person = people.add_person(
        school=school, name="Wren Aldous", kind=Kind.TRAINEE, role="teacher", source=SOURCE,
        external_id="J01", title="Trainee teacher, Year 4", by=DEMONSTRATION, at=at,
        starts_on=timezone.localdate(at) + timedelta(days=10),
    )  # fmt: skip
    checklists.begin_checklist(person=person, leaving=False, by=DEMONSTRATION, at=at)
    gates.pass_gate(person=person, gate="induction", by=DEMONSTRATION, at=at,
                    evidence="Trained in the hall with the e-safety coordinator")  # fmt: skip


def _leaver(school: School, at: datetime) -> None:
    person = people.add_person(
        school=school, name="Odile Farrant", kind=Kind.SUPPLY, role="teacher", source=SOURCE,
        external_id="L01", title="Supply teacher", by=DEMONSTRATION, at=at,
    )  # fmt: skip
    accounts.open_account(person=person, by=DEMONSTRATION, at=at)
    holdings.note_holding(person=person, what="Laptop 12 and its charger", by=DEMONSTRATION, at=at)
    last_day = timezone.localdate(at) - timedelta(days=3)
    people.record_leaving(person=person, last_day=last_day, by=DEMONSTRATION, at=at)
    person.refresh_from_db()
    checklists.begin_checklist(person=person, leaving=True, by=DEMONSTRATION, at=at)


def _place(school: School, keeper: Person, at: datetime) -> None:
    room = places.add_place(school=school, name="Server cupboard by the office",
                            holds="Server, switches, backup disks", every_days=30, by=keeper,
                            at=at)  # fmt: skip
    places.put_on_list(place=room, person=keeper, by=DEMONSTRATION, at=at)
    places.record_check(place=room, on=timezone.localdate(at) - timedelta(days=35),
                        found="Locked; list right", by=keeper, at=at)  # fmt: skip


def _review(school: School, keeper: Person, teacher: Person, at: datetime) -> None:
    drive = ITSystem.objects.get(school=school, name="Shared drive")
    register.find_surplus(person=teacher, system=drive, level=Level.CHANGE, by=keeper, at=at)
    review = reviews.open_review(school=school, by=DEMONSTRATION, at=at)
    lines = ReviewLine.objects.filter(review=review, sort=Sort.ACCOUNT, marks="")
    for line in lines.exclude(person=keeper).order_by("pk")[:4]:
        reviews.decide_line(line=line, decision=Decision.KEEP, by=keeper, at=at)
