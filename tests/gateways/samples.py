"""Invented exports in the official layouts of OneRoster CSV 1.1 and 1.2, and plain CSV."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

_BASE = ("sourcedId", "status", "dateLastModified")
_USER = (*_BASE, "enabledUser")
_REST = ("username", "userIds", "givenName", "familyName", "middleName", "identifier", "email",
         "sms", "phone", "agentSourcedIds", "grades", "password")  # fmt: skip
COLUMNS = {
    "1.1": {
        "academicSessions": (*_BASE, "title", "type", "startDate", "endDate", "parentSourcedId",
                             "schoolYear"),
        "orgs": (*_BASE, "name", "type", "identifier", "parentSourcedId"),
        "users": (*_USER, "orgSourcedIds", "role", *_REST),
        "courses": (*_BASE, "schoolYearSourcedId", "title", "courseCode", "grades", "orgSourcedId",
                    "subjects", "subjectCodes"),
        "classes": (*_BASE, "title", "grades", "courseSourcedId", "classCode", "classType",
                    "location", "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes",
                    "periods"),
        "enrollments": (*_BASE, "classSourcedId", "schoolSourcedId", "userSourcedId", "role",
                        "primary", "beginDate", "endDate"),
    },
}  # fmt: skip
COLUMNS["1.2"] = COLUMNS["1.1"] | {
    "users": (*_USER, *_REST, "userMasterIdentifier", "resourceSourcedIds", "preferredGivenName",
              "preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId", "pronouns"),
    "roles": (*_BASE, "userSourcedId", "roleType", "role", "beginDate", "endDate", "orgSourcedId",
              "userProfileSourcedId"),
}  # fmt: skip
_KINDS = ("academicSessions", "categories", "classes", "classResources", "courses",
          "courseResources", "demographics", "enrollments", "lineItems", "orgs", "resources",
          "results", "roles", "userProfiles", "userResources", "users")  # fmt: skip
# id, role, given, family, grades, agents
PEOPLE = (
    ("t1", "teacher", "Tansy", "Alderbank", "", ""),
    ("a1", "aide", "Arlo", "Brambledale", "", ""),
    ("p1", "student", "Pia", "Cindercombe", "02", "g1"),
    ("p2", "student", "Per", "Cindercombe", "R", "g1"),
    ("g1", "guardian", "Greta", "Cindercombe", "", "p1,p2"),
)
Row = Mapping[str, str]


def written(headers: Iterable[str], rows: Iterable[Row]) -> str:
    """Return a CSV; cells that nobody gave are empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(headers), restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(dict(row) for row in rows)
    return out.getvalue()


def manifest(version: str, bulk: Iterable[str], how: str = "bulk") -> str:
    """Return a manifest.csv that names these files."""
    rows = [("manifest.version", "1.0"), ("oneroster.version", version)]
    rows += [(f"file.{kind}", how if kind in bulk else "absent") for kind in _KINDS]
    rows += [("source.systemName", "Invented"), ("source.systemCode", "inv")]
    return written(("propertyName", "value"),
                   ({"propertyName": name, "value": value} for name, value in rows))  # fmt: skip


def oneroster(version: str = "1.1", people: Iterable[tuple[str, ...]] = PEOPLE) -> dict[str, str]:
    """Return the files of an export by name."""
    listed = [dict(zip(("sourcedId", "role", "givenName", "familyName", "grades",
                        "agentSourcedIds"), one, strict=True)) for one in people]  # fmt: skip
    for one in listed:
        one |= {"orgSourcedIds": "s1", "enabledUser": "true", "username": one["sourcedId"]}
    tables: dict[str, list[Row]] = {
        "orgs": [{"sourcedId": "s1", "name": "Elmfield Primary", "type": "school"}],
        "academicSessions": [{"sourcedId": "y", "title": "2026/27", "type": "schoolYear",
                              "startDate": "2026-09-01", "endDate": "2027-07-31",
                              "schoolYear": "2027"}],
        "users": [*listed],
        "courses": [{"sourcedId": "c", "title": "Registration", "orgSourcedId": "s1"}],
        "classes": [{"sourcedId": "k1", "title": "2 Oak", "courseSourcedId": "c",
                     "classType": "homeroom", "schoolSourcedId": "s1", "termSourcedIds": "y"}],
        "enrollments": [
            {"sourcedId": f"e{one['sourcedId']}", "classSourcedId": "k1", "schoolSourcedId": "s1",
             "userSourcedId": one["sourcedId"], "role": one["role"]}
            for one in listed if one["sourcedId"] in {"t1", "p1"}
        ],
    }  # fmt: skip
    if version == "1.2":
        tables["roles"] = [
            {"sourcedId": f"r{one['sourcedId']}", "userSourcedId": one["sourcedId"],
             "roleType": "primary", "role": one["role"], "orgSourcedId": "s1",
             "beginDate": "2026-09-01"}
            for one in listed
        ]  # fmt: skip
    files = {f"{name}.csv": written(COLUMNS[version][name], rows) for name, rows in tables.items()}
    return files | {"manifest.csv": manifest(version, tables)}


def folder(top: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files to a folder."""
    top.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (top / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return top


def zipped(path: Path, files: Mapping[str, str]) -> Path:
    """Write files to a zip, in a folder inside it as some systems do."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"export/{name}", data)
    return path


def pupils(count: int, year: int = 1, skip: Iterable[int] = ()) -> str:
    """Return a plain list of pupils as SIMS names its columns."""
    rows = ["Admission Number,Legal Surname,Legal Forename,Year Group,Reg Group,Date of Admission"]
    left_out = set(skip)
    rows += [f"{number},Brook{number},Ada,Year {year},{year} Oak,01/09/2026"
             for number in range(1, count + 1) if number not in left_out]  # fmt: skip
    return "\r\n".join(rows) + "\r\n"
