"""Each school's log has a folder and a key of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.activity import opening
from schoolgate.records.sealing import UnableToOpen
from tests.activity.conftest import event
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_two_schools_have_two_logs_and_two_keys(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    ours, theirs = (opening.store_of(one) for one in (cast.school, cast.other_school))
    ours.append("web", [event()], source="log", upto="1")
    assert ours is opening.store_of(cast.school)
    assert theirs.since("web", 0, 9) == ([], 0)
    assert ours.pseudonym("person", "ann") != theirs.pseudonym("person", "ann")
    kept = opening.folder_of(cast.school) / "key"
    assert kept.stat().st_mode & 0o077 == 0


def test_a_key_of_another_installation_opens_nothing(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR = tmp_path / "one"
    opening.store_of(cast.school)
    kept = opening.folder_of(cast.school) / "key"
    settings.VAR = tmp_path / "two"
    moved = opening.folder_of(cast.school) / "key"
    moved.parent.mkdir(parents=True)
    moved.write_bytes(kept.read_bytes())
    with pytest.raises(UnableToOpen):
        opening.store_of(cast.school)
