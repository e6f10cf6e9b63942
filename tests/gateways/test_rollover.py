"""A new school year comes in with the roster, and the policy answers a pupil anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from schoolgate.access.actions import gates
from schoolgate.people.models import Person
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import queries as journal
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.gateways import samples
from tests.gateways.test_pages import say_yes, send


def asked_by(pupil: Person) -> str:
    """What the policy says to this pupil about bringing a device of their own."""
    pupil = Person.objects.get(pk=pupil.pk)
    answer = client_of(pupil).get(
        "/elmfield/ask/", {"who": pupil.role, "what": "bring:personal_device"}
    )
    assert answer.status_code == 200
    return answer.text


@pytest.mark.row("PPL-26")
def test_a_pupil_who_moves_from_year_2_to_year_3_gets_other_answers(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    office = client_of(cast.head)
    send(office, {"pupils.csv": samples.pupils(12, year=2)})
    say_yes(office)
    pupil = Person.objects.get(external_id="5")
    assert (pupil.key_stage, pupil.role) == ("KS1", "pupil_ks1")
    gates.waive_gate(person=pupil, gate="pupil-agreement", because="signed at the other school",
                     by=cast.head, at=NOW)  # fmt: skip
    assert "No, this is not allowed" in asked_by(pupil)

    send(office, {"pupils.csv": samples.pupils(12, year=3)})
    assert "Changed (12)" in office.get("/elmfield/people/import/plan/").text
    say_yes(office)
    pupil.refresh_from_db()
    assert (pupil.key_stage, pupil.role, pupil.class_name) == ("KS2", "pupil_ks2", "3 Oak")
    assert "No, this is not allowed" not in asked_by(pupil)
    about = Entry.objects.filter(verb=PeopleVerb.PERSON_CHANGED, object_id=str(pupil.pk)).get()
    assert journal.sentence(about) == (
        "Hana Head changed Ada Brook5: role, title, year, class_name."
    )
