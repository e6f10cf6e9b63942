"""What follows from a year and from the name of a role."""

from __future__ import annotations

import pytest

from schoolgate.people import rules


@pytest.mark.parametrize(
    ("year", "stage", "role"),
    [
        (None, "", "pupil_ks1"), (-3, "", "pupil_ks1"), (-2, "EYFS", "pupil_ks1"),
        (0, "EYFS", "pupil_ks1"), (1, "KS1", "pupil_ks1"), (2, "KS1", "pupil_ks1"),
        (3, "KS2", "pupil_ks2"), (6, "KS2", "pupil_ks2"), (7, "KS3", "pupil_ks2"),
        (11, "KS4", "pupil_ks2"), (13, "KS5", "pupil_ks2"), (14, "", "pupil_ks2"),
    ],
)  # fmt: skip
def test_key_stage_and_role_follow_from_the_year(year: int | None, stage: str, role: str) -> None:
    assert (rules.key_stage(year), rules.pupil_role(year)) == (stage, role)


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("the Computing Lead", "esafety_coordinator"),
        ("designated safeguarding lead", "dsl"),
        ("the chair of governors", "chair"),
        ("the online safety governor", "online_safety_governor"),
        ("headteacher", "headteacher"),
    ],
)
def test_a_role_of_a_pack_is_one_however_it_is_spelt(said: str, slug: str) -> None:
    assert rules.role_slug(said) == slug
    assert rules.role_slug(slug) == slug


def test_every_kind_but_pupils_has_a_word_in_the_policy() -> None:
    for kind in rules.Kind:
        assert rules.role_of(kind, 4)
