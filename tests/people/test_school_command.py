"""`./sg school`: a school comes onto an installation, with its journal's first entry."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from schoolgate.people.models import School
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records.models import Entry
from tests.cast import Cast

ADD = ("school", "add")


def test_a_school_is_added_under_its_authority(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command(*ADD, "midshire", "Midshire", pack="brookside", is_authority=True)
    call_command(*ADD, "ash-lane", "Ash Lane Infants", pack="ashbrook", authority="midshire")
    school = School.objects.get(slug="ash-lane")
    assert (school.name, school.pack) == ("Ash Lane Infants", "ashbrook")
    assert school.authority == School.objects.get(slug="midshire")
    added, *adopted = Entry.objects.filter(journal=school.pk).order_by("sequence")
    assert added.verb == PeopleVerb.SCHOOL_ADDED
    assert {one.action for one in adopted} <= {added.action}  # its first versions: one act
    call_command("school", "list")
    assert "ash-lane                Ash Lane Infants" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("slug", "more", "sentence"),
    [
        ("elmfield", {}, "There is a school “elmfield” already."),
        ("Ash Lane", {}, "Use small letters, figures and hyphens"),
        ("account", {}, "cannot be in an address"),
        ("ash-lane", {"pack": "nothing"}, "There is no policy"),
        ("ash-lane", {"authority": "elmfield"}, "There is no authority “elmfield”"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    cast: Cast, slug: str, more: dict[str, str], sentence: str
) -> None:
    before = School.objects.count()
    with pytest.raises(CommandError, match=sentence):
        call_command(*ADD, slug, "Ash Lane", **({"pack": "brookside"} | more))
    assert (School.objects.count(), Entry.objects.count()) == (before, 0)


def test_an_empty_house_says_what_to_do(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("school", "list")
    assert "./sg school add" in capsys.readouterr().out
