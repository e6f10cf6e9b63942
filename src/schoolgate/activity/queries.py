"""Numbers of a school's log for whoever may see them: never a row, never a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple, cast

from schoolgate.activity import days, manifest, naming, permissions
from schoolgate.activity.opening import folder_of, keeps_log, store_of
from schoolgate.activity.reports import parts, regular, tables
from schoolgate.activity.reports.parts import Piece, Place, Shown, Sum
from schoolgate.activity.reports.regular import Numbered
from schoolgate.activity.reports.spans import Span, Weeks, weeks
from schoolgate.activity.reports.tables import Table
from schoolgate.activity.store import Store
from schoolgate.kernel.suppressing import FEWEST
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry

REPORT: Final = "activity.report"  # what the journal calls a regular report
_HOUR: Final = 3_600_000


class Report(NamedTuple):
    """How the internet was used in some weeks; no tables where the log holds no whole week."""

    school: School
    span: Span
    weeks: Weeks
    tables: tuple[Table, ...]


def usage(*, viewer: Person | None, span: Span, on: date) -> Report | None:
    """Return the report of the viewer's school; None for whoever may not see it."""
    if viewer is None or not permissions.may_see(viewer, on=on):
        return None
    return report(viewer.school, span, on=on)


def report(school: School, span: Span, *, on: date) -> Report:
    """Return the report of a school, for those who may see it."""
    if not (folder_of(school) / manifest.NAME).exists():
        return Report(school, span, weeks(span, kept_since=None, today=on), ())
    store = store_of(school)
    chosen = weeks(span, kept_since=_kept_since(store), today=on)
    made = tuple(_tables(_Log(store, chosen))) if chosen else ()
    return Report(school, span, chosen, made)


def profiles_shown(store: Store, *, since: int) -> set[str]:
    """Return the profiles of enough people to be shown: “the headteacher” is a name."""
    counted = store.ask("people_by_profile", since=since)
    return {str(one) for one, people in counted if cast(int, people) >= FEWEST}


def _kept_since(store: Store) -> date | None:
    """Return the first day that the log keeps as a whole: held rows are no whole day."""
    with store.kept.reading() as one:
        found = [file.day for table in ("web", "mail") for file in manifest.files(one, table)
                 if file.kind != "held"]  # fmt: skip
    return min(found, default=None)


class _Log:
    """What is asked of the log for one report."""

    def __init__(self, store: Store, chosen: Weeks) -> None:
        self._store = store
        self.weeks = chosen
        self._between = {"since": days.starts(chosen.first), "until": days.ends(chosen.last)}

    def parts(self, verdict: str, part: str, whole: str = "") -> list[Piece]:
        """Return parts of what passed (`allow`) or was refused (`block`)."""
        return self.ask("parts_by_week", verdict=verdict, part=part, whole=whole, fewest=FEWEST)

    def ask(self, name: str, **values: object) -> list[Piece]:
        """Return what a question finds in these weeks."""
        return _pieces(self._store.ask(name, **self._between, **values))

    def ask_all(self, name: str, *, begun: object, **values: object) -> list[Piece]:
        """Return the same of what happened since `begun`, compared with all that was before."""
        return _pieces(self._store.ask(name, until=self._between["until"], begun=begun, **values))

    @property
    def begins(self) -> int:
        """The first instant, in ms since 1970."""
        return self._between["since"]


def _pieces(rows: Iterable[tuple[object, ...]]) -> list[Piece]:
    return [Piece(cast(date, week), str(whole), None if part is None else str(part),
                  cast(int, people), cast(int, times), int(cast(int, volume)))
            for week, whole, part, people, times, volume in rows]  # fmt: skip


def _tables(log: _Log) -> Iterator[Table]:
    passed, refused = (parts.shown(log.parts(one, "day")) for one in ("allow", "block"))
    yield tables.by_day(
        "days", "Requests, day by day", [("Let through", passed), ("Refused", refused)]
    )
    yield from _refused(log)
    yield from _passed(log)
    sent, came = (
        parts.shown(log.ask(one, fewest=FEWEST))
        for one in ("mail_sent_by_week", "mail_received_by_week")
    )
    if sent.sums or came.sums:
        yield tables.by_day("mail", "Messages, day by day", [("Sent", sent), ("Received", came)])


def _refused(log: _Log) -> Iterator[Table]:
    found = parts.shown(log.parts("block", "category"))
    yield tables.by_category(found, every=naming.categories(), name=naming.category)
    years = _each(log.parts("block", "year", "category"), found)
    yield tables.by_year(years, name=naming.category)
    hosts = parts.shown(log.parts("block", "host", "category"), below=found.places)
    yield tables.by_host("refused", "Sites refused most often", hosts,
                         "Of the categories that are shown.")  # fmt: skip


def _passed(log: _Log) -> Iterator[Table]:
    hosts = parts.shown(log.parts("allow", "host"))
    yield tables.by_host("asked", "Sites used most", hosts)
    leave = log.ask_all("opened_after_block", begun=log.begins, fewest=FEWEST)
    yield tables.opened(_one_part(leave, hosts, "leave"))
    first = log.ask_all("first_visits", begun=log.weeks.first)
    yield tables.first_visits(parts.alone(_of_shown(first, hosts)))
    roles = parts.alone(log.parts("allow", "profile"))
    yield tables.volumes(parts.alone(_hours(log.parts("allow", "hour"), roles)),
                         profile=naming.profile)  # fmt: skip
    mail = _each(log.parts("allow", "mail", "profile"), roles)
    yield tables.private_mail(mail, profile=naming.profile)


def _of_shown(pieces: Iterable[Piece], found: Shown) -> Iterator[Piece]:
    """Yield the pieces whose part is shown in their week."""
    for one in pieces:
        if one.part in found.places.get(Place(one.week, ""), ()):
            yield one


def _hours(pieces: Iterable[Piece], roles: Shown) -> Iterator[Piece]:
    """Yield the hours of profiles that are shown in their week, as London's clocks count them."""
    for one in pieces:
        hour, _, role = (one.part or "").partition(" ")
        if one.part is not None and role in roles.places.get(Place(one.week, ""), ()):
            behind = days.starts(one.week) // _HOUR % 24  # 23 in summer, 0 in winter
            yield one._replace(part=f"{(int(hour) - behind) % 24} {role}")


def _each(pieces: Iterable[Piece], above: Shown) -> dict[str, Shown]:
    """Return what may be shown below each part, the largest part first."""
    found: dict[str, list[Piece]] = {slug: [] for slug, _ in above.most(len(above.sums))}
    for one in pieces:
        if one.whole in found:
            found[one.whole].append(one)
    return {slug: parts.shown(of, below=above.places) for slug, of in found.items()}


def _one_part(pieces: Iterable[Piece], above: Shown, part: str) -> dict[str, Sum]:
    """Return one part of each whole, by whole."""
    found = ((slug, one.sums.get(part)) for slug, one in _each(pieces, above).items())
    return {slug: one for slug, one in found if one is not None}


def sent(school: School) -> list[Numbered]:
    """Return the regular reports that were sent, the newest first."""
    found = Entry.objects.filter(journal=school.pk, object_kind=REPORT).order_by("-sequence")
    return [regular.named(key) for key in found.values_list("object_id", flat=True)]


def due(school: School, *, on: date) -> Numbered | None:
    """Return the regular report that has to be sent now, if there is one."""
    if not keeps_log(school):
        return None
    last = next(iter(sent(school)), None)
    return regular.following(last, kept_since=_kept_since(store_of(school)), today=on)
