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
    """A person as `models.Person` keeps it. `teaches` is a class, `guards` the ids of pupils."""

    id: str
    name: str
    role: str
    title: str
    year: int | None = None
    class_name: str = ""
    teaches: str = ""
    guards: tuple[str, ...] = ()


INVENTED = "brookside"
SOURCE = "demonstration"
SCHOOLS = (
    SchoolToShow("ashbrook", "Ashbrook Infant and Nursery School", "infant", "ashbrook"),
    SchoolToShow(INVENTED, "Brookside Primary School", "primary", "brookside"),
    SchoolToShow("cotmanhay", "Cotmanhay Infant and Nursery School", "infant", "cotmanhay"),
    SchoolToShow(
        "thatto-heath", "Thatto Heath Community Primary School", "primary", "thatto-heath"
    ),
)
NAMED = (
    PersonToShow("S01", "Amara Okafor", "headteacher", "Headteacher"),
    PersonToShow("S02", "Tom Birdsall", "dsl", "Deputy head and designated safeguarding lead"),
    PersonToShow("S03", "Priya Raman", "teacher", "Year 1 teacher", teaches="1 Oak"),
    PersonToShow("S04", "Gareth Pugh", "newly_qualified_teacher", "Year 4 teacher, first year",
                 teaches="4 Oak"),
    PersonToShow("S05", "Lena Novak", "teaching_assistant", "Teaching assistant, Year 1",
                 teaches="1 Oak"),
    PersonToShow("S06", "Jo Whitfield", "office_staff", "School business manager"),
    PersonToShow("S07", "Sam Adeyemi", "network_manager", "Network manager"),
    PersonToShow("S08", "Ellie Marsh", "it_technician", "IT technician, Tuesdays and Thursdays"),
    PersonToShow("S09", "Nadia Hussain", "esafety_coordinator",
                 "Year 5 teacher and e-safety coordinator", teaches="5 Oak"),
    PersonToShow("G01", "Colin Frost", "governor", "Governor for e-safety"),
    PersonToShow("G02", "Margaret Doyle", "chair", "Chair of governors"),
    PersonToShow("C001", "Kasia Zielinska", "parent", "Parent of Ola and Jan",
                 guards=("P001", "P002")),
    PersonToShow("P001", "Ola Zielinska", "pupil_ks1", "Year 1", 1, "1 Oak"),
    PersonToShow("P002", "Jan Zielinski", "pupil_ks2", "Year 5", 5, "5 Oak"),
)  # fmt: skip
# Who holds which role of Brookside's policy, beside the posts above.
ROLES = (
    ("S01", "headteacher"), ("S02", "dsl"), ("S02", "deputy_headteacher"),
    ("S06", "data_protection_lead"), ("S06", "school_business_manager"), ("S07", "network_manager"),
    ("S08", "it_technician"), ("S09", "esafety_coordinator"), ("S10", "inclusion_leader"),
    ("G01", "online_safety_governor"), ("G02", "chair"),
    *((one, "online_safety_group") for one in
      ("S02", "S08", "S09", "G01", "C001", "C002", "P002", "P200")),
)  # fmt: skip
