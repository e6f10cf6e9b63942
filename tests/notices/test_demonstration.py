"""The demonstration shows two notices, whatever other rooms wrote to the school before."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from schoolgate.notices.models import Notice
from schoolgate.people.actions import set_up_demonstration
from schoolgate.records.models import Entry
from tests.cast import NOW


@pytest.mark.django_db
def test_its_notices_stand_beside_those_of_other_rooms_once(
    settings: Settings, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    for _ in range(2):
        set_up_demonstration(at=NOW)
    sent = Notice.objects.filter(school__slug="brookside")
    assert sent.filter(subject="Online safety evening", groups="parents").count() == 1
    assert sent.filter(asks=True, groups="staff").count() == 1
    assert sent.count() > 2
    assert Entry.objects.filter(verb="notices:notice:sent").count() == sent.count()
