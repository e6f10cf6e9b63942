"""Triggers that let the journal only grow at its end, and its words only be erased on record."""

from __future__ import annotations

from typing import Any

from django.db import migrations

# Everything of an entry but its words.
_KEPT = (
    "school_id", "sequence", "at", "actor", "verb", "object_kind", "object_id", "clause", "action",
    "commitment", "previous", "link",
)  # fmt: skip
_SAME = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _KEPT)

_GOES_ON = """
    NEW.sequence = 1 + coalesce(
        (SELECT max(sequence) FROM records_entry WHERE school_id = NEW.school_id), 0)
    AND (NEW.sequence = 1 OR NEW.previous = (
        SELECT link FROM records_entry
        WHERE school_id = NEW.school_id AND sequence = NEW.sequence - 1))"""

_IS_ERASURE = f"""
    OLD.body IS NOT NULL AND NEW.body IS NULL AND NEW.salt IS NULL
    AND NEW.actor_label = '' AND NEW.object_label = ''
    AND EXISTS (
        SELECT 1 FROM records_entry AS erasure
        WHERE erasure.school_id = OLD.school_id AND erasure.sequence > OLD.sequence
        AND erasure.verb = 'records:body:erased' AND erasure.object_kind = 'records.entry'
        AND erasure.object_id = CAST(OLD.sequence AS varchar))
    AND {_SAME}"""  # noqa: S608 nothing comes from outside

_HEAD_GROWS = """
    NEW.size > coalesce(
        (SELECT max(size) FROM records_treehead WHERE school_id = NEW.school_id), 0)"""

# Table, event, and the condition under which the event may happen ("": never).
_GUARDS = (
    ("entry", "insert", _GOES_ON, "The journal goes on only at its end."),
    ("entry", "update", _IS_ERASURE, "An entry of the journal is never changed."),
    ("entry", "delete", "", "An entry of the journal is never deleted."),
    ("journal", "update", "", "A journal is never renamed."),
    ("journal", "delete", "", "A journal is never deleted."),
    ("treehead", "insert", _HEAD_GROWS, "A head is signed only for more entries than the last."),
    ("treehead", "update", "", "A signed head is never changed."),
    ("treehead", "delete", "", "A signed head is never deleted."),
)

_ON_POSTGRESQL = """
CREATE FUNCTION records_{table}_{event}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ({allowed}) IS NOT TRUE THEN RAISE EXCEPTION '{sentence}'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER records_{table}_{event} BEFORE {event} ON records_{table}
    FOR EACH ROW EXECUTE FUNCTION records_{table}_{event}()"""

_NO_TRUNCATE = """
CREATE FUNCTION records_{table}_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'The journal is never emptied.'; END $$;
CREATE TRIGGER records_{table}_truncate BEFORE TRUNCATE ON records_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION records_{table}_truncate()"""

_ON_SQLITE = """
CREATE TRIGGER records_{table}_{event} BEFORE {event} ON records_{table}
BEGIN
    SELECT RAISE(ABORT, '{sentence}') WHERE ({allowed}) IS NOT TRUE;
END"""


def _put_up(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    form = _ON_POSTGRESQL if postgresql else _ON_SQLITE
    for table, event, allowed, sentence in _GUARDS:
        filled = form.format(
            table=table, event=event, allowed=allowed or "false", sentence=sentence
        )
        schema_editor.execute(filled, params=None)
    if postgresql:
        for table in ("entry", "journal", "treehead"):
            schema_editor.execute(_NO_TRUNCATE.format(table=table), params=None)


def _take_down(apps: Any, schema_editor: Any) -> None:
    postgresql = schema_editor.connection.vendor == "postgresql"
    names = [(table, event) for table, event, _, _ in _GUARDS]
    if postgresql:
        names += [(table, "truncate") for table in ("entry", "journal", "treehead")]
    for table, event in names:
        name = f"records_{table}_{event}"
        end = f" ON records_{table}; DROP FUNCTION IF EXISTS {name}()" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{end}", params=None)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [migrations.RunPython(_put_up, _take_down)]
