import uuid

import django.db.models.deletion
from django.db import migrations, models

import schoolgate.evidence.rules


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Folder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("keeper", models.CharField(max_length=120)),
                ("opened_at", models.DateTimeField()),
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
                        fields=("school", "keeper"), name="evidence_folder_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("keeper__contains", ":")), name="folder_has_a_keeper"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Bundle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("ticket", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("form", models.SlugField(db_index=False, max_length=10)),
                ("items", models.TextField()),
                ("names", models.BinaryField()),
                ("words", models.BinaryField()),
                ("wrapped", models.BinaryField(null=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField()),
                ("trouble", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("uuid", models.UUIDField(null=True)),
                ("file_key", models.BinaryField(null=True)),
                ("size", models.PositiveBigIntegerField(null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
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
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bundles",
                        to="evidence.folder",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "form__in",
                                [
                                    schoolgate.evidence.rules.Form["COPIES"],
                                    schoolgate.evidence.rules.Form["ORIGINALS"],
                                ],
                            )
                        ),
                        name="bundle_form_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done__lte", models.F("total"))),
                        name="bundle_no_more_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_at", None), ("sha256", ""), ("uuid", None)),
                            models.Q(
                                ("made_at__isnull", False),
                                ("uuid__isnull", False),
                                ("wrapped", None),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bundle_whole",
                    ),
                ],
                "ordering": ("-asked_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="FolderKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.CharField(max_length=120)),
                ("wrapped", models.BinaryField()),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keys",
                        to="evidence.folder",
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
                        fields=("school", "folder", "holder"), name="holder_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(editable=False)),
                ("kind", models.SlugField(db_index=False, max_length=10)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("key", models.BinaryField()),
                ("number", models.PositiveIntegerField()),
                ("name", models.BinaryField()),
                ("source", models.BinaryField()),
                ("is_page", models.BooleanField(default=False)),
                ("scan", models.SlugField(db_index=False, max_length=12)),
                ("captured_at", models.DateTimeField(blank=True, null=True)),
                ("is_day_only", models.BooleanField(default=False)),
                ("received_at", models.DateTimeField()),
                (
                    "folder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="evidence.folder",
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
                        fields=("school", "folder", "number"), name="item_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("school", "folder", "sha256"), name="item_kept_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    schoolgate.evidence.rules.Kind["DOCX"],
                                    schoolgate.evidence.rules.Kind["HEIC"],
                                    schoolgate.evidence.rules.Kind["JPEG"],
                                    schoolgate.evidence.rules.Kind["MP4"],
                                    schoolgate.evidence.rules.Kind["PDF"],
                                    schoolgate.evidence.rules.Kind["PNG"],
                                ],
                            )
                        ),
                        name="item_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)), name="item_is_not_empty"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scan__in", ["clean", "not-scanned"])), name="item_scan"
                    ),
                ],
                "ordering": ("number",),
            },
        ),
        migrations.CreateModel(
            name="Custody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.SlugField(db_index=False, max_length=12)),
                ("at", models.DateTimeField()),
                (
                    "bundle",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="evidence.bundle",
                    ),
                ),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody",
                        to="evidence.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__in",
                                [
                                    schoolgate.evidence.rules.Handled["COPIED"],
                                    schoolgate.evidence.rules.Handled["DOWNLOADED"],
                                    schoolgate.evidence.rules.Handled["EXPORTED"],
                                    schoolgate.evidence.rules.Handled["RECEIVED"],
                                    schoolgate.evidence.rules.Handled["VIEWED"],
                                ],
                            )
                        ),
                        name="custody_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("bundle", None),
                            ("what", schoolgate.evidence.rules.Handled["EXPORTED"]),
                            _connector="OR",
                        ),
                        name="custody_bundle_exported",
                    ),
                ],
                "ordering": ("at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uuid", models.UUIDField(editable=False)),
                ("kind", models.SlugField(db_index=False, max_length=10)),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("key", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.school",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copy",
                        to="evidence.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    schoolgate.evidence.rules.Kind["DOCX"],
                                    schoolgate.evidence.rules.Kind["HEIC"],
                                    schoolgate.evidence.rules.Kind["JPEG"],
                                    schoolgate.evidence.rules.Kind["MP4"],
                                    schoolgate.evidence.rules.Kind["PDF"],
                                    schoolgate.evidence.rules.Kind["PNG"],
                                ],
                            )
                        ),
                        name="copy_kind_is_known",
                    )
                ],
            },
        ),
    ]
