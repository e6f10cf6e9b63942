"""The demonstration's schools and its invented people: plain values.

Three schools' published policies are shown without anybody in them. Everyone at Brookside, and
Brookside itself, is invented.
"""

from __future__ import annotations

from typing import NamedTuple


class SchoolToShow(NamedTuple):
    """A school as `models.School` keeps it."""

    slug: str
    name: str
    phase: str
    pack: str


class PersonToShow(NamedTuple):
    """A person as `models.Person` keeps it."""

    name: str
    role: str
    title: str


INVENTED = "brookside"
SCHOOLS = (
    SchoolToShow("ashbrook", "Ashbrook Infant and Nursery School", "infant", "ashbrook"),
    SchoolToShow(INVENTED, "Brookside Primary School", "primary", "brookside"),
    SchoolToShow("cotmanhay", "Cotmanhay Infant and Nursery School", "infant", "cotmanhay"),
    SchoolToShow(
        "thatto-heath", "Thatto Heath Community Primary School", "primary", "thatto-heath"
    ),
)
PEOPLE = (
    PersonToShow("Amara Okafor", "headteacher", "Headteacher"),
    PersonToShow("Tom Birdsall", "dsl", "Deputy head and designated safeguarding lead"),
    PersonToShow("Priya Raman", "teacher", "Year 1 teacher"),
    PersonToShow("Gareth Pugh", "newly_qualified_teacher", "Year 4 teacher, first year"),
    PersonToShow("Lena Novak", "teaching_assistant", "Teaching assistant, Year 1"),
    PersonToShow("Jo Whitfield", "office_staff", "School business manager"),
    PersonToShow("Sam Adeyemi", "network_manager", "Network manager"),
    PersonToShow("Ellie Marsh", "it_technician", "IT technician, Tuesdays and Thursdays"),
    PersonToShow("Nadia Hussain", "esafety_coordinator", "Year 5 teacher and e-safety coordinator"),
    PersonToShow("Colin Frost", "governor", "Governor for e-safety"),
    PersonToShow("Margaret Doyle", "chair", "Chair of governors"),
    PersonToShow("Kasia Zielinska", "parent", "Parent of Ola and Jan"),
    PersonToShow("Ola Zielinska", "pupil_ks1", "Year 1"),
    PersonToShow("Jan Zielinski", "pupil_ks2", "Year 5"),
)
