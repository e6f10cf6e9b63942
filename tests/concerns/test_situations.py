"""The closed list of situations agrees with the source map, and every floor is whole."""

from __future__ import annotations

from schoolgate.concerns.rules import bodies, situations
from schoolgate.concerns.rules.pace import Pace, pace_of
from schoolgate.concerns.rules.situations import ALL, CATEGORIES, ILLEGAL, RISKS


def test_there_are_the_38_situations_of_the_map_in_its_order() -> None:
    assert [one.number for one in ALL.values()] == list(range(1, 39))
    assert [slug for slug, _ in situations.choices()] == list(ALL)


def test_every_situation_has_a_category_who_is_told_and_steps() -> None:
    for one in ALL.values():
        assert one.category in CATEGORIES
        assert one.floor.tell
        assert one.floor.steps
        assert set(one.floor.outside) <= bodies.KINDS.keys()
        assert one.floor.illegal in {"", *ILLEGAL}
        assert one.floor.outcomes in {"", "staff", "behaviour"}


def test_the_categories_are_few_and_hold_every_risk_of_the_policies() -> None:
    assert len(CATEGORIES) == 13
    assert len(RISKS) == 14
    assert set(RISKS.values()) <= CATEGORIES.keys()
    assert {one.category for one in ALL.values()} == CATEGORIES.keys() - {"media"}


def test_what_needs_hands_at_once_is_critical() -> None:
    critical = {one.number for one in ALL.values() if one.is_critical}
    assert critical == {1, 2, 3, 4, 17, 18, 21, 29}


def test_how_fast_is_read_from_the_words_of_a_policy() -> None:
    assert pace_of(["Immediately"]) is Pace.AT_ONCE
    assert pace_of(["at the earliest opportunity"]) is Pace.SOON
    assert pace_of(["no time stated", "999 at once in immediate danger"]) is Pace.UNSTATED
    assert pace_of(["when it is read, on the next working day at the latest"]) is Pace.NEXT_DAY
    assert pace_of([]) is Pace.UNSTATED


def test_bodies_are_known_by_the_words_of_a_policy() -> None:
    said = {
        "the Police Commissioner's office": "police-commissioner", "police 101": "police",
        "LADO": "lado", "the local authority's HR": "hr", "Call Derbyshire": "social-care",
        "the council's crisis communications team": "press", "St Helens Council": "filter-provider",
        "the local authority's designated officer, if a child may have been harmed": "lado",
        "the local authority's ICT manager": "la-ict", "a friend": "other",
        "the Information Commissioner within 72 hours, if people may be harmed": "ico",
    }  # fmt: skip
    assert {phrase: bodies.kind_of(phrase) for phrase in said} == said
