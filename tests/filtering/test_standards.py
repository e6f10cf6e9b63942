"""Every point of the two standards has one honest answer, on a page and in docs/."""

from __future__ import annotations

from pathlib import Path

import pytest

from schoolgate.filtering import standards
from schoolgate.filtering.standards import Answer
from tests.cast import Cast, client_of

ROOT = Path(__file__).parents[2]
PAGE = "/elmfield/filter/standards/"
NUMBERS = [*(f"U{n}" for n in range(1, 26)), *(f"F{n}" for n in range(1, 19))]
# Files that come with other branches: take each out of here when it is there.
NOT_YET: frozenset[str] = frozenset()


def test_every_point_is_answered_once_and_in_order() -> None:
    assert [one.number for one in standards.items()] == NUMBERS


@pytest.mark.parametrize("one", standards.items(), ids=lambda one: one.number)
def test_an_answer_says_why_and_what_shows_it(one: standards.Item) -> None:
    assert one.asks.endswith(".")
    assert one.why.endswith(".")
    assert one.proof or one.answer is Answer.NONE
    assert [path for path in one.proof if not (ROOT / path).exists()] == [
        path for path in one.proof if path in NOT_YET
    ]


def test_what_is_met_is_shown_by_a_test() -> None:
    met = [one for one in standards.items() if one.answer is Answer.MET]
    assert all(any(path.startswith("tests/") for path in one.proof) for one in met)


def test_the_page_in_docs_says_the_same() -> None:
    written = (ROOT / "docs/filtering-standards.md").read_text("utf-8")
    assert written == standards.markdown(), (
        "Run `python -m schoolgate.filtering.standards > docs/filtering-standards.md`."
    )


@pytest.mark.parametrize("who", ["teacher", "technician", "dsl", "head", "governor"])
def test_staff_and_governors_read_it(cast: Cast, who: str) -> None:
    answer = client_of(getattr(cast, who)).get(PAGE)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert all(f'id="{number}"' in text for number in NUMBERS)
    assert "Pupils still need somebody who is near" in text


@pytest.mark.parametrize("who", ["pupil", "parent", "stranger", "other_head"])
def test_nobody_else_reads_it(cast: Cast, who: str) -> None:
    answer = client_of(getattr(cast, who)).get(PAGE)
    assert answer.status_code in {302, 403, 404}


def test_points_are_found_by_number_words_and_answer(cast: Cast) -> None:
    client = client_of(cast.governor)
    for query, expected in (
        ("q=f8", ["F8"]), ("q=Gambling+is+blocked", ["U10"]), ("answer=none", ["U1", "U21", "F13"]),
        ("q=u1&answer=met", []), ("q=no+such+words", []),
    ):  # fmt: skip
        text = client.get(f"{PAGE}?{query}").content.decode()
        assert [number for number in NUMBERS if f'id="{number}"' in text] == expected
    assert "No point fits" in text


def test_the_points_are_taken_away_as_a_file(cast: Cast) -> None:
    text = client_of(cast.head).get(f"{PAGE}?as=csv&answer=none").content.decode()
    lines = text.splitlines()
    assert (len(lines), lines[1].startswith("U1,")) == (4, True)


def test_what_is_shown_by_nothing_says_nothing_of_it(cast: Cast) -> None:
    page = client_of(cast.teacher).get(f"{PAGE}?q=Watch+Foundation").text
    assert "member of nothing" in page
    assert "show it" not in page
    assert "There is no monitoring" not in client_of(cast.teacher).get(PAGE).text
