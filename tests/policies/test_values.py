"""What may be chosen as a fact's value: one choice for each class that the rules tell apart."""

from __future__ import annotations

import pytest

from schoolgate.kernel.facts import Fact, expression
from schoolgate.policies.asking.values import options
from schoolgate.policies.language.words import shipped
from schoolgate.policies.rules import Cell, Level, Rule


def _labels(*tests: str) -> list[tuple[str, str]]:
    facts = tuple(Fact("", expression(test)) for test in tests)
    who, acts = frozenset({"teacher"}), frozenset({("use", "website")})
    words = shipped()
    cell = Cell([Rule("1", who, acts, Level.ALLOWED, when=facts)], words.assumptions().domains)
    key = tests[0].split(" ")[0]
    return [(choice.value, choice.label) for choice in options(cell, key, words)]


@pytest.mark.parametrize(
    ("tests", "choices"),
    [
        (["emergency = yes"], [("yes", "Yes"), ("no", "No")]),
        (["device = school"], [("school", "A school device"), ("other", "Something else")]),
        (
            ["device_type = phone | tablet", "device_type = camera"],
            [("phone", "A phone or a tablet"), ("camera", "A camera"), ("other", "None of these")],
        ),
        (["during = lesson"], [("lesson", "During a lesson"), ("other", "At another time")]),
        (["length >= 8"], [("7", "Less than 8"), ("8", "8 or more")]),
        (["time >= 21:00"], [("20:59", "Before 21:00"), ("21:00", "21:00 or later")]),
        (
            ["age > 6_months"],
            [("5_months", "6 months or less"), ("7_months", "More than 6 months")],
        ),
    ],
)
def test_choices_follow_what_the_rules_tell_apart(
    tests: list[str], choices: list[tuple[str, str]]
) -> None:
    assert _labels(*tests) == choices
