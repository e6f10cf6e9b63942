"""A hundred anonymous reports from known computers: nothing joins one to a person or a time."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import connection

from schoolgate.concerns import actions
from schoolgate.concerns.actions.letterbox import LETTERBOX
from schoolgate.concerns.models import Letter
from schoolgate.concerns.rules.quiet import Said
from schoolgate.concerns.rules.words import Way
from tests.cast import NOW, assemble
from tests.concerns import known
from tests.concerns.known import MANY, Computer
from tests.records import programs

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")
_OF_MACHINE = re.compile(rb"127\.[\d.]*\d")
_BY_CHANCE = 0.32  # Kendall's tau of 100 in random order: 0 ± 0.067


def tau(order: Sequence[int]) -> float:
    """Kendall's tau of an order against the order of arrival: 1 the same, 0 none, -1 reversed."""
    pairs = [(a, b) for i, a in enumerate(order) for b in order[i + 1 :]]
    return sum(1 if a < b else -1 for a, b in pairs) / len(pairs)


def instants(database: Path, tables: str) -> list[tuple[str, str]]:
    """Every instant in every column of the tables whose names begin so."""
    with sqlite3.connect(database) as there:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ?"
        names = [name for (name,) in there.execute(asked, [f"{tables}%"])]
        return [
            (name, value)
            for name in names for row in there.execute(f"SELECT * FROM {name}")
            for value in row if isinstance(value, str) and _INSTANT.match(value)
        ]  # fmt: skip


def everything(folder: Path) -> bytes:
    """What stands in all files of an installation, and beside it."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
                    and "static" not in path.parts)  # fmt: skip


@pytest.mark.real_clock
@pytest.mark.one_engine
def test_a_hundred_reports_from_known_computers_join_to_nobody_and_no_time(tmp_path: Path) -> None:
    folder, kept = tmp_path / "var", tmp_path / "kept"
    kept.mkdir()
    programs.demonstrated(folder)
    demonstrated = len(_told(folder / "schoolgate.db"))
    with known.serving(folder, kept / "server.log") as port:
        cookies = _signed_in(folder, port)
        computers = [
            Computer(n, f"127.0.1.{n + 1}", f"198.51.100.{n + 1}", f"Known-Computer-{n:03}/1.0",
                     cookies[n % len(cookies)])
            for n in range(MANY)
        ]  # fmt: skip
        arrived = []
        began = dt.datetime.now(dt.UTC)
        for one in computers:
            known.tell(port, one)
            arrived.append(dt.datetime.now(dt.UTC))
            if one.number % 10 == 0:  # acts with a time, between which a letter might be placed
                known.ask(port, "GET", "/brookside/concerns/letterbox/", cookie=cookies[0])
            time.sleep(0.02)
        ended = dt.datetime.now(dt.UTC)
        before = known.copied(folder, kept / "before-night.db")
    _nothing_known(computers, everything(folder) + everything(kept), kept / "server.log")
    _no_order_before_night(before, demonstrated)
    said = known.night(folder)
    after = known.copied(folder, kept / "after-night.db")
    rows = [line.split(" ", 2) for line in said.splitlines()]
    numbers = [int(words[-3:]) for _, _, words in rows]
    assert sorted(numbers) == list(range(MANY))
    assert abs(tau(numbers)) < _BY_CHANCE
    by_case = [int(words[-3:]) for _, _, words in sorted(rows, key=lambda row: int(row[0]))]
    assert abs(tau(by_case)) < _BY_CHANCE
    assert not [
        found for found in instants(after, "concerns_")
        if began <= dt.datetime.fromisoformat(found[1]).replace(tzinfo=dt.UTC) <= ended
    ]  # fmt: skip
    _looks_tell_nothing(after, demonstrated)
    _nothing_known(computers, everything(folder) + everything(kept), kept / "server.log")
    assert len(arrived) == MANY


def _signed_in(folder: Path, port: int) -> list[str]:
    """The cookies of three members of staff."""
    said = subprocess.run(
        [sys.executable, "-m", "schoolgate", "sign_in_links", "--address="],
        env=known.environment(folder), capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    cookies = []
    for name in ("Amara Okafor", "Priya Raman"):
        (path,) = re.findall(rf"{name} \(.*?(/demonstration/\S+)", said)
        answer = known.ask(port, "GET", path)
        found = [one.split(";")[0] for one in answer.headers.get_all("Set-Cookie", [])]
        cookies.append("; ".join(found))
    return cookies


def _nothing_known(computers: Sequence[Computer], there: bytes, log: Path) -> None:
    """No address, browser or word of any computer stands in any file."""
    addresses = {found.decode() for found in _OF_MACHINE.findall(there)}
    for one in computers:
        for trace in (one.forwarded, one.browser, one.secret, f'known{one.number}"'):
            assert trace.encode() not in there
        assert one.address not in addresses
    assert "/tell/" not in log.read_text()


def _told(database: Path) -> list[str]:
    """When the journal says of each report that it was made, in its order."""
    asked = "SELECT at FROM records_entry WHERE verb = 'concerns:report:made' ORDER BY sequence"
    with sqlite3.connect(database) as there:
        return [at for (at,) in there.execute(asked)]


def _no_order_before_night(database: Path, demonstrated: int) -> None:
    """While letters wait, their rows have no number and no instant, and stand by a random key."""
    assert len(_told(database)) == demonstrated
    assert instants(database, "concerns_letter") == []
    assert instants(database, "concerns_conversation") == []
    with sqlite3.connect(database) as there:
        (count,) = there.execute("SELECT count(*) FROM concerns_letter").fetchone()
        assert count == MANY
        for table in ("concerns_letter", "concerns_conversation", "concerns_message"):
            with pytest.raises(sqlite3.OperationalError, match="no such column: rowid"):
                there.execute(f"SELECT rowid FROM {table}")


def _looks_tell_nothing(database: Path, demonstrated: int) -> None:
    """The journal has each look into the letterbox, all alike: none says what was there. All of the
    night's reports are made at one instant."""
    assert len(set(_told(database)[demonstrated:])) == 1
    with sqlite3.connect(database) as there:
        looks = there.execute(
            "SELECT body, object_id, object_label FROM records_entry "
            "WHERE verb = 'concerns:letterbox:viewed'"
        ).fetchall()
    assert len(looks) == MANY // 10
    assert len(set(looks)) == 1


