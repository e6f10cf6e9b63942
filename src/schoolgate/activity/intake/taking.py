"""One batch of lines becomes events: pseudonyms for names, the rest aside with its reason."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from duckdb import CatalogException, DuckDBPyConnection

from schoolgate.activity import days, segments
from schoolgate.activity.intake import statements
from schoolgate.activity.intake.batches import Batch
from schoolgate.activity.intake.formats import Format
from schoolgate.activity.intake.known import Known, Names
from schoolgate.activity.intake.statements import Asked
from schoolgate.activity.manifest import File
from schoolgate.activity.segments import UnableToSettle, Written
from schoolgate.activity.store import Store
from schoolgate.activity.writing import Aside, Besides, Place

_REASONS = {
    "MISSING COLUMNS": "too few fields",
    "TOO MANY COLUMNS": "too many fields",
    "CAST": "a time or a number that is none",
    "LINE SIZE OVER MAXIMUM": "too long",
    "INVALID ENCODING": "no text",
    "UNQUOTED VALUE": "quotes that do not close",
    "INVALID STATE": "quotes that do not close",
}
_HEAD: Final = 1 << 20  # bytes of a first batch that are looked at before it is read
_BLANKS: Final = re.compile(rb"  +")
_LINE: Final = re.compile(rb"[^\n]*\n")
_CLOSED: Final = re.compile(rb'(?:(?:"(?:[^"\\\n]++|\\[^\n])*+"|[^ "\n]*+)[ \n])++')
_EMPTY: Final = re.compile(rb"^\n", re.MULTILINE)
_DASHES: Final = (re.compile(rb" - "), re.compile(rb"\n- "))
_SKEW = 60_000  # ms by which a clock may run ahead before it is noted


@dataclass(frozen=True, slots=True)
class Rules:
    """How a school's lines are taken. `known` tells what a user name is, `network` where a client
    address is; of `hidden` hosts and all below them nothing is kept."""

    known: Callable[[str], Known] = lambda _: Known()
    network: Callable[[str], str] = lambda _: ""
    hidden: Sequence[str] = ()
    keeps_paths: bool = True


@dataclass(slots=True)
class Taken:
    """How many lines a batch had, and what became of them. `ahead` is by how many ms the newest
    line was later than the clock; 0 within a minute."""

    lines: int = 0
    events: int = 0
    hidden: int = 0
    ahead: int = 0
    aside: dict[str, int] = field(default_factory=dict)

    def add(self, more: Taken) -> None:
        """Count another batch in."""
        self.lines += more.lines
        self.events += more.events
        self.hidden += more.hidden
        self.ahead = max(self.ahead, more.ahead)
        for reason, lines in more.aside.items():
            self.aside[reason] = self.aside.get(reason, 0) + lines


class Intake:
    """Takes the lines of one source into one school's log."""

    def __init__(self, store: Store, *, form: Format, columns: Mapping[str, str], rules: Rules):
        self._store = store
        self._engine = store.writer.engine
        self._form = form
        self._columns = columns
        self._rules = rules
        hidden = "|".join(re.escape(one.lower()) for one in rules.hidden)
        self._hidden = rf"(?i)(^|\.)({hidden})$" if hidden else ""
        self._names = Names(store, known=rules.known, network=rules.network)
        self._day: date | None = None  # of the last line
        self._is_by_session = False

    def take(self, batch: Batch, *, source: str, now: int) -> Taken:
        """Add the events of a batch; they are on disk when this returns. `now` is in ms since
        1970. Raises OSError, duckdb.Error; nothing of the batch is there then."""
        # The reader takes the one for the end of a line, and passes over the other at the start.
        data = batch.data.replace(b"\r", b"").removeprefix(BOM_UTF8)
        if self._form.name == "squid":
            data = _squeezed(data)
        self._is_by_session = self._store.has_sessions()
        aside: list[Aside] = []
        lines = data.count(b"\n")
        if self._form.quote:
            data, open_ = _closed(data)
            aside.extend(open_)

        def besides(files: Sequence[File]) -> Besides:
            missing = data.count(b"\n") - sum(file.rows for file in files)
            aside.extend(self._aside(data, missing))
            return Besides(self._names.of(self._seen(files)), aside)

        with segments.bytes_in_memory(data) as path, _clean(self._engine):
            files = self._store.writer.append_found(
                lambda first: self._written(path, data, first), Place(source, batch.upto), besides
            )
        counts = {one.reason: len(one.lines) for one in aside}
        events = sum(file.rows for file in files)
        hidden = max(0, lines - events - sum(counts.values()))
        blank = len(_EMPTY.findall(data)) if hidden else 0  # such a line is none
        lines, hidden = lines - blank, hidden - blank
        ahead = max((file.at_max for file in files), default=now) - now
        return Taken(lines, events, hidden, ahead if ahead > _SKEW else 0, counts)

    def _written(self, path: str, data: bytes, first: int) -> list[tuple[date, Written]]:
        """Write the events of a batch, by day: at once where all is as in the lines before, else
        after a look at all lines, as where somebody may be known by where they sat."""
        if self._day is None and not self._is_by_session:
            with segments.bytes_in_memory(_head(data)) as head:
                seen = self._look(head)
            self._day = seen[0] if seen else None
        if self._day is not None and not self._is_by_session:
            with suppress(UnableToSettle):
                return self._put(path, self._day, first, is_only=True)
        found: list[tuple[date, Written]] = []
        over = self._look(path)
        for day in over:
            found += self._put(path, day, first, is_only=len(over) == 1)
            self._day = day
        if not over:  # nobody has read the lines to their ends yet, and said which cannot be
            said = f"SELECT count(COLUMNS(*)) FROM {self._reading(path, rejects=True)}"
            self._engine.execute(said).fetchall()
        return found

    def _put(
        self, path: str, day: date, first: int, *, is_only: bool
    ) -> list[tuple[date, Written]]:
        select = statements.events(
            self._reading(path, rejects=True), self._form,
            Asked(self._store.school, self._hidden,
                  "" if self._rules.keeps_paths else self._store.pseudonyms.path_key,
                  self._is_by_session, self._names.kinds, day, first),
        )  # fmt: skip
        span = days.starts(day), days.ends(day)
        if not is_only:
            select = f"SELECT * FROM ({select}) WHERE ts >= {span[0]} AND ts < {span[1]}"
        one = self._store.writer.put(select, span)
        return [] if one is None else [(day, one)]

    def _look(self, path: str) -> list[date]:
        """Learn what lines name; return their days, few where a log has gaps of years."""
        source = self._reading(path, rejects=False)
        seen = self._engine.execute(statements.contents(source, self._form)).fetchall()
        self._names.learn((str(row[1]) for row in seen if row[1] is not None),
                          (str(row[0] or "") for row in seen))  # fmt: skip
        told = self._engine.execute(statements.told(source, self._form)).fetchall()
        self._names.hear((raw, tuple(parts)) for raw, *parts in told)
        stamps = [stamp for row in seen for stamp in row[2:4] if stamp is not None]
        if self._is_by_session and stamps:
            self._names.seat((str(row[0] or "") for row in seen if row[1] is None),
                             since=min(stamps), until=max(stamps) + 1)  # fmt: skip
        over = sorted(
            {days.day_of(stamp) for stamp in (min(stamps), max(stamps))} if stamps else []
        )
        if len(over) < 2:
            return over
        quarters = self._engine.execute(statements.quarters(source, self._form)).fetchall()
        return sorted({days.day_of(row[0] * days.QUARTER) for row in quarters})

    def _seen(self, files: Sequence[File]) -> set[str]:
        """Return the pseudonyms in files: when a name was seen last is when it may be forgotten."""
        if not files:
            return set()
        paths = ", ".join(f"'{segments.quoted(self._store.folder / file.name)}'" for file in files)
        found = self._engine.execute(
            f"SELECT list(DISTINCT who), list(DISTINCT device) FROM read_parquet([{paths}])"
        ).fetchall()
        return {*found[0][0], *found[0][1]}

    def _aside(self, data: bytes, missing: int) -> list[Aside]:
        """Return the lines of a batch that are no events, but those of hidden hosts: `missing`
        with them."""
        if not missing:
            return []
        aside = _rejected(self._engine)
        if sum(len(one.lines) for one in aside) >= missing:
            return aside
        if not self._form.quote:
            data = _unnamed(data)
        with segments.bytes_in_memory(data) as path:
            source = self._reading(path, rejects=False)
            said = statements.lacking(source, self._form, [*self._columns], self._hidden)
            return [*aside, *_by_reason(self._engine.execute(said).fetchall())]

    def _reading(self, path: str, *, rejects: bool) -> str:
        return statements.reading(path, self._form, self._columns, rejects=rejects)


