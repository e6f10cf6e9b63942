"""Every read of tests of the filter; each starts from what the viewer may see."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from schoolgate.filtering import permissions
from schoolgate.filtering.models import FilterCheck, FilterCheckStep
from schoolgate.filtering.rules.checks import Kind
from schoolgate.people.models import Person, School

_WRONG = Q(wrong__gt=0) | ~Q(trouble="")


def listed(*, viewer: Person | None, on: date, which: str = "") -> QuerySet[FilterCheck]:
    """Return tests, newest first: all, those with a fault (`wrong`), or one kind."""
    found = permissions.checks_visible_to(viewer, on=on)
    if which == "wrong":
        found = found.filter(_WRONG)
    elif which in {*Kind}:
        found = found.filter(kind=which)
    return found.select_related("by", "school").prefetch_related("steps__by")


def to_follow(*, viewer: Person | None, at: datetime) -> FilterCheck | None:
    """Return the newest test with a fault of which nobody has said what followed. Words on a test
    settle those before it too."""
    seen = permissions.checks_visible_to(viewer, on=timezone.localdate(at))
    settled = Exists(FilterCheckStep.objects.filter(check_of=OuterRef("pk")))
    last = seen.filter(settled).values_list("at", flat=True).first()
    found = seen.filter(_WRONG) if last is None else seen.filter(_WRONG, at__gt=last)
    return found.select_related("school").first()


def was_tested(*, school: School, on: date) -> bool:
    """Tell whether the filter tested itself on a day; for the job that does it."""
    return FilterCheck.objects.filter(school=school, kind=Kind.DAILY, at__date=on).exists()


def was_ever_tested(*, school: School) -> bool:
    """Tell whether the filter ever tested itself; for the job that does it."""
    return FilterCheck.objects.filter(school=school, kind=Kind.DAILY).exists()
