"""What was done, chosen and handed over is never changed afterwards."""

from django.db import migrations

from schoolgate.records.never_changed import never_changed


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_initial")]

    operations = [
        never_changed(
            "duties_choice",
            "duties_doing",
            "duties_handover",
            sentence="What was written about duties is never changed.",
        ),
    ]
