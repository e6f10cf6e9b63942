"""First versions: for every school that is set up, and for the schools that are shown."""

from __future__ import annotations

from datetime import datetime

from schoolgate.people.demonstration import SCHOOLS
from schoolgate.people.models import School
from schoolgate.policies import actions
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records.parties import System

_SHOWN = System("demonstration", "The demonstration")


def adopt_what_is_on_file(school: School, by: System, at: datetime) -> None:
    """Adopt the pack of a school that was just set up; one with mistakes waits to be mended."""
    if school.kind != School.Kind.SCHOOL:
        return
    try:
        actions.adopt(school=school, by=by, at=at)
    except PackError:
        return


def show(brookside: School, at: datetime) -> None:
    """Give every school that is shown its first versions, once."""
    for school in School.objects.filter(slug__in=[one.slug for one in SCHOOLS]):
        adopt_what_is_on_file(school, _SHOWN, at)
