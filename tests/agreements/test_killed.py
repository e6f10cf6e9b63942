"""A signing evening, killed at any write: a signature is whole with its entries, or not there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.db import connection

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import Given
from schoolgate.agreements.models import Signature, SignedText
from schoolgate.people.models import Guardianship, Person, School
from schoolgate.records import tenancy
from schoolgate.records.models import Entry
from tests.agreements.conftest import KS1
from tests.cast import NOW, assemble
from tests.killing import Acknowledge, HalfApplied, Lost, killed_at_every_write

PACKS = ("thatto-heath",)
# As many as make 100 writes: SQLite writes pages, PostgreSQL is sent statements.
COUNT = 8 if connection.vendor == "sqlite" else 6


def prepare() -> None:
    """Parents with a young child each, at a school whose policy asks them to sign."""
    cast = assemble()
    School.objects.filter(pk=cast.school.pk).update(pack="thatto-heath")
    school = School.objects.get(pk=cast.school.pk)
    for number in range(COUNT):
        pupil = Person.objects.create(school=school, name=f"Child {number}", role="pupil_ks1",
                                      year=1)  # fmt: skip
        parent = Person.objects.create(school=school, name=f"Parent {number}", role="parent")
        Guardianship.objects.create(school=school, guardian=parent, pupil=pupil)


def sign_all(acknowledge: Acknowledge) -> None:
    """One parent after the other signs for the child."""
    with tenancy.everywhere(because="The test looks for what to do."):
        links = list(Guardianship.objects.select_related("guardian__school", "pupil__school")
                     .order_by("pk"))  # fmt: skip
        text = queries.in_force(links[0].school)[KS1].text
    for one in links:
        given = Given(text.hash, tuple(said.key for said in text.statements), one.guardian.name)
        with tenancy.acting_for(one.school_id):
            actions.sign(document=KS1, for_=one.pupil, given=given, by=one.guardian, at=NOW)
        acknowledge(str(one.guardian_id))


def whole_or_not_there(acknowledged: Sequence[str], finished: bool) -> None:
    """Every signature that was told is there once, with its text and its entry."""
    signed = [str(pk) for (pk,) in Signature.objects.values_list("signer")]
    written = Entry.objects.filter(verb="agreements:agreement:signed").count()
    if lost := set(acknowledged) - set(signed):
        raise Lost(f"{len(lost)} signatures")
    if len(signed) != written or len(signed) != len(set(signed)):
        raise HalfApplied(f"{len(signed)} signatures, {written} entries")
    if signed and SignedText.objects.count() != 1:
        raise HalfApplied("the text")
    assert not finished or len(acknowledged) == COUNT


@pytest.mark.real_clock
def test_killed_at_any_write_a_signature_is_whole_or_not_there(tmp_path: Path) -> None:
    tally = killed_at_every_write(prepare, sign_all, whole_or_not_there, tmp_path)
    assert tally.troubles == []
    assert tally.killed == tally.points > tally.first
