import django.db.models.deletion
from django.db import migrations, models

import schoolgate.approvals.rules
import schoolgate.filtering.rules.checks
import schoolgate.filtering.rules.downloads
import schoolgate.filtering.rules.reports


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("approvals", "0002_never_changed"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=300)),
                ("before", models.JSONField(default=list)),
                ("after", models.JSONField(default=list)),
                ("why", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                ("by_label", models.CharField(max_length=200)),
                ("needs_second", models.BooleanField()),
                ("clause", models.CharField(blank=True, max_length=60)),
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
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["school", "at"], name="filter_change_at")],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_label", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="confirmations",
                        to="filtering.change",
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
                "ordering": ("at",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "change"), name="change_confirmed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(max_length=45)),
                ("profile", models.SlugField(blank=True, db_index=False, max_length=40)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
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
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("school", "address"),
                        name="device_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("person", None),
                                (
                                    "profile__in",
                                    (
                                        "pupil_ks1",
                                        "pupil_ks2",
                                        "esafety_coordinator",
                                        "headteacher",
                                        "it_technician",
                                        "network_manager",
                                        "newly_qualified_teacher",
                                        "office_staff",
                                        "senior_leader",
                                        "teacher",
                                        "teaching_assistant",
                                        "community_user",
                                        "governor",
                                        "guest",
                                        "volunteer",
                                    ),
                                ),
                            ),
                            models.Q(("person__isnull", False), ("profile", "")),
                            _connector="OR",
                        ),
                        name="device_is_somebodys_or_of_a_profile",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("added_at__lte", models.F("ended_at")),
                            _connector="OR",
                        ),
                        name="device_added_before_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Fault",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("what", models.TextField(max_length=1000)),
                ("provider", models.CharField(max_length=200)),
                ("clause", models.CharField(blank=True, max_length=80)),
                ("found_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("told_how", models.CharField(blank=True, max_length=300)),
                ("mended_at", models.DateTimeField(blank=True, null=True)),
                ("mended_how", models.CharField(blank=True, max_length=300)),
                (
                    "finder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "mended_by",
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
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ("-found_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "finder", "ticket"), name="fault_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("what", ""), _negated=True), name="fault_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("told_at", None), ("told_by", None), ("told_how", "")),
                            models.Q(
                                ("told_at__gte", models.F("found_at")),
                                ("told_by__isnull", False),
                                models.Q(("told_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="fault_told_after_it_was_found",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mended_at", None), ("mended_by", None), ("mended_how", "")),
                            models.Q(
                                ("mended_at__gte", models.F("found_at")),
                                ("mended_by__isnull", False),
                                models.Q(("mended_how", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="fault_mended_after_it_was_found",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FilterCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.SlugField(db_index=False, max_length=10)),
                ("at", models.DateTimeField()),
                ("snapshot", models.CharField(blank=True, max_length=64)),
                ("trouble", models.CharField(blank=True, max_length=500)),
                ("count", models.PositiveIntegerField()),
                ("wrong", models.PositiveIntegerField()),
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
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["school", "at"], name="check_school_at")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    schoolgate.filtering.rules.checks.Kind["DAILY"],
                                    schoolgate.filtering.rules.checks.Kind["NOW"],
                                    schoolgate.filtering.rules.checks.Kind["HAND"],
                                ],
                            )
                        ),
                        name="check_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", schoolgate.filtering.rules.checks.Kind["DAILY"]),
                            ("by__isnull", False),
                            _connector="XOR",
                        ),
                        name="check_is_daily_or_somebodys",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong__lte", models.F("count"))),
                        name="check_wrong_of_all",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FilterCheckLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("network", models.CharField(blank=True, max_length=80)),
                ("device", models.CharField(blank=True, max_length=120)),
                ("profile", models.CharField(blank=True, max_length=41)),
                ("expected", models.JSONField()),
                ("got", models.JSONField()),
                ("why", models.JSONField(blank=True, default=dict)),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="filtering.filtercheck",
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
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="FilterCheckStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words", models.CharField(max_length=1000)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "check_of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="filtering.filtercheck",
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
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="check_step_has_words",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("title", models.CharField(max_length=120)),
                ("sites", models.TextField()),
                ("checked_on", models.DateField()),
                ("kept_at", models.DateTimeField()),
                ("taken_off_at", models.DateTimeField(blank=True, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.school",
                    ),
                ),
                (
                    "teacher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ("-kept_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "teacher", "ticket"), name="lesson_list_kept_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("sites", ""), _negated=True),
                        ),
                        name="lesson_list_has_sites",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonMode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("token", models.SlugField(db_index=False, max_length=16)),
                ("class_name", models.CharField(max_length=60)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lessons",
                        to="filtering.lessonlist",
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
                    "starter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ("-from_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "starter", "ticket"), name="lesson_started_once"
                    ),
                    models.UniqueConstraint(fields=("school", "token"), name="lesson_token_once"),
                    models.CheckConstraint(
                        condition=models.Q(("from_at__lt", models.F("until_at"))),
                        name="lesson_from_before_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("class_name", ""), _negated=True),
                        name="lesson_is_for_a_class",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(blank=True, max_length=300)),
                ("inbox", models.CharField(blank=True, max_length=120)),
                ("form", models.CharField(max_length=10)),
                ("category", models.CharField(blank=True, max_length=40)),
                ("words", models.JSONField(default=dict)),
                ("licence", models.CharField(max_length=120)),
                ("owner", models.CharField(max_length=120)),
                ("every_days", models.PositiveSmallIntegerField()),
                ("is_floor", models.BooleanField(default=False)),
                ("enabled", models.BooleanField(default=True)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=200)),
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
                "ordering": ("-is_floor", "name"),
                "constraints": [
                    models.UniqueConstraint(fields=("school", "name"), name="list_named_once"),
                    models.CheckConstraint(
                        condition=models.Q(("is_floor", False), ("enabled", True), _connector="OR"),
                        name="floor_is_never_off",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_days__gte", 1)), name="list_is_renewed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Being read"),
                            ("waiting", "Waits for a decision"),
                            ("applied", "In use"),
                            ("replaced", "Was in use"),
                            ("refused", "Not taken"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by_label", models.CharField(max_length=200)),
                ("upload", models.CharField(blank=True, max_length=200)),
                ("plan", models.JSONField(default=dict)),
                ("asks", models.JSONField(default=list)),
                ("obstacles", models.JSONField(default=list)),
                ("copy", models.CharField(blank=True, max_length=120)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("entries", models.PositiveIntegerField(default=0)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=200)),
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
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="imports",
                        to="filtering.listsource",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "applied")),
                        fields=("school", "source"),
                        name="list_applied_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LogReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("up_to", models.DateTimeField()),
                ("signed_at", models.DateTimeField()),
                ("by_label", models.CharField(max_length=200)),
                ("second_label", models.CharField(max_length=200)),
                ("words", models.CharField(blank=True, max_length=300)),
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
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "ordering": ("-up_to", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Network",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("cidr", models.CharField(max_length=49)),
                ("profile", models.SlugField(db_index=False, max_length=40)),
                ("added_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("school", "cidr"),
                        name="network_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "profile__in",
                                (
                                    "pupil_ks1",
                                    "pupil_ks2",
                                    "esafety_coordinator",
                                    "headteacher",
                                    "it_technician",
                                    "network_manager",
                                    "newly_qualified_teacher",
                                    "office_staff",
                                    "senior_leader",
                                    "teacher",
                                    "teaching_assistant",
                                    "community_user",
                                    "governor",
                                    "guest",
                                    "volunteer",
                                ),
                            )
                        ),
                        name="network_profile_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("added_at__lte", models.F("ended_at")),
                            _connector="OR",
                        ),
                        name="network_added_before_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("token", models.SlugField(db_index=False, max_length=16)),
                ("host", models.CharField(max_length=253)),
                ("path", models.CharField(blank=True, max_length=300)),
                ("category", models.SlugField(blank=True, db_index=False, max_length=40)),
                ("lesson", models.CharField(max_length=200)),
                ("reason", models.TextField(max_length=1000)),
                ("group", models.SlugField(db_index=False, max_length=20)),
                ("class_name", models.CharField(blank=True, max_length=60)),
                ("clause", models.CharField(blank=True, max_length=80)),
                ("given_by", models.CharField(max_length=200)),
                ("givers", models.CharField(max_length=400)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                (
                    "asker",
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
                "ordering": ("-asked_at", "-pk"),
                "indexes": [models.Index(fields=["school", "until_at"], name="site_school_until")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "asker", "ticket"), name="site_asked_once"
                    ),
                    models.UniqueConstraint(fields=("school", "token"), name="site_token_once"),
                    models.CheckConstraint(
                        condition=models.Q(("from_at__lt", models.F("until_at"))),
                        name="site_from_before_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("host", ""), _negated=True),
                            models.Q(("lesson", ""), _negated=True),
                        ),
                        name="site_says_what_for",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.SlugField(db_index=False, max_length=9)),
                ("role", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("reason", models.TextField(max_length=1000)),
                ("from_at", models.DateTimeField(blank=True, null=True)),
                ("until_at", models.DateTimeField(blank=True, null=True)),
                ("decided_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
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
                    "opening",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="filtering.openingrequest",
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
                        name="site_outcome_is_known",
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
                        name="site_granted_for_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ended_at", models.DateTimeField()),
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
                    "opening",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="end",
                        to="filtering.openingrequest",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OpeningUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("used_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                (
                    "opening",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="use",
                        to="filtering.openingrequest",
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
        ),
        migrations.CreateModel(
            name="OwnEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=253)),
                ("path", models.CharField(blank=True, max_length=2000)),
                ("allow", models.BooleanField()),
                ("groups", models.CharField(blank=True, max_length=120)),
                ("comment", models.CharField(max_length=300)),
                ("added_at", models.DateTimeField()),
                ("added_by", models.CharField(max_length=200)),
                ("until_on", models.DateField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("removed_by", models.CharField(blank=True, max_length=200)),
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
                "verbose_name_plural": "own entries",
                "ordering": ("host", "path", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("school", "host", "path", "groups"),
                        name="own_entry_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("removed_at", None),
                            ("removed_at__gte", models.F("added_at")),
                            _connector="OR",
                        ),
                        name="own_entry_added_before_removed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SwitchOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("token", models.SlugField(db_index=False, max_length=16)),
                ("reason", models.TextField(max_length=1000)),
                ("clause", models.CharField(blank=True, max_length=80)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
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
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "process",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="approvals.approval",
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
                "ordering": ("-asked_at", "-pk"),
                "indexes": [models.Index(fields=["school", "until_at"], name="switch_off_until")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "asker", "ticket"), name="switch_off_asked_once"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "token"), name="switch_off_token_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_at__lt", models.F("until_at"))),
                        name="switch_off_from_before_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="switch_off_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None),
                            models.Q(("agreed_by", models.F("asker")), _negated=True),
                            _connector="OR",
                        ),
                        name="switch_off_takes_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="switch_off_agreed_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnlistedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group", models.CharField(max_length=20)),
                ("answer", models.CharField(max_length=5)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
                ("set_by", models.CharField(max_length=200)),
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
                "ordering": ("-from_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_at", None)),
                        fields=("school", "group"),
                        name="unlisted_answer_open_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WrongCategory",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("host", models.CharField(max_length=253)),
                ("path", models.CharField(blank=True, max_length=300)),
                ("category", models.SlugField(blank=True, db_index=False, max_length=40)),
                ("mark", models.CharField(blank=True, max_length=32)),
                ("says", models.TextField(max_length=1000)),
                ("reported_at", models.DateTimeField()),
                ("outcome", models.SlugField(blank=True, db_index=False, max_length=20)),
                ("answer", models.TextField(blank=True, max_length=1000)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "reporter",
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
                "ordering": ("-reported_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "reporter", "ticket"), name="wrong_category_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("host", ""), _negated=True),
                            models.Q(("says", ""), _negated=True),
                        ),
                        name="wrong_category_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at", None),
                                ("answered_by", None),
                                ("outcome", ""),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                (
                                    "outcome__in",
                                    [
                                        schoolgate.filtering.rules.reports.Answer["MOVED"],
                                        schoolgate.filtering.rules.reports.Answer["STAYS"],
                                        schoolgate.filtering.rules.reports.Answer["SENT_ON"],
                                    ],
                                ),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="wrong_category_answered_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Download",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("token", models.SlugField(db_index=False, max_length=16)),
                ("host", models.CharField(max_length=253)),
                ("path", models.CharField(blank=True, max_length=300)),
                ("kind", models.SlugField(db_index=False, max_length=10)),
                ("purpose", models.SlugField(db_index=False, max_length=10)),
                ("lesson", models.CharField(blank=True, max_length=300)),
                ("outcome", models.SlugField(db_index=False, max_length=10)),
                ("clause", models.CharField(blank=True, max_length=80)),
                ("said_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
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
                "ordering": ("-said_at", "-pk"),
                "indexes": [
                    models.Index(fields=["school", "until_at"], name="download_school_until")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("outcome", schoolgate.filtering.rules.downloads.Outcome["ALLOWED"])
                        ),
                        fields=("school", "person", "ticket"),
                        name="download_said_once",
                    ),
                    models.UniqueConstraint(fields=("school", "token"), name="download_token_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("said_at__lt", models.F("until_at")),
                            models.Q(("host", ""), _negated=True),
                        ),
                        name="download_said_before_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "outcome__in",
                                [
                                    schoolgate.filtering.rules.downloads.Outcome["ALLOWED"],
                                    schoolgate.filtering.rules.downloads.Outcome["REFUSED"],
                                ],
                            )
                        ),
                        name="download_outcome_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lesson", ""),
                                ("purpose", schoolgate.filtering.rules.downloads.Purpose["OWN"]),
                            ),
                            models.Q(
                                ("purpose", schoolgate.filtering.rules.downloads.Purpose["LESSON"]),
                                models.Q(("lesson", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="download_says_which_lesson",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.UUIDField()),
                ("role", models.SlugField(db_index=False, max_length=60)),
                ("reason", models.TextField(max_length=1000)),
                ("clause", models.CharField(blank=True, max_length=80)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("end_reason", models.TextField(blank=True, max_length=1000)),
            ],
            options={
                "ordering": ("-from_at", "-pk"),
            },
        ),
        migrations.AddField(
            model_name="device",
            name="is_personal",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_personal", False), ("person__isnull", False), _connector="OR"
                ),
                name="device_of_ones_own_is_somebodys",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="school",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
            ),
        ),
        migrations.AddIndex(
            model_name="withdrawal",
            index=models.Index(fields=["school", "ended_at"], name="withdrawn_open"),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.UniqueConstraint(
                fields=("school", "by", "ticket"), name="withdrawn_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="withdrawn_with_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_at__isnull", False), ("review_on__isnull", False), _connector="OR"
                ),
                name="withdrawn_until_an_end_or_a_review",
            ),
        ),
        migrations.AddConstraint(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end_reason", ""), ("ended_at", None), ("ended_by", None)),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("ended_by__isnull", False),
                        models.Q(("end_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="withdrawn_given_back_with_a_reason",
            ),
        ),
    ]
