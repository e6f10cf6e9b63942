"""`./sg roster` from files to people: outcome, journal, and every confirmation that it asks for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schoolgate.gateways.models import HeaderMapping
from schoolgate.people import queries as people
from schoolgate.people.models import Guardianship, Person, Teaching
from schoolgate.records import queries as journal
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast
from tests.gateways import samples
from tests.gateways.conftest import Say


def known(source: str = "mis") -> dict[str, Person]:
    return {one.external_id: one for one in Person.objects.filter(source=source)}


def verbs() -> list[str]:
    """The journal's acts, in order."""
    return [one.rpartition(":")[2] for one in Entry.objects.order_by("sequence")
            .values_list("verb", flat=True)]  # fmt: skip


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Twenty pupils as SIMS lists them."""
    path = tmp_path / "pupils.csv"
    path.write_text(samples.pupils(20))
    return path


@pytest.mark.parametrize("version", ["1.1", "1.2"])
@pytest.mark.parametrize("as_zip", [True, False])
def test_a_oneroster_export_becomes_people_classes_and_guardians(
    cast: Cast, say: Say, tmp_path: Path, version: str, as_zip: bool
) -> None:
    files = samples.oneroster(version)
    path = samples.zipped(tmp_path / "export.zip", files) if as_zip else samples.folder(
        tmp_path / "export", files)  # fmt: skip
    code, said, _ = say("apply", "elmfield", path)
    assert (code, said.splitlines()[0]) == (0, f"OneRoster {version}, ids of “oneroster”: done.")
    there = known("oneroster")
    assert (there["p1"].year, there["p1"].class_name, there["p1"].role) == (2, "2 Oak", "pupil_ks1")
    assert {(one.kind, one.role) for one in there.values()} == {
        ("staff", "teacher"), ("staff", "teaching_assistant"), ("pupil", "pupil_ks1"),
        ("parent", "parent"),
    }  # fmt: skip
    assert Guardianship.objects.filter(guardian=there["g1"]).count() == 2
    assert [one.class_name for one in Teaching.objects.filter(person=there["t1"])] == ["2 Oak"]
    assert verbs() == ["added"] * 5 + ["taken-in"]


@pytest.mark.row("PPL-28")
def test_importing_twice_changes_nothing_and_who_is_missing_is_held_until_confirmed(
    cast: Cast, say: Say, listed: Path
) -> None:
    assert say("apply", "elmfield", listed)[0] == 0
    assert say("apply", "elmfield", listed)[:2] == (0, "CSV: nothing to change.\n")
    assert len(known()) == 20
    listed.write_text(samples.pupils(20, skip=[7]))
    code, said, _ = say("apply", "elmfield", listed)
    assert (code, "Gone from the file, to be held (1)\n  Ada Brook7" in said) == (0, True)
    held = known()["7"]
    assert (held.ends_on, held.missing_since) == (None, NOW)
    assert "7  Ada Brook7, since 14 October 2026" in say("confirm-gone", "elmfield")[1]
    assert say("confirm-gone", "elmfield", "--count", 1)[:2] == (
        0,
        "1 people left on 2026-10-13.\n",
    )
    assert known()["7"].ends_on == NOW.date()
    assert verbs() == ["added"] * 20 + ["taken-in", "held", "taken-in", "left", "confirmed"]
    assert len({one.action for one in Entry.objects.all()}) == 3


def test_who_is_in_the_file_again_is_held_no_more(cast: Cast, say: Say, listed: Path) -> None:
    say("apply", "elmfield", listed)
    listed.write_text(samples.pupils(20, skip=[7]))
    say("apply", "elmfield", listed)
    listed.write_text(samples.pupils(20))
    assert "Back in the file (1)\n  Ada Brook7" in say("apply", "elmfield", listed)[1]
    assert known()["7"].missing_since is None
    assert verbs()[-2:] == ["returned", "taken-in"]


def test_who_left_comes_back_only_when_somebody_says_so(cast: Cast, say: Say, listed: Path) -> None:
    say("apply", "elmfield", listed)
    Person.objects.filter(external_id="7").update(ends_on=NOW.date())
    assert "they stay out (--confirm-back 1)" in say("apply", "elmfield", listed)[1]
    assert known()["7"].ends_on == NOW.date()
    assert say("apply", "elmfield", listed, "--confirm-back", 2)[0] == 2
    assert say("apply", "elmfield", listed, "--confirm-back", 1)[0] == 0
    assert known()["7"].ends_on is None


def test_a_drop_of_more_than_a_tenth_stops_until_it_is_confirmed_with_the_count(
    cast: Cast, say: Say, listed: Path
) -> None:
    say("apply", "elmfield", listed)
    listed.write_text(samples.pupils(20, skip=[1, 2, 3]))
    assert "Stops: 3 of 20 would go (pupil). --confirm-gone 3" in say("plan", "elmfield", listed)[1]
    code, said, why = say("apply", "elmfield", listed)
    assert (code, said) == (2, "")
    assert "More than a tenth would go: 3 of 20 (pupil). Nothing was imported." in why
    assert say("apply", "elmfield", listed, "--confirm-gone", 2)[0] == 2
    assert not Person.objects.filter(missing_since__isnull=False).exists()
    assert say("apply", "elmfield", listed, "--confirm-gone", 3)[0] == 0
    assert Person.objects.filter(missing_since__isnull=False).count() == 3


def test_a_tenth_exactly_does_not_stop(cast: Cast, say: Say, listed: Path) -> None:
    say("apply", "elmfield", listed)
    listed.write_text(samples.pupils(20, skip=[1, 2]))
    assert say("apply", "elmfield", listed)[0] == 0


def test_an_empty_list_of_pupils_does_not_empty_the_school(
    cast: Cast, say: Say, listed: Path
) -> None:
    say("apply", "elmfield", listed)
    listed.write_text(samples.pupils(0))
    assert say("apply", "elmfield", listed)[0] == 2
    assert not Person.objects.filter(missing_since__isnull=False).exists()


def test_a_list_of_staff_says_nothing_about_pupils(
    cast: Cast, say: Say, listed: Path, tmp_path: Path
) -> None:
    say("apply", "elmfield", listed)
    staff = tmp_path / "staff.csv"
    staff.write_text("Staff Code,Full Name,Job Title\nS1,Tess Fieldgate,Headteacher\n")
    assert say("apply", "elmfield", staff)[0] == 0
    assert not Person.objects.filter(missing_since__isnull=False).exists()
    assert known()["S1"].role == "office_staff"  # no file makes anybody a leader
    assert known()["S1"].title == "Headteacher"


def test_a_leader_stays_one_whatever_the_file_says(cast: Cast, say: Say, tmp_path: Path) -> None:
    Person.objects.filter(pk=cast.head.pk).update(source="mis", external_id="S1")
    staff = tmp_path / "staff.csv"
    staff.write_text("Staff Code,Full Name,Job Title\nS1,Hana Head,Teacher\n")
    say("apply", "elmfield", staff)
    assert known()["S1"].role == "headteacher"


def test_a_new_school_year_makes_a_pupil_an_older_one(cast: Cast, say: Say, listed: Path) -> None:
    listed.write_text(samples.pupils(3, year=2))
    say("apply", "elmfield", listed)
    assert {(one.key_stage, one.role) for one in known().values()} == {("KS1", "pupil_ks1")}
    listed.write_text(samples.pupils(3, year=3))
    say("apply", "elmfield", listed)
    assert {(one.key_stage, one.role) for one in known().values()} == {("KS2", "pupil_ks2")}
    assert journal.sentence(Entry.objects.filter(verb="people:person:changed")[0]).endswith(
        "changed Ada Brook1: role, title, year, class_name."
    )


def test_a_bad_row_is_named_by_line_and_takes_no_other_along(
    cast: Cast, say: Say, listed: Path
) -> None:
    say("apply", "elmfield", listed)
    text = samples.pupils(20).replace("5,Brook5,Ada,Year 1", "5,Brook5,Ada,Year 17")
    text = text.replace("8,Brook8,Ada,", "8,Brook8,")
    listed.write_text(text.replace("9,Brook9,Ada", "9,Brook9,Eve"))
    code, said, _ = say("apply", "elmfield", listed)
    assert code == 1
    assert "pupils.csv:6: “Year 17” is no year." in said
    assert known()["9"].name == "Eve Brook9"
    assert "pupils.csv:9: This row has 5 cells" in said
    assert (known()["5"].year, known()["5"].missing_since) == (1, None)
    assert known()["8"].missing_since is None


def test_columns_told_once_are_remembered_for_the_school(
    cast: Cast, say: Say, tmp_path: Path
) -> None:
    path = tmp_path / "pupils.csv"
    path.write_text("Ref;Who;Jahr\n1;Brook, Ada;Reception\n")
    code, _, why = say("apply", "elmfield", path)
    assert (code, "Say which it is with --column id=HEADER" in why) == (2, True)
    told = ("--column", "id=ref", "--column", "name=Who", "--column", "year=Jahr")
    assert say("apply", "elmfield", path, *told)[0] == 0
    assert (known()["1"].name, known()["1"].year) == ("Ada Brook", 0)
    assert say("apply", "elmfield", path)[:2] == (0, "CSV: nothing to change.\n")
    assert HeaderMapping.objects.count() == 3
    assert say("apply", "oakhurst", path)[0] == 2


def test_a_plan_writes_nothing(cast: Cast, say: Say, listed: Path) -> None:
    before = Person.objects.count()
    code, said, _ = say("plan", "elmfield", listed, "--json")
    assert (code, len(json.loads(said)["new"])) == (0, 20)
    assert (Person.objects.count(), Entry.objects.count()) == (before, 0)


def test_an_import_touches_no_other_school(cast: Cast, say: Say, listed: Path) -> None:
    say("apply", "oakhurst", listed)
    say("apply", "elmfield", listed)
    listed.write_text(samples.pupils(20, skip=[1]))
    say("apply", "elmfield", listed)
    assert not Person.objects.filter(school=cast.other_school, missing_since__isnull=False).exists()
    on = NOW.date()
    assert people.people(viewer=cast.other_head, on=on).count() == 21
    assert not people.people(viewer=cast.other_head, on=on).filter(school=cast.school).exists()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("plan", "nowhere", "x.csv"), "There is no school “nowhere”."),
        (("plan", "elmfield", "/none/x.csv"), "cannot be read: No such file or directory."),
        (("plan", "elmfield", "{}", "--column", "nonsense"), "Write FIELD=HEADER"),
        (("confirm-gone", "elmfield"), ""),
    ],
)
def test_what_makes_no_sense_is_answered_in_a_sentence(
    cast: Cast, say: Say, listed: Path, words: tuple[str, ...], why: str
) -> None:
    code, said, complaint = say(*(word.format(listed) for word in words))
    assert (code, why in complaint) == (2 if why else 0, True)
    assert "Traceback" not in said + complaint
