"""The report of a term, as a headteacher makes it and governors read it."""

from __future__ import annotations

import datetime as dt
import io

import pypdfium2
import pytest
from django.db import DatabaseError, transaction

from schoolgate.concerns import actions, permissions, term_reports
from schoolgate.concerns.models import Admission, Case, TermReport
from schoolgate.people.models import CalendarSpan, Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told
from tests.concerns.working import IN_SUMMER, last_term, sorted_as, wrote

ROOM = "/elmfield/concerns/terms/"
SUMMER = f"{ROOM}2025-1/"
LESSON = "Filters need a check after every update."


def _cases(cast: Cast, count: int, category: str, situation: str = "") -> list[Case]:
    made = [actions.report(school=cast.school, told=told(), by=cast.teacher, at=IN_SUMMER)
            for _ in range(count)]  # fmt: skip
    Case.objects.filter(pk__in=[one.pk for one in made]).update(
        category=category, situation=situation
    )
    return made


@pytest.fixture
def term(cast: Cast) -> CalendarSpan:
    """A summer term with 8 bullying, 6 on data, 2 on AI; 5 of them read, one sanction."""
    span = last_term(cast)
    bullied = _cases(cast, 8, "bullying")
    _cases(cast, 6, "data")
    _cases(cast, 2, "ai")
    for day, case in enumerate(bullied[:5]):
        actions.note_view(case=case, by=cast.dsl, at=IN_SUMMER + dt.timedelta(days=day))
    return span


def _make(who: Person) -> int:
    return client_of(who).post(f"{SUMMER}make/").status_code


def _words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return text


