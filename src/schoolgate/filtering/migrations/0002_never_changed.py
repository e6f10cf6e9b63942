"""The log of changes, what was asked and tests stay as they were made; a floor stays one."""

from django.db import migrations

from schoolgate.records.never_changed import Kept, never_changed, stays

_SAID_ANEW = " OR ".join(
    ["OLD.used_at IS NOT NULL"]
    + [
        f"OLD.{one} <> NEW.{one}"
        for one in (
            "school_id",
            "token",
            "person_id",
            "host",
            "path",
            "kind",
            "purpose",
            "lesson",
            "outcome",
            "clause",
            "said_at",
            "until_at",
        )
    ]
)


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
        stays(
            [
                Kept("filtering_download", "delete"),
                Kept("filtering_download", "update", _SAID_ANEW),
            ],
            sentence="What was said of a download is never changed.",
        ),
        never_changed(
            "filtering_filtercheck",
            "filtering_filtercheckline",
            "filtering_filtercheckstep",
            sentence="A test of the filter is never changed.",
        ),
    ]
