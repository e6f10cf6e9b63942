"""Everyone who was there gets the kind that their role says, and leading posts an appointment."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations

from schoolgate.people import rules

# Posts that a pack speaks of as roles; the others are ordinary work.
_HELD = (
    "chair", "dsl", "esafety_coordinator", "headteacher", "it_technician", "network_manager",
    "senior_leader",
)  # fmt: skip
# Nobody wrote down since when: the day on which appointments began to be kept.
_SINCE = date(2026, 9, 1)


def _fill(apps: Any, schema_editor: Any) -> None:
    person = apps.get_model("people", "Person")
    for role in person.objects.filter(kind="").values_list("role", flat=True).distinct():
        person.objects.filter(kind="", role=role).update(kind=rules.kind_of(role))
    appointment = apps.get_model("people", "Appointment")
    held = person.objects.filter(role__in=_HELD)
    appointment.objects.bulk_create(
        appointment(school_id=one.school_id, person=one, role=one.role, from_on=_SINCE)
        for one in held.iterator()
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0002_everyone_and_their_roles")]

    operations = [migrations.RunPython(_fill, migrations.RunPython.noop)]
