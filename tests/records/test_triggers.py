"""The database itself refuses: whoever writes SQL past the program meets the same rule."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from schoolgate.records import actions, storing
from schoolgate.records.models import Entry, TreeHead
from schoolgate.records.parties import Thing
from schoolgate.records.verbs import RecordsVerb
from tests.cast import NOW, Cast
from tests.records.acts import act
from tests.records.triggers import switched_off

KEPT = ("school_id", "sequence", "at", "actor", "verb", "object_kind", "object_id", "clause",
        "action", "commitment", "previous", "link")  # fmt: skip
ERASE = "body = NULL, salt = NULL, actor_label = '', object_label = ''"
_COPY = ", ".join(
    str(f.column) for f in Entry._meta.concrete_fields if f.column not in {"sequence", "previous"}
)


@pytest.fixture
def three(cast: Cast) -> Cast:
    """Three entries and a signed head."""
    entries = [act(cast) for _ in range(3)]
    actions.sign_head(journal=entries[0].journal, by=cast.head, at=NOW)
    return cast


def refused(sql: str) -> str:
    """Run SQL that must fail; return what the database said."""
    before = list(Entry.objects.order_by("pk").values_list())
    with (
        pytest.raises(DatabaseError) as error,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert list(Entry.objects.order_by("pk").values_list()) == before
    return str(error.value).splitlines()[0]


@pytest.mark.parametrize("column", [*KEPT, "body", "salt", "actor_label", "object_label"])
def test_no_column_of_an_entry_can_be_changed(three: Cast, column: str) -> None:
    number = "school_id" if column in {"school_id", "sequence"} else ""
    value = "99" if number else "NULL" if column in {"body", "salt"} else "'x'"
    if column in {"commitment", "previous", "link"}:
        value = "commitment" if column != "commitment" else "link"
    if column == "at":
        value = "'2020-01-01 00:00:00+00'" if connection.vendor == "postgresql" else "'2020-01-01'"
    said = refused(f"UPDATE records_entry SET {column} = {value} WHERE sequence = 2")
    assert said == "An entry of the journal is never changed."


def test_words_cannot_be_erased_without_a_record(three: Cast) -> None:
    said = refused(f"UPDATE records_entry SET {ERASE} WHERE sequence = 1")
    assert said == "An entry of the journal is never changed."


def test_erasing_cannot_carry_another_change_along(three: Cast) -> None:
    act(three, verb=RecordsVerb.BODY_ERASED, object=Thing("records.entry", "1", "entry 1"))
    for column in KEPT[3:9]:
        sql = f"UPDATE records_entry SET {ERASE}, {column} = 'person:9' WHERE sequence = 1"
        assert refused(sql) == "An entry of the journal is never changed."
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE records_entry SET {ERASE} WHERE sequence = 1")
    assert Entry.objects.get(sequence=1).body is None


def test_a_record_counts_only_for_the_entry_that_it_names(three: Cast) -> None:
    act(three, verb=RecordsVerb.BODY_ERASED, object=Thing("records.entry", "1", "entry 1"))
    act(three, verb=RecordsVerb.BODY_ERASED, object=Thing("loans.device", "2", "a tablet"))
    act(three, school=three.other_school, verb=RecordsVerb.BODY_ERASED,
        object=Thing("records.entry", "3", "entry 3"))  # fmt: skip
    for sequence in (2, 3):
        sql = f"UPDATE records_entry SET {ERASE} WHERE sequence = {sequence}"
        assert refused(sql) == "An entry of the journal is never changed."


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("DELETE FROM records_entry", "An entry of the journal is never deleted."),
        ("DELETE FROM records_entry WHERE sequence = 3",
         "An entry of the journal is never deleted."),
        ("UPDATE records_journal SET name = 'x'", "A journal is never renamed."),
        ("DELETE FROM records_journal", "A journal is never deleted."),
        ("UPDATE records_treehead SET note = ''", "A signed head is never changed."),
        ("DELETE FROM records_treehead", "A signed head is never deleted."),
        ("INSERT INTO records_treehead SELECT * FROM records_treehead",
         "A head is signed only for more entries than the last."),
    ],
)  # fmt: skip
def test_nothing_is_changed_or_deleted(three: Cast, sql: str, sentence: str) -> None:
    assert refused(sql) == sentence


@pytest.mark.parametrize(
    ("sequence", "previous"),
    [
        ("5", "link"),  # a gap
        ("2", "previous"),  # a fork
        ("0", "link"),
        ("4", "previous"),  # does not follow the last
        ("NULL", "link"),
    ],
)
def test_entries_are_added_only_behind_the_last(three: Cast, sequence: str, previous: str) -> None:
    said = refused(
        f"INSERT INTO records_entry (sequence, previous, {_COPY}) "
        f"SELECT {sequence}, {previous}, {_COPY} FROM records_entry WHERE sequence = 3"
    )
    assert said == "The journal goes on only at its end."


@pytest.mark.parametrize(
    "sql",
    [
        "REPLACE INTO records_entry SELECT * FROM records_entry WHERE sequence = 2",
        "REPLACE INTO records_treehead SELECT * FROM records_treehead",
    ],
)
def test_replace_is_no_way_round_on_sqlite(three: Cast, sql: str) -> None:
    if connection.vendor == "sqlite":
        assert refused(sql) in {
            "The journal goes on only at its end.",
            "A head is signed only for more entries than the last.",
        }


def test_truncate_is_no_way_round_on_postgresql(three: Cast) -> None:
    if connection.vendor == "postgresql":
        for table in ("entry", "journal", "treehead"):
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            said = refused(f"TRUNCATE records_{table} CASCADE")
            assert said == "The journal is never emptied."
    assert TreeHead.objects.count() == 1


def test_a_trigger_that_is_off_is_missed(three: Cast) -> None:
    assert storing.missing_guards() == []
    with switched_off(connection):
        assert storing.missing_guards() == storing.guards()
    assert storing.missing_guards() == []
