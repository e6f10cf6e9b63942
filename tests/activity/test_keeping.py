"""Days are sorted when they are over, and dropped to the day; what a case holds stays."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from schoolgate.activity.events import WebEvent
from schoolgate.activity.store import Store
from tests.activity.conftest import ANN, BEN, DAY, HOUR, NOON, event, opened

TODAY = date(2026, 9, 22)


@pytest.fixture
def filled(store: Store) -> Store:
    """Two days of two people in thirty segments, which overlap."""
    for number in range(30):
        who, at = (ANN, BEN)[number % 2], NOON - (number % 3) * DAY // 2 + number
        rows = [event(at, who, host=f"host{number}.example"), event(at + 1, ANN)]
        store.append("web", rows, source="log", upto=str(number + 1))
    return store


def everything(store: Store) -> list[WebEvent]:
    """All rows in order of arrival."""
    return store.since("web", 0, 1000)[0]  # type: ignore[return-value]


def test_sorting_changes_nothing_that_is_read(filled: Store, tmp_path: Path) -> None:
    before = everything(filled)
    anns = filled.web_of(ANN, since=0, until=NOON * 2)
    assert filled.compact(now=NOON + 2 * DAY) == 30
    assert everything(filled) == before
    reader = opened(tmp_path)
    assert reader.since("web", 17, 5) == (before[17:22], 22)
    assert reader.web_of(ANN, since=0, until=NOON * 2) == anns
    assert filled.compact(now=NOON + 2 * DAY) == 0


def test_replaced_files_stay_a_minute_for_readers_and_then_go(filled: Store) -> None:
    filled.compact(now=NOON + 2 * DAY)
    web = filled.folder / "web"
    assert len([*web.iterdir()]) > 30
    filled.compact(now=NOON + 2 * DAY + HOUR)
    assert sorted(one.name[:4] for one in web.iterdir()) == ["day-", "day-"]


def test_the_day_that_is_not_over_is_merged_and_goes_on(filled: Store) -> None:
    before = everything(filled)
    assert filled.compact(now=NOON + HOUR) == 30
    filled.append("web", [event(NOON + 5)], source="log", upto="more")
    assert everything(filled)[:-1] == before
    filled.append("web", [event(NOON - DAY)], source="late", upto="1")
    filled.compact(now=NOON + DAY)
    assert len(everything(filled)) == len(before) + 2


@pytest.mark.row("MON-03")
def test_a_day_that_is_dropped_leaves_no_byte_and_no_name(filled: Store) -> None:
    name = filled.pseudonym("person", "ann.apple")
    filled.append("web", [event(NOON, name, host="secret-place.example")], source="log",
                  upto="last", names={name: "ann.apple"})  # fmt: skip
    gone = filled.drop(TODAY)
    filled.keeper.forget(TODAY + timedelta(days=1))
    assert (gone.day, gone.held) == (TODAY, 0)
    assert {one.at // DAY for one in everything(filled)} == {(NOON - DAY) // DAY}
    assert filled.name_of(name, leave="look-up") == ""
    assert gone.rows + len(everything(filled)) == 61
    assert all(b"secret-place" not in one.read_bytes() for one in filled.folder.rglob("*.*"))
    assert filled.drop(TODAY).rows == 0


def test_what_a_case_holds_outlives_its_day_and_goes_with_the_case(filled: Store) -> None:
    wanted = filled.web_of(BEN, since=NOON - HOUR, until=NOON + HOUR)
    for case in ("case-7", "case-8"):
        filled.hold(case, table="web", who=BEN, since=NOON - HOUR, until=NOON + HOUR)
    assert filled.drop(TODAY).held == len(wanted) > 0
    assert filled.web_of(BEN, since=NOON - HOUR, until=NOON + HOUR) == wanted
    assert filled.web_of(ANN, since=NOON - HOUR, until=NOON + HOUR) == []
    assert filled.release("case-7") == 0
    assert filled.web_of(BEN, since=NOON - HOUR, until=NOON + HOUR) == wanted
    assert filled.release("case-8") == len(wanted)
    assert filled.web_of(BEN, since=NOON - HOUR, until=NOON + HOUR) == []


def test_a_sorted_file_finds_a_host_by_its_bloom_filter(filled: Store) -> None:
    filled.compact(now=NOON + 2 * DAY)
    (path, *_) = (filled.folder / "web").glob("day-*")
    said = "SELECT bloom_filter_offset FROM parquet_metadata(?) WHERE path_in_schema = 'host'"
    assert filled.writer.engine.execute(said, [str(path)]).fetchall()[0][0] is not None
