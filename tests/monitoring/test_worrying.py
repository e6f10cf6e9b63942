"""A seeded sample of each kind in mail and on the web raises its alert; an innocent one none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import MACHINE
from schoolgate.monitoring.models import Alert
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast
from tests.monitoring.mailing import TEACHER, at, letter, taken
from tests.monitoring.working import YESTERDAY, verbs, visited

pytestmark = pytest.mark.django_db
PUPIL: Final = "pip@elmfield.example"
# Kinds of the three policies (Ashbrook 3.7, 5.8; Thatto Heath UA; Cotmanhay 3.7 and aims), written
# by a child of Key Stage 2: a note is a concern at that age.
SEEDED: Final = {
    "bullying": ("nobody likes you, you loser", "bullying", "concern"),
    "sexual": ("porn videos", "pornography", "serious"),
    "discriminatory": ("no girls allowed in our group", "discrimination", "concern"),
    "criminal": ("where to buy weed near me", "drugs", "serious"),
    "unwelcome approach": ("this is our secret, do not tell your parents", "grooming", "urgent"),
    "chain letter": ("send this to ten people or you will be cursed", "private_use", "concern"),
    "threat of violence": ("i will stab you after school", "violence", "urgent"),
    "mental harm": ("i want to end my life", "self_harm", "urgent"),
    "sexting": ("send me nudes", "sexting", "urgent"),
    "AI misuse": ("deepfake app of my teacher", "ai_misuse", "serious"),
    "extremism": ("how to join a terrorist group", "extremism", "urgent"),
}
INNOCENT: Final = (
    "the battle of hastings and who killed harold", "my hamster died and i am sad",
    "how do plants make their food", "middlesex cricket scores", "sharing pictures of our fossils",
    "secret garden chapter two", "cut my hair short", "send the register to the office",
)  # fmt: skip


def mailed(cast: Cast, folder: Path, words: str) -> None:
    """A pupil writes to a teacher, and the machine judges it."""
    Person.objects.filter(pk=cast.pupil.pk).update(email=PUPIL)
    Person.objects.filter(pk=cast.teacher.pk).update(email=TEACHER)
    taken(cast, folder, letter(TEACHER, sender=PUPIL, words=words, sent_at=at(YESTERDAY)))
    assert actions.judge_mail(school=cast.school, by=MACHINE, at=NOW) == 1


def searched(cast: Cast, folder: Path, words: str) -> None:
    """A pupil searches for it on the web, and the machine reads the log."""
    del folder
    visited(cast.pupil, "search.example", term=words)
    assert actions.read_on(school=cast.school, by=MACHINE, at=NOW) == 1


Way = Callable[[Cast, Path, str], None]
WAYS: Final[tuple[Way, ...]] = (mailed, searched)


@pytest.mark.row("MON-15")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", SEEDED)
def test_a_seeded_sample_of_each_kind_raises_its_category_and_severity(
    cast: Cast, tmp_path: Path, way: Way, kind: str
) -> None:
    words, head, severity = SEEDED[kind]
    way(cast, tmp_path, words)
    [alert] = Alert.objects.all()
    assert (alert.head, alert.severity, alert.whom) == (head, severity, "dsl")
    assert verbs().count("alert:raised") == 1
    assert words not in str([vars(one) for one in (*Alert.objects.all(), *Entry.objects.all())])


@pytest.mark.row("MON-15")
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("words", INNOCENT)
def test_an_innocent_sample_raises_none(cast: Cast, tmp_path: Path, way: Way, words: str) -> None:
    way(cast, tmp_path, words)
    assert not Alert.objects.exists()
    assert "alert:raised" not in verbs()
