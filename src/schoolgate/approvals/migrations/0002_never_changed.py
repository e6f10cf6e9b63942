"""What was asked, decided, revoked and read is never changed afterwards."""

from django.db import migrations

from schoolgate.records.never_changed import never_changed


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_initial")]

    operations = [
        never_changed(
            "approvals_approval",
            "approvals_decision",
            "approvals_reading",
            "approvals_revocation",
            sentence="What was written about permission is never changed.",
        ),
    ]
