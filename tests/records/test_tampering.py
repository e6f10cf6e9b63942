"""Every way of tampering that we know is found: 300 trials of each, and again through raw SQL.

The intruder knows the program. “sealed anew” means that every hash after the change was put right;
nothing but a head that somebody else kept can find that.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from schoolgate.records import actions, checking, rules, storing, verifying
from schoolgate.records.checkpoints import Head, read
from schoolgate.records.models import Entry, Journal, TreeHead
from schoolgate.records.rules import Row
from tests.cast import NOW, Cast
from tests.records.acts import a_journal, act, chained, made_up
from tests.records.triggers import switched_off

TRIALS = 300
Tamper = Callable[[random.Random, list[Row]], list[Row]]


def check(rows: list[Row], opening: bytes, sizes: list[int]) -> checking.Piece:
    """Check rows as one piece."""
    return checking.check([rules.as_sealed(row) for row in rows], 1, len(rows), opening, sizes)


def findings(rows: list[Row], size: int, root: bytes) -> list[checking.Finding]:
    """Return what is found in rows that once had this root."""
    opening = rules.opening("elmfield")
    piece = check(rows, opening, [size])
    found = checking.roots([piece])
    gone = [checking.Finding(one, "gone") for one in checking.unrecorded([piece])]
    return piece.findings + gone + checking.compare(size, root, found, "The witnessed head")


def changed(rng: random.Random, row: Row) -> Row:
    """Return the row with one field changed by one bit or one character."""
    values: list[Any] = list(row)
    place = rng.choice([place for place, value in enumerate(values) if value is not None])
    values[place] = other(rng, values[place])
    return Row(*values)


def other(rng: random.Random, value: Any) -> Any:
    """Return a value that differs in one bit or one character."""
    if isinstance(value, int):
        return value ^ 1 << rng.randrange(16)
    spot = rng.randrange(len(value))
    flipped: Any = chr(ord(value[spot]) ^ 1 << rng.randrange(5)) if isinstance(value, str) else ""
    if isinstance(value, bytes):
        flipped = bytes([value[spot] ^ 1 << rng.randrange(8)])
    return value[:spot] + flipped + value[spot + 1 :]


def flip(rng: random.Random, rows: list[Row]) -> list[Row]:
    spot = rng.randrange(len(rows))
    return [*rows[:spot], changed(rng, rows[spot]), *rows[spot + 1 :]]


def delete(rng: random.Random, rows: list[Row]) -> list[Row]:
    spot = rng.randrange(len(rows))
    return rows[:spot] + rows[spot + 1 :]


def swap(rng: random.Random, rows: list[Row]) -> list[Row]:
    one, other = rng.sample(range(len(rows)), 2)
    swapped = list(rows)
    swapped[one], swapped[other] = rows[other], rows[one]
    return swapped


def insert(rng: random.Random, rows: list[Row]) -> list[Row]:
    spot = rng.randrange(len(rows))
    before = rows[spot - 1].link if spot else rules.opening("elmfield")
    forged = rules.sealed(made_up(rng, 999), spot + 1, before)
    return [*rows[:spot], forged, *rows[spot:]]


def cut_the_tail(rng: random.Random, rows: list[Row]) -> list[Row]:
    return rows[: rng.randrange(len(rows))]


def rewrite(rng: random.Random, rows: list[Row]) -> list[Row]:
    spot = rng.randrange(len(rows))
    edited = rows[spot]._replace(object_label="Somebody Else")
    return chained([*rows[:spot], edited, *rows[spot + 1 :]])


def fork(rng: random.Random, rows: list[Row]) -> list[Row]:
    spot = rng.randrange(len(rows))
    other = [made_up(rng, 1000 + number) for number in range(len(rows) - spot + rng.randrange(9))]
    return chained(rows[:spot] + other)


def roll_back(rng: random.Random, rows: list[Row]) -> list[Row]:
    """Yesterday's copy, on which a new day's work was done."""
    yesterday = rows[: rng.randrange(len(rows))]
    return chained(yesterday + [made_up(rng, 2000 + number) for number in range(rng.randrange(60))])


def sealed_anew(tamper: Tamper) -> Tamper:
    def tampered(rng: random.Random, rows: list[Row]) -> list[Row]:
        return chained(tamper(rng, rows))

    tampered.__name__ = f"{tamper.__name__}, sealed anew"
    return tampered


KINDS = [flip, delete, swap, insert, cut_the_tail, rewrite, fork, roll_back,
         *(sealed_anew(kind) for kind in (delete, swap, insert))]  # fmt: skip


@pytest.mark.parametrize("tamper", KINDS, ids=lambda kind: kind.__name__)
def test_tampering_is_found_against_the_witness(tamper: Tamper) -> None:
    found = 0
    for trial in range(TRIALS):
        rng = random.Random(f"{tamper.__name__} {trial}")
        rows = a_journal(rng, rng.randrange(2, 40))
        root = checking.roots([check(rows, rows[0].previous, [])])
        assert findings(rows, len(rows), root[len(rows)]) == []
        tampered = tamper(rng, rows)
        assert tampered != rows
        found += bool(findings(tampered, len(rows), root[len(rows)]))
    assert found == TRIALS


@pytest.mark.parametrize("tamper", [flip, delete, swap, insert], ids=lambda kind: kind.__name__)
def test_what_is_not_sealed_anew_is_found_without_a_witness(tamper: Tamper) -> None:
    for trial in range(TRIALS):
        rng = random.Random(f"{tamper.__name__} {trial}")
        rows = a_journal(rng, 20)
        tampered = tamper(rng, rows[:-1]) + rows[-1:]  # the very end needs the witness
        assert check(tampered, rows[0].previous, []).findings


# --- In the database itself ---------------------------------------------------------------------


@pytest.fixture
def kept_head(cast: Cast) -> Head:
    """Twelve entries and the head over them, which somebody else has kept."""
    entries = [act(cast, body={"number": number}) for number in range(12)]
    return read(actions.sign_head(journal=entries[0].journal, by=cast.head, at=NOW).note)


def put_in_place(rows: list[Row]) -> None:
    """Make the database hold these rows, whatever it takes; no signed head is left."""
    journal = Journal.objects.get(name="elmfield")
    with switched_off(connection):
        TreeHead.objects.all().delete()
        Entry.objects.all().delete()
        for number, row in enumerate(rows, 1):
            at = NOW if not row.at else row.at
            values = row._asdict() | {"at": at, "sequence": number}
            Entry.objects.create(journal=journal, **values)


def stored() -> list[Row]:
    school = Journal.objects.get(name="elmfield").school
    return [Row(*row) for row in storing.rows(school, 1, 1_000)]


@pytest.mark.parametrize("tamper", [kind for kind in KINDS if kind is not flip],
                         ids=lambda kind: kind.__name__)  # fmt: skip
def test_tampering_past_the_program_is_found_in_the_database(
    kept_head: Head, tamper: Tamper
) -> None:
    journal = Journal.objects.get(name="elmfield")
    assert verifying.verify(journal, witnesses=[kept_head]).findings == []
    for trial in range(5):
        rng = random.Random(f"{tamper.__name__} {trial}")
        before = stored()
        put_in_place(tamper(rng, before))
        assert verifying.verify(journal, witnesses=[kept_head]).findings
        put_in_place(before)
    assert verifying.verify(journal, witnesses=[kept_head]).findings == []


@pytest.mark.parametrize("column", Row._fields[1:])
def test_any_changed_column_is_found_in_the_database(kept_head: Head, column: str) -> None:
    journal = Journal.objects.get(name="elmfield")
    value = {"at": "2020-01-01T00:00:00Z", "actor": "system:x"}.get(column, "x")
    value_ = b"x" if column in {"salt", "commitment", "previous", "link"} else value
    with switched_off(connection):
        Entry.objects.filter(sequence=5).update(**{column: value_})
    report = verifying.verify(journal)
    assert {finding.sequence for finding in report.findings} >= {5}


def test_entries_of_another_school_do_not_fit(kept_head: Head, cast: Cast) -> None:
    for _ in range(12):
        act(cast, school=cast.other_school)
    theirs = [Row(*row) for row in storing.rows(cast.other_school.pk, 1, 12)]
    put_in_place(theirs)
    report = verifying.verify(Journal.objects.get(name="elmfield"))
    assert [str(one) for one in report.findings] == [
        "Entry 1: it does not follow the entry before it."
    ]


def test_words_that_vanish_without_a_record_are_found(kept_head: Head) -> None:
    with switched_off(connection):
        Entry.objects.filter(sequence=5).update(
            body=None, salt=None, actor_label="", object_label=""
        )
    report = verifying.verify(Journal.objects.get(), witnesses=[kept_head])
    assert [str(one) for one in report.findings] == [
        "Entry 5: its words are gone, and no record says why."
    ]


def test_a_trigger_left_off_is_found(kept_head: Head) -> None:
    journal = Journal.objects.get()
    with switched_off(connection):
        report = verifying.verify(journal, witnesses=[kept_head])
    missed = {str(one).split()[2] for one in report.findings}
    assert missed == set(storing.guards())
