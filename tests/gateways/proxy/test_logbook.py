"""Nothing passes that leaves no line: the log waits for its disk, and then the proxy closes."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.gateways.proxy.logbook import Entry, Logbook, text
from schoolgate.gateways.squid.log import FORMAT, read
from tests.gateways.proxy.running import running

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]
SAID = Decision(Verdict.BLOCK, Why.CATEGORY, "pupil_ks1", "games", "play.test", "9.1", "No.", "g1")
ENTRY = Entry(1_763_900_000.25, "10.1.0.5", "", "GET", "fine.test", "PASSED", 200, 300, 12, 0.0042,
              SAID._replace(verdict=Verdict.ALLOW), "", "/a%20b?q=c d")  # fmt: skip


def test_a_line_is_as_squid_writes_it_by_our_settings() -> None:
    assert text(ENTRY) == (
        "1763900000.250 10.1.0.5 - GET fine.test PASSED 200 300 12 4 "
        "allow,category,pupil_ks1,games,9.1,play.test,g1, /a%2520b?q=c%20d\n"
    )
    assert len(text(ENTRY).split(" ")) == len(FORMAT.split(" "))
    line = read(text(ENTRY._replace(result="DENIED", decision=SAID, reference="6f-1")))
    assert line == (1_763_900_000.25, "10.1.0.5", "", "GET", "fine.test", "DENIED", 200, 300, 12, 4,
                    "block", "category", "pupil_ks1", "games", "9.1", "play.test", "g1",
                    "6f-1", "/a%20b?q=c d")  # fmt: skip


def test_what_was_not_asked_of_the_filter_is_denied_without_a_reason() -> None:
    line = read(text(Entry(1.0, "", "", "", "", "DENIED", 400, 0, 0, 0.0, None, "")))
    assert (line.verdict, line.why, line.host) == (Verdict.BLOCK, "", "")


def test_nothing_breaks_a_line() -> None:
    evil = "a\tb\nc\u2028d\x85 e|%"
    said = SAID._replace(category=evil, entry=evil)
    line = text(ENTRY._replace(user=evil, host=evil, path=evil, decision=said))
    assert len(line.splitlines()) == 1
    assert read(line).user == evil
    assert read(line).category == evil


def test_a_log_that_was_moved_away_begins_anew(tmp_path: Path) -> None:
    async def write() -> None:
        log = Logbook(tmp_path / "log")
        for name in ("old", None):
            log.add(ENTRY)
            await log.flush()
            if name:
                os.rename(tmp_path / "log", tmp_path / name)  # noqa: PTH104
        await log.close()

    asyncio.run(write())
    assert (tmp_path / "old").read_text() == (tmp_path / "log").read_text() == text(ENTRY)


def test_whoever_flushes_finds_every_line_written_even_while_others_are_being_written(
    tmp_path: Path,
) -> None:
    async def write() -> list[int]:
        log, lines = Logbook(tmp_path / "log"), []
        for _ in range(50):
            log.add(ENTRY)
            other = asyncio.ensure_future(log.flush())
            await asyncio.sleep(0)  # the other one has begun
            log.add(ENTRY)
            await log.flush()
            lines.append((tmp_path / "log").read_text().count("\n"))
            await other
        await log.close()
        return lines

    assert asyncio.run(write()) == list(range(2, 102, 2))


def test_lines_wait_for_a_disk_that_fails_then_the_proxy_closes_then_all_are_there(
    school: Path, origin: int, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "not there yet"
    address = f"http://fine.test:{origin}/"
    with running(school, folder / "log") as one:
        one.office.log._wait = 5
        statuses = [one.ask(address).status for _ in range(8)]
        assert statuses[:5] == [200] * 5
        assert set(statuses[5:]) == {503}
        time.sleep(0.3)
        folder.mkdir()
        assert len(one.lines()) == 8
        assert one.ask(address).status == 200
    said = capfd.readouterr().err
    assert said.count("The log cannot be written: No such file or directory.") == 1
    assert "in order again: log" in said
