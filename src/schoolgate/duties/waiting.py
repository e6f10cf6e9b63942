"""What duties put on people's Do lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone

from schoolgate.duties import permissions, queries
from schoolgate.duties.queries import Item, Part, Turn
from schoolgate.duties.queries.listed import read
from schoolgate.duties.reading import Kind
from schoolgate.duties.rules import is_near
from schoolgate.duties.timing import reminder
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.people.rights import Capability
from schoolgate.policies.language.mistakes import PackError


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield the parts that are near or late; for the head and the governors what others are late
    with, and for whoever keeps duties the questions that the policy leaves open."""
    today = timezone.localdate(at)
    try:
        known = read(person, today)
    except PackError:
        return
    if known is None:
        return
    items, slug = known.items, person.school.slug
    seen: set[tuple[str, str]] = set()
    for item, turn, part in queries.mine(items, person):
        name = (item.duty.key, turn.occurrence.key)
        if name not in seen and _is_near(item, turn, part, today):
            seen.add(name)
            yield _need(item, turn, part, slug, today)
    yield from _late(items, person, today)
    yield from _questions(items, person, today)


def _is_near(item: Item, turn: Turn, part: Part, today: date) -> bool:
    if part.key.startswith("a"):  # told at once, when the owner has told
        told = any(not one.is_open for one in turn.parts if not one.key)
        return told or is_near(turn.occurrence, turn.unit, today)
    return is_near(turn.occurrence, turn.unit, today)


def _need(item: Item, turn: Turn, part: Part, slug: str, today: date) -> Need:
    duty, due = item.duty, turn.occurrence.due_on
    what = f"{duty.what[:1].upper()}{duty.what[1:]}"
    title = f"Acknowledge: {duty.what}" if part.key.startswith("a") else what
    if duty.kind is Kind.REVIEW and due is not None:
        title = f"{what}: {reminder(due, today)}"
    elif turn.words:
        title = f"{what}, {turn.words}"
    return Need(title, _page(slug, duty.key), _midnight(turn.occurrence.from_on),
                clause=duty.clause, due=due)  # fmt: skip


def _late(items: list[Item], person: Person, today: date) -> Iterator[Need]:
    """Overdue goes to the head at once, and to the governors after four weeks; what the head has
    not confirmed, at once to both. Rows OVR-10, HSM-30."""
    overlooks = permissions.may(person, Capability.DUTY_OVERSEE, on=today)
    if not overlooks and not permissions.is_head(person, on=today):
        return
    late = queries.for_governors(items) if overlooks else queries.overdue(items, 1)
    if late:
        count, longest = len(late), max(item.days_late for item in late)
        thing = "1 duty is" if count == 1 else f"{count} duties are"
        since = date.fromordinal(today.toordinal() - longest)
        page = _governors(person) if overlooks else f"{_list(person)}?which=overdue"
        yield Need(f"{thing} overdue", page, _midnight(since), due=since)


def _questions(items: list[Item], person: Person, today: date) -> Iterator[Need]:
    if not permissions.keeps(person, on=today):
        return
    asked = [item for item in items if item.question]
    if asked:
        count = len(asked)
        thing = "1 duty needs" if count == 1 else f"{count} duties need"
        yield Need(f"Say how often: {thing} an answer from the school",
                   f"{_list(person)}?which=questions", _midnight(today.replace(day=1)))  # fmt: skip


def _page(slug: str, key: str) -> str:
    return reverse("duties:one", args=[slug, key])


def _list(person: Person) -> str:
    return reverse("duties:list", args=[person.school.slug])


def _governors(person: Person) -> str:
    return reverse("duties:governors", args=[person.school.slug])


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
