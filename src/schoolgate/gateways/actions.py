"""Every write of this room, and the import that the people room writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from schoolgate.gateways import queries
from schoolgate.gateways.models import HeaderMapping
from schoolgate.gateways.roster import oneroster, plain, tables
from schoolgate.gateways.roster.planning import Plan, plan
from schoolgate.gateways.roster.present import present
from schoolgate.gateways.roster.validating import judge
from schoolgate.people import actions as people
from schoolgate.people.models import Person, School
from schoolgate.people.permissions import may
from schoolgate.people.rights import Capability
from schoolgate.records.parties import System


class UnableToImport(Exception):
    """Nothing was imported. The message says what to look at, and how to confirm."""


@dataclass(frozen=True, slots=True)
class Order:
    """Which files to take in, and how to read them.

    `columns` are told in this command, `source` names the system whose ids these are, `org` the one
    school of an export of several.
    """

    files: Sequence[Path]
    source: str = ""
    kind: str = ""
    org: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A plan, the source whose ids it speaks of, and the hash of its files (SHA-256, hex)."""

    plan: Plan
    source: str
    hash: str
    columns: Mapping[str, str]


def prepare(*, school: School, order: Order, by: Person | System, on: date) -> Prepared:
    """Parse, validate and plan; nothing is written. Raises NotAllowed, tables' UnableToRead."""
    if not may(by, Capability.ROSTER_IMPORT, school=school.pk, on=on):
        raise people.NotAllowed("You may not import at this school. Ask the headteacher.")
    bundle = tables.gather(order.files)
    is_oneroster = oneroster.MANIFEST in bundle.files
    source = order.source or ("oneroster" if is_oneroster else "mis")
    told = {**queries.mapping(school=school, source=source, viewer=by, on=on), **order.columns}
    reading = (
        oneroster.read(bundle, order.org, on=on)
        if is_oneroster
        else plain.read(bundle, told, order.kind)
    )
    there = present(school=school, source=source, viewer=by, on=on)
    made = plan(reading.system, judge(reading), there, covers=reading.covers, on=on)
    return Prepared(made, source, bundle.hash, order.columns)


@transaction.atomic
def import_roster(  # noqa: PLR0913 an order, who gave it, and what they confirmed
    *,
    school: School,
    order: Order,
    by: Person | System,
    at: datetime,
    confirm_gone: int | None = None,
    confirm_back: int | None = None,
    watch: Callable[[Prepared], Callable[[int], None]] | None = None,
) -> Prepared:
    """Plan and apply in one transaction: all or nothing. `watch` is given the plan before.

    Raises UnableToImport, NotAllowed, UnableToRead.
    """
    prepared = prepare(school=school, order=order, by=by, on=timezone.localdate(at))
    made = prepared.plan
    _refuse_unconfirmed(made, confirm_gone, confirm_back)
    back = confirm_back is not None
    if made.changes_nothing and not (back and made.leavers):
        return prepared
    _remember(school, prepared)
    change = made.change(prepared.source, _origin(prepared), back=back)
    people.take_in(school=school, change=change, by=by, at=at,
                   watch=watch(prepared) if watch else people.unwatched)  # fmt: skip
    return prepared


def _origin(prepared: Prepared) -> dict[str, str]:
    """Return what the journal keeps of the files."""
    made = prepared.plan
    return {"sha256": prepared.hash, "system": made.system, "faults": str(len(made.faults))}


def _refuse_unconfirmed(made: Plan, gone: int | None, back: int | None) -> None:
    if gone is not None and gone != len(made.gone):
        raise UnableToImport(
            f"{len(made.gone)} people are gone from the file, not {gone}. Look at the plan again."
        )
    if made.drops and gone is None:
        said = ", ".join(f"{count} of {had} ({kind})" for kind, (count, had) in made.drops.items())
        raise UnableToImport(
            f"More than a tenth would go: {said}. Nothing was imported. If the file is right, "
            f"write --confirm-gone {len(made.gone)}."
        )
    if back is not None and back != len(made.leavers):
        raise UnableToImport(
            f"{len(made.leavers)} people who left are in the file, not {back}. Look at the plan."
        )


def _remember(school: School, prepared: Prepared) -> None:
    """Keep what was told of columns; it is part of the import, whose entry names the source."""
    told = HeaderMapping.objects.filter(school=school, source=prepared.source)
    for name, header in prepared.columns.items():
        told.filter(header=header).exclude(field=name).delete()
        told.update_or_create(
            school=school, source=prepared.source, field=name, defaults={"header": header}
        )
