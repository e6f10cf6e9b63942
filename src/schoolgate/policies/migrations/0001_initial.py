import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="EarlyReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("trigger", models.SlugField(db_index=False, max_length=20)),
                ("why", models.TextField(max_length=2000)),
                ("mark", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField()),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "document", "mark"), name="review_opened_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="review_says_why"
                    ),
                ],
                "ordering": ("-opened_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("edition", models.CharField(max_length=40)),
                ("life", models.PositiveSmallIntegerField(default=0)),
                ("checked_at", models.DateTimeField()),
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
                        condition=models.Q(("edition", ""), _negated=True), name="edition_is_named"
                    )
                ],
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("content", models.TextField()),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="issue_has_a_name"
                    )
                ],
                "ordering": ("name", "kept_at"),
            },
        ),
        migrations.CreateModel(
            name="PolicyInForce",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("pack", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("version", models.CharField(max_length=40)),
                ("hash", models.CharField(max_length=64)),
                ("content", models.TextField()),
                ("stored_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="policies",
                        to="people.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("school", "hash"), name="policy_stored_once")
                ],
                "ordering": ("-stored_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.SlugField(db_index=False, max_length=9)),
                ("finding", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=20)),
                ("text", models.TextField()),
                ("clause", models.CharField(blank=True, max_length=80)),
                ("because", models.TextField(max_length=2000)),
                ("given_at", models.DateTimeField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
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
                        condition=models.Q(("what__in", ["departure", "waiver"])),
                        name="reason_is_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because", ""), _negated=True), name="reason_says_why"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("until_on", None), ("what", "departure")),
                            models.Q(("until_on__gt", models.F("from_on")), ("what", "waiver")),
                            _connector="OR",
                        ),
                        name="reason_waiver_ends",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["school", "finding"], name="reason_school_finding")
                ],
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="RelatedPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("place", models.CharField(blank=True, max_length=300)),
                ("added_at", models.DateTimeField()),
                ("superseded_on", models.DateField(blank=True, null=True)),
                ("superseded_by", models.CharField(blank=True, max_length=200)),
                (
                    "added_by",
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
                    models.UniqueConstraint(fields=("school", "name"), name="related_policy_once"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("name", ""), _negated=True)),
                        name="related_policy_has_a_name",
                    ),
                ],
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="ReviewEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("outcome", models.TextField(max_length=2000)),
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
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended",
                        to="policies.earlyreview",
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
                        condition=models.Q(("outcome", ""), _negated=True),
                        name="review_end_says_what",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolTimes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hours", models.TextField()),
                ("set_at", models.DateTimeField()),
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
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="SocialService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("domain", models.CharField(blank=True, max_length=200)),
                ("added_at", models.DateTimeField()),
                ("taken_off_at", models.DateTimeField(blank=True, null=True)),
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
                    "taken_off_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_off_at", None)),
                        fields=("school", "name"),
                        name="social_service_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="social_service_is_named",
                    ),
                ],
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.SlugField(blank=True, db_index=False, max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("label", models.CharField(blank=True, max_length=40)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("stage", models.SlugField(db_index=False, default="draft", max_length=9)),
                ("texts", models.TextField()),
                ("text_hash", models.CharField(max_length=64)),
                ("pack", models.CharField(blank=True, max_length=80)),
                ("hash", models.CharField(blank=True, max_length=64)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "drafted_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="policies.version",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="policies.issue",
                    ),
                ),
                (
                    "made_by",
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
                        related_name="versions",
                        to="people.school",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "document", "number"), name="version_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ["draft", "consulted", "approved", "withdrawn"])
                        ),
                        name="version_stage_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on", None), ("stage", "approved"), _connector="OR"
                        ),
                        name="version_in_force_is_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on", None),
                            models.Q(
                                ("from_on__isnull", False), ("until_on__gte", models.F("from_on"))
                            ),
                            _connector="OR",
                        ),
                        name="version_from_before_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on", None),
                            models.Q(("document", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="version_of_the_main_policy_never_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "approved"), _negated=True),
                            models.Q(("hash", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="version_approved_has_no_mistakes",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("from_on__isnull", False)),
                        fields=["school", "document", "from_on"],
                        name="version_in_force",
                    )
                ],
                "ordering": ("document", "-number"),
            },
        ),
        migrations.CreateModel(
            name="Typing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.CharField(max_length=160)),
                ("text", models.TextField()),
                ("edition", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
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
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="typings",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "person", "part"), name="typing_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("committee", models.CharField(max_length=200)),
                ("minute", models.CharField(max_length=200)),
                ("on", models.DateField()),
                ("name", models.CharField(max_length=120)),
                ("role", models.CharField(max_length=60)),
                ("method", models.CharField(max_length=60)),
                ("text_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField()),
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
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signoff",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("committee", ""), _negated=True),
                            models.Q(("minute", ""), _negated=True),
                            models.Q(("name", ""), _negated=True),
                            models.Q(("role", ""), _negated=True),
                            models.Q(("method", ""), _negated=True),
                        ),
                        name="signoff_is_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Revision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField()),
                ("revisers", models.TextField()),
                ("change", models.TextField(max_length=4000)),
                ("clauses", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.school",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revisers", ""), _negated=True),
                            models.Q(("change", ""), _negated=True),
                        ),
                        name="revision_says_who_and_what",
                    )
                ],
                "ordering": ("on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issue", models.CharField(max_length=100)),
                ("made_at", models.DateTimeField()),
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
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposal",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("issue", ""), _negated=True),
                        name="proposal_names_its_issue",
                    )
                ],
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("group", models.CharField(max_length=80)),
                ("on", models.DateField()),
                ("channel", models.CharField(max_length=200)),
                ("comments", models.TextField(blank=True, max_length=4000)),
                ("written_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.school",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="policies.version",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("group", ""), _negated=True),
                            models.Q(("channel", ""), _negated=True),
                        ),
                        name="consultation_says_who_and_how",
                    )
                ],
                "ordering": ("on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=200)),
                ("outcome", models.CharField(max_length=40)),
                ("clauses", models.TextField(blank=True)),
                ("is_gap", models.BooleanField()),
                ("record", models.TextField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="people.school",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_gap", True)),
                        fields=["school", "act"],
                        name="asked_gap",
                    )
                ],
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="ClauseChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issue", models.CharField(max_length=100)),
                ("clause", models.CharField(max_length=80)),
                ("text_hash", models.CharField(max_length=64)),
                ("take", models.BooleanField()),
                ("because", models.TextField(blank=True, max_length=2000)),
                ("chosen_at", models.DateTimeField()),
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
                "indexes": [models.Index(fields=["school", "issue"], name="choice_school_issue")],
                "ordering": ("pk",),
            },
        ),
    ]
