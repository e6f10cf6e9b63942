"""The school's year: typed or sent as a file, checked with one sentence, and what follows it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from schoolgate.accounts import actions as accounts
from schoolgate.accounts import passwords
from schoolgate.accounts.models import Account
from schoolgate.people import actions, calendar_typed, queries
from schoolgate.people.actions import NotAllowed, UnableToKeep
from schoolgate.people.calendar import Dates, Span, SpanKind, bank_holidays, resolve
from schoolgate.people.calendar_typed import BadDates, checked
from schoolgate.people.demonstration_year import YEARS
from schoolgate.people.models import CalendarSpan, School
from schoolgate.people.verbs import PeopleVerb
from schoolgate.policies import library
from schoolgate.records.models import Entry
from tests.cast import NOW, OPERATOR, Cast, client_of
from tests.people.posts import _YEAR

D = dt.date
PAGE = "/elmfield/calendar/"
DATES = Dates(YEARS[2026] + YEARS[2027])
FILE = """kind,name,first,last
Term,Autumn,2/9/2026,18/12/2026
half term,,24/10/2026,1/11/2026
term,Spring,2027-01-04,2027-03-25
term,Summer,12 April 2027,21 July 2027
INSET,,2 Sept 2026
"""


def kept(cast: Cast, spans: tuple[Span, ...] = YEARS[2026]) -> None:
    actions.keep_year(school=cast.school, year=2026, spans=spans, by=OPERATOR, at=NOW)


def calendar_acts() -> int:
    return Entry.objects.filter(verb=PeopleVerb.CALENDAR_KEPT).count()


def changed(name: str, **new: object) -> tuple[Span, ...]:
    return tuple(span._replace(**new) if span.name == name else span  # type: ignore[arg-type]
                 for span in YEARS[2026])  # fmt: skip


@pytest.mark.parametrize(("spans", "says"), [
    (YEARS[2026][2:], "three terms; 2 are given"),
    (changed("Spring", first=D(2026, 12, 18)), "begins before the term “Autumn” has ended"),
    (changed("Autumn", last=D(2026, 9, 1)), "ends before it begins; swap the two days"),
    (changed("Summer", last=D(2028, 7, 21)), "is not in the school year 2026/27"),
    (changed("Spring half-term", last=D(2027, 4, 12)), "lies inside no term"),
    (changed("Summer", last=D(2027, 9, 14)), "would last 155 days"),
    ((*YEARS[2026], Span(SpanKind.INSET, D(2026, 9, 1), D(2026, 9, 3))), "is given twice"),
    ((*YEARS[2026], Span(SpanKind.YEAR_END, D(2027, 7, 20), D(2027, 7, 20))),
     "ends before the term “Summer” does"),
])  # fmt: skip
def test_a_year_that_cannot_be_is_refused_in_one_sentence(
    cast: Cast, spans: tuple[Span, ...], says: str
) -> None:
    with pytest.raises(UnableToKeep, match=says) as refused:
        kept(cast, spans)
    assert str(refused.value).count(". ") == 0
    assert (CalendarSpan.objects.count(), calendar_acts()) == (0, 0)


def test_a_year_kept_twice_is_one_act(cast: Cast) -> None:
    kept(cast)
    kept(cast)
    assert queries.dates(cast.school).spans == tuple(sorted(YEARS[2026], key=_begins))
    assert queries.dates(cast.other_school).spans == ()
    assert calendar_acts() == 1


def _begins(span: Span) -> tuple[object, str]:
    return span.first, span.kind


@pytest.mark.parametrize("who", ["pupil", "parent", "teacher", "technician", "governor",
                                 "other_head"])  # fmt: skip
def test_only_the_office_keeps_it(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.keep_year(school=cast.school, year=2026, spans=YEARS[2026], at=NOW,
                          by=getattr(cast, who))  # fmt: skip
    assert calendar_acts() == 0


def test_a_file_is_read_with_the_line_that_is_wrong() -> None:
    spans = calendar_typed.table(FILE)
    assert [span.kind for span in spans].count(SpanKind.TERM) == 3
    assert checked(2026, spans)
    for line, says in (("term,Autumn,soon", "Line 2 has no day"), ("party,X,1/9/2026", "Line 2")):
        with pytest.raises(BadDates, match=says):
            calendar_typed.table(f"kind,name,first,last\n{line}")
    with pytest.raises(BadDates, match="is not a day"):
        calendar_typed.lines("tomorrow", SpanKind.INSET)
    named = calendar_typed.lines("26 May 2027 to 27 May 2027 Elections", SpanKind.CLOSED)
    assert named == [Span(SpanKind.CLOSED, D(2027, 5, 26), D(2027, 5, 27), "Elections")]


@pytest.mark.parametrize(("text", "day", "sure"), [
    ("Summer term 2027", D(2027, 7, 21), True), ("autumn 2026", D(2026, 12, 18), True),
    ("Summer term 2022", D(2022, 7, 31), False), ("2027-09", D(2027, 9, 30), True),
    ("September 2022", D(2022, 9, 30), True), ("24 November 2020", D(2020, 11, 24), True),
])  # fmt: skip
def test_a_headers_date_is_a_day(text: str, day: dt.date, *, sure: bool) -> None:
    assert resolve(text, DATES) == (day, sure)
    assert resolve("when there is time", DATES) is None


def test_a_year_may_begin_in_august_and_bank_holidays_are_englands() -> None:
    early = Dates((Span(SpanKind.TERM, D(2026, 8, 27), D(2026, 12, 18)),))
    assert (early.terms[0].year, early.year_of(D(2026, 8, 27))) == (2026, 2026)
    assert early.year_end(2025) == D(2026, 8, 26)
    assert DATES.year_of(D(2027, 8, 31)) == 2026
    assert D(2027, 5, 3) in bank_holidays(D(2027, 1, 1))
    assert not DATES.is_open(D(2027, 5, 3))
    assert not DATES.is_open(D(2026, 10, 28))
    assert DATES.is_open(D(2026, 11, 3))


@pytest.mark.row("POL-31")
def test_the_evaluator_and_passwords_follow_the_schools_terms(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="ashbrook")
    account = accounts.open_account(person=cast.teacher, by=OPERATOR, at=NOW)
    account.set_password("one two three forty")
    account.password_changed_at = dt.datetime(2026, 9, 10, 9, tzinfo=NOW.tzinfo)
    account.save()
    account = Account.objects.select_related("school", "person").get(pk=account.pk)
    january = dt.datetime(2027, 1, 5, 9, tzinfo=NOW.tzinfo)
    kept(cast)
    assert passwords.has_expired(account, january)
    kept(cast, changed("Spring", first=D(2027, 1, 6)))
    assert not passwords.has_expired(account, january)
    assert passwords.has_expired(account, january + dt.timedelta(days=1))
    assert calendar_acts() == 2


def test_rules_about_lessons_know_the_schools_closed_days(cast: Cast) -> None:
    half_term = dt.datetime(2026, 10, 28, 10, tzinfo=NOW.tzinfo)
    school = School.objects.get(pk=cast.school.pk)

    def during() -> str | None:
        calendar = library.of(school).pack.book.calendar
        stated = {band.value for band in calendar.bands if band.key == "during"}
        return calendar.facts(half_term, {}, {"during": stated}).get("during")

    before, hashed = during(), library.of(school).pack.hash
    kept(cast)
    assert (before, during()) == (None, "no stated time")
    assert library.of(school).pack.hash == hashed  # what the governors approved is the same


def test_a_visitor_signs_in_and_everybody_reads_the_year(cast: Cast) -> None:
    assert Client().get(PAGE).status_code == 302
    page = client_of(cast.pupil).get(PAGE).text
    assert "Not written down yet. The office keeps these dates: ask there." in page
    kept(cast)
    page = client_of(cast.parent).get(PAGE).text
    assert "<strong>Autumn term</strong>" in page
    assert "2 September 2026 to 18 December 2026" in page
    assert "Early May bank holiday" in page or "May Day" in page
    assert "Change 2026/27" not in page
    assert client_of(cast.teacher).get(f"{PAGE}2026/").status_code == 403
    assert client_of(cast.other_head).get(f"{PAGE}2026/").status_code == 404
    assert client_of(cast.head).get(f"{PAGE}1066/").status_code == 404
    assert calendar_acts() == 1


def test_the_head_types_a_year_and_keeps_what_was_typed_when_it_is_wrong(cast: Cast) -> None:
    head = client_of(cast.head)
    answer = head.post(f"{PAGE}2026/", _YEAR | {"spring_first": "18/12/2026"})
    assert answer.status_code == 200
    assert "begins before" in answer.text
    assert 'value="18/12/2026"' in answer.text
    answer = head.post(f"{PAGE}2026/", _YEAR | {"inset": "next Monday", "summer_half_last": "x"})
    assert "“next Monday” is not a day" in answer.text
    assert calendar_acts() == 0
    answer = head.post(f"{PAGE}2026/", _YEAR, follow=True)
    assert "The school year 2026/27 is written down." in answer.text
    assert "Change 2026/27" in answer.text
    assert 'value="02/09/2026"' in head.get(f"{PAGE}2026/").text
    assert "Nothing has changed." in head.post(f"{PAGE}2026/", _YEAR, follow=True).text
    assert calendar_acts() == 1


@pytest.mark.parametrize("sent", [b"\xff\xfe\x00", b"term,Autumn,soon", b"a\x00b", b" "])
def test_a_bad_file_is_refused_and_keeps_nothing(cast: Cast, sent: bytes) -> None:
    head = client_of(cast.head)
    file = SimpleUploadedFile("terms.csv", sent, "text/csv")
    answer = head.post(f"{PAGE}2026/file/", {"sent": file})
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert calendar_acts() == 0


def test_a_file_fills_the_form_and_keeps_nothing_by_itself(cast: Cast) -> None:
    head = client_of(cast.head)
    file = SimpleUploadedFile("terms.csv", FILE.encode(), "text/csv")
    answer = head.post(f"{PAGE}2026/file/", {"sent": file})
    assert "nothing is kept until you press" in answer.text
    assert 'value="18/12/2026"' in answer.text
    assert calendar_acts() == 0