def _head(data: bytes) -> bytes:
    """Return the first whole lines."""
    return data[: data.rfind(b"\n", 0, _HEAD) + 1] or data


def _unnamed(data: bytes) -> bytes:
    """Return the lines that may lack a time or a user: a dash stands for it."""
    dashes = (one.start() for dash in _DASHES for one in dash.finditer(data))
    starts = {0, *(data.rfind(b"\n", 0, dash + 1) + 1 for dash in dashes)}
    return b"".join(data[start : data.find(b"\n", start) + 1] for start in sorted(starts))


@contextmanager
def _clean(engine: DuckDBPyConnection) -> Iterator[None]:
    """Leave no rejected lines behind where an attempt fails."""
    try:
        yield
    except BaseException:
        _forget(engine)
        raise


def _forget(engine: DuckDBPyConnection) -> None:
    """Forget which lines could not be split."""
    engine.execute("DROP TABLE IF EXISTS reject_errors")
    engine.execute("DROP TABLE IF EXISTS reject_scans")


def _squeezed(data: bytes) -> bytes:
    """Return what stands between runs of blanks: the native form pads its numbers."""
    return _BLANKS.sub(b" ", data)


def _closed(data: bytes) -> tuple[bytes, list[Aside]]:
    """Return the lines whose quotes close, and the others: the reader would take such a line and
    those behind it for one."""
    whole: list[bytes] = []
    left: list[bytes] = []
    for line in _LINE.findall(data):
        (whole if _CLOSED.fullmatch(line) else left).append(line)
    if not left:
        return data, []
    said = [line.decode(errors="replace").rstrip("\n") for line in left]
    return b"".join(whole), [Aside(_REASONS["UNQUOTED VALUE"], said)]


def _rejected(engine: DuckDBPyConnection) -> list[Aside]:
    """Return the lines that the engine could not split, and forget them there."""
    try:
        found = engine.execute(
            "SELECT min(error_type::VARCHAR), any_value(csv_line) FROM reject_errors GROUP BY line"
        ).fetchall()
    except CatalogException:  # there is no such table: nothing was rejected
        return []
    _forget(engine)
    return _by_reason([(_REASONS.get(str(kind), "unreadable"), line) for kind, line in found])


def _by_reason(found: Iterable[tuple[object, object]]) -> list[Aside]:
    reasons: dict[str, list[str]] = {}
    for reason, line in found:
        reasons.setdefault(str(reason), []).append(str(line))
    return [Aside(reason, lines) for reason, lines in sorted(reasons.items())]
