"""OneRoster 1.1 and 1.2 CSV (1EdTech), bulk files: users, roles, classes and enrolments.

Demographics, results and resources are not read: what nobody needs is not kept.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from schoolgate.gateways.roster.drafts import Draft, Reading
from schoolgate.gateways.roster.faults import Fault, NeedsSchool, UnableToRead
from schoolgate.gateways.roster.tables import Bundle, Line, Table, table

MANIFEST: Final = "manifest.csv"
VERSIONS: Final = ("1.1", "1.2")
_NEEDED: Final = {
    "orgs": ("sourcedId", "name", "type"),
    "users": ("sourcedId", "givenName", "familyName"),
    "roles": ("userSourcedId", "role", "orgSourcedId"),
    "classes": ("sourcedId", "title", "schoolSourcedId"),
    "enrollments": ("classSourcedId", "userSourcedId", "role"),
}
# Our kinds and posts. Leading posts are given by appointment, never by a file.
ROLES: Final = {
    "administrator": ("staff", "office staff"),
    "aide": ("staff", "teaching assistant"),
    "counselor": ("staff", "office staff"),
    "districtadministrator": ("visitor", ""),
    "guardian": ("parent", "guardian"),
    "parent": ("parent", "parent"),
    "principal": ("staff", "office staff"),
    "proctor": ("staff", "teaching assistant"),
    "relative": ("relative", "relative"),
    "siteadministrator": ("staff", "office staff"),
    "student": ("pupil", ""),
    "systemadministrator": ("staff", "office staff"),
    "teacher": ("staff", "teacher"),
}
_FIRST: Final = ("student", "teacher")  # of several roles, what the policy speaks of most
_WITHDRAWN: Final = frozenset({"inactive", "tobedeleted"})  # inactive: OneRoster 1.0, still written
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_Guards = dict[str, list[str]]


def read(bundle: Bundle, org: str = "", *, on: date) -> Reading:
    """Read the files that the manifest names as bulk, as they stand on a day.

    `org` is the sourcedId of the one school to take when the export has several.
    Raises UnableToRead.
    """
    version, given = _manifest(bundle)
    tables = {name: _table(name, bundle) for name in _NEEDED if name in given}
    if "users" not in tables:
        raise UnableToRead("The manifest names no users.csv as bulk. Export all users.")
    reader = _Reader(version, tables, _org(tables, org), on)
    drafts = [draft for line in tables["users"].lines if (draft := reader.draft(line))]
    faults = [fault for one in tables.values() for fault in one.faults]
    loose = tables["users"].loose | reader.loose
    return Reading(f"OneRoster {version}", drafts, [*faults, *reader.faults], loose=loose)


def _manifest(bundle: Bundle) -> tuple[str, frozenset[str]]:
    lines = table(MANIFEST, bundle.files[MANIFEST]).lines
    said = {line.cells.get("propertyName", ""): line.cells.get("value", "") for line in lines}
    version = said.get("oneroster.version", "")
    if version not in VERSIONS:
        raise UnableToRead(
            f"manifest.csv says OneRoster version “{version}”. Export version 1.1 or 1.2."
        )
    files = {name.removeprefix("file."): how.lower() for name, how in said.items()
             if name.startswith("file.")}  # fmt: skip
    if partial := sorted(name for name in _NEEDED if files.get(name) == "delta"):
        raise UnableToRead(
            f"{partial[0]}.csv holds changes only (delta). Export everything (bulk), so that "
            "who is missing can be told from who has not changed."
        )
    return version, frozenset(name for name, how in files.items() if how == "bulk")


def _org(tables: Mapping[str, Table], wanted: str) -> str:
    """Return the school to take; "" for everybody. An authority's export names several schools."""
    lines = tables["orgs"].lines if "orgs" in tables else ()
    schools = {line.cells["sourcedId"]: line.cells["name"] for line in lines
               if line.cells["type"].lower() == "school"}  # fmt: skip
    if wanted and wanted not in schools:
        raise UnableToRead(f"There is no school “{wanted}” in orgs.csv. Look at its sourcedId.")
    if len(schools) > 1 and not wanted:
        there = ", ".join(f"{key} ({name})" for key, name in list(schools.items())[:5])
        raise NeedsSchool(
            f"orgs.csv has {len(schools)} schools. Say which one is meant with --org: {there}.",
            schools,
        )
    return wanted


def _table(name: str, bundle: Bundle) -> Table:
    file = f"{name}.csv"
    if file not in bundle.files:
        raise UnableToRead(f"The manifest names {file}, and it is not there. Export it again.")
    read = table(file, bundle.files[file])
    if missing := [one for one in _NEEDED[name] if one not in read.headers]:
        raise UnableToRead(f"{file} has no column “{missing[0]}”. Export it as OneRoster.")
    return read


