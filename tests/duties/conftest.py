"""Elmfield with its school year, under one of the published policies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from schoolgate.duties import queries
from schoolgate.duties.queries import Item
from schoolgate.people import actions as people
from schoolgate.people.demonstration_year import YEARS
from schoolgate.people.models import Person, School
from tests.cast import NOW, OPERATOR, Cast


def with_year(cast: Cast) -> None:
    """The school's year written down, as the invented school has it."""
    people.keep_year(school=cast.school, year=2026, spans=YEARS[2026], by=OPERATOR, at=NOW)


def under(cast: Cast, pack: str) -> Cast:
    """The cast, at a school with this policy on file."""
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    here = School.objects.get(pk=cast.school.pk)
    fresh: dict[str, Any] = {name: Person.objects.select_related("school").get(pk=one.pk)
             for name, one in cast._asdict().items() if isinstance(one, Person)}  # fmt: skip
    return cast._replace(school=here, **fresh)


@pytest.fixture
def heath(cast: Cast) -> Cast:
    """Elmfield with Thatto Heath's policy and its year written down."""
    with_year(cast)
    return under(cast, "thatto-heath")


@pytest.fixture
def ashbrook(cast: Cast) -> Cast:
    """Elmfield with Ashbrook's policy and its year written down."""
    with_year(cast)
    return under(cast, "ashbrook")


Find = Callable[..., Item]


def item(cast: Cast, key: str) -> Item:
    """A duty of the school as it stands today."""
    from django.utils import timezone

    board = queries.board(school=cast.school, today=timezone.localdate())
    return next(one for one in board.items if one.duty.key == key)
