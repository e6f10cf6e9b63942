"""A school's text on a new issue of its template: what is left stays, what is taken comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.policies.analysis.differences import differences
from schoolgate.policies.comparing import wording
from schoolgate.policies.language import writing
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.pack import assemble, load
from schoolgate.policies.proposing.choosing import (
    TAKE,
    Choice,
    UnableToPropose,
    faults,
    next_version,
    proposed,
    usual,
    with_front,
)  # fmt: skip
from schoolgate.policies.proposing.offering import Item, Kind, Stands, items, unnumbered
from tests.evaluator.profile import cases
from tests.language.mutations import PACKS

ISSUE_6 = Path(__file__).parent / "derbyshire-6"
LEAVE = Choice(take=False, because="Our own rule has served us well.")
SCHOOLS = ("cotmanhay", "ashbrook")


@cache
def pack(name: str) -> Pack:
    return load(name, PACKS)


@cache
def issue_6() -> Pack:
    return load(str(ISSUE_6), PACKS)


@cache
def texts(name: str) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted((PACKS / name).glob("*.md"))}


@cache
def found() -> tuple[Item, ...]:
    """What issue 6 changes for Cotmanhay."""
    school = pack("cotmanhay")
    return tuple(items(texts("cotmanhay"), school.front, pack("derbyshire@5"), issue_6()))


def made(choices: Mapping[str, Choice]) -> dict[str, str]:
    """Cotmanhay's documents on issue 6."""
    return proposed(
        texts("cotmanhay"), pack("cotmanhay").front, pack("derbyshire@5"), issue_6(), choices
    )


def effective(documents: Mapping[str, str], base: Pack) -> Pack:
    return assemble(documents, packs=PACKS, base=base)


def test_an_issue_is_told_clause_by_clause_under_the_schools_own_numbers() -> None:
    told = [(item.ref, item.county_ref, item.kind) for item in found()]
    assert told == [
        ("7.2.recruitment", "5.2.recruitment", Kind.CHANGED),
        ("App1.training", "5.9.training", Kind.CHANGED),
        ("7.10", "5.10", Kind.NEW),
        ("7.1.libel", "5.1.libel", Kind.DROPPED),
    ]
    assert "once the candidate has been told" in found()[0].text_after
    assert "The law of libel" in found()[3].text_before


def test_a_left_clause_stays_as_the_schools_own_text() -> None:
    documents = made({"7.2.recruitment": LEAVE})
    clause = effective(documents, issue_6()).by_ref["7.2.recruitment"]
    assert "may now use search engines" in clause.prose
    assert clause.origin.startswith("cotmanhay@")


def test_a_left_new_clause_is_left_out_with_its_reason() -> None:
    documents = made({"7.10": LEAVE})
    after = effective(documents, issue_6())
    assert [(one.clause, one.because) for one in after.front.omit] == [("7.10", LEAVE.because)]
    assert "7.10" not in after.by_ref


def test_leaving_needs_a_reason() -> None:
    with pytest.raises(UnableToPropose, match=r"Write down why clause 7\.10 is left"):
        made({"7.10": Choice(take=False)})


def test_taking_it_all_is_the_plain_extension() -> None:
    after = effective(made({item.ref: TAKE for item in found()}), issue_6())
    plain = effective(with_front(texts("cotmanhay"), extends="derbyshire@6"), issue_6())
    assert (after.text, after.front) == (plain.text, plain.front)
    assert {one.kind for one in differences(pack("cotmanhay").book, after.book)}


def test_leaving_it_all_changes_no_answer() -> None:
    after = effective(made({item.ref: LEAVE for item in found()}), issue_6())
    assert differences(pack("cotmanhay").book, after.book) == []


def test_a_county_school_may_skip_issues() -> None:
    school, old, new = pack("ashbrook"), pack("derbyshire@2"), pack("derbyshire@5")
    every = items(texts("ashbrook"), school.front, old, new)
    left = {one.ref: LEAVE for one in every if one.stands is Stands.INHERITED}
    after = effective(proposed(texts("ashbrook"), school.front, old, new, left), new)
    assert after.front.extends == "derbyshire@5"
    assert differences(school.book, after.book) == []


def test_what_has_no_number_comes_with_the_issue() -> None:
    assert unnumbered(pack("derbyshire@5"), issue_6()) == []


def test_the_next_version_follows_the_county_or_counts_on() -> None:
    assert next_version(pack("cotmanhay").front, issue_6()) == "6"
    assert next_version(pack("ashbrook").front, issue_6()) == "2020.2"


def test_no_title_prose_box_or_table_is_lost_in_writing() -> None:
    for name in (*SCHOOLS, "thatto-heath", "brookside", "derbyshire@2"):
        text = '+++\npack = "x"\ntitle = "x"\nversion = "1"\n+++\n\n'
        source = pack(name)
        kept = [clause for clause in source.clauses if clause.ref]
        text += "\n".join(writing.clause(clause) for clause in kept)
        again = assemble({"x.md": text}, packs=PACKS, base=source)
        mine = [clause.canonical() for clause in again.clauses if clause.origin == "x@1"]
        assert mine == [clause.canonical() for clause in kept]


