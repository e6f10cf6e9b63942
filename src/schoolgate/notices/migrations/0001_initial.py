import django.db.models.deletion
from django.db import migrations, models

import schoolgate.notices.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("subject", models.CharField(max_length=160)),
                ("body", models.TextField(max_length=20000)),
                ("key", models.CharField(blank=True, max_length=120)),
                ("clause", models.CharField(blank=True, max_length=80)),
                ("groups", models.CharField(max_length=120)),
                ("class_name", models.CharField(blank=True, max_length=60)),
                ("how", models.SlugField(db_index=False, max_length=10)),
                ("asks", models.BooleanField(default=False)),
                ("held_on", models.DateField(blank=True, null=True)),
                ("where", models.CharField(blank=True, max_length=160)),
                ("sent_at", models.DateTimeField()),
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
                    models.UniqueConstraint(
                        fields=("school", "by", "ticket"), name="notice_sent_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("subject", ""), _negated=True),
                            models.Q(("body", ""), _negated=True),
                        ),
                        name="notice_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "how__in",
                                [
                                    schoolgate.notices.rules.How["POST"],
                                    schoolgate.notices.rules.How["LETTER"],
                                    schoolgate.notices.rules.How["PAGE"],
                                    schoolgate.notices.rules.How["NEWSLETTER"],
                                    schoolgate.notices.rules.How["MEETING"],
                                ],
                            )
                        ),
                        name="notice_how_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("held_on", None),
                            (
                                "how__in",
                                [
                                    schoolgate.notices.rules.How["MEETING"],
                                    schoolgate.notices.rules.How["NEWSLETTER"],
                                ],
                            ),
                            _connector="XOR",
                        ),
                        name="notice_day_of_meeting_or_newsletter",
                    ),
                ],
                "indexes": [models.Index(fields=["school", "key"], name="notice_school_key")],
                "ordering": ("-sent_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="LetterRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
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
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="notices.notice",
                    ),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Telling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("means", models.SlugField(db_index=False, max_length=10)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tellings",
                        to="notices.notice",
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
                        fields=("school", "notice", "person"), name="told_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "means__in",
                                [
                                    schoolgate.notices.rules.Means["EMAIL"],
                                    schoolgate.notices.rules.Means["LETTER"],
                                    schoolgate.notices.rules.Means["PAGE"],
                                    schoolgate.notices.rules.Means["NEWSLETTER"],
                                    schoolgate.notices.rules.Means["MEETING"],
                                ],
                            )
                        ),
                        name="telling_means_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("means", schoolgate.notices.rules.Means["EMAIL"]),
                            ("email", ""),
                            _connector="XOR",
                        ),
                        name="telling_by_email_has_an_address",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["school", "person"], name="telling_school_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.SlugField(db_index=False, max_length=13)),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                (
                    "telling",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="notices.telling",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "telling", "kind"), name="telling_step_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    schoolgate.notices.rules.Mark["ACKNOWLEDGED"],
                                    schoolgate.notices.rules.Mark["CHASED"],
                                    schoolgate.notices.rules.Mark["EMAILED"],
                                    schoolgate.notices.rules.Mark["PRESENT"],
                                    schoolgate.notices.rules.Mark["PRINTED"],
                                    schoolgate.notices.rules.Mark["READ"],
                                    schoolgate.notices.rules.Mark["UNDELIVERABLE"],
                                ],
                            )
                        ),
                        name="telling_step_is_known",
                    ),
                ],
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="LetterPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("tellings", models.TextField()),
                ("pdf", models.BinaryField(null=True)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.school",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="notices.letterrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "run", "number"), name="letter_part_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at", None), ("pdf", None)),
                            models.Q(("made_at__isnull", False), ("pdf__isnull", False)),
                            _connector="OR",
                        ),
                        name="letter_part_whole",
                    ),
                ],
                "ordering": ("number",),
            },
        ),
    ]
