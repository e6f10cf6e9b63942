"""One school's activity log: one writer at a time, many readers in other processes. No Django."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import cast

from schoolgate.activity import manifest
from schoolgate.activity.events import TABLES, WHOSE, Event, WebEvent
from schoolgate.activity.intake.sessions import Session, certain
from schoolgate.activity.keeping import Dropped, Keeper
from schoolgate.activity.manifest import Hold, Manifest, SetAside
from schoolgate.activity.pseudonyms import Pseudonyms, as_kind
from schoolgate.activity.reading import Reader, Row, text
from schoolgate.activity.writing import Place, Rows, UnableToAppend, Writer


class UnableToName(PermissionError):
    """A name was asked for without leave."""


class Store:
    """The log in `folder`, under the school's own key of 32 bytes."""

    def __init__(self, folder: Path, *, school: str, key: bytes) -> None:
        self.folder = folder
        self.school = school
        self.kept = Manifest(folder)
        self.pseudonyms = Pseudonyms(school=school, key=key)
        self._reader = Reader(folder, self.kept)
        self.keeper = Keeper(folder, self.kept, self._reader)
        self.writer = Writer(folder, self.kept, self.pseudonyms)

    # Writing

    def append(
        self,
        table: str,
        rows: Rows,
        *,
        source: str,
        upto: str,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Add events of one table: see `append_all`."""
        self.append_all({table: rows}, source=source, upto=upto, names=names)

    def append_all(
        self,
        rows: Mapping[str, Rows],
        *,
        source: str,
        upto: str,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Add events of several tables at once; on disk when this returns, or none of them.

        `upto` says how far `source` was read, and holds from the same moment: what was taken up to
        there is not taken again, so the same `upto` twice adds nothing the second time. `names`
        are pseudonym and name, to be sealed. Raises UnableToAppend, OSError.
        """
        self.writer.append(rows, Place(source, upto), names or {})

    def reached(self, source: str) -> str:
        """Return where intake of a source stopped, "" at first."""
        with self.kept.reading() as one:
            return manifest.reached(one, source)

    def note(self, source: str, upto: str) -> None:
        """Note how far something was read that brings no rows."""
        with self.kept.writing() as one:
            manifest.reach(one, source, upto)

    def opened(self, after: int) -> tuple[list[tuple[str, int]], int]:
        """Return the openings used by web events that arrived after a number, with their first
        instants (ms), and the number of the last event."""
        with self.kept.reading() as one:
            last = manifest.next_number(one, "web") - 1
        found = self._reader.opened(after, last)
        return [(str(token), cast(int, at)) for token, at in found], last

    def contents(self) -> list[tuple[str, int, int, int, str, str]]:
        """Return for each table with rows: name, how many days, rows, bytes, first and last day."""
        said = (
            "SELECT tab, count(DISTINCT day), sum(rows), sum(bytes), min(day), max(day)"
            " FROM file GROUP BY tab ORDER BY tab"
        )
        with self.kept.reading() as one:
            return one.execute(said).fetchall()

    def setting(self, name: str) -> str:
        """Return what was set for this log, "" where nothing was."""
        return self.reached(f"set:{name}")

    def set(self, name: str, to: str) -> None:
        """Set something for this log."""
        self.note(f"set:{name}", to)

    # What was set aside

    def aside(self) -> list[SetAside]:
        """Return what was set aside: where from, why, how many lines; not the lines."""
        with self.kept.reading() as one:
            return manifest.aside(one)

    def set_aside(self, one: int, *, leave: object) -> list[str]:
        """Return lines that were set aside, as they were: they may name people. `leave` is what
        allows it. Raises UnableToName."""
        if not leave:
            raise UnableToName("Lines that were set aside are opened only by leave.")
        with self.kept.reading() as db:
            reason, sealed = db.execute(
                "SELECT reason, sealed FROM aside WHERE id = ?", (one,)
            ).fetchone()
        packed = self.pseudonyms.unseal(bytes(sealed), place=f"aside:{reason}")
        return zlib.decompress(packed).decode().split("\n")

    # Names

    def pseudonym(self, kind: str, name: str) -> str:
        """Return what stands for a name: "person", "class", "device" or "address". "" for ""."""
        return self.pseudonyms.of(as_kind(kind), name)

    def name_of(self, pseudonym: str, *, leave: object) -> str:
        """Return the name behind a pseudonym, "" where none is known. `leave` is what allows it:
        the look-up or the alert. Raises UnableToName."""
        if not leave:
            raise UnableToName("A name is opened only by leave: a look-up or an alert.")
        with self.kept.reading() as one:
            found = one.execute(
                "SELECT sealed FROM name WHERE pseudonym = ?", (pseudonym,)
            ).fetchone()
        if found is None:
            return ""
        return self.pseudonyms.unseal(bytes(found[0]), place=f"name:{pseudonym}").decode()

    # Who sat where

    def sit(self, sessions: Iterable[Session]) -> None:
        """Note who sat where; what is told again and ends later is one session."""
        with self.kept.writing() as one:
            one.executemany(
                "INSERT INTO session VALUES (?, ?, ?, ?) ON CONFLICT (device, who, since)"
                " DO UPDATE SET until = max(until, excluded.until)", list(sessions),
            )  # fmt: skip

    def has_sessions(self) -> bool:
        """Tell whether it is known of any device who sat there."""
        with self.kept.reading() as one:
            return one.execute("SELECT 1 FROM session LIMIT 1").fetchone() is not None

    def sat(
        self, devices: Collection[str], *, since: int = -(2**62), until: int = 2**62
    ) -> list[Session]:
        """Return the sessions at these devices that touch the time from `since` to before `until`
        (ms); every one where no time is said."""
        said = (
            f"SELECT * FROM session WHERE device IN ({', '.join('?' * len(devices))})"
            " AND since < ? AND until > ?"
        )
        with self.kept.reading() as one:
            return [Session._make(row) for row in one.execute(said, [*devices, until, since])]

    def seated(self, devices: Collection[str]) -> frozenset[str]:
        """Return those of these devices of which any session is known."""
        said = (
            f"SELECT DISTINCT device FROM session WHERE device IN ({', '.join('?' * len(devices))})"
        )
        with self.kept.reading() as one:
            return frozenset(str(row[0]) for row in one.execute(said, [*devices]))

    def sitting(self, device: str, at: int) -> str:
        """Return the pseudonym of the one person who sat at a device at an instant (ms); "" where
        nobody is known, or more than one."""
        found = [one.who for one in certain(self.sat([device], since=at, until=at + 1))
                 if one.since <= at < one.until]  # fmt: skip
        return found[0] if found else ""

    # Reading

    def since(self, table: str, cursor: int, limit: int) -> tuple[list[Event], int]:
        """Return up to `limit` events that arrived after `cursor` (0 at first), in order of
        arrival, and the cursor to go on from."""
        make = TABLES[table]._make
        events = [make(row) for row in self._reader.after(table, cursor, limit)]
        return events, events[-1].number if events else cursor

    def web_of(self, who: str, *, since: int, until: int) -> list[WebEvent]:
        """Return a person's web events from `since` to before `until` (ms), by time."""
        found = self._reader.between("web", whose="who", who=who, since=since, until=until)
        return [WebEvent._make(cast(tuple[object], row)) for row in found]

    def latest(self, who: str, count: int, *, until: int) -> list[WebEvent]:
        """Return a person's last web events before `until` (ms), the newest first."""
        found = self._reader.latest("web", whose="who", who=who, count=count, until=until)
        return [WebEvent._make(cast(tuple[object], row)) for row in found]

    def ask(self, name: str, **values: object) -> list[Row]:
        """Return what a named question of `activity/sql` finds. `since` and `until` (ms), where
        given, choose the files; every value may stand in the text as `$name`."""
        said = text(name)
        table = said.partition("-- table: ")[2].partition("\n")[0].strip() or "web"
        since, until = (cast("int | None", values.get(one)) for one in ("since", "until"))
        return self._reader.asked(table, said, values, since=since, until=until)

    def first_visit(self, host: str) -> tuple[int, str, str] | None:
        """Return when somebody first went to a host (ms), who, and the verdict; None where nobody
        ever did."""
        found = self._reader.earliest("web", text("first_visit"), {"host": host})
        return cast("tuple[int, str, str]", found[0]) if found else None

    # Holds

    def hold(self, case: str, *, table: str, who: str, since: int, until: int) -> int:
        """Keep a person's rows for a case, until it is released; return how many there are now.
        Asked twice it is one hold."""
        one_hold = Hold(case, table, who, since, until)
        with self.kept.writing() as one:
            one.execute("INSERT OR IGNORE INTO hold VALUES (?, ?, ?, ?, ?)", one_hold)
        return self._kept_by(one_hold)

    def held(self, case: str) -> list[tuple[Hold, int]]:
        """Return what a case holds, with how many rows each hold keeps now."""
        return [(hold, self._kept_by(hold)) for hold in self.kept.holds_of(case)]

    def _kept_by(self, hold: Hold) -> int:
        return self._reader.count(hold.tab, whose=WHOSE[hold.tab], who=hold.who,
                                  since=hold.since, until=hold.until)  # fmt: skip

    def release(self, case: str) -> int:
        """Keep rows for this case no longer; those past their day, which no other case keeps, are
        gone when this returns. Returns how many went."""
        return self.keeper.let_go(case)

    # Sorting and dropping

    def compact(self, *, now: int) -> int:
        """Sort days that are over, merge small segments: see `Keeper`. `now` is in ms."""
        return self.keeper.compact(now=now)

    def drop(self, day: date) -> Dropped:
        """Drop a day but for what holds keep; its bytes are gone when this returns."""
        return self.keeper.drop(day)

    def close(self) -> None:
        """Close the manifest; it opens again when it is used."""
        self.kept.close()


__all__ = ["Store", "UnableToAppend", "UnableToName"]
