"""Lists of joiners and leavers as they stand: most steps are read off what is so, not ticked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from schoolgate.access import holdings, permissions
from schoolgate.access.models import Checklist, Guest, Holding
from schoolgate.access.queries.gates import statuses
from schoolgate.access.rules.checklists import AHEAD, TITLES, Joining, Leaving, waits_for
from schoolgate.accounts.models import Account
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Appointment, Person, School
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS, Kind

JOINERS = (*STAFF_KINDS, Kind.GOVERNOR, Kind.PUPIL, Kind.VOLUNTEER, Kind.COMMUNITY_USER)
_SAY: dict[str, str] = {
    Joining.DEVICE: "Say which device was handed over, or that none is needed.",
    Leaving.CHANNELS: "Say which passwords were changed, or that there were none.",
    Leaving.DATA: "Write the certificate: what was deleted, how, by whom and when.",
}


@dataclass(frozen=True, slots=True)
class StepState:
    """A step as it stands. `by`: gate (`gate_by_hand`), account, roles, holdings or hand."""

    name: str
    title: str
    done: bool
    words: str
    by: str
    gate_by_hand: bool = False
    waits_for: str = ""


def lists(viewer: Person | None, *, leaving: bool, on: date) -> QuerySet[Checklist]:
    """Return the lists that the viewer may see, those still open first by date."""
    mine = permissions.rows(Checklist, viewer, Capability.CHECKLIST_SEE, on=on)
    return mine.filter(leaving=leaving).select_related("person").order_by("done_at", "day_on", "pk")


def steps_of(checklist: Checklist, at: datetime) -> list[StepState]:
    """Return the steps in order, each as it stands."""
    ticked = {step.name: f"{step.words} ({step.done_by})" for step in checklist.steps.all()}
    made = [*(_leaver(checklist, ticked) if checklist.leaving else _joiner(checklist, ticked, at))]
    done = [one.name for one in made if one.done]
    return [_waiting(one, done) for one in made]


def what_to_say(step: str) -> str:
    """Return what is asked for when a step is ticked."""
    return _SAY[step]


def _waiting(one: StepState, done: list[str]) -> StepState:
    names = [TITLES[step] for step in waits_for(one.name, done)]
    if one.done or not names:
        return one
    return StepState(one.name, one.title, False, one.words, one.by, one.gate_by_hand,
                     ", ".join(names))  # fmt: skip


def _joiner(checklist: Checklist, ticked: dict[str, str], at: datetime) -> Iterator[StepState]:
    missing = False
    for gate in statuses(checklist.person, at):
        missing |= not gate.done
        yield StepState(gate.gate.name, gate.gate.title, gate.done, gate.words, "gate",
                        gate.gate.by_hand)  # fmt: skip
    account = Account.objects.filter(person=checklist.person).first()
    opened = account is not None and account.is_active
    words = f"User name {account.username}" if opened and account else ""
    yield StepState(Joining.ACCOUNT, TITLES[Joining.ACCOUNT], opened, words, "account",
                    waits_for="the steps above" if missing and not opened else "")  # fmt: skip
    yield _by_hand(Joining.DEVICE, ticked)


def _leaver(checklist: Checklist, ticked: dict[str, str]) -> Iterator[StepState]:
    person = checklist.person
    account = Account.objects.filter(person=person).first()
    closed = account is None or not account.is_active
    words = "There was none" if account is None else f"User name {account.username}"
    yield StepState(Leaving.ACCOUNT, TITLES[Leaving.ACCOUNT], closed, words, "account")
    held = still_holds(person)
    words = f"Still holds: {', '.join(held)}" if held else "Nothing is out"
    yield StepState(Leaving.DEVICES, TITLES[Leaving.DEVICES], not held, words, "holdings")
    roles = [one.role.replace("_", " ") for one in open_roles(checklist)]
    words = f"Still holds: {', '.join(roles)}" if roles else "None runs on"
    yield StepState(Leaving.ROLES, TITLES[Leaving.ROLES], not roles, words, "roles")
    yield _by_hand(Leaving.CHANNELS, ticked)
    yield _by_hand(Leaving.DATA, ticked)


def _by_hand(name: Joining | Leaving, ticked: dict[str, str]) -> StepState:
    return StepState(name, TITLES[name], name in ticked, ticked.get(name, ""), "hand")


def still_holds(person: Person) -> list[str]:
    """Return what somebody has of the school's: what is noted here, and what other rooms know."""
    noted = Holding.objects.filter(person=person, returned_at=None)
    return [*noted.values_list("what", flat=True), *holdings.of(person)]


def open_roles(checklist: Checklist) -> list[Appointment]:
    """Return the roles that run on after a leaver's last day."""
    runs_on = Q(until_on=None) | Q(until_on__gt=checklist.day_on, from_on__lt=checklist.day_on)
    return list(Appointment.objects.filter(runs_on, person=checklist.person))


def gone_but_holding(viewer: Person | None, *, on: date) -> QuerySet[Holding]:
    """Return what people who have left still hold."""
    mine = permissions.rows(Holding, viewer, Capability.CHECKLIST_SEE, on=on)
    gone = mine.filter(returned_at=None, person__ends_on__lte=on)
    return gone.select_related("person").order_by("person__name", "pk")


def without_list(school: School, today: date) -> Iterator[tuple[Person, bool]]:
    """Yield who starts (False) or leaves (True) within a month either way and has no list.

    Parents, relatives and guests have none: a guest's gates stand on their own page. Of the
    demonstration's people, who all start on one day, those have one for whom it was begun by hand.
    """
    listed = Checklist.objects.filter(person=OuterRef("pk"))
    here = Person.objects.filter(school=school, kind__in=[str(kind) for kind in JOINERS])
    here = here.exclude(Exists(Guest.objects.filter(person=OuterRef("pk"))))
    here = here.exclude(source=SOURCE)
    month = (today - AHEAD, today + AHEAD)
    for leaving, day in ((False, "starts_on"), (True, "ends_on")):
        due = here.filter(**{f"{day}__range": month})
        none = ~Exists(listed.filter(leaving=leaving, day_on=OuterRef(day)))
        yield from ((person, leaving) for person in due.filter(none).order_by(day, "pk"))
