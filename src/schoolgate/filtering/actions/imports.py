"""A list taken in: read and planned, then let in or refused; what is in use stays until then."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.filtering import publishing, storing
from schoolgate.filtering.actions.changes import note_second, record
from schoolgate.filtering.lists import planning
from schoolgate.filtering.lists.files import UnableToOpenList, found_in
from schoolgate.filtering.lists.planning import Order, Plan
from schoolgate.filtering.models import ListImport, ListSource
from schoolgate.filtering.queries.lists import good_import
from schoolgate.filtering.rules.categories import label
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records.parties import System

State = ListImport.State
INBOX = "inbox"  # instead of a file that was sent: the one that the source names
_OPEN = (State.READING, State.WAITING)


@transaction.atomic
def begin_import(
    *, source: ListSource, upload: str, by: Person | System, at: datetime
) -> ListImport:
    """Note that a list is about to be read: a stored file, or `INBOX`.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.FILTER_KEEP, source.school_id, at)
    there = ListSource.objects.select_for_update().filter(pk=source.pk)
    if not there or source.imports.filter(state__in=_OPEN).exists():
        raise UnableToRecord("This list is being taken in already. Decide on that first.")
    if upload == INBOX and not (source.inbox and _file(source, upload).exists()):
        raise UnableToRecord("There is no such file in the inbox. Ask whoever runs the machine.")
    return ListImport.objects.create(
        school_id=source.school_id, source=source, state=State.READING, at=at, upload=upload,
        by=by if isinstance(by, Person) else None, by_label=name_of(by),
    )  # fmt: skip


def size(made: ListImport) -> int:
    """Return how many bytes there are to read."""
    return storing.size_of(_file(made.source, made.upload))


def _file(source: ListSource, upload: str) -> Path:
    school = source.school
    return storing.in_inbox(school, source.inbox) if upload == INBOX else (
        storing.upload_of(school, upload)
    )  # fmt: skip


def read_import(*, made: ListImport) -> None:
    """Read, judge and plan a list; it waits for a decision then. Safe to run again after a crash.

    No transaction is held meanwhile. What cannot be read is refused, with the reason.
    """
    if made.state != State.READING:
        return
    source, here = made.source, ListImport.objects.filter(pk=made.pk, state=State.READING)
    copy = storing.new_copy(source.school)
    good = good_import(source)
    before = storing.copy_of(source.school, good.copy) if good else None
    key = storing.floor_key(source.school) if source.is_floor else b""
    order = Order(source.category, source.words, timezone.localdate(made.at), key)
    found = found_in(_file(source, made.upload), source.form)
    try:
        plan = planning.plan(found, copy, order, before=before,
                             tell=lambda lines: here.update(entries=lines))  # fmt: skip
    except UnableToOpenList as error:
        here.update(state=State.REFUSED, obstacles=[str(error)], decided_at=made.at)
        _forget(made)
    else:
        _wait(made, plan, copy)
    made.refresh_from_db()


def _wait(made: ListImport, plan: Plan, copy: Path) -> None:
    waits = ListImport.objects.filter(pk=made.pk, state=State.READING).update(
        state=State.WAITING, plan=plan.as_json(), asks=planning.asks(plan),
        obstacles=planning.obstacles(plan), copy=copy.name, sha256=plan.sha256,
        entries=plan.entries,
    )  # fmt: skip
    if not waits:
        storing.remove(copy)
    elif made.source.is_floor:
        _forget(made)


def _forget(made: ListImport) -> None:
    """Delete the file that was sent; what lies in the inbox belongs to whoever put it there."""
    if made.upload != INBOX:
        with suppress(OSError):
            storing.remove(_file(made.source, made.upload))


@transaction.atomic
def read_again(*, made: ListImport, by: Person | System, at: datetime) -> None:
    """Let a list be read anew, its words having changed. Raises NotAllowed, UnableToRecord."""
    require(by, Capability.FILTER_KEEP, made.school_id, at)
    if not _file(made.source, made.upload).exists():
        raise UnableToRecord("The file is no longer here. Refuse this and send it again.")
    here = ListImport.objects.filter(pk=made.pk, state=State.WAITING)
    if here.update(state=State.READING, entries=0) != 1:
        raise UnableToRecord("This does not wait for a decision any longer.")
    _drop_on_commit(made.school, made.copy)
    made.refresh_from_db()


