"""What the headteacher keeps beside cases: the press, unofficial pages, the gate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from schoolgate.concerns import actions, registers
from schoolgate.concerns.actions import Asking, Finding, UnableToAct
from schoolgate.concerns.models import Arrangement, Case, Enquiry, GateTurn, Statement, WatchedPage
from schoolgate.concerns.models import Entry as Written
from schoolgate.concerns.register_forms import PageForm
from schoolgate.concerns.rules.registers import Half, Standing, What
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of
from tests.concerns.telling import ask

_PRESS = "/elmfield/concerns/press/"
_PAGES = "/elmfield/concerns/pages/"
_GATE = "/elmfield/concerns/gate/"
_ASKED = {"outlet": "The Valley Post", "question": "What of the posts?",
          "asked_at": "14/10/2026 09:00",
          "ticket": "6f8b8f0e-0000-4000-8000-00000000001a"}  # fmt: skip
# Nobody who is no leader and not in the office finds these pages.
_OTHERS = ("pupil", "parent", "teacher", "technician", "governor")


@pytest.mark.row("HSM-31")
def test_an_enquiry_is_kept_with_who_answered_and_a_statement_that_the_head_approved(
    cast: Cast, post: Case
) -> None:
    head = client_of(cast.head)
    for words in ("We are looking into it.", "We looked into it."):
        sent = {"words": words, "case": post.pk}
        assert head.post(f"{_PRESS}statement/", sent).status_code == 302
    first, second = Statement.objects.order_by("number")
    form = f"{_PRESS}new/"
    asked = _ASKED | {"answered_by": cast.head.pk, "statement": second.pk, "case": post.pk}
    assert head.post(form, asked).status_code == 200  # not approved: it is no choice
    assert head.get(_PRESS).text.count("do not give it out") == 2
    assert head.post(f"{_PRESS}statement/{second.pk}/").status_code == 302
    assert head.post(form, asked).status_code == 302
    page = head.get(_PRESS).text
    for word in ("The Valley Post", "14 October 2026, 09:00", "Hana Head, statement 2",
                 "Approved", f"/elmfield/concerns/{post.pk}/"):  # fmt: skip
        assert word in page
    assert page.count("do not give it out") == 1
    assert first.approved_at is None
    chronology = head.get(f"/elmfield/concerns/{post.pk}/").text
    assert "Enquiry by the press" in chronology
    assert "We looked into it." in chronology
    assert Written.objects.filter(kind="media-enquiry").count() == 1
    assert Entry.objects.filter(verb="concerns:statement:approved").count() == 1
    assert Entry.objects.filter(verb="concerns:enquiry:written").count() == 1


def test_the_office_takes_an_enquiry_without_a_case_and_sees_no_case(
    cast: Cast, post: Case
) -> None:
    office = Person.objects.create(school=cast.school, name="Ora Office", role="office_staff")
    asking = Asking("The Post", "Why?", NOW, answered_by=cast.head, case=post)
    actions.write_enquiry(asking=asking, by=cast.head, at=NOW)
    actions.write_statement(words="Only for the case.", case=post, by=cast.head, at=NOW)
    client = client_of(office)
    assert client.post(f"{_PRESS}new/", _ASKED).status_code == 302
    assert client.post(f"{_PRESS}new/", _ASKED).status_code == 302  # sent twice, it is one
    page = client.get(_PRESS).text
    assert "The Valley Post" in page
    assert post.name not in page
    assert "Only for the case." not in page
    assert client.get(f"{_PRESS}statement/").status_code == 403
    with pytest.raises(UnableToAct, match="that you may see"):
        actions.write_enquiry(asking=Asking("x", "y", NOW, case=post), by=office, at=NOW)
    assert Enquiry.objects.count() == 2
    assert Entry.objects.filter(verb="concerns:enquiry:written").count() == 2


def test_nobody_but_the_head_approves_and_nothing_is_stored_in_clear(cast: Cast) -> None:
    chair = Person.objects.create(school=cast.school, name="Cleo Chair", role="chair")
    row = actions.write_statement(words="We are sorry.", by=chair, at=NOW)
    with pytest.raises(UnableToAct, match="Ask the headteacher"):
        actions.approve_statement(row=row, by=chair, at=NOW)
    assert client_of(chair).post(f"{_PRESS}statement/{row.pk}/").status_code == 403
    assert actions.approve_statement(row=row, by=cast.head, at=NOW)
    assert not actions.approve_statement(row=row, by=cast.head, at=NOW)
    assert b"sorry" not in bytes(Statement.objects.get().body)
    assert client_of(cast.other_head).get(_PRESS).status_code == 404
    for who in _OTHERS:
        assert client_of(getattr(cast, who)).get(_PRESS).status_code == 403
    assert client_of(None).get(_PRESS).status_code == 302
    assert Entry.objects.filter(verb="concerns:statement:approved").count() == 1


@pytest.mark.row("HSM-27")
def test_a_page_has_address_owner_and_status_and_no_place_for_joining_it(cast: Cast) -> None:
    client = client_of(cast.head)
    sent = {"address": "Chatter: Parents of Elmfield", "owner": "The PTA", "status": "closed",
            "found_on": "13/10/2026", "note": "", "ticket": _ASKED["ticket"],
            "joined_by": "Tara", "account": "x"}  # fmt: skip
    form = client.get(f"{_PAGES}new/").text
    assert "Nobody who works here joins" in form
    assert set(PageForm.base_fields) == {
        "ticket", "address", "owner", "found_on", "status", "note",
    }  # fmt: skip
    assert client.post(f"{_PAGES}new/", sent).status_code == 302
    row = WatchedPage.objects.get()
    assert set(registers.read(row)) == {"address", "owner", "note"}
    assert client.post(f"{_PAGES}{row.pk}/", {"status": "spoken"}).status_code == 302
    page = client.get(_PAGES).text
    for word in ("Parents of Elmfield", "The PTA", "Closed: only its members read it",
                 "Its owner was spoken to", "Nobody who works at the school joins"):  # fmt: skip
        assert word in page
    assert b"PTA" not in bytes(row.body)
    assert Entry.objects.filter(verb="concerns:page:registered").count() == 1
    assert Entry.objects.filter(verb="concerns:page:moved").count() == 1


def test_the_register_of_pages_is_for_leaders_of_its_own_school(cast: Cast) -> None:
    finding = Finding("Chatter: us", "A parent", Standing.OPEN, NOW.date())
    row = actions.register_page(finding=finding, by=cast.head, at=NOW)
    for who in _OTHERS:
        assert client_of(getattr(cast, who)).get(_PAGES).status_code == 403
        with pytest.raises(UnableToAct, match="Ask the headteacher"):
            actions.move_page(row=row, status=Standing.GONE, by=getattr(cast, who), at=NOW)
    assert client_of(None).get(_PAGES).status_code == 302
    theirs = client_of(cast.other_head)
    assert theirs.get(_PAGES).status_code == 404
    assert theirs.post(f"/oakhurst/concerns/pages/{row.pk}/", {"status": "gone"}).status_code == 404
    assert not actions.move_page(row=row, status=Standing.OPEN, by=cast.head, at=NOW)
    assert not Entry.objects.filter(verb="concerns:page:moved").exists()


_NEXT = date(2026, 10, 19)


@pytest.mark.row("HSM-26")
def test_the_rota_shows_a_leader_morning_and_afternoon_a_gap_and_a_public_mailbox(
    cast: Cast,
) -> None:
    begins, days = _NEXT, registers.school_days(cast.school, _NEXT)
    assert len(days) == 5
    client, there = client_of(cast.head), f"{_GATE}week/?week={begins.isoformat()}"
    turns = {f"{on:%Y%m%d}-{half}": cast.head.pk for on in days for half in Half}
    left_out = f"{days[-1]:%Y%m%d}-afternoon"
    sent = turns | {left_out: ""}
    assert client.post(there, sent | {left_out: cast.teacher.pk}).status_code == 200
    assert client.post(there, sent).status_code == 302
    page = client.get(f"{_GATE}?week={begins.isoformat()}").text
    assert page.count("Hana Head</td>") == 2 * len(days) - 1
    assert page.count(">Gap<") == 2  # the turn, and the mailbox
    assert GateTurn.objects.count() == 2 * len(days) - 1
    monday = NOW + timedelta(days=5)
    assert any("down for the gate: once" in one.title for one in needs_of(cast.head, monday))
    worries = "worries@elmfield.example"
    arranged = {"mailbox": worries, "drafting": "no"}
    assert client.post(f"{_GATE}arranged/", arranged).status_code == 302
    assert worries in ask("GET", "/tell/elmfield/").text
    assert worries not in ask("GET", "/tell/oakhurst/").text
    assert Entry.objects.filter(verb="concerns:gate:set").count() == 1
    assert Arrangement.objects.filter(what=What.MAILBOX).count() == 1
    assert Entry.objects.filter(verb="concerns:arrangement:made").count() == 1


def test_staff_see_the_rota_and_few_set_it(cast: Cast) -> None:
    for who, sees in (("teacher", 200), ("governor", 200), ("technician", 200), ("pupil", 403),
                      ("parent", 403)):  # fmt: skip
        client = client_of(getattr(cast, who))
        assert client.get(_GATE).status_code == sees
        assert client.get(f"{_GATE}week/").status_code == 403
    assert client_of(cast.other_head).get(_GATE).status_code == 404
    assert client_of(None).get(_GATE).status_code == 302
    for no_leader in (cast.teacher, cast.other_head):
        turns = {(_NEXT, Half.MORNING): no_leader}
        with pytest.raises(UnableToAct, match="Only leaders"):
            actions.set_gate(begins=_NEXT, turns=turns, by=cast.head, at=NOW)
    assert not Entry.objects.filter(verb="concerns:gate:set").exists()


@pytest.mark.parametrize("table", ["arrangement", "enquiry", "statement", "watchedpage",
                                   "watchedstanding"])  # fmt: skip
def test_what_is_in_a_register_stays_as_it_was_written(cast: Cast, table: str) -> None:
    actions.arrange(values={What.MAILBOX: "worries@elmfield.example"}, by=cast.head, at=NOW)
    actions.write_enquiry(asking=Asking("The Post", "Why?", NOW), by=cast.head, at=NOW)
    row = actions.write_statement(words="We look into it.", by=cast.head, at=NOW)
    assert actions.approve_statement(row=row, by=cast.head, at=NOW)  # once, and never again
    actions.register_page(
        finding=Finding("A group", "", Standing.OPEN, NOW.date()), by=cast.head, at=NOW
    )
    for change in (f"UPDATE concerns_{table} SET at = at", f"DELETE FROM concerns_{table}"):
        with pytest.raises(DatabaseError, match="register"), transaction.atomic():
            connection.cursor().execute(change)
    assert registers.statements(viewer=cast.head, on=NOW.date())[0].words == "We look into it."
    assert Entry.objects.filter(verb="concerns:statement:approved").count() == 1


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "2026-02-31", "nonsense"])
def test_a_week_that_no_calendar_has_is_this_week(cast: Cast, week: str) -> None:
    head = client_of(cast.head)
    assert "week of 12 October 2026" in head.get(f"/elmfield/concerns/gate/?week={week}").text
    assert head.get(f"/elmfield/concerns/gate/week/?week={week}").status_code == 200
