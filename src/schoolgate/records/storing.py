"""The journal's own SQL: what is special about an engine, and about speed, stands here.

Plain statements instead of the ORM: an entry is appended with every act and read by the million.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, cast

from django.db import connection

from schoolgate.records.models import Journal
from schoolgate.records.rules import Row, Sealed

# Keeps the journal's lock numbers apart from other advisory locks: "jour" in ASCII.
_LOCKS: Final = 0x6A6F7572 << 32
_COLUMNS: Final = (
    "sequence, {at}, actor, verb, object_kind, object_id, clause, action, "
    "actor_label, object_label, body, salt, commitment, previous, link"
)
_AT: Final = {
    "sqlite": "substr(replace(at, ' ', 'T') || '.000000', 1, 26) || 'Z'",
    "postgresql": """to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
}
_OPENED: Final = (
    "concat_ws(chr(10), sequence, {at}, actor, verb, object_kind, object_id, clause, action)"
)
_WORDS: Final = (
    "CASE WHEN body IS NULL THEN actor_label || object_label"
    " ELSE concat_ws(chr(10), actor_label, object_label, body) END"
)
_AS_BYTES: Final = {"sqlite": "CAST({} AS blob)", "postgresql": "convert_to({}, 'UTF8')"}
_APPEND: Final = (
    "INSERT INTO records_entry (school_id, "  # noqa: S608
    + _COLUMNS.format(at="at")
    + ") VALUES ("
    + ", ".join(["%s"] * 16)
    + ")"
)
_LAST: Final = (
    "SELECT sequence, link FROM records_entry WHERE school_id = %s ORDER BY sequence DESC LIMIT 1"
)
_RANGE: Final = (
    " FROM records_entry WHERE school_id = %s AND sequence BETWEEN %s AND %s ORDER BY sequence"
)
_TRIGGERS: Final = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}
_GUARDED: Final = {
    "entry": ("delete", "insert", "truncate", "update"),
    "journal": ("delete", "truncate", "update"),
    "treehead": ("delete", "insert", "truncate", "update"),
}


def hold_the_end(school: int) -> None:
    """Let nobody else append to this school's journal until the transaction ends.

    An SQLite transaction is IMMEDIATE here, and so holds the whole database already.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCKS | school])


def last(school: int) -> tuple[int, bytes] | None:
    """Return sequence and link of a journal's last entry; None when it has none."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [school])
        row = cursor.fetchone()
    return None if row is None else (int(row[0]), bytes(row[1]))


def append(school: int, row: Row, at: datetime) -> None:
    """Write one entry."""
    written = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, [school, row.sequence, written, *row[2:]])


def rows(school: int, first: int, last: int) -> Iterator[Row]:
    """Yield entries in order, as plain tuples in the shape of Row; the same on both engines."""
    columns = _COLUMNS.format(at=_AT[connection.vendor])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}{_RANGE}", [school, first, last])
        while some := cursor.fetchmany(2_000):
            yield from cast(list[Row], some)


def sealed(school: int, first: int, last: int) -> list[Sealed]:
    """Return what is hashed of entries, in order, put together by the database: plain tuples."""
    as_bytes = _AS_BYTES[connection.vendor].format
    opened, words = as_bytes(_OPENED.format(at=_AT[connection.vendor])), as_bytes(_WORDS)
    columns = f"sequence, {opened}, {words}, salt, commitment, previous, link"
    if connection.vendor == "sqlite":
        columns = columns.replace("chr(", "char(")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}{_RANGE}", [school, first, last])
        return cast(list[Sealed], cursor.fetchall())


def links(school: int, first: int, last: int) -> Iterator[bytes]:
    """Yield the links of entries in order."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT link{_RANGE}", [school, first, last])
        while some := cursor.fetchmany(10_000):
            yield from (bytes(link) for (link,) in some)


def overwrite_what_is_erased() -> None:
    """Make SQLite put zeros where erased words stood, on this connection from now on."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def expect_many() -> None:
    """Let PostgreSQL plan anew as tables grow, until the transaction ends: call it before writing
    thousands of entries in one.

    A plan kept from when the journal had one page reads all of it for every entry that is added.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL plan_cache_mode = force_custom_plan")


def guards() -> list[str]:
    """Return the names of the triggers that ought to be there. SQLite knows no TRUNCATE."""
    return [
        f"records_{table}_{event}"
        for table, events in _GUARDED.items()
        for event in events
        if event != "truncate" or connection.vendor == "postgresql"
    ]


def missing_guards() -> list[str]:
    """Return the names of triggers that ought to be there and are not, or are switched off."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    return [name for name in guards() if name not in there]


def journal(school: int, slug: str) -> Journal:
    """Return the school's journal, begun now if it has none.

    A school that took over the slug of an older journal gets its own key added to the name.
    """
    found = Journal.objects.filter(school=school).first()
    if found is None:
        taken = Journal.objects.filter(name=slug).exists()
        found = Journal.objects.create(school=school, name=f"{slug}-{school}" if taken else slug)
    return found
