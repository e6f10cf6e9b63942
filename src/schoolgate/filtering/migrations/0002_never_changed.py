"""The log of changes, what was asked and tests stay as they were made; a floor stays one."""

from django.db import migrations

from schoolgate.records.never_changed import Kept, never_changed, stays


class Migration(migrations.Migration):
    dependencies = [("filtering", "0001_initial")]

    operations = [
        never_changed(
            "filtering_change",
            "filtering_confirmation",
            "filtering_logreading",
            sentence="What was written about changes to the filter is never changed.",
        ),
        never_changed(
            "filtering_openingrequest",
            "filtering_openingend",
            "filtering_openinguse",
            sentence="What was written about an opened site is never changed.",
        ),
        stays(
            [
                Kept("filtering_listsource", "update", "OLD.is_floor AND NOT NEW.is_floor"),
                Kept("filtering_listsource", "delete", "OLD.is_floor"),
            ],
            sentence="A list of the illegal floor stays.",
        ),
        never_changed(
            "filtering_filtercheck",
            "filtering_filtercheckline",
            "filtering_filtercheckstep",
            sentence="A test of the filter is never changed.",
        ),
    ]
