"""What waits for somebody, for the Do list: reviews, credentials, joiners, guests, and the like."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from schoolgate.access import permissions
from schoolgate.access.models import Declaration, Sighting
from schoolgate.access.queries import (
    checklists,
    credentials,
    guests,
    mail,
    places,
    register,
    reviews,
)
from schoolgate.access.rules.mail import Verdict
from schoolgate.people import needs
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability


def add_all() -> None:
    """Fill the registry of the Do list, at start-up."""
    for name, provider in (
        ("access-review", _review),
        ("checklists", _checklists),
        ("credentials", _credentials),
        ("declarations", _declarations),
        ("guests", _guests),
        ("mail", _mail),
        ("places", _places),
        ("routes", _routes),
        ("sightings", _sightings),
    ):
        needs.add(f"access:{name}", provider)


def _page(route: str, person: Person, *more: object) -> str:
    return reverse(f"access:{route}", args=[person.school.slug, *more])


def _morning(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def _review(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    if not permissions.may(person, Capability.ACCESS_REVIEW, on=today):
        return
    running = reviews.running(person, on=today)
    if running is not None:
        left = reviews.still_open(running)
        yield Need(
            f"Finish the access review: {left} lines are open",
            _page("review", person, running.pk),
            running.opened_at,
            running.opened_by,
        )
        return
    due = reviews.due_on(person, on=today)
    if due is not None and due <= today:
        yield Need(
            "Review who has access to what", _page("reviews", person), _morning(due), due=due
        )


def _credentials(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    if not permissions.may(person, Capability.CREDENTIAL_KEEP, on=today):
        return
    for one in credentials.standings(person, on=today):
        if one.state.waits:
            since = _morning(one.changed_on) if one.changed_on else one.credential.added_at
            yield Need(f"{one.credential}: {', '.join(one.state.waits)}",
                       _page("credential", person, one.credential.pk), since,
                       due=one.state.late_on)  # fmt: skip


def _checklists(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    if not permissions.may(person, Capability.CHECKLIST_KEEP, on=today):
        return
    for leaving in (False, True):
        waiting = checklists.lists(person, leaving=leaving, on=today).filter(done_at=None)
        for one in waiting.filter(day_on__lte=today)[:20]:
            yield Need(f"Finish the {one}", _page("checklist", person, one.pk), one.opened_at,
                       due=one.day_on)  # fmt: skip


def _guests(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    if not permissions.may(person, Capability.ACCOUNT_CLOSE, on=today):
        return
    over = guests.past_with_login(person, on=today).first()
    if over is not None:
        yield Need("Close the logins of guests past their date", _page("guests", person),
                   _morning(over.until_on), due=over.until_on)  # fmt: skip


def _declarations(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    mine = permissions.declarations(person, on=today).filter(
        decided_at=None, ended_on=None, erased_at=None
    )
    for one in mine.exclude(person=person).select_related("person"):
        yield _declared(one, person)


def _declared(one: Declaration, person: Person) -> Need:
    return Need("Decide on a declared link", _page("declaration", person, one.pk), one.declared_at,
                str(one.person), one.clauses.partition(" ")[0])  # fmt: skip


def _mail(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    if not permissions.may(person, Capability.MAIL_READING_DECLARE, on=today):
        return
    last = mail.mine(person)
    if last is not None and last.verdict == Verdict.AGAINST:
        yield Need("Change how you read school e-mail", _page("my-mail", person), last.from_at,
                   clause=last.clauses.partition(" ")[0])  # fmt: skip
    elif last is None and mail.asked_for(person, at=at):
        yield Need("Say how you read school e-mail", _page("my-mail", person),
                   _morning(person.starts_on or today))  # fmt: skip


def _places(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    if not permissions.may(person, Capability.PLACE_KEEP, on=today):
        return
    for one in places.standings(person, on=today):
        if one.due <= today:
            yield Need(f"Check {one.place}", _page("place", person, one.place.pk),
                       _morning(one.due), due=one.due)  # fmt: skip


def _routes(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    if not permissions.may(person, Capability.RIGHT_CHANGE, on=today):
        return
    for one in register.route_reports(person, on=today).filter(settled_at=None):
        yield Need("Settle a way in that is not approved", _page("routes", person), one.noted_at,
                   one.noted_by)  # fmt: skip


def _sightings(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    open_ones = permissions.sightings(person, on=today).filter(answered_at=None)
    for one in open_ones.exclude(person=person).select_related("person"):
        yield _seen(one, person)


def _seen(one: Sighting, person: Person) -> Need:
    return Need("Somebody saw something by accident", _page("sighting", person, one.pk),
                one.told_at, str(one.person))  # fmt: skip
