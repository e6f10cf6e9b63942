"""Elmfield goes by Cotmanhay's policy, which is built on the county's issue 5."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.people.models import School
from schoolgate.policies import actions
from tests.cast import NOW, OPERATOR, Cast
from tests.language.mutations import PACKS

ISSUE_6 = Path(__file__).parent / "derbyshire-6"


@pytest.fixture
def own_packs(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the real packs to which a test may add, and a folder for what is worked out."""
    settings.VAR = tmp_path / "var"
    settings.PACKS = shutil.copytree(PACKS, tmp_path / "packs")
    return tmp_path / "packs"


@pytest.fixture
def elmfield(cast: Cast, own_packs: Path) -> Cast:
    """The cast, its school on Cotmanhay's policy."""
    School.objects.filter(pk=cast.school.pk).update(pack="cotmanhay")
    for person in (cast.head, cast.governor, cast.teacher, cast.dsl, cast.technician):
        person.school.pack = "cotmanhay"
    actions.adopt(school=cast.head.school, by=OPERATOR, at=NOW)
    return cast


@pytest.fixture
def county(elmfield: Cast, own_packs: Path) -> Cast:
    """The county has published issue 6."""
    shutil.copytree(ISSUE_6, own_packs / "derbyshire" / "6")
    return elmfield
