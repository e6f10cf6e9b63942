"""Classes that hold classes, words that add up, and what a harmless phrase lets pass."""

from pathlib import Path

import pytest

from schoolgate.monitoring.detection.findings import Finding, Head
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.detection.judging import Detector
from schoolgate.monitoring.detection.packs import load_packs
from schoolgate.monitoring.detection.reading import UnableToReadPacks

from .conftest import Judge

PACK = """
[words]
leaf = ["{green}", "oolong"]
green = ["sencha", "matcha"]

[[rule]]
id = "tea.signs"
head = "drugs"
severity = "note"
why = "W."
excused_by = []
phrases = ["{brew|boil} .. {leaf}"]
unless = ["boil the kettle"]
needs = 5

[rule.points]
4 = ["dealer"]
2 = ["{leaf}", "price"]
1 = ["tonight"]
-3 = ["lesson"]

[[rule]]
id = "tea.cup"
head = "drugs"
severity = "note"
why = "W."
excused_by = []
phrases = ["kettle .. cup"]
unless = ["garden hose", "price list"]
"""


@pytest.fixture
def detector(tmp_path: Path) -> Detector:
    (tmp_path / "own.toml").write_text(PACK, encoding="utf-8")
    return Detector(load_packs(tmp_path))


def _told(detector: Detector, text: str) -> list[Finding]:
    found = detector.judge(Item(0, "", "", "pupil_ks2", Kind.CHAT, text))
    return [one for one in found if not one.excused]


@pytest.mark.parametrize("text", ["brew some oolong", "boil a nice cup of matcha", "brewed sencha"])
def test_a_class_holds_another_and_one_may_stand_in_its_place(
    detector: Detector, text: str
) -> None:
    assert _told(detector, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sencha from a dealer", True),
        ("dealer tonight", True),
        ("dealer dealer dealer", False),  # the same phrase counts once
        ("price of sencha and oolong tonight", False),  # nothing that leads
        ("our lesson: a dealer and the price", False),  # what weighs against
        (f"dealer {'then we went on walking along the river ' * 5} oolong", False),  # too far
        (f"sencha {'then we went on walking along the river ' * 5} dealer with oolong", True),
    ],
)
def test_words_add_up_that_stand_near_and_of_which_one_leads(
    detector: Detector, text: str, told: bool
) -> None:
    assert bool(_told(detector, text)) is told


def test_what_added_up_is_named_and_the_text_is_not(detector: Detector) -> None:
    [found] = _told(detector, "matcha from a dealer i know")
    assert found.reasons == ("W.", "Phrase: (leaf) + dealer.")


def test_a_harmless_phrase_of_another_rule_excuses_only_the_words_that_it_shares(
    detector: Detector,
) -> None:
    assert not _told(detector, "boil the kettle and get a cup")
    assert _told(
        detector, "boil the kettle. later on in the afternoon he gave the other kettle a cup"
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sencha and a garden hose from a dealer", True),  # between the points
        ("boil the garden hose with oolong", True),  # between the parts of a phrase
        ("dealer with a price list", False),
        ("dealer with a price list for sencha", True),  # enough without the harmless words
    ],
)
def test_a_harmless_phrase_between_the_words_excuses_nothing(
    detector: Detector, text: str, told: bool
) -> None:
    assert bool(_told(detector, text)) is told


@pytest.mark.parametrize(
    "text",
    ["white nationalism then you and avi", "white nationalism then heart attack you and avi"],
)
def test_an_illness_between_the_words_hides_no_extremist(judge: Judge, text: str) -> None:
    assert Head.EXTREMISM in {one.head for one in judge(text, kind=Kind.CHAT) if not one.excused}


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        (PACK.replace('"{green}"', '"{red}"'), "no pack has the class “red”."),
        (PACK.replace('"sencha"', '"{leaf}"'), "the class “leaf” holds itself."),
        (PACK.replace("needs = 5", "needs = 4"), "“points” need “needs”"),
        (PACK.replace('4 = ["dealer"]', ""), "none of the “points” leads"),
        (PACK.replace('4 = ["dealer"]', "4 = []"), "none of the “points” leads"),
        (PACK.replace("4 = [", "four = ["), "“points” is a table of weights"),
        (PACK.replace('phrases = ["kettle .. cup"]', ""), "a rule needs “phrases”, or “points”"),
        (PACK.replace('"dealer"', '"{dealers}"'), "no pack has the class “dealers”."),
    ],
)
def test_a_fault_in_classes_and_points_is_named(tmp_path: Path, instead: str, says: str) -> None:
    (tmp_path / "own.toml").write_text(instead, encoding="utf-8")
    with pytest.raises(UnableToReadPacks) as raised:
        load_packs(tmp_path)
    assert any(says in str(fault) for fault in raised.value.faults)


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("i want 2 kill myself", Head.SELF_HARM),
        ("how 2 get past the skool filter", Head.CIRCUMVENTION),
        ("dont tell ur mum about the money i sent u", Head.GROOMING),
        ("nobody sit with ellie today pass it on", Head.BULLYING),
    ],
)
def test_it_reads_what_children_type(judge: Judge, text: str, head: Head) -> None:
    assert head in {one.head for one in judge(text, kind=Kind.CHAT) if not one.excused}


@pytest.mark.parametrize(
    "text", ["act 2 me and the boys", "year 4 school trip", "level 2 now", "ks2 be kind week"]
)
def test_a_number_stays_a_number(judge: Judge, text: str) -> None:
    assert not [one for one in judge(text, kind=Kind.CHAT) if not one.excused]
