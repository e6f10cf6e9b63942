"""Web events on their way into a school's log: what is told of a source, files, syslog."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from schoolgate.accounts.models import Account
from schoolgate.activity import days
from schoolgate.activity.opening import store_of
from schoolgate.filtering.lists.wellknown import help_sites
from schoolgate.gateways.events import reading
from schoolgate.gateways.events.drafts import FIELDS, Manner, manner
from schoolgate.gateways.events.reading import Read, UnableToMap
from schoolgate.gateways.events.saying import of_frame
from schoolgate.gateways.events.taking import Rules, Taken, Taker
from schoolgate.gateways.models import HeaderMapping, Source
from schoolgate.gateways.sources import actions
from schoolgate.gateways.sources.actions import Counts
from schoolgate.people.models import Person, School
from schoolgate.records.parties import System

_SHOWN: Final = 5  # records of a plan
_SAMPLE: Final = 1_000  # records that a plan looks at


@dataclass(frozen=True, slots=True)
class Told:
    """How a source writes: our field → its column, and its times."""

    columns: Mapping[str, str]
    manner: Manner


@dataclass(slots=True)
class Plan:
    """What the first lines of a file would become; nothing is taken."""

    told: Told
    first: list[Read] = field(default_factory=list)
    good: int = 0
    aside: dict[str, int] = field(default_factory=dict)


def told_of(source: Source, columns: Mapping[str, str], form: str, zone: str) -> Told:
    """Return what was told before of a source, and what is told now. Raises UnableToMap."""
    rows = HeaderMapping.objects.filter(school=source.school, source=_key(source))
    before = dict(rows.values_list("field", "header"))
    if unknown := sorted(set(columns) - set(FIELDS)):
        raise UnableToMap(f"“{unknown[0]}” is no field. There are: {', '.join(FIELDS)}.")
    try:
        how = manner(form or before.get("time-form", ""),
                     zone or before.get("zone", "Europe/London"))  # fmt: skip
    except ValueError as error:
        raise UnableToMap(f"{error}.") from None
    known = {name: head for name, head in before.items() if name in FIELDS}
    return Told({**known, **columns}, how)


def plan(path: Path, told: Told) -> Plan:
    """Return what the first thousand records would become. Raises UnableToMap, OSError."""
    made = Plan(told)
    with _records(path, told) as records:
        for number, one in enumerate(records):
            if number >= _SAMPLE:
                break
            made.first += [one] if number < _SHOWN else []
            made.good += one.draft is not None
            if one.draft is None:
                made.aside[one.reason] = made.aside.get(one.reason, 0) + 1
    return made


def take(source: Source, path: Path, told: Told, *, by: Person | System, at: datetime) -> Taken:
    """Take a file in, remember what was told, and journal that. Raises UnableToMap, OSError.

    A file whose half came before is gone on with; one that is taken again adds nothing.
    """
    taker = Taker(store_of(source.school), source=source.name, rules=rules_of(source.school))
    taken = taker.take_all(lambda: _all(path, told), now=days.instant(at))
    bad = sum(taken.aside.values())
    with transaction.atomic():
        remember(source, told)
        actions.note_received(source=source, events=taken.events, not_understood=bad, at=at)
        actions.note_taken(source=source, file=path.name, by=by, at=at,
                           counts=Counts(taken.events, taken.hidden, bad))  # fmt: skip
    return taken


def remember(source: Source, told: Told) -> None:
    """Keep what was told of a source; it is part of the act that told it."""
    rows = HeaderMapping.objects.filter(school=source.school, source=_key(source))
    rows.delete()
    how = {"time-form": told.manner.form, "zone": told.manner.zone}
    for name, head in {**told.columns, **how}.items():
        if head:
            HeaderMapping.objects.create(school=source.school, source=_key(source), field=name,
                                         header=head)  # fmt: skip


def rules_of(school: School) -> Rules:
    """Return how a school takes web events: of places where one tells or finds help, nothing."""
    classes = Account.objects.filter(school=school).exclude(class_name="")
    logins = frozenset(one.casefold() for one in classes.values_list("username", flat=True))
    own = (one.lstrip(".") for one in settings.ALLOWED_HOSTS)
    return Rules(logins.__contains__, frozenset({*help_sites(), *own}) - {"", "*"})


class Wire:
    """Takes frames of syslog for one source."""

    def __init__(self, source: Source, told: Told) -> None:
        self._source, self._told = source, told
        self._run, self._number = secrets.token_hex(8), 0

    def keep(self, frames: Sequence[bytes]) -> None:
        """Take frames; raises where that is not possible, and then nothing of them is taken."""
        at, taken, source = timezone.now(), Taken(), self._source
        taker = Taker(store_of(source.school), source=source.name, rules=rules_of(source.school))
        records = [of_frame(one, self._told.manner, self._told.columns) for one in frames]
        taker.take(records, place=source.name, upto=f"{self._run}:{self._number + 1}",
                   now=days.instant(at), taken=taken)  # fmt: skip
        self._number += 1
        actions.note_received(source=source, events=taken.events, at=at,
                              not_understood=sum(taken.aside.values()))  # fmt: skip


@contextmanager
def _records(path: Path, told: Told) -> Iterator[Iterator[Read]]:
    if path.suffix.lower() in (".json", ".jsonl", ".ndjson"):
        with path.open("rb") as lines:
            yield reading.of_json(lines, told.manner, told.columns)
        return
    with io.TextIOWrapper(path.open("rb"), "utf-8", "replace", newline="") as text:
        yield reading.of_csv(text, told.manner, told.columns)


def _all(path: Path, told: Told) -> Iterator[Read]:
    with _records(path, told) as records:
        yield from records


def _key(source: Source) -> str:
    return f"log-{source.name}"[:40]
