"""Every slip gets its line and a sentence that says what to do; harmless ones change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolgate.policies.analysis.findings import findings
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.pack import MOST_RULES, PackError, assemble, load
from schoolgate.policies.rules import Rule

SAMPLES = Path(__file__).parents[1] / "bad_packs"
TEMPLATES = SAMPLES / "templates"
WRONG = sorted((SAMPLES / "wrong").glob("*.md"))
HARMLESS = sorted((SAMPLES / "harmless").glob("*.md"))
PLAIN = (SAMPLES / "harmless" / "plain.md").read_text("utf-8")


def read(path: Path) -> Pack:
    with path.open(encoding="utf-8", newline="") as file:
        return assemble({"policy.md": file.read()}, packs=TEMPLATES)


def mistakes(text: str) -> list[str]:
    with pytest.raises(PackError) as wrong:
        assemble({"policy.md": text}, packs=TEMPLATES)
    return [f"{mistake.line}: {mistake.text}" for mistake in wrong.value.mistakes]


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_a_slip_is_answered_with_its_line_and_what_to_do(path: Path) -> None:
    expected = path.with_suffix(".txt").read_text("utf-8").splitlines()
    assert [line.replace(str(TEMPLATES), "templates") for line in mistakes(path.read_text("utf-8"))
            ] == expected  # fmt: skip


def test_every_sample_has_its_words_and_there_are_enough_of_them() -> None:
    assert {path.stem for path in WRONG} == {p.stem for p in (SAMPLES / "wrong").glob("*.txt")}
    assert len(WRONG) >= 40


def _does(rule: Rule) -> tuple[object, ...]:
    tests = [[fact.any_of for fact in facts] for facts in (rule.when, rule.only_if, rule.unless)]
    return rule.clause, rule.who, rule.acts, rule.answer, tests[0], tests[1], tests[2][:1]


@pytest.mark.parametrize("path", HARMLESS, ids=lambda path: path.stem)
def test_a_harmless_slip_changes_nothing(path: Path) -> None:
    assert _does(read(path).book.own[0]) == _does(
        read(HARMLESS[0].with_name("plain.md")).book.own[0]
    )


def test_a_list_with_word_bullets_is_a_list() -> None:
    pack = read(SAMPLES / "harmless" / "word-bullets-for-a-list.md")
    said = [fact.phrase for fact in pack.book.own[0].unless]
    assert said == ["it is an emergency", "length is at least 8"]


def test_nothing_behind_a_hash_or_a_colon_is_lost() -> None:
    notes = [
        next(iter(read(SAMPLES / "harmless" / f"{name}.md").boxes("rule")))[1].one("note")
        for name in ("hash-in-a-sentence", "time-in-a-note", "curly-quotes-in-a-box")
    ]
    assert notes[0] == "room #4 # not a comment"
    assert notes[1] == "from 15:30: at the gate"
    assert notes[2] == 'the "golden rule" of Mrs Smith\'s class'


def test_clause_5_10_is_text_and_not_5_1() -> None:
    pack = read(SAMPLES / "harmless" / "clause-5.10-is-not-5.1.md")
    assert [clause.ref for clause in pack.clauses if clause.ref] == ["5.7", "5.10", "5.1"]


def test_mistakes_of_several_documents_come_by_file_and_line() -> None:
    part = PLAIN.replace('pack    = "brookside"', 'part_of = "brookside"').replace("5.7", "6.7")
    texts = {"z.md": PLAIN.replace("lessons", "lesons"), "a.md": part.replace("staff", "stafff")}
    with pytest.raises(PackError) as wrong:
        assemble(texts, packs=TEMPLATES)
    assert [(m.file, m.line) for m in wrong.value.mistakes] == [("a.md", 11), ("z.md", 13)]


def test_the_same_clause_in_two_documents_is_named_with_the_other_file() -> None:
    part = PLAIN.replace('pack    = "brookside"', 'part_of = "brookside"')
    with pytest.raises(PackError, match=r"clause 5\.7 already stands at line 7 of main\.md"):
        assemble({"main.md": PLAIN, "part.md": part}, packs=TEMPLATES)


# --- Limits, and files that are no text -----------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'+++\ntitle = "Caf\xe9"\n+++\n', "is not UTF-8 text; save it as plain text (UTF-8)"),
        (PLAIN.encode().replace(b"bag", b"b\x00g"), "holds a character that is no text"),
        (PLAIN.encode() + b"x" * 1024 * 1024, "is larger than 1 MiB; split it into several"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "policy.md").write_bytes(content)
    with pytest.raises(PackError) as wrong:
        load(str(tmp_path), TEMPLATES)
    assert words in str(wrong.value)


def test_a_surrogate_pair_cut_in_half_is_refused() -> None:
    assert "8: this file holds a character that is no text" in mistakes(
        PLAIN.replace("bag", "b\ud800g")
    )[0]  # fmt: skip


def _rules(count: int) -> str:
    rule = PLAIN[PLAIN.index("```rule") :]
    return PLAIN + "".join(f"\n## 9.{n} More\n{rule}" for n in range(1, count))


def test_two_thousand_rules_are_enough() -> None:
    assert len(assemble({"p.md": _rules(MOST_RULES)}, packs=TEMPLATES).book.own) == MOST_RULES
    assert mistakes(_rules(MOST_RULES + 1)) == [
        "1: this policy has 2001 rules; at most 2000 can be checked; split it"
    ]


def test_a_rule_may_look_at_twelve_facts() -> None:
    names = [f"the bell {word} rings" for word in "abcdefghijklm"]
    rows = "".join(f"| {name} | fact |\n" for name in names)
    table = f"\n## 9 Words\n\n| Words | Kind |\n|---|---|\n{rows}"
    wrong = PLAIN.replace("unless: it is an emergency", f"unless: {'; '.join(names)}") + table
    says = "10: this rule looks at 15 different facts; at most 12; make two rules of it"
    assert mistakes(wrong) == [says]
    assert assemble({"p.md": wrong.replace("; ".join(names[10:]), names[9])}, packs=TEMPLATES)


def test_the_rules_of_one_act_may_look_at_twelve_facts_together() -> None:
    names = [f"the bell {word} rings" for word in "abcdefghijklm"]
    rows = "".join(f"| {name} | fact |\n" for name in names)
    table = f"\n## 9 Words\n\n| Words | Kind |\n|---|---|\n{rows}"
    box = "who: staff\nwhat: share phone pin\nwhen: {name}\nanswer: allowed"
    one = f"## 8.{{n}} More\n```rule\n{box}\n```\n"

    def wanting(count: int) -> str:
        rules = "".join(one.format(n=n, name=name) for n, name in enumerate(names[:count]))
        return f"{PLAIN}\n{rules}{table}"

    assert assemble({"p.md": wanting(12)}, packs=TEMPLATES)
    found = mistakes(wanting(13))
    says = "the rules on 'share phone pin' look at 13 different facts; at most 12"
    assert len(found) == 1
    assert f"{says}; leave one out, or part the activity in two" in found[0]


def test_many_unknown_phrases_are_told_in_a_moment() -> None:
    wrong = PLAIN + "".join(
        f"\n## 9.{n} More\n```rule\nwho: staff\nwhat: jugle with {n} bals\nanswer: allowed\n```\n"
        for n in range(200)
    )
    assert len(mistakes(wrong)) == 200


# --- Templates ------------------------------------------------------------------------------------


def test_a_locked_box_locks_every_rule_of_its_clause() -> None:
    text = PLAIN.replace("```rule", "```statement\nlocked: yes\n```\n```rule")
    assert assemble({"p.md": text}, packs=TEMPLATES).book.own[0].locked


def test_an_empty_folder_and_an_unknown_name_are_told(tmp_path: Path) -> None:
    with pytest.raises(PackError, match=r"holds no document \(a file that ends in \.md\)"):
        load(str(tmp_path), TEMPLATES)
    for name in ("elm-temp", "\0", "x" * 5000, "../../elm-template\n"):
        with pytest.raises(PackError, match="there is no pack"):
            load(name, TEMPLATES)


def test_a_school_that_states_its_terms_keeps_its_templates_times() -> None:
    times = (SAMPLES / "harmless" / "days-and-hours-in-other-dress.md").read_text("utf-8")
    template = assemble({"p.md": times.replace("2026.2", "1")}, packs=TEMPLATES)
    terms = (SAMPLES / "harmless" / "dates-in-other-dress.md").read_text("utf-8")
    terms = terms.replace("version =", 'extends = "brookside@1"\nversion =')
    school = assemble({"p.md": terms}, packs=TEMPLATES, base=template).book.calendar
    assert [band.phrase for band in school.bands] == ["in lessons"]
    assert [term.name for term in school.terms] == ["Autumn", "Spring"]


def test_a_route_that_no_situation_finds_is_shown_and_what_is_silent_is_one_finding() -> None:
    head = (
        '+++\npack = "sample"\nversion = "1"\ntitle = "Sample"\nkind = "school"\n+++\n\n# 1 Wrong\n'
    )
    boxes = "```route\nfor: a worry\ntell: the headteacher\n```\n"
    boxes += "```route\nfor: abuse\nkind: bullying; threat\ntell: the headteacher\n```\n"
    pack = assemble({"policy.md": head + boxes}, packs=TEMPLATES)
    found = [one for one in findings(pack) if one.kind == "route"]
    assert found[1].text == "1: this route names no kind, so no case finds it. Add one."
    assert found[0].text.startswith("36 of 38: A picture that may be indecent or illegal; ")
    assert "Bullying" not in found[0].text