@transaction.atomic
def apply_import(*, made: ListImport, sha256: str, by: Person | System, at: datetime) -> None:
    """Let a list in as it was shown; `sha256` is that of what was shown.

    Where it asks, somebody else than who began it has to; what the machine began on its own is
    confirmed by another person afterwards. Raises NotAllowed, UnableToRecord.
    """
    mine = isinstance(by, System) or made.by == by
    require(by, _capability(mine), made.school_id, at)
    if made.obstacles:
        raise UnableToRecord(made.obstacles[0])
    if made.asks and mine:
        raise UnableToRecord("This list asks. Somebody else has to look at it and let it in.")
    good = good_import(made.source)
    here = ListImport.objects.filter(pk=made.pk, state=State.WAITING, sha256=sha256)
    before = _counted(good) if good else []
    if good is not None:
        _retire(good)
    if here.update(state=State.APPLIED, decided_at=at, decided_by=name_of(by)) != 1:
        raise UnableToRecord("This is not what you were shown, or it is decided. Look again.")
    made.refresh_from_db()
    _log(made, before, by, at)
    transaction.on_commit(lambda: _forget(made))
    publishing.publish(made.school)


def _capability(mine: bool) -> Capability:
    """Return what it takes to decide: on one's own as its keeper, on another's as second person."""
    return Capability.FILTER_KEEP if mine else Capability.FILTER_CONFIRM


def _log(made: ListImport, before: list[str], by: Person | System, at: datetime) -> None:
    sent = made.by if isinstance(by, Person) and made.by != by else None
    change = record(
        school=made.school, verb=FilteringVerb.FILTER_MAINTAINED, object=made.source,
        what=f"let in the list {made.source}{f', taken in by {sent}' if sent else ''}",
        before=before, after=_counted(made), by=by, at=at, asked=bool(made.asks),
        why=" ".join(made.asks)[:300],
    )  # fmt: skip
    if sent is not None:
        note_second(change=change, by=sent, at=at)


def _counted(made: ListImport) -> list[str]:
    counts = made.plan.get("counts", {}).items()
    return [f"{made.entries:,} entries", *(f"{label(one)}: {count:,}" for one, count in counts)]


def _retire(good: ListImport) -> None:
    """Put aside what is in use; of copies that were, the last one is kept."""
    older = good.source.imports.filter(state=State.REPLACED).exclude(copy="")
    for one in older:
        _drop_on_commit(good.school, one.copy)
    older.update(copy="")
    ListImport.objects.filter(pk=good.pk).update(state=State.REPLACED)


def _drop_on_commit(school: School, copy: str) -> None:
    if copy:
        transaction.on_commit(lambda: storing.remove(storing.copy_of(school, copy)))


@transaction.atomic
def refuse_import(*, made: ListImport, why: str, by: Person | System, at: datetime) -> None:
    """Leave a list as it was. Raises NotAllowed, UnableToRecord."""
    require(by, _capability(made.by == by), made.school_id, at)
    because = words(why, "Say why. Whoever sent it asks.")
    here = ListImport.objects.filter(pk=made.pk, state__in=_OPEN)
    if here.update(state=State.REFUSED, decided_at=at, decided_by=name_of(by), copy="") != 1:
        raise UnableToRecord("This is decided already.")
    record(school=made.school, verb=FilteringVerb.LIST_REFUSED, object=made.source, why=because,
           what=f"refused what was read of the list {made.source}", by=by, at=at)  # fmt: skip
    _drop_on_commit(made.school, made.copy)
    transaction.on_commit(lambda: _forget(made))


def renew(*, source: ListSource, by: System, at: datetime) -> ListImport | None:
    """Take a list in from the inbox where its file is newer than what is in use.

    Let in at once where nothing is asked and nothing stands in the way; else it waits for people.
    """
    file = storing.in_inbox(source.school, source.inbox)
    last = source.imports.first()
    if not source.inbox or not file.exists() or (
        last and (last.state in _OPEN or file.stat().st_mtime <= last.at.timestamp())
    ):  # fmt: skip
        return None
    made = begin_import(source=source, upload=INBOX, by=by, at=at)
    read_import(made=made)
    if made.state == State.WAITING and not made.asks and not made.obstacles:
        apply_import(made=made, sha256=made.sha256, by=by, at=at)
    return made