def _main(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


@pytest.mark.row("DPR-14")
@pytest.mark.row("CON-35")
def test_governors_read_counts_without_names_on_page_file_and_paper(
    cast: Cast, term: CalendarSpan
) -> None:
    case = Case.objects.filter(category="bullying").first()
    assert case is not None
    sorted_as(case, "bullying", by=cast.dsl)
    wrote(case, "debrief", by=cast.dsl, lessons="Pip was alone.", change="none", shared=LESSON)
    assert _make(cast.head) == 302
    governor = client_of(cast.governor)
    page = _main(governor.get(SUMMER).text)
    file, paper = governor.get(f"{SUMMER}?as=csv").text, _words(
        governor.get(f"{ROOM}2025-1.pdf").content
    )  # fmt: skip
    for text in (page, file, paper):
        assert "Bullying and behaviour" in text
        assert "fewer than 3" in text
        assert LESSON in " ".join(text.split())
        assert not [name for one in Person.objects.all() for name in (one.name, one.given_name)
                    if name and name in text]  # fmt: skip
        assert "Pip" not in text
        assert case.name not in text
    assert Entry.objects.filter(verb="concerns:term-report:made").count() == 1


@pytest.mark.row("FIL-25")
def test_what_was_carried_in_on_a_stick_is_sorted_and_counted_by_itself(cast: Cast) -> None:
    last_term(cast)
    carried = _cases(cast, 2, "")
    _cases(cast, 6, "media")
    _cases(cast, 5, "data")
    _cases(cast, 4, "ai")
    sent = {"situation": "bullying", "category": "media", "track": "inappropriate",
            "seriousness": "ordinary", "why": "It came on a stick."}  # fmt: skip
    for case in carried:
        page = f"/elmfield/concerns/{case.pk}/sort/"
        assert "Material on removable media" in client_of(cast.dsl).get(page).text
        assert client_of(cast.dsl).post(page, sent).status_code == 302
        case.refresh_from_db()
        assert case.category == "media"
    _make(cast.head)
    shown = term_reports.one(viewer=cast.governor, slug="2025-1", on=NOW.date())
    assert shown is not None
    assert dict(shown.tables[0].rows)["Material on removable media"] == "8"


def test_the_number_beside_a_small_one_is_hidden_too(cast: Cast, term: CalendarSpan) -> None:
    Case.objects.filter(category="ai").update(category="data")
    _make(cast.head)
    shown = term_reports.one(viewer=cast.head, slug="2025-1", on=NOW.date())
    assert shown is not None
    kinds = dict(shown.tables[0].rows)
    assert shown.total == "16"
    # 8 and 8 are all there are: shown, they would tell that every other kind has none
    assert sorted({kinds["Bullying and behaviour"], kinds["Personal data and photos"]}) == [
        "8", "not shown"]  # fmt: skip
    assert kinds["AI misuse and false information"] == "fewer than 3"


def test_a_report_is_made_once_and_stays_whatever_comes_after(
    cast: Cast, term: CalendarSpan
) -> None:
    _make(cast.dsl)
    before = client_of(cast.head).get(SUMMER).text
    _cases(cast, 1, "bullying")  # typed in late: another report would tell of this one
    Case.objects.filter(category="data").update(category="ai")
    assert _make(cast.head) == 302
    assert _main(client_of(cast.head).get(SUMMER).text) == _main(before)
    assert TermReport.objects.count() == 1
    with pytest.raises(DatabaseError, match="made once"), transaction.atomic():
        TermReport.objects.update(name="Another")
    with pytest.raises(actions.UnableToAct, match="made already"):
        actions.make_term_report(school=cast.school, slug="2025-1", by=cast.head, at=NOW)
    assert Entry.objects.filter(verb="concerns:term-report:made").count() == 1


def test_no_day_is_in_two_reports_when_term_dates_move(cast: Cast, term: CalendarSpan) -> None:
    _make(cast.head)
    CalendarSpan.objects.filter(pk=term.pk).delete()
    CalendarSpan.objects.create(school=cast.school, year=2024, kind="term", name="Long",
                                from_on=dt.date(2025, 4, 1),
                                until_on=dt.date(2026, 6, 30))  # fmt: skip
    row, _ = actions.make_term_report(school=cast.school, slug="2024-1", by=cast.head, at=NOW)
    assert row.last_on == dt.date(2026, 4, 12)
    assert Entry.objects.filter(verb="concerns:term-report:made").count() == 2


def test_the_page_on_whether_the_policy_works_says_the_same_and_no_more(
    cast: Cast, term: CalendarSpan
) -> None:
    impact = "/elmfield/policy/impact/?of=term-2025-1"
    assert "Bullying" not in client_of(cast.head).get(impact).text  # no running count to compare
    _make(cast.head)
    page = client_of(cast.head).get(impact).text
    shown = term_reports.one(viewer=cast.head, slug="2025-1", on=NOW.date())
    assert shown is not None
    assert all(f"{what}</dt>" in page and f">{count}</dd>" in page
               for what, count in shown.tables[0].rows)  # fmt: skip
    assert Entry.objects.filter(verb="concerns:term-report:made").count() == 1


@pytest.mark.row("CON-29")
def test_unexpected_files_are_counted_by_term(cast: Cast, term: CalendarSpan) -> None:
    form = {"sender": "someone@elsewhere.example", "name": "invoice.exe", "opened": "no",
            "found_at": "14/10/2026 10:00", "danger": "no"}  # fmt: skip
    client = client_of(cast.teacher)
    for number in range(6):
        ticket = f"6f8b8f0e-0000-4000-8000-00000000000{number}"
        answer = client.post("/elmfield/concerns/tell/file/", form | {"ticket": ticket})
        assert "Thank you" in answer.text or "copy" in answer.text
    assert 'type="file"' not in client.get("/elmfield/concerns/tell/file/").text
    Case.objects.filter(situation="unknown-file").update(opened_at=IN_SUMMER)
    _make(cast.head)
    shown = term_reports.one(viewer=cast.head, slug="2025-1", on=NOW.date())
    assert shown is not None
    assert dict(shown.tables[0].rows)["Unexpected files and e-mails"] == "6"
    assert Entry.objects.filter(verb="concerns:report:made").count() == 22


@pytest.mark.row("CON-43")
def test_days_to_the_first_response_and_action_stand_in_the_report(
    cast: Cast, term: CalendarSpan
) -> None:
    for case in Case.objects.filter(category="data"):
        actions.note_view(case=case, by=cast.dsl, at=IN_SUMMER + dt.timedelta(days=3))
    _make(cast.head)
    shown = term_reports.one(viewer=cast.head, slug="2025-1", on=NOW.date())
    assert shown is not None
    tables = {one.title: dict(one.rows) for one in shown.tables}
    # read: 1 the same day, 1 the next, 9 within four days, 5 not yet
    assert tables["Days to the first response"] == {
        "On the same day": "fewer than 3", "On the next day": "fewer than 3",
        "After 2 to 4 days": "9", "After 5 days or more": "fewer than 3",
        "Not yet when the report was made": "not shown"}  # fmt: skip
    assert "Not yet when the report was made" in tables["Days to the first action"]
    assert Entry.objects.filter(verb="concerns:term-report:made").count() == 1


def test_a_lesson_that_names_somebody_is_left_out(cast: Cast, term: CalendarSpan) -> None:
    case = Case.objects.filter(category="bullying").first()
    assert case is not None
    sorted_as(case, "bullying", by=cast.dsl)
    with pytest.raises(actions.UnableToAct, match="Pip"):
        wrote(case, "debrief", by=cast.dsl, lessons="x", change="none", shared="Pip was alone.")
    wrote(case, "debrief", by=cast.dsl, lessons="x", change="none", shared="Ask Rosalind first.")
    Person.objects.create(school=cast.school, name="Rosalind New", role="pupil_ks2")
    answer = client_of(cast.head).post(f"{SUMMER}make/", follow=True).text
    assert "Rosalind" not in _main(answer)
    assert "Lessons left out" in answer
    assert Entry.objects.filter(verb="concerns:term-report:made").count() == 1


def test_an_analyst_counts_and_reads_no_case(cast: Cast, term: CalendarSpan) -> None:
    client_of(cast.head).post(
        "/elmfield/people/roles/analyst/appoint/",
        {"person": cast.technician.pk, "from_on": "14/10/2026"},
    )
    analyst = Person.objects.get(pk=cast.technician.pk)
    case = Case.objects.first()
    assert case is not None
    actions.admit(case=case, person=analyst, why="By mistake.", by=cast.dsl, at=NOW)
    assert Admission.objects.filter(case=case, person=analyst).exists()
    assert not permissions.visible_to(analyst, on=NOW.date()).exists()
    client = client_of(analyst)
    assert client.get(f"/elmfield/concerns/{case.pk}/").status_code == 404
    assert client.post(f"{SUMMER}make/").status_code == 302
    assert "Bullying and behaviour" in client.get(SUMMER).text
    assert Entry.objects.filter(verb="concerns:term-report:made").count() == 1


def test_others_neither_make_it_nor_read_it(cast: Cast, term: CalendarSpan) -> None:
    for who in (None, cast.pupil, cast.parent, cast.teacher, cast.technician, cast.governor,
                cast.other_head):  # fmt: skip
        assert client_of(who).post(f"{SUMMER}make/").status_code in {302, 403, 404}
        assert not TermReport.objects.exists()
    _make(cast.head)
    for who in (None, cast.pupil, cast.parent, cast.teacher, cast.technician, cast.other_head):
        for address in (ROOM, SUMMER, f"{ROOM}2025-1.pdf"):
            assert client_of(who).get(address).status_code in {302, 403, 404}
    assert Entry.objects.filter(verb="concerns:term-report:made").count() == 1


def test_a_term_that_is_not_over_has_no_report(cast: Cast, term: CalendarSpan) -> None:
    with pytest.raises(actions.UnableToAct, match="lasts until"):
        actions.make_term_report(school=cast.school, slug="2026-1", by=cast.head, at=NOW)
    page = client_of(cast.head).get(ROOM).text
    assert "Not over yet" in page
    assert "Make it now" in page
    assert client_of(cast.head).get(f"{ROOM}2026-1/").status_code == 404
    assert not Entry.objects.filter(verb="concerns:term-report:made").exists()


def test_cases_that_governors_lead_are_not_counted(cast: Cast, term: CalendarSpan) -> None:
    Case.objects.update(series="G")
    _make(cast.head)
    shown = term_reports.one(viewer=cast.head, slug="2025-1", on=NOW.date())
    assert shown is not None
    assert shown.total == "fewer than 3"
    assert all(not one.rows for one in shown.tables)
    assert Entry.objects.filter(verb="concerns:term-report:made").count() == 1
