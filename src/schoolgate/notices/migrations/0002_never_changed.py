"""What was told, to whom, and what became of it is never changed afterwards."""

from django.db import migrations

from schoolgate.records.never_changed import never_changed


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]

    operations = [
        never_changed(
            "notices_notice",
            "notices_step",
            "notices_telling",
            sentence="What was told to whom is never changed.",
        ),
    ]
