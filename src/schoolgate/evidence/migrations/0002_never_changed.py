"""An item, its copy, and a line of its custody sheet are never changed afterwards."""

from django.db import migrations

from schoolgate.records.never_changed import never_changed


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial")]

    operations = [
        never_changed(
            "evidence_copy",
            "evidence_custody",
            "evidence_item",
            sentence="What lies in the vault, and who handled it, is never changed.",
        ),
    ]
