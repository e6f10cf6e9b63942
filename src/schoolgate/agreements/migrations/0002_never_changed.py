"""What was shown, signed, declined, taught, printed and scanned is never changed afterwards."""

from django.db import migrations

from schoolgate.records.never_changed import never_changed


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [
        never_changed(
            "agreements_chase",
            "agreements_lesson",
            "agreements_refusal",
            "agreements_refusalseen",
            "agreements_signature",
            "agreements_signedtext",
            sentence="What was signed, declined or taught is never changed.",
        ),
        never_changed(
            "agreements_paperform",
            "agreements_signedscan",
            sentence="A form that was printed and a scan that was signed are never changed.",
        ),
    ]