@pytest.mark.django_db(transaction=True)
def test_no_row_tells_by_its_place_or_its_transaction_when_it_came() -> None:
    cast = assemble()
    arrived: list[str] = []
    for number in range(MANY):
        before = set(Letter.objects.values_list("key", flat=True))
        said = Said(Way.ANONYMOUS, {"what": f"{number}"})
        actions.put(school=cast.school, said=said, ticket=f"{number}", on=NOW.date())
        arrived += set(Letter.objects.values_list("key", flat=True)) - before
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, letter_id FROM concerns_conversation")
        number_of = {key: arrived.index(letter) for key, letter in cursor.fetchall()}
    actions.empty(school=cast.school, by=LETTERBOX, at=NOW + dt.timedelta(days=1))
    place = "ctid" if connection.vendor == "postgresql" else "key"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, report_id FROM concerns_conversation ORDER BY {place}")
        rows = cursor.fetchall()
        if connection.vendor == "postgresql":
            asked = "SELECT key FROM concerns_conversation ORDER BY xmin::text::bigint, key"
            cursor.execute(asked)
            assert abs(tau([number_of[key] for (key,) in cursor.fetchall()])) < _BY_CHANCE
            asked = "SELECT c.key FROM concerns_report r JOIN concerns_conversation c"
            cursor.execute(f"{asked} ON c.report_id = r.id ORDER BY r.xmin::text::bigint")
            assert abs(tau([number_of[key] for (key,) in cursor.fetchall()])) < _BY_CHANCE
    assert abs(tau([number_of[key] for key, _ in rows])) < _BY_CHANCE
    by_report = sorted(rows, key=lambda row: int(row[1]))
    assert abs(tau([number_of[key] for key, _ in by_report])) < _BY_CHANCE
