"""Cases are found by their words, by whoever may see them; nothing looked for is kept."""

from __future__ import annotations

import pytest

from schoolgate.concerns import actions, finding
from schoolgate.concerns.models import Case, Word
from schoolgate.concerns.rules import searching
from schoolgate.concerns.rules.words import Part
from schoolgate.people.models import Person
from schoolgate.records.models import Entry as Kept
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told
from tests.concerns.working import ROOM, debriefed, named, sorted_as, wrote

TODAY = NOW.date()


def found(viewer: Person | None, text: str) -> list[str]:
    return [case.name for case in finding.search(viewer=viewer, text=text, on=TODAY)]


@pytest.mark.parametrize(
    "text",
    ["Falke", "falke kit", "FALKE", "bins", "bin", "Falkes", "Jo", "émile", "Emile", "O'Brien",
     "obrien", "Brien", "Mary-Anne", "mary anne", "maryanne", "stories", "story", "2026/001",
     "falke 2026/001"],
)  # fmt: skip
def test_a_word_is_found_however_it_is_written(cast: Cast, case: Case, text: str) -> None:
    words = "Émile and Jo told stories to Mary-Anne O’Brien."
    wrote(case, "note", by=cast.dsl, words=words)
    assert found(cast.dsl, text) == ["2026/001"]


@pytest.mark.parametrize("text", ["", "x", "Falkenstein", "falke nobody", "2026/002", "%", "''"])
def test_what_is_not_there_is_not_found(cast: Cast, case: Case, text: str) -> None:
    assert found(cast.dsl, text) == []


@pytest.mark.parametrize(
    "who", ["stranger", "pupil", "parent", "technician", "governor", "teacher", "other_head"]
)
def test_only_what_the_viewer_may_see_is_found(cast: Cast, case: Case, who: str) -> None:
    assert found(getattr(cast, who), "Falke") == []
    assert found(getattr(cast, who), case.name) == []


def test_who_is_in_the_case_does_not_find_it(cast: Cast, case: Case, chair: Person) -> None:
    named(case, Part.SUBJECT, by=cast.dsl, person=cast.head)
    assert found(cast.head, "Falke") == []
    assert found(chair, "Hana Head") == ["2026/001"]


def test_a_closed_case_is_found(cast: Cast, case: Case) -> None:
    sorted_as(case, "bullying", by=cast.dsl)
    debriefed(case, by=cast.dsl)
    actions.close(case=case, why="Over.", by=cast.dsl, at=NOW)
    assert found(cast.dsl, "Falke") == ["2026/001"]


def test_a_merged_case_is_found_as_what_it_was_merged_into(cast: Cast, case: Case) -> None:
    other = actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)
    wrote(case, "note", by=cast.dsl, words="Zebra")
    actions.merge(case=case, into=other, why="The same.", by=cast.dsl, at=NOW)
    for text in ("zebra", "2026/001", "zebra falke"):
        assert found(cast.dsl, text) == ["2026/002"]


def test_searching_leaves_no_word_in_address_journal_or_table(cast: Cast, case: Case) -> None:
    answer = client_of(cast.dsl).post(f"{ROOM}find/", {"words": "Falke"})
    assert case.name in answer.text
    assert answer["Referrer-Policy"] == "same-origin"  # without any, its own forms are refused
    (kept,) = Kept.objects.filter(verb="concerns:cases:searched")
    assert "alke" not in f"{kept.body} {kept.object_label}"
    assert b"falke" not in b"".join(bytes(one.mark) for one in Word.objects.all())
    ignored = client_of(cast.dsl).get(f"{ROOM}find/?words=Falke").text
    assert case.name not in ignored


def test_the_same_word_has_another_mark_at_another_school(cast: Cast, case: Case) -> None:
    actions.report(school=cast.other_school, told=told(), by=None, at=NOW)
    marks = [frozenset(bytes(one.mark) for one in Word.objects.filter(school=school))
             for school in (cast.school, cast.other_school)]  # fmt: skip
    assert marks[0]
    assert marks[1]
    assert not marks[0] & marks[1]


def test_words_are_made_alike() -> None:
    assert searching.words_of(["Classes, a boss and his bus"]) == {
        "class", "boss", "and", "his", "bus",
    }  # fmt: skip
