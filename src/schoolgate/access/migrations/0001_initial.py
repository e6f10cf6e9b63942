import django.db.models.deletion
from django.db import migrations, models

import schoolgate.access.rules.checks
import schoolgate.access.rules.credentials
import schoolgate.access.rules.declarations
import schoolgate.access.rules.mail
import schoolgate.access.rules.register
import schoolgate.access.rules.reviews
import schoolgate.access.rules.sightings


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Checklist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("leaving", models.BooleanField()),
                ("day_on", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=200)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checklists",
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
                        fields=("school", "person", "leaving", "day_on"), name="checklist_once"
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["school", "leaving", "day_on"],
                        name="checklist_open",
                    )
                ],
                "ordering": ("day_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Credential",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("system", models.CharField(max_length=80)),
                ("head_access", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "holder",
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
                        condition=models.Q(("retired_at", None)),
                        fields=("school", "system", "name"),
                        name="credential_open_once",
                    )
                ],
                "ordering": ("system", "name"),
            },
        ),
        migrations.CreateModel(
            name="CredentialDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event", models.SlugField(db_index=False, max_length=10)),
                ("happened_on", models.DateField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=200)),
                (
                    "credential",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dates",
                        to="access.credential",
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
                                "event__in",
                                [
                                    schoolgate.access.rules.credentials.Event["CHANGED"],
                                    schoolgate.access.rules.credentials.Event["DEPOSITED"],
                                ],
                            )
                        ),
                        name="credential_event_is_known",
                    )
                ],
                "indexes": [models.Index(fields=["credential", "event"], name="credential_event")],
                "ordering": ("-recorded_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.SlugField(db_index=False, max_length=20)),
                ("about_name", models.CharField(blank=True, max_length=120)),
                ("tie", models.SlugField(db_index=False, max_length=20)),
                ("own_phone", models.BooleanField(default=False)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("verdict", models.CharField(max_length=20)),
                ("sentence", models.TextField()),
                ("clauses", models.CharField(blank=True, max_length=200)),
                ("recipients", models.CharField(max_length=120)),
                ("declared_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=200)),
                ("decision", models.CharField(blank=True, max_length=500)),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("keep_until_on", models.DateField(blank=True, null=True)),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "known",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
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
                                "about__in",
                                [
                                    schoolgate.access.rules.declarations.About["FORMER_PUPIL"],
                                    schoolgate.access.rules.declarations.About["PARENT"],
                                    schoolgate.access.rules.declarations.About["PUPIL"],
                                ],
                            )
                        ),
                        name="declaration_about_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "tie__in",
                                [
                                    schoolgate.access.rules.declarations.Tie["KNOWS"],
                                    schoolgate.access.rules.declarations.Tie["OLD_FRIEND"],
                                    schoolgate.access.rules.declarations.Tie["ONLINE_FRIEND"],
                                    schoolgate.access.rules.declarations.Tie["RELATIVE"],
                                ],
                            )
                        ),
                        name="declaration_tie_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="declaration_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("erased_at", None),
                                models.Q(("about_name", ""), _negated=True),
                                models.Q(
                                    models.Q(("decided_at", None), ("decision", "")),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        models.Q(("decision", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                ("about_name", ""),
                                ("decision", ""),
                                ("erased_at__isnull", False),
                                ("keep_until_on__isnull", False),
                                ("known", None),
                                ("words", ""),
                            ),
                            _connector="OR",
                        ),
                        name="declaration_is_whole_or_erased",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["school", "known"], name="declaration_known"),
                    models.Index(
                        condition=models.Q(("erased_at", None)),
                        fields=["school", "keep_until_on"],
                        name="declaration_to_erase",
                    ),
                ],
                "ordering": ("-declared_at",),
            },
        ),
        migrations.CreateModel(
            name="GateRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gate", models.SlugField(db_index=False, max_length=40)),
                ("waived", models.BooleanField()),
                ("words", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gate_records",
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
                        fields=("school", "person", "gate"), name="gate_recorded_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="gate_has_words"
                    ),
                ],
                "ordering": ("recorded_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("basis", models.SlugField(db_index=False, max_length=10)),
                ("value", models.CharField(max_length=60)),
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
                    models.UniqueConstraint(fields=("school", "basis", "value"), name="group_once"),
                    models.UniqueConstraint(fields=("school", "name"), name="group_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "basis__in",
                                [
                                    schoolgate.access.rules.register.Basis["CLASS"],
                                    schoolgate.access.rules.register.Basis["KIND"],
                                    schoolgate.access.rules.register.Basis["ROLE"],
                                    schoolgate.access.rules.register.Basis["STAGE"],
                                ],
                            )
                        ),
                        name="group_basis_is_known",
                    ),
                ],
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("purpose", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("invited_at", models.DateTimeField()),
                ("invited_by", models.CharField(max_length=200)),
                ("swept_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
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
                    "sponsor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsored",
                        to="people.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("from_on__lt", models.F("until_on")),
                            _connector="OR",
                        ),
                        name="guest_from_before_until",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose", ""), _negated=True),
                        name="guest_has_a_purpose",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("sponsor")), _negated=True),
                        name="guest_sponsor_is_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("swept_at", None)),
                        fields=("school", "person"),
                        name="guest_open_once",
                    ),
                ],
                "indexes": [models.Index(fields=["school", "until_on"], name="guest_until")],
                "ordering": ("until_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=120)),
                ("since_on", models.DateField()),
                ("noted_by", models.CharField(max_length=200)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("returned_to", models.CharField(blank=True, max_length=200)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
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
                            models.Q(("returned_at__isnull", True), ("returned_to", "")),
                            models.Q(
                                ("returned_at__isnull", False),
                                models.Q(("returned_to", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="holding_returned_to_somebody",
                    )
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("returned_at", None)),
                        fields=["school", "person"],
                        name="holding_open",
                    )
                ],
                "ordering": ("since_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="ITSystem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("owner", models.CharField(blank=True, max_length=80)),
                ("remote", models.BooleanField(default=False)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
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
                        condition=models.Q(("until_at", None)),
                        fields=("school", "name"),
                        name="system_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at__isnull", True),
                            ("from_at__lte", models.F("until_at")),
                            _connector="OR",
                        ),
                        name="system_from_before_until",
                    ),
                ],
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="MailReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("device", models.SlugField(db_index=False, max_length=20)),
                ("client", models.SlugField(db_index=False, max_length=20)),
                ("logs_out", models.BooleanField()),
                ("phone", models.SlugField(db_index=False, max_length=20)),
                ("verdict", models.SlugField(db_index=False, max_length=20)),
                ("sentence", models.TextField(blank=True)),
                ("clauses", models.CharField(blank=True, max_length=200)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mail_readings",
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
                        condition=models.Q(("until_at", None)),
                        fields=("person",),
                        name="mail_reading_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at__isnull", True),
                            ("from_at__lte", models.F("until_at")),
                            _connector="OR",
                        ),
                        name="mail_reading_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "client__in",
                                [
                                    schoolgate.access.rules.mail.Client["CHROME"],
                                    schoolgate.access.rules.mail.Client["EDGE"],
                                    schoolgate.access.rules.mail.Client["NONE"],
                                    schoolgate.access.rules.mail.Client["OTHER"],
                                    schoolgate.access.rules.mail.Client["OUTLOOK"],
                                    schoolgate.access.rules.mail.Client["SAFARI"],
                                ],
                            ),
                            (
                                "device__in",
                                [
                                    schoolgate.access.rules.mail.SchoolDevice["IPAD"],
                                    schoolgate.access.rules.mail.SchoolDevice["LAPTOP"],
                                    schoolgate.access.rules.mail.SchoolDevice["NONE"],
                                ],
                            ),
                            (
                                "phone__in",
                                [
                                    schoolgate.access.rules.mail.OwnPhone["BROWSER"],
                                    schoolgate.access.rules.mail.OwnPhone["NONE"],
                                    schoolgate.access.rules.mail.OwnPhone["OTHERWISE"],
                                    schoolgate.access.rules.mail.OwnPhone["OWN_CODE"],
                                ],
                            ),
                            (
                                "verdict__in",
                                [
                                    schoolgate.access.rules.mail.Verdict["AGAINST"],
                                    schoolgate.access.rules.mail.Verdict["FINE"],
                                    schoolgate.access.rules.mail.Verdict["SILENT"],
                                ],
                            ),
                        ),
                        name="mail_reading_is_known",
                    ),
                ],
                "ordering": ("-from_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("holds", models.CharField(max_length=200)),
                ("every_days", models.PositiveSmallIntegerField()),
                ("added_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
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
                        condition=models.Q(("until_at", None)),
                        fields=("school", "name"),
                        name="place_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_days__gte", 1)), name="place_is_checked"
                    ),
                ],
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Entrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField(blank=True, null=True)),
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
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entrants",
                        to="access.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("place", "person"),
                        name="entrant_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("from_on__lt", models.F("until_on")),
                            _connector="OR",
                        ),
                        name="entrant_from_before_until",
                    ),
                ],
                "ordering": ("person__name", "from_on"),
            },
        ),
        migrations.CreateModel(
            name="PlaceCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checked_on", models.DateField()),
                ("found", models.CharField(max_length=300)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.CharField(max_length=200)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="access.place",
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
                "ordering": ("-checked_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=200)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("closed_by", models.CharField(blank=True, max_length=200)),
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
                        condition=models.Q(("closed_at", None)),
                        fields=("school",),
                        name="review_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("closed_by", "")),
                            models.Q(
                                ("closed_at__isnull", False),
                                models.Q(("closed_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="review_closed_by_somebody",
                    ),
                ],
                "ordering": ("-opened_at",),
            },
        ),
        migrations.CreateModel(
            name="ReviewLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort", models.SlugField(db_index=False, max_length=10)),
                ("of", models.BigIntegerField()),
                ("label", models.CharField(max_length=240)),
                ("marks", models.CharField(blank=True, max_length=120)),
                ("decision", models.SlugField(blank=True, db_index=False, max_length=10)),
                ("because", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_by", models.CharField(blank=True, max_length=200)),
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="access.review",
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
                    models.UniqueConstraint(fields=("review", "sort", "of"), name="line_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sort__in",
                                [
                                    schoolgate.access.rules.reviews.Sort["ACCOUNT"],
                                    schoolgate.access.rules.reviews.Sort["RIGHT"],
                                    schoolgate.access.rules.reviews.Sort["SURPLUS"],
                                ],
                            )
                        ),
                        name="line_sort_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decision", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                (
                                    "decision__in",
                                    [
                                        schoolgate.access.rules.reviews.Decision["CHANGE"],
                                        schoolgate.access.rules.reviews.Decision["KEEP"],
                                        schoolgate.access.rules.reviews.Decision["REMOVE"],
                                    ],
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="line_is_open_or_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("decided_by", "")),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="line_decided_by_somebody",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("decision", "")),
                        fields=["review", "sort"],
                        name="line_open",
                    )
                ],
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="Right",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(blank=True, null=True)),
                ("set_by", models.CharField(max_length=200)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights",
                        to="access.group",
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
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rights",
                        to="access.itsystem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_at", None)),
                        fields=("school", "system", "group"),
                        name="right_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", [1, 2, 3, 4])), name="right_level_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_at__isnull", True),
                            ("from_at__lte", models.F("until_at")),
                            _connector="OR",
                        ),
                        name="right_from_before_until",
                    ),
                ],
                "ordering": ("system__name", "group__name", "from_at"),
            },
        ),
        migrations.CreateModel(
            name="RouteReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("route", models.CharField(max_length=120)),
                ("who", models.CharField(blank=True, max_length=120)),
                ("noted_at", models.DateTimeField()),
                ("noted_by", models.CharField(max_length=200)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("settled_by", models.CharField(blank=True, max_length=200)),
                ("outcome", models.CharField(blank=True, max_length=300)),
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
                            models.Q(("settled_at__isnull", True), ("settled_by", "")),
                            models.Q(
                                ("settled_at__isnull", False),
                                models.Q(("settled_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="route_settled_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("settled_at__isnull", True)),
                            models.Q(
                                ("settled_at__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="route_settled_in_words",
                    ),
                ],
                "ordering": ("-noted_at",),
            },
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.SlugField(db_index=False, max_length=20)),
                ("where", models.CharField(max_length=120)),
                ("what", models.CharField(blank=True, max_length=300)),
                ("told_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                ("answer", models.CharField(blank=True, max_length=500)),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "recipient__in",
                                [
                                    schoolgate.access.rules.sightings.Recipient["HEADTEACHER"],
                                    schoolgate.access.rules.sightings.Recipient["IT_TECHNICIAN"],
                                ],
                            )
                        ),
                        name="sighting_recipient_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by", "")),
                            models.Q(
                                ("answered_at__isnull", False),
                                models.Q(("answered_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sighting_answered_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="sighting_answered_in_words",
                    ),
                ],
                "ordering": ("-told_at",),
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
                ("name", models.SlugField(db_index=False, max_length=40)),
                ("words", models.CharField(max_length=1000)),
                ("done_at", models.DateTimeField()),
                ("done_by", models.CharField(max_length=200)),
                (
                    "checklist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="access.checklist",
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
                    models.UniqueConstraint(fields=("checklist", "name"), name="step_once")
                ],
                "ordering": ("done_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Surplus",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("found_at", models.DateTimeField()),
                ("found_by", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surplus",
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
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="surplus",
                        to="access.itsystem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("school", "person", "system"),
                        name="surplus_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", [1, 2, 3, 4])),
                        name="surplus_level_is_known",
                    ),
                ],
                "ordering": ("found_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("on_list", models.BooleanField()),
                ("purpose", models.CharField(max_length=200)),
                ("entered_at", models.DateTimeField()),
                ("logged_at", models.DateTimeField()),
                ("logged_by", models.CharField(max_length=200)),
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
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="access.place",
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
                "indexes": [models.Index(fields=["place", "entered_at"], name="visit_entered")],
                "ordering": ("-entered_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="CandidateSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.CharField(max_length=120)),
                ("candidate", models.CharField(blank=True, max_length=120)),
                ("places", models.CharField(blank=True, max_length=200)),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("searched_on", models.DateField()),
                ("searched_by", models.CharField(max_length=200)),
                ("recorded_at", models.DateTimeField()),
                ("keep_until_on", models.DateField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
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
                            models.Q(
                                ("erased_at", None), models.Q(("candidate", ""), _negated=True)
                            ),
                            models.Q(("candidate", ""), ("note", ""), ("places", "")),
                            _connector="OR",
                        ),
                        name="candidate_is_whole_or_erased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("keep_until_on__isnull", True),
                            ("searched_on__lt", models.F("keep_until_on")),
                            _connector="OR",
                        ),
                        name="candidate_kept_for_a_while",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=models.Q(("erased_at", None)),
                        fields=["school", "keep_until_on"],
                        name="candidate_to_erase",
                    )
                ],
                "ordering": ("-searched_on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort", models.SlugField(db_index=False, max_length=20)),
                ("checked_on", models.DateField()),
                ("found", models.CharField(max_length=500)),
                ("recorded_at", models.DateTimeField()),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "sort__in",
                                [
                                    schoolgate.access.rules.checks.Sort["ADMIN_ACCOUNTS"],
                                    schoolgate.access.rules.checks.Sort["GROUP_ACCESS"],
                                    schoolgate.access.rules.checks.Sort["PRIVACY_SETTINGS"],
                                ],
                            )
                        ),
                        name="check_sort_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("found", ""), _negated=True),
                        name="check_found_something",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["school", "sort", "-checked_on"], name="check_last")
                ],
                "ordering": ("-checked_on", "-pk"),
            },
        ),
    ]
