"""A document in pieces: together they are the whole, and one is written without the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.policies.language.document import read
from schoolgate.policies.language.mistakes import Notebook
from schoolgate.policies.language.pieces import (
    front_of,
    piece_text,
    pieces,
    with_front,
    with_piece,
)

FILES = sorted(path for path in (settings.PACKS).rglob("*.md") if path.name != "README.md")
LINES = st.lists(st.sampled_from(["+++", "# 1 One", "## 1.1 Two", "words", "", "```rule", "```",
                                  "~~~", "#no heading", 'title = "T"']), max_size=20)  # fmt: skip


@given(LINES)
def test_pieces_are_the_whole_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert "\n".join(piece_text(text, one) for one in pieces(text)) == text


@given(LINES, st.data())
def test_a_piece_written_anew_leaves_the_others_alone(
    lines: list[str], data: st.DataObject
) -> None:
    text = "\n".join(lines)
    one = data.draw(st.sampled_from(pieces(text)))
    assert with_piece(text, one, piece_text(text, one)) == text
    new = with_piece(text, one, "NEW")
    before, after = text.split("\n")[: one.first - 1], text.split("\n")[one.last :]
    assert new.split("\n") == [*before, "NEW", *after]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_heading_of_a_policy_on_file_begins_a_piece(path: Path) -> None:
    text = path.read_text("utf-8")
    clauses = read(text, Notebook("")).clauses
    firsts = {one.first for one in pieces(text)}
    assert {clause.line for clause in clauses if clause.ref or clause.title} <= firsts


def test_the_header_is_written_into_the_front_matter_and_read_again() -> None:
    text = '+++\ntitle = "A"\nomit = [\n  { clause = "1", because = "b" },\n]\n+++\n\n# 1 One'
    new = with_front(text, {"title": 'He said "B" \\ C', "review": "2027", "author": ""})
    front = front_of(new)
    assert (front.title, front.review, front.omit[0].clause) == ('He said "B" \\ C', "2027", "1")
    assert new.endswith("\n+++\n\n# 1 One")
    assert front_of(with_front(new, {"review": ""})).review == ""


def test_a_value_over_several_lines_is_left_alone() -> None:
    text = '+++\ntitle = """\nA\n"""\n+++\n'
    assert with_front(text, {"title": "B"}) == text


def test_a_new_value_never_falls_into_a_table() -> None:
    text = '+++\ntitle = "A"\n[renumber]\n"5" = "7"\n+++\n'
    front = front_of(with_front(text, {"review": "2027"}))
    assert (front.review, front.renumber) == ("2027", {"5": "7"})


@pytest.mark.parametrize("text", ["", "# 1 One\nWords.", "\n+++\nreview = \"1\"\n+++\n# 1 One",
                                  "+++\nbroken = \"x\"\n"])  # fmt: skip
def test_the_words_stay_where_there_is_no_proper_front_matter(text: str) -> None:
    new = with_front(text, {"title": "T"})
    assert front_of(new).title == "T"
    assert all(line in new.split("\n") for line in text.split("\n") if line)
