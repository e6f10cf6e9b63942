"""What is appended is there, once, in order; names stand behind their seal."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolgate.activity.events import MailEvent, MailRecipient
from schoolgate.activity.pseudonyms import UnableToOpen
from schoolgate.activity.reading import UnableToAsk
from schoolgate.activity.store import Store, UnableToAppend, UnableToName
from tests.activity.conftest import ANN, BEN, DAY, HOUR, KEY, NOON, event, opened


def test_what_was_appended_is_read_by_another_process_as_it_was(
    store: Store, tmp_path: Path
) -> None:
    odd = event(path="/a\tb\n\"c\" \\N 'd'", file="£ é.pdf", term=", ;", status=0)
    store.append("web", [odd, event(NOON + 1, BEN)], source="log", upto="1")
    found, cursor = opened(tmp_path).since("web", 0, 10)
    assert found == [odd._replace(number=1), event(NOON + 1, BEN, number=2)]
    assert cursor == 2


def test_the_same_part_of_a_source_is_taken_once(store: Store, tmp_path: Path) -> None:
    assert store.reached("log") == ""
    for one in (store, opened(tmp_path), store):
        one.append("web", [event()], source="log", upto="1:80")
    assert store.reached("log") == "1:80"
    assert len(store.since("web", 0, 10)[0]) == 1


def test_events_come_in_order_of_arrival_whatever_their_time(store: Store) -> None:
    times = [NOON, NOON - 3 * DAY, NOON + HOUR, NOON - DAY, NOON]
    for number, at in enumerate(times):
        store.append("web", [event(at), event(at + 1)], source="log", upto=str(number + 1))
    seen: list[int] = []
    cursor = 0
    while found := store.since("web", cursor, 3)[0]:
        seen += [one.at for one in found]
        assert len(found) <= 3
        cursor = found[-1].number
    assert seen == [at + more for at in times for more in (0, 1)]


def test_one_batch_over_midnight_is_kept_by_days_in_london(store: Store) -> None:
    midnight = NOON + 12 * HOUR  # 23:00 UTC in summer
    rows = [event(midnight + 1), event(midnight - 1), event(midnight)]
    store.append("web", rows, source="log", upto="1")
    found = store.ask("usage_by_day", since=NOON, until=NOON + DAY)
    assert [(str(row[0]), row[1]) for row in found] == [("2026-09-22", 1), ("2026-09-23", 2)]
    assert [one.at for one in store.since("web", 0, 9)[0]] == [row.at for row in rows]


def test_a_persons_events_are_hers_alone_by_time(store: Store) -> None:
    rows = [event(NOON + 2), event(NOON + 1, BEN), event(NOON), event(NOON - DAY)]
    store.append("web", rows, source="log", upto="1")
    found = store.web_of(ANN, since=NOON, until=NOON + 3)
    assert [one.at for one in found] == [NOON, NOON + 2]
    assert store.web_of(ANN, since=NOON, until=NOON + 2) == found[:1]
    assert store.web_of("", since=0, until=NOON * 2) == []


def test_the_latest_are_the_newest_first_however_far_back(store: Store) -> None:
    for back in (0, 1, 40, 170):
        rows = [event(NOON - back * DAY + one) for one in range(3)]
        store.append("web", [*rows, event(NOON - 2 * DAY, BEN)], source="log", upto=str(back + 1))
    every = store.latest(ANN, 100, until=NOON + DAY)
    assert [one.at for one in every] == [
        NOON - back * DAY + one for back in (0, 1, 40, 170) for one in (2, 1, 0)
    ]
    assert store.latest(ANN, 4, until=NOON + DAY) == every[:4]
    assert store.latest(ANN, 4, until=NOON) == every[3:7]
    assert store.latest("c3" * 8, 4, until=NOON) == []


def test_a_message_its_recipients_and_its_place_arrive_at_once(store: Store) -> None:
    message = MailEvent("m1" * 8, NOON, "elmfield", ANN, True, "", 900, 0, "v1")
    to = [MailRecipient("m1" * 8, NOON, "elmfield", "to", BEN, inside) for inside in (True, False)]
    store.append_all({"mail": [message], "recipients": to}, source="smtp", upto="m1")
    assert store.since("mail", 0, 9)[0] == [message._replace(number=1)]
    found = store.since("recipients", 0, 9)[0]
    assert found == [one._replace(number=number) for number, one in enumerate(to, 1)]


def test_rows_of_another_shape_are_refused_and_nothing_is_kept(store: Store) -> None:
    with pytest.raises(UnableToAppend, match="23 columns, not 2"):
        store.append("web", [event(), (NOON, "elmfield")], source="log", upto="1")
    with pytest.raises(UnableToAppend, match="how far"):
        store.append("web", [event()], source="log", upto="")
    assert store.since("web", 0, 9) == ([], 0)
    assert store.reached("log") == ""


def test_a_file_that_no_manifest_names_is_removed(store: Store, tmp_path: Path) -> None:
    store.append("web", [event()], source="log", upto="1")
    web = store.folder / "web"
    stray = web / "segment-web-00.parquet.tmp"
    stray.write_bytes(b"half")
    opened(tmp_path).append("web", [event(NOON + 1)], source="log", upto="2")
    assert not stray.exists()
    assert len(list(web.iterdir())) == 2


def test_a_pseudonym_is_one_for_a_name_and_another_for_another_school(store: Store) -> None:
    ann = store.pseudonym("person", "Ann.Apple")
    assert len(ann) == 16
    assert ann == store.pseudonym("person", " ann.apple ")
    assert ann != store.pseudonym("class", "ann.apple")
    assert ann != Store(store.folder, school="oakham", key=KEY).pseudonym("person", "ann.apple")
    assert store.pseudonym("person", "") == ""


def test_a_name_opens_by_leave_only_and_lies_in_no_file(store: Store) -> None:
    ann = store.pseudonym("person", "ann.apple")
    store.append("web", [event(who=ann)], source="log", upto="1", names={ann: "ann.apple"})
    assert store.name_of(ann, leave="look-up 7") == "ann.apple"
    assert store.name_of("c3" * 8, leave="look-up 7") == ""
    with pytest.raises(UnableToName):
        store.name_of(ann, leave=None)
    with pytest.raises(UnableToOpen):
        Store(store.folder, school="elmfield", key=bytes(32)).name_of(ann, leave="look-up 7")
    store.close()
    assert not any(b"ann.apple" in path.read_bytes() for path in store.folder.rglob("*.*"))


def test_a_question_that_nobody_wrote_is_refused(store: Store) -> None:
    with pytest.raises(UnableToAsk):
        store.ask("../../secret")


def test_a_hold_counts_what_it_keeps(store: Store) -> None:
    store.append("web", [event(), event(NOON + 1), event(NOON, BEN)], source="log", upto="1")
    assert store.hold("case-7", table="web", who=ANN, since=NOON, until=NOON + 1) == 1
    assert store.hold("case-7", table="web", who=ANN, since=NOON, until=NOON + DAY) == 2
    store.release("case-7")
