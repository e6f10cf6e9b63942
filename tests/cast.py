"""The fixed cast. Every test meets the same people; all are invented."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from schoolgate.people.models import Person, School

# A Wednesday in term, in a lesson.
NOW = dt.datetime(2026, 10, 14, 10, 30, tzinfo=ZoneInfo("Europe/London"))


class Cast(NamedTuple):
    """One school with somebody in every role that matters, and the head of another school.

    The stranger is nobody that the school knows: None.
    """

    school: School
    head: Person
    dsl: Person
    teacher: Person
    technician: Person
    governor: Person
    parent: Person
    pupil: Person
    other_school: School
    other_head: Person
    stranger: None = None


def assemble() -> Cast:
    """The cast, newly written to the database."""
    here = School.objects.create(slug="elmfield", name="Elmfield Primary", pack="brookside")
    there = School.objects.create(slug="oakhurst", name="Oakhurst Primary", pack="brookside")

    def person(name: str, role: str, school: School = here) -> Person:
        return Person.objects.create(school=school, name=name, role=role)

    return Cast(
        school=here,
        head=person("Hana Head", "headteacher"),
        dsl=person("Dev Lead", "dsl"),
        teacher=person("Tara Teacher", "teacher"),
        technician=person("Tek Nishan", "it_technician"),
        governor=person("Gus Governor", "governor"),
        parent=person("Pat Parent", "parent"),
        pupil=person("Pip Pupil", "pupil_ks1"),
        other_school=there,
        other_head=person("Olga Other", "headteacher", there),
    )
