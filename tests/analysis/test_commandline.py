"""`./sg policy …` as other tools call it: words in, exit code and JSON keys out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from schoolgate.policies.commandline import PACKS, main

SAMPLES = Path(__file__).parents[1] / "bad_packs"
PLAIN = (SAMPLES / "harmless" / "plain.md").read_text("utf-8")
ASK = ["ask", "--pack", "brookside", "--actor", "teacher", "--action", "use",
       "--resource", "personal_device", "--fact", "device_type=phone"]  # fmt: skip
GOLDEN = "id,school,actor,action,resource,context,expected,conditions,clause,difficulty,note\n"
ROW = "A,brookside,teacher,use,personal_device,device_type=phone; during=lesson; emergency=no,"

Run = Any


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """A folder with a pack that is right, one that is wrong, and a looser one."""
    texts = {
        "brookside": PLAIN,
        "wrong": PLAIN.replace("in lessons", "in lesons"),
        "looser": re.sub("unless:.*\n", "", PLAIN.replace("not allowed", "allowed")),
        "matrix": (SAMPLES / "harmless" / "a-blank-row-end.md").read_text("utf-8"),
    }
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "policy.md").write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def run(packs: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run words; return the exit code, and JSON where the words ask for it, else the text."""

    def go(*words: str) -> tuple[int, Any]:
        code = main([*words, "--packs", str(packs)])
        out = capsys.readouterr()
        return code, json.loads(out.out) if "--json" in words else out.out + out.err

    return go


def test_check_of_a_right_pack_ends_with_0_and_its_findings(run: Run) -> None:
    code, report = run("check", "brookside", "--json")
    assert code == 0
    assert report["brookside"]["errors"] == []
    assert len(report["brookside"]["hash"]) == 64
    [finding, *_] = report["brookside"]["findings"]
    assert finding.keys() == {"kind", "text", "clauses", "file", "line"}


def test_check_of_a_wrong_pack_ends_with_1_and_the_line(run: Run) -> None:
    code, text = run("check", "wrong", "brookside")
    assert code == 1
    assert "policy.md:13: I know no fact 'in lesons'. Did you mean 'in lessons'?" in text
    assert "no errors" in text  # of the other one
    code, report = run("check", "wrong", "--json")
    assert (code, report["wrong"]["errors"][0]["line"]) == (1, 13)


def test_ask_answers_with_exactly_these_keys(run: Run) -> None:
    code, said = run(*ASK, "--json")
    assert code == 0
    assert list(said) == [
        "outcome", "conditions", "duties", "advice", "if_broken", "clauses", "unknown",
        "sentence", "record",
    ]  # fmt: skip
    assert said["outcome"] == "it depends"
    assert "during" in said["unknown"]


def test_ask_takes_facts_and_the_moment(run: Run) -> None:
    known = ["--fact", "during=lesson", "--fact", "emergency=yes", "--at", "2026-11-03T09:40"]
    _, said = run(*ASK, *known, "--json")
    assert said["outcome"] == "allowed"
    assert said["record"]["question"]["at"] == "2026-11-03T09:40:00+00:00"


def test_ask_in_words_cites_the_clause_and_lists_what_to_say(run: Run) -> None:
    code, text = run(*ASK)
    assert code == 0
    assert "(clause 5.7)" in text
    assert "--fact during=" in text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("teacher", "techer", "'techer' is not a known actor. Did you mean 'teacher'?"),
        ("use", "uze", "'uze' is not a known action. Did you mean 'use'?"),
        ("device_type=phone", "device_type", "'device_type' is not a fact; write --fact key=value"),
        ("device_type=phone", "devise_type=phone", "Did you mean 'device_type'?"),
    ],
)
def test_ask_with_an_unknown_word_ends_with_2_and_a_suggestion(
    run: Run, old: str, new: str, words: str
) -> None:
    code, text = run(*[new if word == old else word for word in ASK])
    assert code == 2
    assert words in text


@pytest.mark.parametrize("words", [["ask"], ["juggle"], [*ASK, "--at", "Tuesday"], ["check"]])
def test_words_that_make_no_command_end_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


@pytest.mark.parametrize(("expected", "code"), [("not_allowed", 0), ("allowed", 1)])
def test_golden_ends_with_1_while_a_verdict_is_wrong(
    run: Run, tmp_path: Path, expected: str, code: int
) -> None:
    path = tmp_path / "golden.csv"
    path.write_text(f"{GOLDEN}{ROW}{expected},,5.7,easy,\n")
    ended, counts = run("golden", str(path), "--json")
    assert ended == code
    assert counts["brookside"] == counts["total"]
    assert list(counts["total"]) == [
        "rows", "verdict_right", "conditions_right", "ambiguous", "ambiguous_right",
    ]  # fmt: skip


def test_golden_prints_each_failure(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "golden.csv"
    path.write_text(f"{GOLDEN}{ROW}allowed,,5.7,easy,\n")
    _, text = run("golden", str(path))
    assert "A (verdict) teacher use personal_device" in text
    assert "got not_allowed {} from 5.7" in text


def test_golden_without_a_file_ends_with_2(run: Run) -> None:
    assert run("golden", "nowhere.csv")[0] == 2


def test_a_pack_that_is_not_there_ends_with_1_and_a_suggestion(run: Run) -> None:
    code, text = run("matrix", "brookside2")
    assert code == 1
    assert "there is no pack 'brookside2'" in text
    assert "Did you mean 'brookside'?" in text


def test_diff_says_who_gets_another_answer(run: Run) -> None:
    code, rows = run("diff", "brookside", "looser", "--json")
    assert code == 0
    assert rows
    assert all(row.keys() >= {"kind", "says"} for row in rows)
    assert run("diff", "brookside", "brookside", "--json") == (0, [])


def test_who_may_and_what_may_read_rights_from_the_rules(run: Run) -> None:
    code, [right] = run("who-may", "--pack", "brookside", "--action", "use",
                        "--resource", "personal_device", "--json")  # fmt: skip
    assert code == 0
    assert "teacher" in right["actors"]
    assert right["clauses"] == ["5.7"]
    _, rights = run("what-may", "--pack", "brookside", "--actor", "teacher", "--json")
    assert rights[0]["acts"] == [["use", "personal_device"]]
    _, text = run("who-may", "--pack", "brookside", "--action", "eat", "--resource", "moon")
    assert "does not say" in text


def test_matrix_writes_the_table_again(run: Run) -> None:
    code, text = run("matrix", "matrix")
    assert code == 0
    assert "| 6.1 | use a mobile phone | allowed | not allowed |" in text
    assert "no matrix" in run("matrix", "brookside")[1]


def test_coverage_of_the_schools_packs_is_full(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["coverage"]) == 0
    assert re.findall(r"(\d+) uncited", capsys.readouterr().out) == ["0", "0", "0"]


def test_the_packs_that_ship_are_right(capsys: pytest.CaptureFixture[str]) -> None:
    folders = [str(path.parent) for path in sorted(PACKS.glob("**/policy.md"))]
    assert main(["check", *folders]) == 0
    assert capsys.readouterr().out.count("no errors") == len(folders)
