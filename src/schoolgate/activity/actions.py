"""What is done to the log: lines taken in, days dropped, what is kept of addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Final

from dateutil.relativedelta import relativedelta
from django.db import transaction

from schoolgate.activity import copies_of, days, registering, rules
from schoolgate.activity.days import LONDON
from schoolgate.activity.intake import batches, formats
from schoolgate.activity.intake.taking import Intake, Rules, Taken
from schoolgate.activity.keeping import Dropped
from schoolgate.activity.opening import store_of
from schoolgate.activity.verbs import ActivityVerb
from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.records import actions as journal
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for

FIRST: Final = 65_536  # bytes by which a form is told
_OPENINGS: Final = "openings told"
TABLES: Final = {"web": ("web",), "mail": ("mail", "recipients", "attachments")}


def take(
    *, school: School, path: Path, form: str = "auto", by: System, at: datetime,
    watch: Callable[[int, int], None] = lambda _done, _size: None,
) -> Taken:  # fmt: skip
    """Take in what is new in a log of the web; each batch is on disk before the next is read, so
    whoever was interrupted calls this again. `watch` hears of bytes done and to do.

    Raises formats.UnableToTell, OSError.
    """
    total = Taken()
    for one in _batches(school, path, form, at, watch):
        total.add(one)
    _tell_of_openings(school)
    if total.lines:
        body = {"events": str(total.events), "lines": str(total.lines), "log": path.name,
                "aside": str(sum(total.aside.values())), "hidden": str(total.hidden),
                "ahead": str(total.ahead // 1000)}  # fmt: skip
        with acting_for(school.pk), transaction.atomic():
            journal.write(school=school, by=by, at=at, verb=ActivityVerb.LOG_TAKEN,
                          object=school, body=body)  # fmt: skip
            registering.count(school, total.events, sum(total.aside.values()), at)
    return total


def _batches(
    school: School, path: Path, form: str, at: datetime, watch: Callable[[int, int], None]
) -> Iterator[Taken]:
    store, source = store_of(school), f"web:{path.resolve()}"
    with path.open("rb") as file:
        first = file.read(FIRST)
    if not first:
        return
    known = formats.told(first) if form == "auto" else formats.BY_NAME[form]
    with acting_for(school.pk):
        said = Rules(registering.known(school), hidden=registering.hidden(),
                     keeps_paths=store.setting("paths") != "digests")  # fmt: skip
    intake = Intake(store, form=known, columns=formats.with_extra(known, first), rules=said)
    for batch in batches.batches(path, store.reached(source)):
        yield intake.take(batch, source=source, now=days.instant(at))
        watch(batch.done, batch.size)


def _tell_of_openings(school: School) -> None:
    """Pass on which openings were used, from where it was told last."""
    store = store_of(school)
    told, upto = store.opened(int(store.reached(_OPENINGS) or 0))
    with acting_for(school.pk):
        for token, at in told:
            registering.tell(school, token, at)
    store.note(_OPENINGS, str(upto))


def set_paths(*, school: School, keeps: bool, by: System, at: datetime) -> None:
    """Keep paths of addresses from now on, with file names and search words; or digests only."""
    kept = "whole addresses" if keeps else "hosts, with digests of the rest"
    with acting_for(school.pk), transaction.atomic():
        journal.write(school=school, by=by, at=at, verb=ActivityVerb.PATHS_SET, object=school,
                      body={"kept": kept})  # fmt: skip
        store_of(school).set("paths", "kept" if keeps else "digests")


def forget(*, school: School, by: System, at: datetime) -> list[Dropped]:
    """Drop the days that the policy keeps no longer, sealed copies of mail with them. The journal
    has the proof: days, rows, bytes, and how many rows holds keep; whoever was interrupted before
    it was written calls this again. Raises OSError, policies PackError; then nothing more goes.
    """
    gone: list[Dropped] = []
    store = store_of(school)
    kept = kept_from(school, at.astimezone(LONDON).date())
    for kind, before in kept.items():
        for day in store.keeper.days(before, tables=TABLES[kind]):
            store.keeper.drop(day, tables=TABLES[kind])
        dropped = store.keeper.gone(TABLES[kind])
        if kind == "mail":
            for one in dropped:
                copies_of.drop_day(school, one.day)
        if dropped:
            _prove(school, kind, before, dropped, by=by, at=at)
            store.keeper.told(TABLES[kind])
        gone += dropped
    store.keeper.forget(min(kept.values()))
    store.keeper.forget_sessions(kept["web"])
    return gone


def _prove(
    school: School, kind: str, before: date, dropped: list[Dropped], *, by: System, at: datetime
) -> None:
    body = {"kind": kind, "before": before.isoformat(),
            "days": ", ".join(one.day.isoformat() for one in dropped),
            "rows": str(sum(one.rows for one in dropped)),
            "bytes": str(sum(one.bytes for one in dropped)),
            "held": str(sum(one.held for one in dropped))}  # fmt: skip
    with acting_for(school.pk), transaction.atomic():
        journal.write(school=school, by=by, at=at, verb=ActivityVerb.DAYS_DROPPED,
                      object=school, body=body)  # fmt: skip


def kept_from(school: School, today: date) -> dict[str, date]:
    """Return the first day that is kept, of "web" and of "mail". Raises PackError."""
    long = periods(school)
    return {kind: rules.kept_from(today, long[kind]) for kind in TABLES}


def periods(school: School) -> dict[str, relativedelta]:
    """Return how long "web" and "mail" are kept, and "alerts", where a clause speaks of them.
    Raises PackError."""
    with acting_for(school.pk):
        pack = library.of(school).pack
    keeps = [(", ".join(box.phrases["what"]), " ".join(box.phrases["for"]))
             for _, box in pack.boxes("keep")]  # fmt: skip
    long = {kind: rules.period(keeps, kind) for kind in TABLES}
    alerts = rules.stated(keeps, rules.ALERTS)
    return long | {rules.ALERTS: alerts} if alerts else long
