import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Journal",
            fields=[
                ("school", models.BigIntegerField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="TreeHead",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "journal_id",
                        "size",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("peaks", models.BinaryField()),
                ("signed_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("note", models.TextField()),
                (
                    "journal",
                    models.ForeignKey(
                        db_column="school_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads",
                        to="records.journal",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "journal_id",
                        "sequence",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("sequence", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=80)),
                ("actor_label", models.CharField(blank=True, max_length=200)),
                ("verb", models.CharField(max_length=80)),
                ("object_kind", models.CharField(max_length=80)),
                ("object_id", models.CharField(max_length=80)),
                ("object_label", models.CharField(blank=True, max_length=200)),
                ("clause", models.CharField(blank=True, max_length=80)),
                ("action", models.CharField(max_length=32)),
                ("body", models.TextField(null=True)),
                ("salt", models.BinaryField(null=True)),
                ("commitment", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("link", models.BinaryField()),
                (
                    "journal",
                    models.ForeignKey(
                        db_column="school_id",
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="records.journal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__startswith", "person:"),
                            ("actor__startswith", "system:"),
                            _connector="OR",
                        ),
                        name="entry_actor_is_person_or_system",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("body__isnull", False), ("salt__isnull", False)),
                            models.Q(
                                ("actor_label", ""),
                                ("body", None),
                                ("object_label", ""),
                                ("salt", None),
                            ),
                            _connector="OR",
                        ),
                        name="entry_words_are_whole_or_erased",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["journal", "object_kind", "object_id"], name="entry_of_object"
                    ),
                    models.Index(fields=["journal", "verb", "sequence"], name="entry_of_verb"),
                ],
            },
        ),
    ]
