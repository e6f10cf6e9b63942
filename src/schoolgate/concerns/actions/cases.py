"""A case from sorting to closing and back; who may see it; who is in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from schoolgate.concerns import permissions, queries, routing
from schoolgate.concerns.actions import following, holding, other_rooms, storing, taking, waiting
from schoolgate.concerns.actions.reporting import post
from schoolgate.concerns.actions.storing import UnableToAct, open_for, write_entry
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Admission, Case, Entry, Party
from schoolgate.concerns.rules import gates, telling
from schoolgate.concerns.rules.routes import ILLEGAL_ITSELF
from schoolgate.concerns.rules.words import SHUT_OUT, Part, Seriousness, State, Track
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.records import actions as journal


@dataclass(frozen=True, slots=True)
class Sorting:
    """What kind of matter it is, on which track and how serious, and why. What happened away from
    school needs the clause of the behaviour policy that covers it. `point` is the point of the
    families' code that it is about, in the words of the policy (AGR-16); `manner` whether it was
    said on line or to somebody's face, which changes nothing of what may follow (HSM-28)."""

    situation: str
    category: str
    track: Track
    seriousness: Seriousness
    why: str
    off_site: bool = False
    beyond_school: bool = False
    behaviour_clause: str = ""
    point: str = ""
    manner: str = ""

    def said(self) -> dict[str, str]:
        """Return it as the entry keeps it."""
        yes = {True: routing.YES, False: "no"}
        return {
            "words": self.why.strip(), "situation": self.situation, "track": self.track,
            "seriousness": self.seriousness, "category": self.category,
            "off_site": yes[self.off_site], "beyond_school": yes[self.beyond_school],
            "behaviour_clause": self.behaviour_clause.strip(), "point": self.point.strip(),
            "manner": self.manner,
        }  # fmt: skip


@transaction.atomic
def sort(*, case: Case, sorting: Sorting, by: Person, at: datetime) -> Entry:
    """Sort a case and take its route: who has to know is admitted, what is to be done stands in
    tasks. What was illegal once stays on that track. Raises UnableToAct."""
    opened = _leading(case, by, at)
    _refuse_without(sorting.why)
    _refuse_before_999(opened)
    if opened.case.track == Track.ILLEGAL and sorting.track != Track.ILLEGAL:
        raise UnableToAct("A case that the law may touch stays one; the police decide otherwise.")
    sorting = replace(sorting, track=_track(sorting))
    changed = Case.objects.filter(pk=case.pk, state__in=[State.NEW, State.OPEN]).update(
        situation=sorting.situation, category=sorting.category, track=sorting.track,
        seriousness=sorting.seriousness, state=State.OPEN,
    )  # fmt: skip
    if changed != 1:
        raise UnableToAct("The case is closed. Open it again first.")
    opened.case.refresh_from_db()
    entry = _told(opened, "sorted", sorting.said(), ConcernsVerb.CASE_SORTED, by, at)
    route = routing.route_of(opened, at=at)
    if route is not None:
        taking.refuse_route(route, behaviour_clause=sorting.behaviour_clause)
        post(case, taking.take(opened, route, because=entry, at=at), at)
        following.tell_the_authority(opened, role=route.roles[0] if route.roles else "", at=at)
    return entry


def _track(sorting: Sorting) -> Track:
    """Return the track: what a situation itself says to be a crime is on no other. CON-09."""
    return Track.ILLEGAL if sorting.situation in ILLEGAL_ITSELF else sorting.track


def _refuse_before_999(opened: Opened) -> None:
    if routing.waits(opened):
        raise UnableToAct(taking.RING_FIRST)


@transaction.atomic
def close(*, case: Case, why: str, by: Person, at: datetime) -> Entry:
    """Close a case once every gate is open. Raises UnableToAct."""
    opened = _leading(case, by, at)
    _refuse_without(why)
    if shut := gates.missing(gates.BEFORE_CLOSING, queries.standing(opened)):
        raise UnableToAct(" ".join(map(str, shut)))
    there = Case.objects.filter(pk=case.pk, state=State.OPEN)
    if there.update(state=State.CLOSED, closed_at=at) != 1:
        raise UnableToAct("The case is not open. Look again.")
    with journal.one_act():
        other_rooms.closed(opened.case, at)
        return _told(opened, "closed", {"words": why.strip()}, ConcernsVerb.CASE_CLOSED, by, at)


@transaction.atomic
def reopen(*, case: Case, why: str, by: Person, at: datetime) -> Entry:
    """Open a closed case again. Raises UnableToAct."""
    opened = _leading(case, by, at)
    _refuse_without(why)
    there = Case.objects.filter(pk=case.pk, state=State.CLOSED)
    if there.update(state=State.OPEN, closed_at=None) != 1:
        raise UnableToAct("The case is not closed. Look again.")
    return _told(opened, "reopened", {"words": why.strip()}, ConcernsVerb.CASE_REOPENED, by, at)


