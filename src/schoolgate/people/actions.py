"""Every write to schools and people."""

from __future__ import annotations

from django.db import transaction

from schoolgate.people.demonstration import INVENTED, PEOPLE, SCHOOLS
from schoolgate.people.models import Person, School


@transaction.atomic
def set_up_demonstration() -> None:
    """Put the demonstration's schools and people in place; a second time changes nothing."""
    for school in SCHOOLS:
        values = school._asdict()
        School.objects.update_or_create(slug=values.pop("slug"), defaults=values)
    brookside = School.objects.get(slug=INVENTED)
    for person in PEOPLE:
        values = person._asdict()
        Person.objects.update_or_create(school=brookside, name=values.pop("name"), defaults=values)
