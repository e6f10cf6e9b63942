"""Three invented schools on small packs of their own, beside this file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.people.models import School

PACKS = Path(__file__).parent / "packs"


@pytest.fixture
def packs(settings: Settings) -> Path:
    """The folder of the small packs, in use."""
    settings.PACKS = PACKS
    return PACKS


@pytest.fixture
def own_packs(settings: Settings, tmp_path: Path) -> Path:
    """A copy of the small packs that a test may change, in use."""
    settings.PACKS = shutil.copytree(PACKS, tmp_path / "packs")
    return tmp_path / "packs"


@pytest.fixture
def elm(db: None, packs: Path) -> School:
    """A school whose policy extends the county's template; Oakhurst stands beside it."""
    School.objects.create(slug="oak", name="Oakhurst Primary", pack="oak")
    return School.objects.create(slug="elm", name="Elmfield Primary", pack="elm")


@pytest.fixture
def broken(db: None, packs: Path) -> School:
    """A school whose policy has mistakes."""
    return School.objects.create(slug="broken", name="Brokenhurst Primary", pack="broken")
