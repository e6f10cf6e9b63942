import django.db.models.deletion
from django.db import migrations, models

import schoolgate.approvals.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("thing", models.CharField(blank=True, max_length=200)),
                ("key", models.CharField(max_length=120)),
                ("clause", models.CharField(max_length=80)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField()),
                ("given_by", models.CharField(max_length=200)),
                ("givers", models.CharField(max_length=400)),
                ("doers", models.CharField(blank=True, max_length=400)),
                ("lasts", models.CharField(blank=True, max_length=200)),
                ("clause_text", models.TextField(blank=True)),
                ("pack", models.CharField(max_length=80)),
                ("pack_hash", models.CharField(max_length=64)),
                ("actor", models.CharField(max_length=40)),
                ("act", models.CharField(blank=True, max_length=200)),
                ("stated", models.TextField(default="{}")),
                ("purpose", models.TextField(max_length=2000)),
                ("scope", models.TextField(max_length=2000)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "asker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "doer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "asker", "ticket"), name="approval_asked_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_at__lt", models.F("until_at"))),
                        name="approval_from_before_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", ""), _negated=True),
                            models.Q(("scope", ""), _negated=True),
                            models.Q(("words", ""), _negated=True),
                        ),
                        name="approval_says_what_for",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("about", None),
                            models.Q(("about", models.F("asker")), _negated=True),
                            _connector="OR",
                        ),
                        name="approval_is_about_another",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["school", "clause"], name="approval_school_clause"),
                    models.Index(fields=["school", "asker"], name="approval_school_asker"),
                ],
                "ordering": ("-asked_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.SlugField(db_index=False, max_length=9)),
                ("role", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("reason", models.TextField(max_length=2000)),
                ("conditions", models.TextField(blank=True, max_length=2000)),
                ("from_at", models.DateTimeField(blank=True, null=True)),
                ("until_at", models.DateTimeField(blank=True, null=True)),
                ("facts", models.TextField(default="{}")),
                ("decided_at", models.DateTimeField()),
                (
                    "approval",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="approvals.approval",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    schoolgate.approvals.rules.Outcome["GRANTED"],
                                    schoolgate.approvals.rules.Outcome["REFUSED"],
                                    schoolgate.approvals.rules.Outcome["WITHDRAWN"],
                                ],
                            )
                        ),
                        name="decision_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("reason", ""), _negated=True)),
                        name="decision_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("from_at__lt", models.F("until_at")),
                                ("outcome", schoolgate.approvals.rules.Outcome["GRANTED"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("outcome", schoolgate.approvals.rules.Outcome["GRANTED"]),
                                    _negated=True,
                                ),
                                ("from_at", None),
                                ("until_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="decision_grants_for_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revoked", models.BooleanField(default=False)),
                ("read_at", models.DateTimeField()),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="approvals.approval",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("approval", "person", "revoked"), name="reading_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField(max_length=2000)),
                ("revoked_at", models.DateTimeField()),
                (
                    "approval",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revocation",
                        to="approvals.approval",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("reason", ""), _negated=True)),
                        name="revocation_has_a_reason",
                    )
                ],
            },
        ),
    ]
