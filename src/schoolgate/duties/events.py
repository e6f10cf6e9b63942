"""What duties hang on besides dates. Rooms above say what happened; people and versions stand here.

events.told_by(Event.INCIDENT, happened)    # at start-up, in the room of concerns
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from schoolgate.duties.reading import Duty
from schoolgate.duties.rules import ONE_DAY, Event
from schoolgate.people import looking
from schoolgate.people.models import Person, School
from schoolgate.people.rules import STAFF_KINDS, Kind
from schoolgate.policies.models import Version
from schoolgate.policies.rules.life import Stage


@dataclass(frozen=True, slots=True)
class Happening:
    """One event: a key that stays, its day, what it was in words, and whom it is about.

    `words` may stand in a list that the whole staff sees.
    """

    key: str
    on: date
    words: str
    person: Person | None = None


# Gets a school and the days from which and until which, both included.
Teller = Callable[[School, date, date], Iterable[Happening]]
_tellers: dict[Event, Teller] = {}


def told_by(event: Event, teller: Teller) -> None:
    """Ask this about events of a kind from now on."""
    _tellers[event] = teller


def known(event: Event) -> bool:
    """Tell whether any room says when events of this kind happen."""
    return event in _tellers


def of(event: Event, school: School, first: date, last: date) -> list[Happening]:
    """Return the events of a kind in their order."""
    teller = _tellers.get(event)
    return [] if teller is None else sorted(teller(school, first, last), key=lambda one: one.on)


def concern(duty: Duty, happening: Happening) -> bool:
    """Tell whether an event is one for a duty: a pupil who joins is none for the induction."""
    if happening.person is None:
        return True
    return (happening.person.kind == Kind.PUPIL) is duty.is_about_pupils


_TRACKED = Q(kind__in=sorted({*STAFF_KINDS, Kind.PUPIL}))


def _moved(school: School, first: date, last: date) -> list[Person]:
    """Return who began or ended between two days: both kinds of events are asked for together."""
    return looking.once(("moved", school.pk, first, last), lambda: list(
        Person.objects.filter(_TRACKED, Q(starts_on__range=(first, last))
                              | Q(ends_on__range=(first, last)), school=school)
    ))  # fmt: skip


def _joiners(school: School, first: date, last: date) -> Iterator[Happening]:
    for person in _moved(school, first, last):
        if person.starts_on is not None and first <= person.starts_on <= last:
            yield Happening(f"joiner/{person.pk}", person.starts_on, f"for {person}", person)


def _leavers(school: School, first: date, last: date) -> Iterator[Happening]:
    for person in _moved(school, first, last):
        if person.ends_on is not None and first <= person.ends_on <= last:
            last_day = person.ends_on - ONE_DAY
            yield Happening(f"leaver/{person.pk}", last_day, f"for {person}", person)


def _versions(school: School, first: date, last: date) -> Iterator[Happening]:
    known = Version.objects.filter(school=school, stage=Stage.APPROVED)
    for version in known.filter(from_on__range=(first, last)).defer("texts"):
        if version.from_on is not None:
            yield Happening(f"version/{version.pk}", version.from_on, f"for {version}")


told_by(Event.JOINER, _joiners)
told_by(Event.LEAVER, _leavers)
told_by(Event.VERSION, _versions)
