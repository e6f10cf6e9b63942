"""`./sg journal` as people and machines meet it, and the bundle that needs no Schoolgate."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from schoolgate.records import actions, bundles, commandline
from schoolgate.records.models import Entry, TreeHead
from schoolgate.records.parties import VISITOR
from tests.cast import NOW, Cast
from tests.records import programs
from tests.records.acts import act
from tests.records.test_tampering import put_in_place, stored

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run `./sg journal WORDS…`: exit code, output, complaints."""
    settings.VAR = tmp_path / "var"

    def run(*words: str | Path) -> tuple[int, str, str]:
        code = commandline.main([str(word) for word in words])
        return (code, *capsys.readouterr())

    return run


@pytest.fixture
def nine(cast: Cast) -> Cast:
    """Nine entries; the words of entry 2 are erased; one entry has awkward characters."""
    for number in range(7):
        act(cast, body={"number": number})
    act(cast, body={"text": "\u2028 \x85 é\n😀"})
    entry = Entry.objects.get(sequence=2)
    actions.erase_body(entry=entry, by=VISITOR, at=NOW, because="six months are over")
    return cast


# --- head and verify ------------------------------------------------------------------------------


def test_head_prints_the_note_and_nothing_else(nine: Cast, say: Say) -> None:
    assert say("head") == (0, TreeHead.objects.get().note, "")


def test_a_journal_fits_the_head_that_it_printed(nine: Cast, say: Say, tmp_path: Path) -> None:
    kept = tmp_path / "head.txt"
    kept.write_text(say("head")[1])
    act(nine)
    code, said, _ = say("verify", "--against", kept)
    assert code == 0
    assert said == (
        "elmfield: whole. 10 entries, 1 with words erased, 1 signed heads. "
        "It fits the witnessed head over 9 entries.\n"
    )


def test_a_cut_journal_does_not_fit(nine: Cast, say: Say, tmp_path: Path) -> None:
    kept = tmp_path / "head.txt"
    kept.write_text(say("head")[1])
    put_in_place([row for row in stored() if row.sequence < 7 and row.body])
    code, said, _ = say("verify", "--against", kept)
    assert code == 1
    assert "elmfield: NOT whole." in said
    assert "The witnessed head covers 9 entries" in said


def test_machines_are_told_the_same(nine: Cast, say: Say) -> None:
    head = json.loads(say("head", "--json")[1])
    (report,) = json.loads(say("verify", "--json")[1])
    assert head["size"] == report["entries"] == 9
    assert report == {
        "journal": "elmfield",
        "whole": True,
        "entries": 9,
        "erased": 1,
        "heads": 1,
        "witnessed": 9,
        "witnesses": 1,
        "findings": [],
    }


def test_without_a_witness_it_says_what_would_not_show(nine: Cast, say: Say) -> None:
    assert "No witnessed head was given (--against)" in say("verify")[1]


def test_every_journal_is_checked_when_none_is_named(nine: Cast, say: Say) -> None:
    act(nine, school=nine.other_school)
    code, said, _ = say("verify")
    assert code == 0
    assert [line.split(":")[0] for line in said.splitlines()] == ["elmfield", "oakhurst"]


def test_many_findings_are_cut_short(nine: Cast, say: Say) -> None:
    rows = [row._replace(clause="x") for row in stored() if row.body] * 4
    put_in_place(rows)
    code, said, _ = say("verify")
    assert code == 1
    assert len(said.splitlines()) == 22
    assert said.endswith(" more.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["head"], "Say which journal with --school. There are: elmfield, oakhurst."),
        (["head", "--school", "elm"],
         "There is no journal of “elm”. There are: elmfield, oakhurst."),
        (["verify", "--against", "/no/such/file"],
         "/no/such/file cannot be read. Name a file with a head."),
        (["verify", "--against", __file__],
         f"{__file__}: This is not a signed head. Use a file that “./sg journal head” printed."),
        (["export", "--school", "elmfield", "--to", __file__],
         f"{__file__} is there already. Choose another name."),
        (["export", "--school", "elmfield", "--to", "/no/such/folder/b.jsonl"],
         "There is no folder /no/such/folder. Make it first."),
    ],
)  # fmt: skip
def test_bad_words_are_answered_with_one_sentence(
    nine: Cast, say: Say, words: list[str], sentence: str
) -> None:
    act(nine, school=nine.other_school)
    assert say(*words) == (2, "", f"{sentence}\n")


def test_without_any_journal_it_says_so(db: None, say: Say) -> None:
    for words in (["head"], ["verify"], ["export", "--to", "b.jsonl"]):
        assert say(*words) == (2, "", "There is no journal yet: nothing has been done here.\n")