@transaction.atomic
def admit(*, case: Case, person: Person, why: str, by: Person, at: datetime) -> Entry:
    """Let one more person see the case. Raises UnableToAct."""
    opened, on = _leading(case, by, at), timezone.localdate(at)
    _refuse_without(why)
    if person.school_id != case.school_id or not people.roles_of(person, on=on):
        raise UnableToAct("Name somebody who is at your school now.")
    if any(one.person == person.pk and one.row.part in SHUT_OUT for one in queries.parties(opened)):
        raise UnableToAct("Whoever is in the case never sees it.")
    if not storing.admit(opened, person=person, because="named", at=at):
        raise UnableToAct(f"{person} is admitted already.")
    said = {"words": why.strip(), "person": person.pk, "name": person.name}
    return _told(opened, "admitted", said, ConcernsVerb.CASE_ADMITTED, by, at)


@transaction.atomic
def end_admission(*, admission: Admission, why: str, by: Person, at: datetime) -> Entry:
    """Let a role or a person see the case no longer; their key is deleted. Raises UnableToAct."""
    case = admission.case
    opened = _leading(case, by, at)
    _refuse_without(why)
    others = Admission.objects.filter(case=case, until_at=None).exclude(pk=admission.pk)
    if not others.exists():
        raise UnableToAct("Nobody would be left who can open the case. Admit somebody first.")
    there = Admission.objects.filter(pk=admission.pk, until_at=None)
    if there.update(until_at=at, wrapped=None) != 1:
        raise UnableToAct("That is over already.")
    holding.take_key(admission, by=by, at=at)
    said = {"words": why.strip(), "ended": admission.role or str(admission.person)}
    return _told(opened, "admitted", said, ConcernsVerb.CASE_ADMITTED, by, at)


@dataclass(frozen=True, slots=True)
class Naming:
    """Somebody's part in a case: a person of the school, or a name."""

    part: Part
    person: Person | None = None
    name: str = ""
    why: str = ""
    ticket: UUID | None = None


@transaction.atomic
def name_party(*, case: Case, naming: Naming, by: Person, at: datetime) -> Party:
    """Say who is in the case, and what they are in it. Raises UnableToAct."""
    opened = _leading(case, by, at)
    person = naming.person
    if person is None and not naming.name.strip():
        raise UnableToAct("Choose a person, or write a name.")
    if person is not None and person.school_id != case.school_id:
        raise UnableToAct("Name somebody of your school, or write a name.")
    if person == by and naming.part in SHUT_OUT:
        raise UnableToAct("You would shut yourself out. Ask the headteacher or the chair to lead.")
    row = storing.name_party(opened, part=naming.part, person=person, name=naming.name, at=at)
    if person is not None and naming.part in SHUT_OUT:
        shut_out(opened, person, by, at)
    said = {"words": naming.why.strip(), "part": naming.part,
            "name": person.name if person else naming.name.strip()}  # fmt: skip
    _told(opened, "parted", said, ConcernsVerb.PARTY_NAMED, by, at)
    return row


def shut_out(opened: Opened, person: Person, by: Person, at: datetime) -> None:
    """Take somebody's key away, and admit whoever leads in their place."""
    case, on = opened.case, timezone.localdate(at)
    holding.shut_out(case, person, by=by, at=at)
    out = [one.person for one in queries.parties(opened) if one.row.part in SHUT_OUT]
    there = Person.objects.filter(pk__in=[pk for pk in out if pk])
    held = frozenset().union(*(people.roles_of(one, on=on) for one in there))
    for role in telling.first_told(shut_out=held):
        storing.admit(opened, role=role, because="chair" if role == "chair" else "route", at=at)
    route = routing.route_of(opened, at=at)
    for role in route.roles if route else ():
        storing.admit(opened, role=role, because="route", at=at)


@transaction.atomic
def note_view(*, case: Case, by: Person, at: datetime) -> None:
    """Write down that somebody looked at a case; the first look stands in its chronology."""
    opened = open_for(case, by, at)
    if not Entry.objects.filter(case=case, kind="read").exists():
        ticket = case.token  # two first looks at once are one
        entry = write_entry(opened, kind="read", said={}, by=by, at=at, ticket=ticket)
        waiting.is_read(entry, at)
    journal.write(school=case.school, by=by, at=at, verb=ConcernsVerb.CASE_VIEWED, object=case)


def _leading(case: Case, by: Person, at: datetime) -> Opened:
    if not permissions.may_lead(by, case, on=timezone.localdate(at)):
        raise UnableToAct("Only who leads the case does this: the safeguarding lead or the head.")
    return open_for(case, by, at)


def _refuse_without(why: str) -> None:
    if not why.strip():
        raise UnableToAct("Say why. It is kept in the case.")


def _told(
    opened: Opened,
    kind: str,
    said: Mapping[str, object],
    verb: ConcernsVerb,
    by: Person,
    at: datetime,
) -> Entry:
    entry = write_entry(opened, kind=kind, said=said, by=by, at=at, ticket=uuid4())
    journal.write(school=opened.case.school, by=by, at=at, verb=verb, object=opened.case)
    return entry
