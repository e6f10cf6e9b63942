"""What is loaded, and what is stored of it."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from schoolgate.people.models import Person, School
from schoolgate.policies import actions, library, queries
from schoolgate.policies.comparing import kept
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.management.commands.load_policies import SET_UP
from schoolgate.policies.models import Asked, PolicyInForce
from schoolgate.policies.rules import Question
from schoolgate.records.models import Entry
from tests.cast import NOW


def test_a_policy_is_stored_once_with_the_text_behind_its_hash(elm: School) -> None:
    first = actions.store_policy(school=elm, by=SET_UP, at=NOW)
    again = actions.store_policy(school=elm, by=SET_UP, at=NOW + dt.timedelta(days=1))
    assert again.pk == first.pk
    assert hashlib.sha256(first.content.encode()).hexdigest() == first.hash
    assert (first.pack, first.version, first.stored_at) == ("elm@2026.2", "2026.2", NOW)
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor) == ("policies:policy:stored", "system:set-up")
    assert entry.object_id == str(first.pk)


def test_a_policy_with_mistakes_is_not_stored(broken: School) -> None:
    with pytest.raises(PackError):
        actions.store_policy(school=broken, by=SET_UP, at=NOW)
    assert not PolicyInForce.objects.exists()
    assert not Entry.objects.exists()


def test_the_command_stores_what_it_can_and_names_the_rest(
    elm: School, broken: School, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("load_policies")
    assert PolicyInForce.objects.count() == 2
    assert "Brokenhurst Primary: its policy cannot be read yet." in capsys.readouterr().err


def test_a_changed_file_is_read_again(own_packs: Path) -> None:
    before = library.loaded("elm")
    assert library.loaded("elm") is before
    template = own_packs / "county/2/policy.md"
    template.write_text(template.read_text().replace("one year", "two years"))
    os.utime(template, ns=(1, 1))
    after = library.loaded("elm")
    assert after.pack.hash != before.pack.hash


def test_a_mended_policy_is_read_again(own_packs: Path) -> None:
    with pytest.raises(PackError):
        library.loaded("broken")
    document = own_packs / "broken/policy.md"
    document.write_text(document.read_text().replace("stuff", "staff").replace("anser", "answer"))
    assert library.loaded("broken").pack.name == "broken"


def test_findings_name_standards_that_cannot_be_read(own_packs: Path) -> None:
    (own_packs / "standards/advice/standard.md").write_text("nonsense")
    found = library.found_in(library.loaded("elm"), NOW.date())
    assert "the standards in advice cannot be read" in found[-1].text


def test_what_is_written_down_says_nothing_about_who_asked(elm: School) -> None:
    asker = Person.objects.create(school=elm, name="Tara Teacher", role="teacher")
    question = Question("teacher", "install", "software")
    actions.ask_question(school=elm, question=question, by=asker, at=NOW)
    row = Asked.objects.values().get()
    assert not {"by", "person", "address"} & row.keys()
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor) == ("policies:question:asked", "system:visitor")
    assert "Tara" not in f"{row}{entry.actor_label}{entry.object_label}{entry.body}"


def test_gaps_are_counted_for_each_act_and_hidden_from_another_schools_people(
    elm: School,
) -> None:
    question = Question("teacher", "install", "software")
    for _ in range(2):
        actions.ask_question(school=elm, question=question, by=None, at=NOW)
    assert queries.gaps(viewer=None, school=elm) == [queries.Gap("install", "software", 2)]
    oak = School.objects.get(slug="oak")
    other = Person.objects.create(school=oak, name="Olga Other", role="headteacher")
    assert queries.gaps(viewer=other, school=elm) == []


def test_differences_are_worked_out_once_for_every_worker(
    packs: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.VAR = tmp_path
    before, after = (library.loaded(name).pack for name in ("elm", "oak"))
    first = kept.between(before, after)
    monkeypatch.setattr(kept, "_memory", {})
    monkeypatch.setattr("schoolgate.policies.comparing.pairs.differences", lambda *_: 1 / 0)
    assert kept.between(before, after) == first
    assert first
