"""What waits for somebody, for the Do list: lists, confirmations, the log, a second keeper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from schoolgate.access import permissions as access
from schoolgate.filtering import permissions
from schoolgate.filtering.document import document_of
from schoolgate.filtering.models import ListImport, ListSource
from schoolgate.filtering.queries import changes, lists
from schoolgate.filtering.rules.changes import SMALLEST_CREW
from schoolgate.people import needs
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability


def add_all() -> None:
    """Fill the registry of the Do list, at start-up."""
    for name, provider in (
        ("changes", _changes), ("crew", _crew), ("lists", _lists), ("log", _log),
        ("policy", _policy),
    ):  # fmt: skip
        needs.add(f"filtering:{name}", provider)


def _page(route: str, person: Person, *more: object) -> str:
    return reverse(f"filtering:{route}", args=[person.school.slug, *more])


def _changes(person: Person, at: datetime) -> Iterator[Need]:
    waiting = changes.waiting_for(person, on=timezone.localdate(at)).order_by("at")
    first, count = waiting.first(), waiting.count()
    if first is not None:
        what = "a change" if count == 1 else f"{count} changes"
        yield Need(f"Confirm {what} to the filter", f"{_page('changes', person)}?which=unconfirmed",
                   first.at, first.by_label, first.clause)  # fmt: skip


def _crew(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    if not access.may(person, Capability.ROLE_APPOINT, on=today):
        return
    first = ListSource.objects.filter(school=person.school_id).order_by("added_at").first()
    if first is not None and changes.crew(person.school, on=today) < SMALLEST_CREW:
        sole = changes.sole_charge(person.school, at)
        yield Need("Appoint a second person for the filter: one alone may not answer for it",
                   reverse("people:roles", args=[person.school.slug]), first.added_at,
                   clause=sole.clause)  # fmt: skip


def _lists(person: Person, at: datetime) -> Iterator[Need]:
    today = timezone.localdate(at)
    keeps = permissions.may_keep(person, on=today)
    confirms = permissions.may_confirm(person, on=today)
    if not (keeps or confirms):
        return
    waiting = lists.imports(person, on=today).filter(state=ListImport.State.WAITING)
    for one in waiting.select_related("by"):
        if one.asks and confirms and one.by != person:
            yield Need(f"The list {one.source} asks: look at what would change",
                       _page("import", person, one.pk), one.at, one.by_label)  # fmt: skip
        elif keeps and not one.asks:
            yield Need(f"Let the list {one.source} in, or refuse it",
                       _page("import", person, one.pk), one.at, one.by_label)  # fmt: skip
    if keeps:
        yield from _late(person, at)


def _late(person: Person, at: datetime) -> Iterator[Need]:
    for one in lists.standings(person, on=timezone.localdate(at)):
        if one.is_late(at) and one.open is None:
            yield Need(f"Renew the list {one.source}", _page("list", person, one.source.pk),
                       one.due, due=timezone.localdate(one.due))  # fmt: skip


def _log(person: Person, at: datetime) -> Iterator[Need]:
    if not permissions.may_sign(person, on=timezone.localdate(at)):
        return
    due = changes.reading_due(person.school)
    if due is not None and due <= at:
        day = timezone.localdate(due)
        yield Need("Read the log of changes to the filter, and sign", _page("changes", person),
                   timezone.make_aware(datetime.combine(day, time.min)), due=day)  # fmt: skip


def _policy(person: Person, at: datetime) -> Iterator[Need]:
    """Yield the review of the policy that the filter is made of, once its day is over."""
    today = timezone.localdate(at)
    if not permissions.may_sign(person, on=today):
        return
    found = document_of(person.school, on=today)
    if found is not None and found.is_late and found.made_at and (day := found.review.day):
        there = f"{_page('lists', person)}#policy"
        yield Need("Review the filtering policy: its day is over", there,
                   timezone.make_aware(datetime.combine(day, time.min)), clause=found.clause,
                   due=day)  # fmt: skip