class _Reader:
    """Puts the rows of several files together to one draft for each user."""

    def __init__(self, version: str, tables: Mapping[str, Table], org: str, on: date) -> None:
        self.version, self.tables, self.org, self.on = version, tables, org, on
        self.faults: list[Fault] = []
        self.loose: set[str] = set()
        self.classes = {line.cells["sourcedId"]: line.cells["title"]
                        for line in self._lines("classes")}  # fmt: skip
        self.roles: dict[str, list[Line]] = {}
        for line in self._lines("roles"):
            self.roles.setdefault(line.cells["userSourcedId"], []).append(line)
        self._ids: dict[str, frozenset[str]] = {}
        self.learns: dict[str, list[str]] = {}
        self.teaches: dict[str, list[str]] = {}
        self._enrol()
        self.guards = self._guards()

    def draft(self, line: Line) -> Draft | None:
        """Return the user on this line; None for one without a role that is in force."""
        cells = line.cells
        own, role = cells["sourcedId"], self._role(line)
        if role is None:
            return None
        kind, job = ROLES.get(role.cells.get("role", "").lower(), (role.cells.get("role", ""), ""))
        spans = role.cells if self.version != "1.1" else {}
        return Draft(
            "users.csv", line.number, id=own, kind=kind, job=job,
            given=cells.get("preferredGivenName") or cells["givenName"],
            family=cells.get("preferredFamilyName") or cells["familyName"],
            email=cells.get("email", ""), year=cells.get("grades", "") or cells.get("grade", ""),
            class_name=next(iter(self.learns.get(own, ())), ""),
            starts_on=spans.get("beginDate", ""), ends_on=spans.get("endDate", ""),
            guards=tuple((pupil, job) for pupil in self.guards.get(own, ())),
            teaches=tuple(sorted(set(self.teaches.get(own, ())))),
        )  # fmt: skip

    def _lines(self, name: str) -> list[Line]:
        """Return the rows of a file that its sender has not withdrawn."""
        lines = self.tables[name].lines if name in self.tables else ()
        return [one for one in lines if not _withdrawn(one)]

    def _role(self, line: Line) -> Line | None:
        """Return the row that tells the user's role at this school, if they have one there."""
        if _withdrawn(line):
            return None
        if self.version == "1.1":
            return line if self._is_here(line, "orgSourcedIds") else None
        found = self.roles.get(line.cells["sourcedId"], [])
        if not found:
            self._fault(line, "This user has no row in roles.csv. Give them a role.")
            self.loose.add(line.cells["sourcedId"])
        here = [one for one in found if self._is_here(one, "orgSourcedId")]
        return min(here, key=_weight, default=None)

    def _is_here(self, line: Line, column: str) -> bool:
        return not self.org or self.org in _list(line.cells.get(column, ""))

    def _enrol(self) -> None:
        for line in self._lines("enrollments"):
            user, group = line.cells["userSourcedId"], line.cells["classSourcedId"]
            if user not in self._named("users"):
                self._fault(line, f"There is no user “{user}” in these files.", "enrollments.csv")
            elif group not in self._named("classes"):
                self._fault(line, f"There is no class “{group}” in these files.", "enrollments.csv")
            elif group in self.classes and not self._is_over(line):
                kept = self.learns if line.cells["role"].lower() == "student" else self.teaches
                kept.setdefault(user, []).append(self.classes[group])

    def _named(self, name: str) -> frozenset[str]:
        """Return every id of a file, withdrawn ones too."""
        if name not in self._ids:
            lines = self.tables[name].lines if name in self.tables else ()
            self._ids[name] = frozenset(line.cells["sourcedId"] for line in lines)
        return self._ids[name]

    def _is_over(self, line: Line) -> bool:
        """Tell whether the first day without it has come: last year's rows are often left in."""
        until = line.cells.get("endDate", "")[:10]
        return bool(_DAY.fullmatch(until)) and until <= self.on.isoformat()

    def _guards(self) -> _Guards:
        """Return the pupils for each guardian; a pupil's agents and a guardian's both tell."""
        found: _Guards = {}
        pupils = {line.cells["sourcedId"] for line in self._lines("users") if self._is_pupil(line)}
        for line in self._lines("users"):
            own = line.cells["sourcedId"]
            named = line.cells.get("agentSourcedIds", "") or line.cells.get("agents", "")
            for other in filter(None, _list(named)):
                guardian, pupil = (other, own) if own in pupils else (own, other)
                if pupil in pupils and guardian not in pupils:
                    found.setdefault(guardian, []).append(pupil)
        return {guardian: sorted(set(theirs)) for guardian, theirs in found.items()}

    def _is_pupil(self, line: Line) -> bool:
        rows = [line] if self.version == "1.1" else self.roles.get(line.cells["sourcedId"], [])
        return any(row.cells.get("role", "").lower() == "student" for row in rows)

    def _fault(self, line: Line, text: str, file: str = "users.csv") -> None:
        self.faults.append(Fault(file, line.number, text))


def _withdrawn(line: Line) -> bool:
    return line.cells.get("status", "").lower() in _WITHDRAWN


def _weight(role: Line) -> tuple[bool, bool, int]:
    """Return what sorts a user's main role first."""
    cells = role.cells
    secondary = cells.get("roleType", "primary").lower() != "primary"
    return secondary, cells["role"].lower() not in _FIRST, role.number


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")]
