"""On SQLite rows have numbers in the order in which they came, unless a table has none.

Letters of nobody, their conversations and messages must not be put in an order.
"""

from typing import Any

from django.db import migrations

_TABLES = ("concerns_letter", "concerns_conversation", "concerns_message")


def _take_away(apps: Any, schema_editor: Any) -> None:
    """The tables are new and empty here: they are made anew, with their indexes."""
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for table in _TABLES:
            asked = "SELECT type, sql FROM sqlite_master WHERE tbl_name = %s AND sql IS NOT NULL"
            made = cursor.execute(asked, [table]).fetchall()
            cursor.execute(f"DROP TABLE {table}")
            for kind, sql in sorted(made, reverse=True):  # the table, then its indexes
                cursor.execute(f"{sql} WITHOUT ROWID" if kind == "table" else sql)


class Migration(migrations.Migration):
    dependencies = [("concerns", "0002_never_changed")]

    operations = [migrations.RunPython(_take_away, migrations.RunPython.noop)]
