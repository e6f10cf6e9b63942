"""Every read of schools and people. Names of schools are public; who is in them is not."""

from __future__ import annotations

from django.db.models import QuerySet

from schoolgate.people.models import School


def schools() -> QuerySet[School]:
    """The schools (not the authority), by name."""
    return School.objects.filter(kind=School.Kind.SCHOOL)
