"""What columns are called in exports of Arbor, SIMS and Bromcom, and in a school's own lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from schoolgate.gateways.roster.faults import NeedsColumns, UnableToRead

# The first is our own name. Systems change their labels: --column says what is meant, once.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("id", "arbor id", "student id", "pupil id", "staff id", "guardian id", "contact id",
           "person id", "external id", "mis id", "upn", "admission number", "adno", "staff code",
           "payroll number", "unique pupil number"),
    "given": ("given", "given name", "first name", "forename", "legal forename", "chosen forename",
              "preferred first name", "preferred forename", "legal first name"),
    "family": ("family", "family name", "last name", "surname", "legal surname", "chosen surname",
               "preferred last name", "preferred surname", "legal last name"),
    "name": ("name", "full name", "display name", "student", "pupil", "pupil name", "student name",
             "staff name", "contact name", "guardian name"),
    "kind": ("kind", "person type", "type", "user type"),
    "job": ("job", "job title", "role", "post", "position", "staff role", "business role"),
    "email": ("email", "email address", "e mail", "work email", "school email", "primary email",
              "main email"),
    "year": ("year", "year group", "nc year", "nc year actual", "national curriculum year",
             "curriculum year", "yr", "year group name"),
    "class_name": ("class", "registration group", "reg group", "reg", "registration form", "form",
                   "tutor group", "class name", "reg form"),
    "starts_on": ("starts on", "start date", "date of admission", "admission date", "doa",
                  "enrolment date", "employment start date", "school start date", "date joined"),
    "last_day": ("last day", "end date", "leaving date", "date of leaving", "dol", "leaving",
                 "employment end date", "school end date", "date left"),
    "newly_qualified": ("newly qualified", "nqt", "ect", "early career teacher"),
    "guards": ("pupil ids", "student ids", "child ids", "children ids", "linked pupil ids",
               "student upn", "pupil upn", "child upn", "pupil admission number"),
    "relation": ("relation", "relationship", "relationship to student", "relationship to pupil",
                 "relationship type"),
    "teaches": ("teaches", "classes", "classes taught"),
}  # fmt: skip
_SPOKEN: Final = {known: field for field, names in FIELDS.items() for known in names}


def fold(header: str) -> str:
    """Return a header as it is compared: lower case, words with one space between."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", header.lower()).split())


def parsed(words: Iterable[str]) -> dict[str, str]:
    """Read `FIELD=HEADER` options. Raises UnableToRead."""
    found: dict[str, str] = {}
    for word in words:
        field, equals, header = word.partition("=")
        if field not in FIELDS or not equals or not fold(header):
            raise UnableToRead(
                f"--column “{word}” says nothing. Write FIELD=HEADER, with one of: "
                f"{', '.join(FIELDS)}."
            )
        found[field] = fold(header)
    return found


def columns(headers: Iterable[str], told: Mapping[str, str], file: str) -> dict[str, str]:
    """Return the header of each field in a file: what was told or remembered, then known names.

    Of several columns that would do for a field, the name that stands first in FIELDS is taken.
    Raises UnableToRead when nobody can be told apart or named.
    """
    by_fold = {fold(header): header for header in headers}
    found = {field: by_fold[folded] for field, folded in told.items() if folded in by_fold}
    taken = set(found.values())
    for field, names in FIELDS.items():
        if field not in found:
            there = (by_fold[name] for name in names if name in by_fold)
            if header := next((one for one in there if one not in taken), None):
                found[field] = header
                taken.add(header)
    _refuse_unusable(found, by_fold, file)
    return found


def _refuse_unusable(found: Mapping[str, str], headers: Mapping[str, str], file: str) -> None:
    there = ", ".join(f"“{header}”" for header in list(headers.values())[:12])
    says = ""
    if "id" not in found:
        says = (
            f"{file} has no column with an id that stays the same (names are not enough). "
            f"Say which it is with --column id=HEADER. There are: {there}."
        )
    elif "name" not in found and not {"given", "family"} <= set(found):
        says = (
            f"{file} has no column with names. Say which it is with --column name=HEADER. "
            f"There are: {there}."
        )
    if says:
        raise NeedsColumns(says, file, list(headers.values()), found)
