"""Triggers under which rows stay as they were written: an operation for a room's migrations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from django.db.migrations import RunPython

_ON_POSTGRESQL: Final = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{sentence}'; END $$;
CREATE TRIGGER {name} BEFORE {event} ON {table}
    FOR EACH ROW {when} EXECUTE FUNCTION {name}()"""

_ON_SQLITE: Final = """
CREATE TRIGGER {name} BEFORE {event} ON {table} {when}
BEGIN
    SELECT RAISE(ABORT, '{sentence}');
END"""


class Kept(NamedTuple):
    """A table, the event that is refused (`update`, `delete`), and when: always, or under a
    condition over OLD and NEW in SQL. `name` tells two triggers of one event apart."""

    table: str
    event: str = "update"
    when: str = ""
    name: str = ""

    @property
    def trigger(self) -> str:
        """What the trigger is called in the database."""
        return f"{self.table}_{self.name or self.event}"


def never_changed(*tables: str, sentence: str) -> RunPython:
    """Refuse every UPDATE of tables with a sentence."""
    return stays([Kept(table) for table in tables], sentence=sentence)


def stays(kept: Sequence[Kept], *, sentence: str) -> RunPython:
    """Refuse what is said of tables with a sentence, on SQLite and PostgreSQL."""

    def put_up(apps: Any, schema_editor: Any) -> None:
        postgresql = schema_editor.connection.vendor == "postgresql"
        form = _ON_POSTGRESQL if postgresql else _ON_SQLITE
        for one in kept:
            when = f"WHEN ({one.when})" if one.when else ""
            made = form.format(name=one.trigger, event=one.event.upper(), table=one.table,
                               when=when, sentence=sentence)  # fmt: skip
            schema_editor.execute(made, params=None)

    def take_down(apps: Any, schema_editor: Any) -> None:
        postgresql = schema_editor.connection.vendor == "postgresql"
        for one in kept:
            on = f" ON {one.table}; DROP FUNCTION IF EXISTS {one.trigger}()" if postgresql else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {one.trigger}{on}", params=None)

    return RunPython(put_up, take_down)
