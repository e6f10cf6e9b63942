"""The same sites, asked by everybody at three times of a school day, in the three policies.

`asked.csv` was read line by line against the policies. At a school that has set its hours: lessons
from 8:50 to 12:00 and 13:00 to 15:20, lunch between, working hours until 17:00.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from schoolgate.filtering.decisions import Verdict
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.overlay import Asker
from tests.filtering.schools import at, in_hours, make

_TABLE: Final = Path(__file__).parent / "asked.csv"
_TIMES: Final = {"10:15": at(10, 15), "12:30": at(12, 30), "18:00": at(18)}


def _rows() -> Iterator[dict[str, str]]:
    with _TABLE.open(newline="") as file:
        yield from csv.DictReader(file)


def _said(judge: Judge, row: dict[str, str], when: str) -> str:
    found = judge.decide_for(row["site"], Asker(row["who"]), _TIMES[when])
    return f"{found.verdict} {found.clause}".strip()


@pytest.mark.row("FIL-04")
@pytest.mark.row("FIL-05")
@pytest.mark.row("FIL-16")
@pytest.mark.row("FIL-22")
@pytest.mark.parametrize("pack", ["ashbrook", "cotmanhay", "thatto-heath"])
def test_every_school_answers_by_its_own_clauses(tmp_path: Path, pack: str) -> None:
    judge = Judge(make(tmp_path, pack=pack, rules=in_hours(pack)))
    rows = [row for row in _rows() if row["school"] == pack]
    assert len(rows) == 45
    for row in rows:
        assert {when: _said(judge, row, when) for when in _TIMES} == {
            when: row[when] for when in _TIMES}, row  # fmt: skip


@pytest.mark.row("FIL-03")
@pytest.mark.parametrize("pack", ["ashbrook", "brookside", "cotmanhay", "thatto-heath"])
@pytest.mark.parametrize("host", ["bets.test", "nasty.test", "tunnel.test"])
def test_what_does_harm_is_closed_for_all_at_any_time(tmp_path: Path, pack: str, host: str) -> None:
    judge = Judge(make(tmp_path, pack=pack, rules=in_hours(pack)))
    for who in ("pupil_ks1", "pupil_ks2", "teacher", "teacher+", "headteacher", "guest", ""):
        for when in _TIMES.values():
            assert judge.decide_for(host, Asker(who), when).verdict is Verdict.BLOCK


@pytest.mark.row("FIL-14")
@pytest.mark.parametrize(("pack", "clause"), [
    ("ashbrook", "3.11.download"), ("cotmanhay", "3.11.download"), ("thatto-heath", "Tech.b19"),
])  # fmt: skip
def test_programs_to_install_are_for_the_ict_team_alone(
    tmp_path: Path, pack: str, clause: str
) -> None:
    judge = Judge(make(tmp_path, pack=pack, rules=in_hours(pack)))
    for ending in ("exe", "msi", "dmg"):
        address = f"http://get.test/tool.{ending}"
        found = judge.decide_for(address, Asker("teacher"), at(10, 15))
        assert (found.verdict, found.category, found.clause) == (Verdict.BLOCK, "software", clause)
        assert judge.decide_for(address, Asker("it_technician"), at(10, 15)).verdict is (
            Verdict.ALLOW)  # fmt: skip
