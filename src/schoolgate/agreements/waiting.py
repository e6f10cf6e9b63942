"""What this room puts on people's Do lists: what to sign, what was declined, what waits long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from schoolgate.agreements import queries
from schoolgate.agreements.queries import Line
from schoolgate.agreements.rules.standing import State
from schoolgate.people.models import Person
from schoolgate.people.needs import Need
from schoolgate.policies.language.mistakes import PackError


def needs(person: Person, at: datetime) -> Iterator[Need]:
    """Yield what somebody is to sign, and for the headteacher what was declined or waits long."""
    try:
        yield from _to_sign(person, at)
        yield from _declined(person, at)
        yield from _long(person, at)
        yield from _scans(person)
    except PackError:  # a policy with mistakes asks nobody for anything
        return


def _to_sign(person: Person, at: datetime) -> Iterator[Need]:
    found = queries.to_sign(viewer=person, at=at)
    asked = queries.first_asked(person.school, found) if found else {}
    today = timezone.make_aware(datetime.combine(timezone.localdate(at), time.min))
    for one in found:
        again = "Sign again, it has changed" if one.state is State.CHANGED else "Sign"
        page = reverse("agreements:read", args=[person.school.slug, one.document.key,
                                                one.person.pk])  # fmt: skip
        yield Need(f"{again}: {one.document.title}{_whom(one, person)}", page,
                   asked.get(one.text.hash, today), clause=one.document.clause)  # fmt: skip


def _whom(line: Line, person: Person) -> str:
    return "" if line.person.pk == person.pk else f", for {line.person}"


def _declined(person: Person, at: datetime) -> Iterator[Need]:
    for one in queries.refusals(viewer=person, at=at).filter(seen=None):
        page = reverse("agreements:refusal", args=[person.school.slug, one.pk])
        yield Need(f"Talk to {one.person}, who declined: {one.text}", page, one.declined_at,
                   str(one.person))  # fmt: skip


def _long(person: Person, at: datetime) -> Iterator[Need]:
    found = queries.on_heads_list(viewer=person, at=at)
    if found:
        page = reverse("agreements:chasing", args=[person.school.slug])
        count = f"{len(found)} signature is" if len(found) == 1 else f"{len(found)} signatures are"
        yield Need(f"{count} missing for long", page, found[0].since)


def _scans(person: Person) -> Iterator[Need]:
    for one, left in queries.scans_of(person):
        page = reverse("agreements:scan", args=[person.school.slug, one.pk])
        count = "1 scanned page" if left == 1 else f"{left} scanned pages"
        yield Need(f"Look at {count}: {one.name}", page, one.sent_at)
