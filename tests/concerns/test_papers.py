"""Paper: numbers used once, typed in later with both times, missing pages shown."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from schoolgate.concerns import actions, papers
from schoolgate.concerns.actions import Line, UnableToReport
from schoolgate.concerns.models import Case, PaperPage, Report, TypedIn
from schoolgate.concerns.permissions import visible_to
from schoolgate.concerns.rules.papers import Page, Paper, State, states
from schoolgate.concerns.rules.words import Way
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of

WRITTEN = NOW - dt.timedelta(days=1)
ROOM = "/elmfield/concerns/papers/"


def pages(cast: Cast, count: int = 3, paper: Paper = Paper.LOG_BOOK) -> list[PaperPage]:
    return actions.print_pages(paper=paper, count=count, by=cast.teacher, at=NOW)


def line(number: int = 1) -> Line:
    return Line({"what": "A page opened by itself."}, WRITTEN, uuid4(), number)


def test_numbers_go_on_and_are_used_once(cast: Cast) -> None:
    assert [str(one) for one in (*pages(cast, 2), *pages(cast, 1))] == ["L-001", "L-002", "L-003"]
    assert [str(one) for one in pages(cast, 1, Paper.FORM)] == ["F-001"]
    with pytest.raises(UnableToReport, match="between 1 and 60"):
        pages(cast, 61)
    entries = Entry.objects.filter(verb=ConcernsVerb.PAPER_PRINTED)
    assert [one.object_label for one in entries] == ["L-001 to L-002", "L-003", "F-001"]


@pytest.mark.row("CON-02")
@pytest.mark.parametrize(
    ("paper", "way"), [(Paper.FORM, Way.PAPER_FORM), (Paper.LOG_BOOK, Way.LOG_BOOK)]
)
def test_paper_typed_in_keeps_both_times_and_reaches_the_same_queue(
    cast: Cast, paper: Paper, way: Way
) -> None:
    (page,) = pages(cast, 1, paper)
    fields = {
        "ticket": str(uuid4()), "illegal": "no", "line": "1", "written_at": "13/10/2026 15:10",
        "behalf": "Sam Cook", "what": "A picture came up.", "where": "Class 2",
    }  # fmt: skip
    client = client_of(cast.teacher)
    assert client.post(f"{ROOM}{page.pk}/", fields).status_code == 302
    assert client.post(f"{ROOM}{page.pk}/", fields).status_code == 302  # sent twice
    report = Report.objects.get()
    written = dt.datetime(2026, 10, 13, 15, 10, tzinfo=NOW.tzinfo)
    assert (report.way, report.found_at, report.made_at) == (way, written, NOW)
    assert visible_to(cast.dsl, on=NOW.date()).get() == report.case
    shown = client_of(cast.dsl).get(f"/elmfield/concerns/{report.case_id}/").text
    assert "Sam Cook" in shown
    assert f"{page.reference}, line 1" in shown
    assert TypedIn.objects.get().by == cast.teacher


def test_a_line_is_typed_in_once_and_an_empty_page_not_at_all(cast: Cast) -> None:
    first, second, _ = pages(cast)
    actions.type_in(page=first, line=line(), by=cast.teacher, at=NOW)
    with pytest.raises(UnableToReport, match="typed in already"):
        actions.type_in(page=first, line=line(), by=cast.teacher, at=NOW)
    actions.type_in(page=first, line=line(2), by=cast.teacher, at=NOW)
    assert not actions.note_empty(page=first, by=cast.teacher, at=NOW)
    assert actions.note_empty(page=second, by=cast.teacher, at=NOW)
    assert not actions.note_empty(page=second, by=cast.teacher, at=NOW)
    second.refresh_from_db()
    with pytest.raises(UnableToReport, match="put down as empty"):
        actions.type_in(page=second, line=line(), by=cast.teacher, at=NOW)
    assert Case.objects.count() == 2


def test_nobody_types_into_the_future_or_into_another_schools_page(cast: Cast) -> None:
    (page,) = pages(cast, 1)
    late = Line({"what": "x"}, NOW + dt.timedelta(hours=1), uuid4())
    with pytest.raises(UnableToReport, match="in the future"):
        actions.type_in(page=page, line=late, by=cast.teacher, at=NOW)
    with pytest.raises(UnableToReport, match="another school"):
        actions.type_in(page=page, line=line(), by=cast.other_head, at=NOW)
    assert (
        client_of(cast.other_head).get(f"/oakhurst/concerns/papers/{page.pk}/").status_code == 404
    )
    assert not Report.objects.exists()


def test_pages_before_one_that_came_back_are_missing() -> None:
    given = [Page(4, 0, False), Page(1, 0, False), Page(2, 0, True), Page(3, 2, False)]
    assert [state for _, state in states(given)] == [
        State.MISSING, State.EMPTY, State.TYPED, State.OUT]  # fmt: skip
    assert states([]) == []


@pytest.mark.row("CON-03")
def test_the_page_shows_which_are_missing_and_prints_more(cast: Cast) -> None:
    first, second, _ = pages(cast)
    actions.type_in(page=second, line=line(), by=cast.teacher, at=NOW)
    answer = client_of(cast.dsl).get(ROOM)
    assert answer.text.count("Missing") == 1
    found = papers.pages(paper=Paper.LOG_BOOK, viewer=cast.dsl, on=NOW.date())
    assert [state for _, _, state in found] == [State.MISSING, State.TYPED, State.OUT]
    made = client_of(cast.teacher).post(ROOM, {"paper": "log-book", "count": "2"})
    assert made.content.startswith(b"%PDF")
    for person in (cast.pupil, cast.parent, cast.governor):
        assert client_of(person).get(ROOM).status_code == 403
        assert papers.pages(paper=Paper.LOG_BOOK, viewer=person, on=NOW.date()) == []
    assert first.reference == "L-001"


@pytest.mark.parametrize(
    "which", ["poster-a4", "poster-a5", "poster-children", "stickers", "newsletter"]
)
def test_the_office_prints_posters_with_a_code(cast: Cast, which: str) -> None:
    answer = client_of(cast.head).get(f"/elmfield/concerns/posters/{which}.pdf")
    assert answer.content.startswith(b"%PDF")
    assert client_of(cast.head).get("/elmfield/concerns/posters/none.pdf").status_code == 404
    assert client_of(cast.pupil).get(f"/elmfield/concerns/posters/{which}.pdf").status_code == 403
