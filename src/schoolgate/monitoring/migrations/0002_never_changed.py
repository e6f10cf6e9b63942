"""What was authorised, each query and each step stay as they were written."""

from django.db import migrations

from schoolgate.records.never_changed import Kept, never_changed, stays


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0001_initial")]

    operations = [
        never_changed(
            "monitoring_lookup",
            "monitoring_lookupstep",
            "monitoring_look",
            sentence="What was written about a look-up is never changed.",
        ),
        stays(
            [
                Kept("monitoring_lookup", "delete"),
                Kept("monitoring_lookupstep", "delete"),
                Kept("monitoring_look", "delete"),
            ],
            sentence="What was written about a look-up stays.",
        ),
        never_changed(
            "monitoring_alertbudget",
            "monitoring_supporttalk",
            "monitoring_usecheck",
            "monitoring_rota",
            "monitoring_watch",
            "monitoring_watchlook",
            sentence="What governors allowed and what was written of talks, reviews and rotas is never changed.",
        ),
        never_changed(
            "monitoring_mailallowance",
            sentence="What was allowed of private mail is never changed.",
        ),
    ]
