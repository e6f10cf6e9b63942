"""A school with a policy of its own and a child document, and the people who keep it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest
from pytest_django.fixtures import Settings

from schoolgate.people.models import Person
from schoolgate.policies import actions
from schoolgate.policies.actions import Signature
from schoolgate.policies.models import Version
from tests.cast import NOW, Cast

TODAY = NOW.date()
MAIN = """+++
pack = "elmfield"
title = "Staying safe online"
version = "1"
status = "in force"
approved = "September 2025"
approver = "the governing body"
review = "2027-09"
revision = "new"
related = ["behaviour policy"]
commitment = "Children come first here."
+++

# 1 Pictures

## 1.1 Photographs
Staff may photograph pupils with a school camera.

```rule
who: staff
what: photograph pupil
answer: allowed
```

## 1.2 Behaviour
See the behaviour policy.

```statement
who: everyone
refers to: behaviour policy
```
"""
CHILD = """+++
part_of = "elmfield"
title = "Class Dojo"
version = "1"
status = "in force"
review = "2026-09"
+++

# D1 Class Dojo

## D1.1 Accounts
Parents may write to teachers there.

```rule
who: parents
what: use class dojo
answer: allowed
```
"""
STRICTER = (
    MAIN.replace("answer: allowed", "answer: not allowed")
    .replace('revision = "new"', 'revision = "partial"')
    .replace('version = "1"', 'version = "2"')
)


class Life(NamedTuple):
    """The cast, with a chair and the version that the school adopted."""

    cast: Cast
    chair: Person
    first: Version


@pytest.fixture
def packs_of_elmfield(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The cast's school has a small policy of its own on file."""
    folder = tmp_path_factory.mktemp("packs")
    (folder / "brookside").mkdir()
    (folder / "brookside" / "policy.md").write_text(MAIN, "utf-8")
    (folder / "brookside" / "class-dojo.md").write_text(CHILD, "utf-8")
    settings.PACKS = folder


@pytest.fixture
def life(cast: Cast, packs_of_elmfield: None) -> Life:
    """The school has adopted its policy; Class Dojo, which nobody approved, is a draft."""
    first, _ = actions.adopt(school=cast.school, by=cast.head, at=NOW)
    chair = Person.objects.create(school=cast.school, name="Chandra Chair", role="chair")
    return Life(cast, chair, first)


def drafted(life: Life, text: str = STRICTER) -> Version:
    """A draft of the main policy by the head."""
    return actions.draft(school=life.cast.school, texts={"policy.md": text}, by=life.cast.head,
                         at=NOW)  # fmt: skip


def consulted(life: Life, text: str = STRICTER) -> Version:
    """A draft on which the staff were consulted, and which is revised and closed."""
    version = drafted(life, text)
    actions.consult(version=version, group="staff", on=TODAY, channel="meeting", comments="",
                    by=life.cast.head, at=NOW)  # fmt: skip
    actions.revise(version=version, on=TODAY, revisers=["Hana Head", "e-safety lead"],
                   change="Pictures are stricter.", by=life.cast.head, at=NOW)  # fmt: skip
    return actions.close_consultation(version=version, by=life.cast.head, at=NOW)


def sign(life: Life, version: Version, **other: object) -> None:
    """The chair signs for the governing body."""
    given: dict[str, object] = {"committee": "the governing body", "minute": "7", "on": TODAY,
                                "method": "password"}  # fmt: skip
    actions.approve(version=version, signature=Signature(**given | other),  # type: ignore[arg-type]
                    text_hash=version.text_hash, by=life.chair, at=NOW)  # fmt: skip


def approved(life: Life, text: str = STRICTER) -> Version:
    """A version that the chair has signed."""
    version = consulted(life, text)
    sign(life, version)
    version.refresh_from_db()
    return version


def in_days(days: int) -> dt.datetime:
    """The same time of day, some days on."""
    return NOW + dt.timedelta(days=days)