# Small texts, many of them: a template of six clauses, a school that replaces and leaves out some.
NUMBERS = ("1", "1.1", "1.2", "2", "2.1", "3")
ACTS = ("use social media", "use website", "use generative ai", "photograph pupil", "use email")
ANSWERS = ("allowed", "not allowed", "unacceptable")


def template(version: str, clauses: Sequence[tuple[str, str, str]]) -> Pack:
    head = (
        f'+++\npack = "county"\ntitle = "County"\nversion = "{version}"\nkind = "template"\n+++\n'
    )
    return assemble({"policy.md": head + body(clauses)}, packs=PACKS)


def body(clauses: Sequence[tuple[str, str, str]]) -> str:
    return "".join(
        f"\n## {ref} About {ref}\nWords on {what}.\n"
        f"```rule\nwho: staff\nwhat: {what}\nanswer: {answer}\n```\n"
        for ref, what, answer in clauses
    )


def school_text(own: Sequence[tuple[str, str, str]], omit: Sequence[str]) -> dict[str, str]:
    left = ", ".join(f'{{ clause = "{ref}", because = "Not here." }}' for ref in omit)
    head = (
        '+++\npack = "school"\ntitle = "School"\nversion = "1"\nextends = "county@1"\n'
        f'omit = [{left}]\nrenumber = {{ "2" = "5", "3" = "9" }}\n+++\n'
    )
    return {"policy.md": head + body(own)}


def clauses_of(numbers: Sequence[str]) -> st.SearchStrategy[list[tuple[str, str, str]]]:
    one = st.tuples(st.sampled_from(ACTS), st.sampled_from(ANSWERS))
    chosen = st.lists(st.sampled_from(numbers), unique=True).map(sorted)
    return chosen.flatmap(
        lambda refs: st.tuples(*(one for _ in refs)).map(
            lambda said: [(ref, *pair) for ref, pair in zip(refs, said, strict=True)]
        )
    )


OURS = {"1": "1", "1.1": "1.1", "1.2": "1.2", "2": "5", "2.1": "5.1", "3": "9"}


@st.composite
def stories(draw: st.DrawFn) -> tuple[dict[str, str], Pack, Pack]:
    old = template("1", draw(clauses_of(NUMBERS)))
    new = template("2", draw(clauses_of(NUMBERS)))
    known = [OURS[clause.ref] for clause in old.clauses if clause.ref]
    omit = draw(st.lists(st.sampled_from(known), unique=True, max_size=2)) if known else []
    own = draw(clauses_of(tuple(OURS.values())))
    return school_text(own, omit), old, new


@given(story=stories())
@cases(150)
def test_whatever_the_issue_leaving_all_changes_no_answer(
    story: tuple[dict[str, str], Pack, Pack],
) -> None:
    documents, old, new = story
    before = effective(documents, old)
    every = items(documents, before.front, old, new)
    left = {item.ref: LEAVE for item in every}
    after = effective(proposed(documents, before.front, old, new, left), new)
    assert differences(before.book, after.book) == []


@given(story=stories())
@cases(150)
def test_whatever_the_issue_going_on_as_usual_is_the_plain_extension(
    story: tuple[dict[str, str], Pack, Pack],
) -> None:
    documents, old, new = story
    before = effective(documents, old)
    every = items(documents, before.front, old, new)
    after = effective(
        proposed(documents, before.front, old, new, {one.ref: usual(one) for one in every}), new
    )
    there = {*(renumbered.ref for renumbered in after.clauses)}
    omit = [{"clause": one.clause, "because": one.because} for one in after.front.omit]
    plain = effective(with_front(documents, extends=new.id, omit=omit or None), new)
    assert {clause.ref for clause in plain.clauses} == there
    assert after.text == plain.text
    assert set(after.front.omit) <= set(before.front.omit)


@given(story=stories())
@cases(150)
def test_whatever_the_issue_taking_all_says_what_the_issue_says(
    story: tuple[dict[str, str], Pack, Pack],
) -> None:
    documents, old, new = story
    before = effective(documents, old)
    every = items(documents, before.front, old, new)
    assert faults(every, {item.ref: TAKE for item in every}) == {}
    taken = {item.ref: TAKE for item in every}
    after = effective(proposed(documents, before.front, old, new, taken), new)
    for item in every:
        if item.after is not None:
            assert after.by_ref[item.ref].canonical()[1:] == item.after.canonical()[1:]
        else:
            assert item.ref not in after.by_ref


@given(before=st.text("ab \n", max_size=30), after=st.text("ab \n", max_size=30))
@cases(300)
def test_both_wordings_can_be_read_off_what_is_marked(before: str, after: str) -> None:
    marked = list(wording.runs(before, after))
    assert "".join(run.text for run in marked if run.kind != "new") == before
    assert "".join(run.text for run in marked if run.kind != "gone") == after
