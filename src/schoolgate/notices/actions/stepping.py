"""What happens to a telling: written once, whoever comes first."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from schoolgate.notices.models import Step, Telling
from schoolgate.notices.rules import Mark
from schoolgate.people.models import Person


def put(telling: Telling, mark: Mark, at: datetime, by: Person | None = None) -> bool:
    """Write that something happened to a telling; False when that is written already."""
    step = Step(school_id=telling.school_id, telling=telling, kind=mark, by=by, at=at)
    if Step.objects.filter(telling=telling, kind=mark).exists():
        return False
    try:
        with transaction.atomic():
            step.save(force_insert=True)
    except IntegrityError:  # somebody else was faster
        return False
    return True
