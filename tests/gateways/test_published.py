"""OneRoster as published samples and real systems write it: a little beside the specification.

Seen in samples that others published (read by hand, none of them is here), and made anew by us:
a BOM; CRLF and no end to the last line; columns in another order; columns of a vendor's own, and
misspelt ones; commas after the last header that the rows lack; quoted lists with blanks; files with
headers only; `status` empty, active, inactive and tobedeleted; `dateLastModified` in three
spellings; TRUE in capitals; ids of three systems' making; last year's enrolments left in; and
enrolments in a class that is withdrawn.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolgate.people.models import Guardianship, Teaching
from tests.cast import Cast
from tests.gateways import samples
from tests.gateways.conftest import Say
from tests.gateways.test_commands import known, verbs

TEACHER, PUPIL, MOTHER = "usr-222-001", "3f2b8c1e-7a40-4f2e-9d51-0c6a8e5b7d10", "C000417"
_USERS = (
    "sourcedId,enabledUser,status,dateLastModified,@where@username,userIds,givenName,familyName,"
    "identifier,email,agentSourcedIds,grades,prefferedGivenName,ext_vendor_databaseId"
)
_PEOPLE = (
    f'{TEACHER},TRUE,active,1/05/2026,@teacher@tansy,"{{LDAP:12}},{{LTI:15}}",Tansy,Alderbank,,'
    "Tansy@Elmfield.Example,,,Tan,",
    f"{PUPIL},TRUE,,,@student@pia,,Pia,Cindercombe,,,{MOTHER},02,,7",
    f'{MOTHER},FALSE,active,2026-09-01T18:25:43.511Z,@guardian@,,"Greta ""G""",Cindercombe,,,'
    f'"{PUPIL}, {TEACHER}",,,',
    "gone-1,TRUE,tobedeleted,2026-09-01,@student@gus,,Gus,Fernhollow,,,,03,,",
)
FILES = {
    "orgs.csv": "sourcedId,name,status,dateLastModified,type,identifier,metadata.boarding\n"
    '12345,Elmfield Primary,active,"2026-05-06 08:01:05",school,"E, 1",FALSE',
    "academicSessions.csv": "sourcedId,status,dateLastModified,title,type,startDate,endDate",
    "courses.csv": "sourcedId,status,dateLastModified,title,courseCode,grades,orgSourcedId,,",
    "classes.csv": "title,sourcedId,status,dateLastModified,grades,courseSourcedId,classType,"
    "schoolSourcedId,termSourcedIds,subjects\n"
    '1 Oak,cls-1,active,2025-09-01,01,,Homeroom,12345,y25,"Maths, English"\n'
    '2 Oak,cls-2,,,"02, 03",,Homeroom,12345,"y26,y26b",\n'
    "2 Elm,cls-3,tobedeleted,2026-09-02,02,,Homeroom,12345,y26,",
    "enrollments.csv": "sourcedId,classSourcedId,schoolSourcedId,userSourcedId,role,status,"
    "dateLastModified,primary,beginDate,endDate,,\n"
    f"e1,cls-1,12345,{PUPIL},student,active,,,2025-09-01,2026-07-22\n"
    f"e2,cls-3,12345,{PUPIL},student,active,,,2026-09-01,\n"
    f"e3,cls-2,12345,{PUPIL},student,active,,FALSE,2026-09-01,2027-07-21\n"
    f"e4,cls-2,12345,{TEACHER},Teacher,active,,true,,",
}
ROLES = (
    "sourcedId,status,dataLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,,"
    f"\nr1,active,2026-01-01,{TEACHER},Primary,Teacher,2024-03-06,,12345"
    f"\nr2,active,,{PUPIL},primary,student,,,12345"
    f"\nr3,active,,{MOTHER},primary,guardian,,,12345"
)


def export(version: str) -> dict[str, str | bytes]:
    """Return the files, as bytes on a Windows machine."""
    old = version == "1.1"  # 1.2 has the role in a file of its own
    users = "\n".join([_USERS, *_PEOPLE]).replace("@where@", "orgSourcedIds,role," if old else "")
    for role in ("teacher", "student", "guardian"):
        users = users.replace(f"@{role}@", f"12345,{role}," if old else "")
    files = FILES | {"users.csv": users} | ({"roles.csv": ROLES} if version == "1.2" else {})
    files["manifest.csv"] = samples.manifest(version, [name[:-4] for name in files]).strip()
    return {
        name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in files.items()
    }


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_an_export_a_little_beside_the_specification_is_understood(
    cast: Cast, say: Say, tmp_path: Path, version: str
) -> None:
    path = samples.folder(tmp_path / "export", export(version))
    code, said, _ = say("apply", "elmfield", path)
    assert (code, "Wrong rows" in said) == (0, False)
    there = known("oneroster")
    assert set(there) == {TEACHER, PUPIL, MOTHER}
    assert (there[PUPIL].year, there[PUPIL].class_name) == (2, "2 Oak")
    assert (there[TEACHER].role, there[TEACHER].email) == ("teacher", "tansy@elmfield.example")
    assert [one.class_name for one in Teaching.objects.filter(person=there[TEACHER])] == ["2 Oak"]
    assert there[MOTHER].name == 'Greta "G" Cindercombe'
    assert [one.pupil for one in Guardianship.objects.filter(guardian=there[MOTHER])] == [
        there[PUPIL]
    ]
    assert verbs() == ["added"] * 3 + ["taken-in"]
    assert say("apply", "elmfield", path)[1] == f"OneRoster {version}: nothing to change.\n"
