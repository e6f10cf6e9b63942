from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("task", models.CharField(max_length=200)),
                ("arguments", models.TextField(blank=True)),
                ("priority", models.SmallIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        default="waiting",
                        max_length=7,
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("lease_until", models.DateTimeField(null=True)),
                ("holder", models.CharField(blank=True, max_length=80)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                ("schedule", models.CharField(blank=True, max_length=80)),
                ("occurrence_at", models.DateTimeField(null=True)),
                ("school", models.BigIntegerField(null=True)),
                ("step", models.PositiveIntegerField(default=0)),
                ("steps", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("schedule", ""), _negated=True),
                        fields=("schedule", "occurrence_at"),
                        name="job_occurrence_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state__in", ("waiting", "running")),
                            models.Q(("schedule", ""), _negated=True),
                        ),
                        fields=("schedule",),
                        name="job_schedule_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("occurrence_at", None), ("schedule", "")),
                            models.Q(
                                models.Q(("schedule", ""), _negated=True),
                                ("occurrence_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="job_occurrence_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "running")),
                            models.Q(
                                models.Q(("state", "running"), _negated=True), ("lease_until", None)
                            ),
                            _connector="OR",
                        ),
                        name="job_is_leased_while_it_runs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("finished_at__isnull", False), ("state__in", ("done", "failed"))
                            ),
                            models.Q(("finished_at", None), ("state__in", ("waiting", "running"))),
                            _connector="OR",
                        ),
                        name="job_finished_when_done_or_failed",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["-priority", "due_at"],
                        name="job_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "running")),
                        fields=["lease_until"],
                        name="job_running",
                    ),
                    models.Index(
                        condition=models.Q(("finished_at__isnull", False)),
                        fields=["finished_at"],
                        name="job_finished",
                    ),
                    models.Index(
                        condition=models.Q(("state", "failed")),
                        fields=["school", "finished_at"],
                        name="job_failed",
                    ),
                ],
            },
        ),
    ]
