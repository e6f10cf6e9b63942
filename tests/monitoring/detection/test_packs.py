"""Packs are read whole or not at all, and every fault says where it is and what to do."""

from pathlib import Path

import pytest

from schoolgate.monitoring.detection.findings import Head
from schoolgate.monitoring.detection.judging import Detector
from schoolgate.monitoring.detection.packs import PhrasePack, load_packs
from schoolgate.monitoring.detection.reading import UnableToReadPacks

GOOD = (
    '[[rule]]\nid = "a.b"\nhead = "drugs"\nseverity = "note"\nwhy = "W."\nphrases = ["bad tea"]\n'
)


def _faults(folder: Path, text: str) -> list[str]:
    (folder / "own.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UnableToReadPacks) as raised:
        load_packs(folder)
    return [str(fault) for fault in raised.value.faults]


def test_a_good_pack_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(GOOD, encoding="utf-8")
    [pack] = load_packs(tmp_path)
    assert [(rule.id, rule.phrases) for rule in pack.rules] == [("a.b", ("bad tea",))]


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        (GOOD.replace('"drugs"', '"drug"'),
         "own.toml, line 2: “head” cannot be “drug”. Did you mean “drugs”?"),
        (GOOD.replace("severity", "severty"),
         "own.toml, line 4: there is no key “severty”. Did you mean “severity”?"),
        (GOOD.replace("[[rule]]", "[[rules]]"),
         "own.toml, line 1: there is no table “rules”. Did you mean “rule”?"),
        (GOOD.replace("bad tea", "buy {teas}") + '[words]\ntea = ["assam"]\n',
         "own.toml, line 6: no pack has the class “teas”. Did you mean “tea”?"),
        (GOOD + GOOD, "own.toml, line 2: “a.b” is a rule of own.toml already."),
        (GOOD.replace("bad tea", "b"),
         "own.toml, line 6: “b” is too short: it would be everywhere."),
        (GOOD.replace('["bad tea"]', '"bad tea"'),
         "own.toml, line 2: “phrases” is a list: write it in square brackets."),
        (GOOD.replace('why = "W."\n', ""), "own.toml, line 2: a rule needs “why”. Add it."),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_remedy(tmp_path: Path, instead: str, says: str) -> None:
    assert says in _faults(tmp_path, instead)


def test_a_file_that_is_not_toml_is_named_with_its_line(tmp_path: Path) -> None:
    [fault] = _faults(tmp_path, GOOD + "phrases = [\n\n???")
    assert fault.startswith("own.toml, line ")
    assert "this is not TOML" in fault


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD.replace("drugs", "tea"), encoding="utf-8")
    found = _faults(tmp_path, GOOD.replace("note", "small").replace("a.b", "a.c"))
    assert [fault.split(",")[0] for fault in found] == ["a.toml", "own.toml"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnableToReadPacks, match="there is no pack here"):
        load_packs(tmp_path)


def test_the_shipped_packs_have_a_rule_for_every_head(packs: tuple[PhrasePack, ...]) -> None:
    assert {rule.head for pack in packs for rule in pack.rules} == set(Head)


def test_no_shipped_phrase_is_lost_with_its_small_words(shipped: Detector) -> None:
    assert shipped.shrunk == []