def test_help_lists_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        commandline.main(["--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    for word in ("head ", "verify ", "export ", "--against head-2026-10-14.txt"):
        assert word in said


def test_the_command_is_known_to_django(nine: Cast, say: Say) -> None:
    call_command("journal", "head")
    with pytest.raises(SystemExit) as left:
        call_command("journal", "head", "--school", "elm")
    assert left.value.code == 2


@pytest.mark.real_clock
@pytest.mark.one_engine
def test_checking_in_two_processes_says_the_same(tmp_path: Path) -> None:
    assert programs.sg(tmp_path, "journal", "head").returncode == 2  # no tables yet: a sentence
    programs.migrated(tmp_path)
    programs.append(tmp_path, 20)
    one = programs.sg(tmp_path, "journal", "verify", "--workers", "1")
    two = programs.sg(tmp_path, "journal", "verify", "--workers", "2")
    assert (one.returncode, one.stdout) == (two.returncode, two.stdout)
    assert one.stdout.startswith("elmfield: whole. 20 entries")


def test_without_shared_memory_one_process_checks_alone(
    nine: Cast, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("multiprocessing.context.BaseContext.Lock", refused)
    assert say("verify", "--workers", "2")[0] == 0


# --- export ---------------------------------------------------------------------------------------


@pytest.fixture
def bundle(nine: Cast, say: Say, tmp_path: Path) -> Path:
    """An exported bundle."""
    assert say("export", "--to", tmp_path / "b.jsonl")[0] == 0
    return tmp_path / "b.jsonl"


def checked(bundle: Path, *words: str | Path) -> tuple[int, str]:
    """Run the script beside the bundle, in a Python that knows nothing of Schoolgate."""
    script = bundle.with_name("verify_bundle.py")
    command = [sys.executable, "-I", "-S", script, bundle, *words]
    run = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", env={})
    return run.returncode, run.stdout + run.stderr


def test_a_bundle_is_whole_and_fits_the_head_kept_elsewhere(bundle: Path, tmp_path: Path) -> None:
    note = TreeHead.objects.get().note
    (tmp_path / "head.txt").write_text(note)
    size, root = note.split("\n")[1:3]
    assert checked(bundle) == (0, "Whole: 10 entries. It fits 1 heads.\n")
    for words in ([tmp_path / "head.txt"], [size, root]):
        assert checked(bundle, *words) == (0, "Whole: 10 entries. It fits 2 heads.\n")


def test_an_export_is_itself_an_entry(bundle: Path) -> None:
    last = Entry.objects.order_by("-sequence")[0]
    assert last.verb == "records:journal:exported"
    assert json.loads(last.body or "") == {"file": "b.jsonl", "up_to": 9}
    assert last.actor == "system:command-line"


def test_a_bundle_is_for_its_owner_alone_and_nothing_is_left_beside_it(bundle: Path) -> None:
    assert stat.S_IMODE(bundle.stat().st_mode) == 0o600
    names = sorted(path.name for path in bundle.parent.iterdir())
    assert names == ["b.jsonl", "var", "verify_bundle.py"]


def test_an_erased_entry_is_exported_without_its_words(bundle: Path) -> None:
    line = json.loads(bundle.read_text().split("\n")[2])
    assert line["sequence"] == 2
    assert (line["body"], line["salt"], line["actor_label"]) == (None, None, "")


def test_every_planted_change_is_caught(bundle: Path) -> None:
    lines = bundle.read_text().split("\n")
    for number in range(1, 11):
        for field in json.loads(lines[number]):
            entry = json.loads(lines[number])
            value = entry[field]
            entry[field] = value + 1 if field == "sequence" else f"{value}0" if value else "0"
            changed = [*lines[:number], json.dumps(entry), *lines[number + 1 :]]
            bundle.write_text("\n".join(changed))
            assert checked(bundle)[0] == 1, (number, field)
    bundle.write_text("\n".join(lines))
    assert checked(bundle)[0] == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda lines: [*lines[:5], *lines[6:]], "Entry 5 is missing, or does not follow"),
        (lambda lines: lines[:-2], "The head over 10 entries does not fit"),
        (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], "Entry 3 is missing"),
        (lambda lines: lines[1:], "This cannot be read as a bundle"),
        (lambda lines: ["nonsense", *lines], "This cannot be read as a bundle"),
    ],
)
def test_a_planted_change_is_named(
    bundle: Path, change: Callable[[list[str]], list[str]], sentence: str
) -> None:
    bundle.write_text("\n".join(change(bundle.read_text().split("\n"))))
    code, said = checked(bundle)
    assert code == 1
    assert said.startswith(sentence)


def test_a_rewritten_bundle_is_caught_by_the_head_kept_elsewhere(
    bundle: Path, say: Say, tmp_path: Path
) -> None:
    size, root = TreeHead.objects.get().note.split("\n")[1:3]
    from tests.records.acts import chained

    put_in_place(chained([row._replace(clause="1.1") for row in stored() if row.body]))
    forged = tmp_path / "forged" / "b.jsonl"
    forged.parent.mkdir()
    assert say("export", "--to", forged)[0] == 0
    assert checked(forged)[0] == 0
    code, said = checked(forged, size, root)
    assert code == 1
    assert said == (f"The head over {size} entries does not fit: the journal was changed or cut.\n")


def test_the_script_is_short_and_stands_alone() -> None:
    text = bundles.VERIFIER.read_text()
    assert len(text.splitlines()) < 80
    assert "schoolgate." not in text.replace("schoolgate.records", "")
    assert shutil.which("python3")
