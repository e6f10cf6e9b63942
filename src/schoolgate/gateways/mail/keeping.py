"""A message is recorded: its copy sealed, its rows appended, each once. No Django.

The ledger says which messages were taken and in which batch. A batch is entered there when its
copies are on the disk, and done when its rows are; one that a crash left is finished from the
copies before the next begins, and `Store.append` takes no batch of a table twice.
"""

from __future__ import annotations

import fcntl
import hmac
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

from schoolgate.activity import days, manifest
from schoolgate.activity.days import day_of
from schoolgate.activity.events import MailAttachment, MailEvent, MailRecipient
from schoolgate.activity.mail import retention
from schoolgate.activity.mail.copies import Copies, Copy
from schoolgate.activity.mail.opening import everybody, letter_of
from schoolgate.activity.mail.reading import Letter
from schoolgate.activity.store import Store
from schoolgate.gateways import shelf

SOURCE: Final = "mail"  # of batches, in the log; each message names its own
_WEEK: Final = 7 * 86_400_000  # ms
_HOUR: Final = 3_600_000
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS letter (
  name TEXT PRIMARY KEY, day TEXT NOT NULL, batch INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS letter_day ON letter (day);
CREATE INDEX IF NOT EXISTS letter_batch ON letter (batch);
CREATE TABLE IF NOT EXISTS batch (number INTEGER PRIMARY KEY, done INTEGER NOT NULL);
"""


class Arrival(NamedTuple):
    """A message as it came. `now` is in ms since 1970; `dated` believes an old date (a file's)."""

    raw: bytes
    now: int
    source: str
    kind: str = "mail"
    reports: bool = False
    sent_to: tuple[str, ...] = ()
    dated: bool = False


class Kept(NamedTuple):
    """What became of a message: its name, whether it was new, and what was not understood."""

    name: str
    is_new: bool
    troubles: tuple[str, ...]


class Keeper:
    """Records the mail of one school. One batch at a time, whatever the number of programs.

    `inside` are the school's own mail domains, `key` makes digests of attachments.
    """

    def __init__(self, folder: Path, *, key: bytes, log: Store,
                 inside: frozenset[str] = frozenset()) -> None:  # fmt: skip
        self._folder, self._school, self._log, self._inside = folder, log.school, log, inside
        self._digests = hmac.digest(key, b"attachments", "sha256")
        self.copies = Copies(folder, school=log.school, key=key)

    def keep(self, arrivals: Sequence[Arrival]) -> list[Kept]:
        """Record messages; when this returns they are stored for good.

        Raises OSError or sqlite3.Error where that is not possible: then send them again.
        """
        with self._ledger() as ledger:
            self._finish(ledger)
            new: dict[str, date] = {}
            kept = [self._seal(ledger, one, new) for one in arrivals]
            if new:
                self._enter(ledger, new)
                self._finish(ledger)
                self._tell(arrivals, kept)
        return kept

    def finish(self) -> None:
        """Finish what a crash left half done."""
        with self._ledger() as ledger:
            self._finish(ledger)

    def tidy(self) -> int:
        """Delete copies of days older than the log's oldest mail, and those no case holds any more;
        return how many. A log that has no mail says nothing of what is old: then none."""
        with self._ledger() as ledger:
            self._finish(ledger)
            with self._log.kept.reading() as one:
                there = [file.day for file in manifest.files(one, "mail") if file.kind != "held"]
            old = [day for day in self.copies.days() if there and day < min(there)]
            gone = sum(retention.drop_day(self._log, self.copies, day) for day in old)
            self._forget(ledger)
        return gone + retention.release(self._log, self.copies)

    def _forget(self, ledger: sqlite3.Connection) -> None:
        """Forget the messages of days whose copies were dropped."""
        with ledger:
            there = {day.isoformat() for day in self.copies.days()}
            known = {str(row[0]) for row in ledger.execute("SELECT DISTINCT day FROM letter")}
            ledger.executemany("DELETE FROM letter WHERE day = ?",
                               [(day,) for day in sorted(known - there)])  # fmt: skip

    def _seal(self, ledger: sqlite3.Connection, one: Arrival, new: dict[str, date]) -> Kept:
        copy = Copy(one.raw, one.now, one.source, one.kind, one.reports, one.sent_to)
        letter = letter_of(copy)
        at, odd = _moment(letter, one)
        name, day = self._name(letter), day_of(at)
        there = ledger.execute("SELECT 1 FROM letter WHERE name = ?", (name,)).fetchone()
        is_new = there is None and name not in new
        if is_new:
            self.copies.keep(day, name, copy._replace(at=at))
            new[name] = day
        return Kept(name, is_new, (*letter.troubles, *odd))

    def _tell(self, arrivals: Sequence[Arrival], kept: Sequence[Kept]) -> None:
        """Note on the shelf which messages were not understood, and why; they are sealed."""
        for one, what in zip(arrivals, kept, strict=True):
            odd = [(trouble, what.name) for trouble in what.troubles] if what.is_new else []
            shelf.set_aside(self._log, source=one.source, day=day_of(one.now), found=odd)

    def _name(self, letter: Letter) -> str:
        said = f"{letter.message_id}\0{letter.identity.hex()}"
        return self._log.pseudonym("message", said)

    def _enter(self, ledger: sqlite3.Connection, new: dict[str, date]) -> None:
        with ledger:
            last = ledger.execute("SELECT max(number) FROM batch").fetchone()[0] or 0
            ledger.execute("INSERT INTO batch VALUES (?, 0)", (last + 1,))
            ledger.executemany("INSERT INTO letter VALUES (?, ?, ?)",
                               [(name, day.isoformat(), last + 1)
                                for name, day in sorted(new.items())])  # fmt: skip

    def _finish(self, ledger: sqlite3.Connection) -> None:
        left = ledger.execute("SELECT number FROM batch WHERE done = 0 ORDER BY number").fetchall()
        for (number,) in left:
            letters = ledger.execute(
                "SELECT name, day FROM letter WHERE batch = ? ORDER BY name", (number,)
            ).fetchall()
            self._append(number, [(name, date.fromisoformat(day)) for name, day in letters])
            with ledger:
                ledger.execute("UPDATE batch SET done = 1 WHERE number = ?", (number,))
                ledger.execute("DELETE FROM batch WHERE done = 1 AND number < ?", (number,))

    def _append(self, number: int, letters: list[tuple[str, date]]) -> None:
        rows: dict[str, list[tuple[object, ...]]] = {
            "mail": [], "recipients": [], "attachments": []
        }  # fmt: skip
        names: dict[str, str] = {}
        for name, day in letters:
            copy = self.copies.open(day, name)
            letter = letter_of(copy)
            rows["mail"].append(self._message(name, copy, letter, day))
            rows["recipients"] += self._recipients(name, copy.at, letter)
            rows["attachments"] += self._attachments(name, copy.at, letter)
            names.update({self._person(one): one for one in everybody(letter)})
        self._log.append_all(rows, source=SOURCE, upto=str(number), names=names)

    def _message(self, name: str, copy: Copy, letter: Letter, day: date) -> MailEvent:
        return MailEvent(
            name, copy.at, self._school, self._person(letter.sender),
            self._is_inside(letter.sender), self._log.pseudonym("subject", letter.subject),
            letter.size, len(letter.attachments), f"{day}/{name}", copy.kind,
        )  # fmt: skip

    def _recipients(self, name: str, at: int, letter: Letter) -> Iterator[MailRecipient]:
        for kind, address in letter.recipients:
            domain = self._log.pseudonym("domain", address.rpartition("@")[2])
            yield MailRecipient(name, at, self._school, kind, self._person(address),
                                self._is_inside(address), domain)  # fmt: skip

    def _attachments(self, name: str, at: int, letter: Letter) -> Iterator[MailAttachment]:
        for one in letter.attachments:
            digest = hmac.digest(self._digests, one.digest.encode(), "sha256")[:16].hex()
            yield MailAttachment(name, at, self._school, one.name, one.size, digest)

    def _person(self, address: str) -> str:
        return self._log.pseudonym("address", address) if address else ""

    def _is_inside(self, address: str) -> bool:
        return address.rpartition("@")[2] in self._inside

    @contextmanager
    def _ledger(self) -> Iterator[sqlite3.Connection]:
        """Hold the ledger, alone of all programs."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(self._folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with closing(sqlite3.connect(self._folder / "ledger.sqlite", timeout=30)) as ledger:
                ledger.execute("PRAGMA journal_mode = WAL")
                ledger.execute("PRAGMA synchronous = FULL")
                ledger.executescript(_TABLES)
                yield ledger
        finally:
            os.close(lock)


def _moment(letter: Letter, one: Arrival) -> tuple[int, tuple[str, ...]]:
    """Return when it was sent, in ms: by its date, or by its arrival where that is not likely."""
    if letter.sent is None:
        return one.now, ()
    sent = days.instant(letter.sent)
    since = 0 if one.dated else one.now - _WEEK
    if since <= sent <= one.now + _HOUR:
        return sent, ()
    return one.now, ("the date is not likely",)
