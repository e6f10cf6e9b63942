"""The columns of the files. Names and types are plain SQL, so other engines read them as they are.

Each table has a column more than its event: `day`, the date in Europe/London by which rows are
kept and dropped. AT and GRANT are words of SQL: in the files they are `ts` and `opening`.
"""

from __future__ import annotations

from typing import Final

from schoolgate.activity.events import TABLES

_WIDE: Final = frozenset({"ts", "number", "received", "sent", "size"})
_NARROW: Final = frozenset({"status", "took", "attachments"})
_CALLED: Final = {"at": "ts", "grant": "opening"}
_YES_OR_NO: Final = frozenset({"inside"})


def columns(table: str) -> dict[str, str]:
    """Return name and SQL type of the columns of an event, in order, `number` last."""
    names = (_CALLED.get(name, name) for name in TABLES[table]._fields)
    return {name: _type(name) for name in names}


def _type(name: str) -> str:
    if name in _WIDE:
        return "BIGINT"
    if name in _NARROW:
        return "INTEGER"
    return "BOOLEAN" if name in _YES_OR_NO else "VARCHAR"


def empty(table: str) -> str:
    """Return a SELECT of a table's columns, `day` first, that has no rows."""
    typed = {"day": "DATE", **columns(table)}
    chosen = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in typed.items())
    return f"SELECT {chosen} WHERE 1 = 0"
