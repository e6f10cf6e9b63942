"""Words go for good, the fact that they were there stays, and the chain is none the worse."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from schoolgate.records import actions, queries, verifying
from schoolgate.records.actions import UnableToErase
from schoolgate.records.models import Entry, Journal
from schoolgate.records.parties import System
from tests.cast import NOW, Cast
from tests.records import programs
from tests.records.acts import act

RETENTION = System("retention", "The nightly retention job")


def erase(sequence: int) -> Entry:
    entry = Entry.objects.get(sequence=sequence)
    return actions.erase_body(entry=entry, by=RETENTION, at=NOW, because="six months are over")


def test_erased_words_are_gone_and_the_rest_stays(cast: Cast) -> None:
    before = act(cast)
    erase(1)
    after = Entry.objects.get(sequence=1)
    words = {"body": None, "salt": None, "actor_label": "", "object_label": ""}
    for field in Entry._meta.concrete_fields:
        wanted = words.get(field.attname, getattr(before, field.attname))
        assert getattr(after, field.attname) == wanted
    assert queries.sentence(after).startswith(f"person {cast.head.pk}: exported, people.person ")


def test_an_erasure_is_itself_an_entry(cast: Cast) -> None:
    act(cast)
    record = erase(1)
    assert Entry.objects.get(sequence=2) == record
    assert record.actor == "system:retention"
    assert record.clause == "5.7a"
    assert queries.sentence(record) == (
        "The nightly retention job erased the words of entry 1 because: six months are over."
    )


def test_the_journal_stays_whole_and_fits_the_head_signed_before(cast: Cast) -> None:
    entries = [act(cast) for _ in range(5)]
    journal = entries[0].journal
    actions.sign_head(journal=journal, by=cast.head, at=NOW)
    for sequence in (1, 3, 5):
        erase(sequence)
    report = verifying.verify(journal)
    assert (report.findings, report.entries, report.erased, report.heads) == ([], 8, 3, 1)


def test_words_are_erased_once(cast: Cast) -> None:
    entry = act(cast)
    erase(1)
    with pytest.raises(UnableToErase, match="erased already"):
        actions.erase_body(entry=entry, by=RETENTION, at=NOW, because="again")
    assert Entry.objects.count() == 2


def test_the_record_of_an_erasure_is_kept(cast: Cast) -> None:
    act(cast)
    erase(1)
    with pytest.raises(UnableToErase, match="Entry 2 records an erasure"):
        erase(2)
    assert Entry.objects.get(sequence=2).body is not None


# --- Many -----------------------------------------------------------------------------------------


def erase_many(sequences: Iterable[int], action: UUID, **more: Any) -> int:
    journal = Journal.objects.get(name="elmfield")
    return actions.erase_bodies(
        journal=journal, sequences=sequences, by=RETENTION, at=NOW, because="six months are over",
        action_id=action, **more,
    )  # fmt: skip


@pytest.fixture
def batches_of_three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small transactions."""
    monkeypatch.setattr(actions, "_BATCH", 3)


def test_many_are_erased_in_batches_under_one_action(cast: Cast, batches_of_three: None) -> None:
    for _ in range(8):
        act(cast)
    looked_at: list[int] = []
    action = uuid4()
    assert erase_many(range(1, 8), action, watch=looked_at.append) == 7
    assert looked_at == [3, 3, 1]
    left = Entry.objects.filter(body__isnull=False).exclude(verb="records:body:erased")
    assert [one.sequence for one in left] == [8]
    records = Entry.objects.filter(verb="records:body:erased", action=action.hex)
    assert [one.object_id for one in records.order_by("sequence")] == list("1234567")
    assert {one.clause for one in records} == {"5.7a"}
    report = verifying.verify(Journal.objects.get())
    assert (report.findings, report.entries, report.erased) == ([], 15, 7)


def test_after_a_stop_the_same_call_goes_on(cast: Cast, batches_of_three: None) -> None:
    for _ in range(8):
        act(cast)
    action = uuid4()

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        erase_many(range(1, 9), action, watch=stop)
    assert Entry.objects.filter(body=None).count() == 3
    assert erase_many(range(1, 9), action) == 5
    assert erase_many(range(1, 9), action) == 0
    assert Entry.objects.filter(verb="records:body:erased", action=action.hex).count() == 8
    assert verifying.verify(Journal.objects.get()).findings == []


def test_records_of_erasures_and_other_journals_are_passed_over(cast: Cast) -> None:
    act(cast)
    erase(1)
    act(cast, school=cast.other_school)
    assert erase_many(range(1, 100), uuid4()) == 0
    assert Entry.objects.filter(body=None).count() == 1


@pytest.mark.real_clock
@pytest.mark.one_engine
def test_no_byte_of_erased_words_is_left_in_the_file(tmp_path: Path) -> None:
    programs.migrated(tmp_path)
    programs.append(tmp_path, 40, body="Albatross")
    assert b"Albatross" in programs.bytes_of(tmp_path)
    programs.run(tmp_path, "erase", "20")
    left = programs.bytes_of(tmp_path)
    assert left.count(b"Albatross 19;") == 0
    assert b"Albatross 20;" in left
