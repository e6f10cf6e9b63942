"""Files as schools really send them: read, or refused in one sentence; never half understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from schoolgate.gateways.roster import headers, kinds, oneroster, plain, tables, validating
from schoolgate.gateways.roster.drafts import Draft, Reading
from schoolgate.gateways.roster.faults import UnableToRead
from schoolgate.gateways.roster.tables import Bundle
from schoolgate.gateways.roster.validating import Judged
from tests.cast import NOW
from tests.gateways import samples

TEXT = "UPN,Full Name,Year Group\n1,Zoë Brook,Year 1\n"


def judged(text: str | bytes, name: str = "pupils.csv") -> Judged:
    data = text.encode() if isinstance(text, str) else text
    return validating.judge(plain.read(Bundle({name: data}), {}))


def read(files: Mapping[str, str], org: str = "") -> Reading:
    encoded = {name: text.encode() for name, text in files.items()}
    return oneroster.read(Bundle(encoded), org, on=NOW.date())


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("cp1252"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").encode(),
        (TEXT + "\n,,\n\n").encode(),
        TEXT.replace(",", '","').replace("\n", '"\n"').strip('"').join(['"', ""]).encode(),
    ],
)
def test_however_it_was_saved_it_is_read_the_same(data: bytes) -> None:
    (one,) = judged(data).known
    assert (one.external_id, one.values["name"], one.values["year"]) == ("1", "Zoë Brook", 1)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\n\n", "is empty"),
        (b"UPN,Name\n1,\x81\x8d", "neither UTF-8 nor Windows-1252"),
        (b"PK\0\0", "it is no text"),
        (b"UPN,UPN\n1,2\n", "two columns called “UPN”"),
        (b"Name,Year\nAda,1\n", "no column with an id"),
        (b"UPN,Year\n1,1\n", "no column with names"),
        (b'UPN,Name,Year\n1,"' + b"x" * 200_000 + b'",1\n', "cannot be read past line"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, why: str) -> None:
    with pytest.raises(UnableToRead, match=why):
        judged(data)


def test_a_list_that_does_not_say_whom_it_lists_is_refused() -> None:
    with pytest.raises(UnableToRead, match="does not say whom it lists"):
        judged("ID,Name\n1,Ada Brook\n", "list.csv")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",Ada Brook,1,,", "There is no id."),
        ("2,,1,,", "There is no name."),
        ("2,Ada Brook,Year 14,,", "“Year 14” is no year."),
        ("2,Ada Brook,Blue,,", "“Blue” is no year."),
        ("2,Ada Brook,1,31/02/2026,", "“31/02/2026” is no date."),
        ("2,Ada Brook,1,soon,", "“soon” is no date."),
        ("2,Ada Brook,1,2026-09-01,2026-08-01", "They would leave before they start"),
        ("1,Eve Brook,1,,", "The id “1” stands twice, first at pupils.csv line 2."),
        ("2,Ada Brook,1", "This row has 3 cells, and the table has 5 columns."),
        ("2,Ada,Brook,1,,,", "This row has 7 cells"),
        (f"2,{'x' * 130},1,,", "The name has more than 120 characters."),
    ],
)
def test_a_bad_row_gets_one_sentence_and_the_others_are_taken(row: str, why: str) -> None:
    text = f"UPN,Name,Year,Start Date,Leaving Date\n1,Ada Brook,1,,\n{row}\n3,Ida Brook,2,,\n"
    found = judged(text)
    assert [one.external_id for one in found.known] == ["1", "3"]
    (fault,) = found.faults
    assert str(fault).startswith("pupils.csv:3: ")
    if "7 cells" not in why:
        assert why in fault.text


@pytest.mark.parametrize(
    ("said", "year"),
    [("N1", -2), ("Nursery", -1), ("R", 0), ("Reception", 0), ("Year 1", 1), ("Yr 2", 2), ("Y3", 3),
     ("04", 4), ("NC Year 5", 5), ("6", 6), ("13", 13), ("0", None), ("KG", 0), ("Grade 14", None)],
)  # fmt: skip
def test_years_are_understood_however_they_are_spelt(said: str, year: int | None) -> None:
    assert kinds.year_number(said) == year


@pytest.mark.parametrize(
    "said", ["2026-09-01", "01/09/2026", "1/9/2026", "01-Sep-2026", "1 September 2026", "20260901",
             "01/09/26", "2026-09-01T00:00:00.000Z", "01/09/2026 00:00:00"]
)  # fmt: skip
def test_days_are_understood_however_they_are_spelt(said: str) -> None:
    draft = Draft("x.csv", 2, id="1", kind="pupil", name="Ada Brook", starts_on=said)
    (one,) = validating.judge(Reading("CSV", [draft])).known
    assert one.values["starts_on"] == dt.date(2026, 9, 1)


def test_the_last_day_is_still_a_day_at_school() -> None:
    (one,) = judged("UPN,Name,Year,Leaving Date\n1,Ada Brook,6,21/07/2027\n").known
    assert one.values["ends_on"] == dt.date(2027, 7, 22)


def test_a_guardian_with_a_row_for_each_child_is_one_person() -> None:
    text = (
        "Guardian ID,First Name,Last Name,Student ID,Relationship\n"
        "9,Bea,Brook,1,Mother\n9,Bea,Brook,2,Mother\n"
    )
    with pytest.raises(UnableToRead):
        judged(text.replace("Guardian ID,", "Nothing,").replace("Student ID", "Nothing2"), "c.csv")
    reading = plain.read(
        Bundle({"contacts.csv": text.encode()}),
        headers.parsed(["id=Guardian ID", "guards=Student ID"]),
    )
    (one,) = validating.judge(reading).known
    assert one.guards == (("1", "mother"), ("2", "mother"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"manifest.csv": samples.manifest("1.0", ["users"])}, "version “1.0”"),
        ({"manifest.csv": samples.manifest("1.1", ["users"], "delta")}, "changes only"),
        ({"manifest.csv": samples.manifest("1.1", ["orgs"])}, "no users.csv as bulk"),
        ({"users.csv": None}, "names users.csv, and it is not there"),
        ({"users.csv": "id,name\n1,Ada\n"}, "no column “sourcedId”"),
    ],
)
def test_a_oneroster_export_that_cannot_be_whole_is_refused(
    change: dict[str, str | None], why: str
) -> None:
    files = {name: text for name, text in (samples.oneroster() | change).items() if text}
    with pytest.raises(UnableToRead, match=why):
        read(files)


def test_an_enrolment_of_nobody_is_named_and_skipped() -> None:
    people = [one for one in samples.PEOPLE if one[0] != "p1"]
    files = samples.oneroster("1.1", people)
    files["enrollments.csv"] += "e9,,,k1,s1,nobody,student,,,\n"
    reading = read(files)
    assert [str(fault) for fault in reading.faults] == [
        "enrollments.csv:3: There is no user “nobody” in these files."
    ]
    assert len(reading.drafts) == 4


def test_who_is_withdrawn_is_no_longer_listed() -> None:
    files = samples.oneroster("1.2")
    files["users.csv"] = files["users.csv"].replace("p2,,", "p2,tobedeleted,")
    reading = read(files)
    assert {draft.id for draft in reading.drafts} == {"t1", "a1", "p1", "g1"}


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    for place in ("a", "b"):
        samples.folder(tmp_path / place, {"pupils.csv": TEXT})
    with pytest.raises(UnableToRead, match=r"two files called pupils.csv"):
        tables.gather([tmp_path / "a", tmp_path / "b"])


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_of_an_export_of_several_schools_only_the_named_one_is_taken(version: str) -> None:
    files = samples.oneroster(version)
    files["orgs.csv"] += "s2,,,Oakhurst Primary,school,,\n"
    moved = "roles.csv" if version == "1.2" else "users.csv"
    files[moved] = "\n".join(
        line.replace("s1", "s2") if line.startswith(("p2,", "rp2,")) else line
        for line in files[moved].splitlines()
    )
    with pytest.raises(UnableToRead, match=r"2 schools. Say which one is meant with --org"):
        read(files)
    with pytest.raises(UnableToRead, match="no school “s3”"):
        read(files, "s3")
    assert {draft.id for draft in read(files, "s2").drafts} == {"p2"}
    assert {draft.id for draft in read(files, "s1").drafts} == {"t1", "a1", "p1", "g1"}
