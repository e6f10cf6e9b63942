"""What the tests of lists share: a folder of their own, a list taken in, the journal in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.filtering import storing
from schoolgate.filtering.actions import imports, lists
from schoolgate.filtering.actions.lists import Described
from schoolgate.filtering.models import ListImport, ListSource
from schoolgate.people.models import Person
from schoolgate.records import queries as journal
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast


@pytest.fixture
def var(settings: Settings, tmp_path: Path) -> Path:
    """Lists, snapshots and keys lie in a folder of the test's own."""
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def network_manager(cast: Cast) -> Person:
    """Keeps the filter too."""
    return Person.objects.create(school=cast.school, name="Nell Network", role="network_manager")


@pytest.fixture
def chair(cast: Cast) -> Person:
    """Reads the log with the governor."""
    return Person.objects.create(school=cast.school, name="Cora Chair", role="chair")


def source(by: Person, name: str = "Bets", **more: object) -> ListSource:
    """A list that somebody has entered."""
    said = {"form": "domains", "licence": "MIT", "owner": "Somebody", "category": "gambling"}
    described = Described(name, **(said | more))  # type: ignore[arg-type]
    return lists.add_source(school=by.school, described=described, by=by, at=NOW)


def read(of: ListSource, text: str, by: Person) -> ListImport:
    """A list that was read and waits."""
    upload = storing.keep_upload(of.school, [text.encode()])
    made = imports.begin_import(source=of, upload=upload, by=by, at=NOW)
    imports.read_import(made=made)
    return made


def let_in(of: ListSource, text: str, by: Person) -> ListImport:
    """A list that is in use."""
    made = read(of, text, by)
    imports.apply_import(made=made, sha256=made.sha256, by=by, at=NOW)
    return made


def sentences() -> list[str]:
    """The journal in words, oldest first."""
    every = Entry.objects.filter(verb__startswith="filtering:").order_by("journal_id", "sequence")
    return [journal.sentence(one) for one in every]
