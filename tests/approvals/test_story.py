"""Issue 3, “Shows 5”: Ask says no, somebody asks, the head grants, Ask says yes until it ends."""

from __future__ import annotations

import datetime as dt
import html
import json
import re

import pytest
import time_machine
from django.test import Client

from schoolgate.approvals import actions
from schoolgate.approvals.models import Approval
from schoolgate.people.models import Person
from schoolgate.policies import library
from schoolgate.policies.english.sentences import as_bytes, replay
from schoolgate.policies.models import Asked
from schoolgate.records.models import Entry
from tests.approvals.conftest import HALF_PAST_THREE, again, asked, granted
from tests.cast import NOW, Cast, client_of

ASK = "/elmfield/ask/"
QUESTION = {"who": "teacher", "what": "photograph:pupil", "fact": "device:personal"}
CITED = "Hana Head, headteacher, allowed this in writing on 14 October 2026, 10:30"


def said(client: Client, **other: str | list[str]) -> str:
    """What Ask says about an own phone."""
    fields: dict[str, str | list[str]] = {**QUESTION, **other}
    answer = client.get(ASK, fields)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def ask_from(answer: str, teacher: Client) -> str:
    """Follow the answer's button, fill in the form, send it; return what the page says then."""
    link = re.search(r'href="(/elmfield/permissions/ask/\?[^"]*)"', answer)
    assert link
    form = html.unescape(teacher.get(link[1]).text)
    assert "Taking photos or videos of pupils with an own device" in form
    assert "Hana Head" in form
    sent = {
        "ticket": "6f8b8f0e-0000-4000-8000-000000000001", "purpose": "Harvest assembly display",
        "scope": "Photos of class 1 Oak on my phone", "thing": "", "from_at": "14/10/2026 10:30",
        "until_at": "14/10/2026 15:30",
    }  # fmt: skip
    return html.unescape(teacher.post(link[1], sent, follow=True).text)


def grant_from_the_do_list(head: Client) -> str:
    """Find the request on the Do list and grant it; return what the page says then."""
    waiting = html.unescape(head.get("/elmfield/do/").text)
    assert "Decide: taking photos or videos of pupils with an own device" in waiting
    assert "asked by Tara Teacher, clause 5.7.with_learners" in waiting
    grant = {"decision": "grant", "reason": "For the display only.", "conditions": "",
             "from_at": "14/10/2026 10:30", "until_at": "14/10/2026 15:30"}  # fmt: skip
    page = f"/elmfield/permissions/{Approval.objects.get().pk}/decide/"
    return html.unescape(head.post(page, grant, follow=True).text)


@pytest.mark.row("IMG-06")
def test_the_whole_story_of_an_own_phone(ashbrook: Cast, clock: time_machine.Traveller) -> None:
    teacher = client_of(ashbrook.teacher)
    before = said(teacher)
    assert "Not allowed yet" in before
    assert "Ask the headteacher for permission" in before
    assert "You have asked. Hana Head can decide it." in ask_from(before, teacher)
    waits = said(teacher)
    assert "Not allowed yet" in waits
    assert "You have asked for it, and it waits for a decision." in waits
    assert "permissions/ask" not in waits
    assert "Granted. Tara Teacher reads it" in grant_from_the_do_list(client_of(ashbrook.head))
    assert "Read what was granted" in html.unescape(teacher.get("/elmfield/do/").text)
    after = said(teacher)
    assert f"{CITED}, until 14 October 2026, 15:30: Harvest assembly display." in after
    assert "Not allowed yet" not in after
    assert re.search(r"Yes, (this is allowed|with conditions)", after)
    for later in (HALF_PAST_THREE, NOW + dt.timedelta(days=1)):
        clock.move_to(later)
        over = said(client_of(ashbrook.teacher))
        assert "Not allowed yet" in over
        assert CITED not in over
    acts = [entry.verb for entry in Entry.objects.filter(verb__startswith="approvals")]
    assert sorted(acts) == ["approvals:approval:asked", "approvals:approval:granted"]


def test_revoking_changes_the_answer_back_at_once(ashbrook: Cast) -> None:
    teacher, made = client_of(ashbrook.teacher), asked(ashbrook.teacher)
    granted(made, ashbrook.head)
    assert CITED in said(teacher)
    actions.revoke(approval=again(made), reason="A parent objects.", by=ashbrook.head, at=NOW)
    assert CITED not in said(teacher)
    assert "Not allowed yet" in said(teacher)


@pytest.mark.parametrize("who", ["dsl", "technician", "head"])
def test_leave_answers_for_nobody_else(ashbrook: Cast, who: str) -> None:
    granted(asked(ashbrook.teacher), ashbrook.head)
    assert CITED not in said(client_of(getattr(ashbrook, who)))
    assert CITED not in said(Client())


def test_ones_own_word_for_leave_counts_for_nothing_when_signed_in(ashbrook: Cast) -> None:
    claims = ["device:personal", "authorised_by:headteacher", "form:written",
              "authorised_in_writing_by:headteacher"]  # fmt: skip
    assert "Not allowed yet" in said(client_of(ashbrook.teacher), fact=claims)
    visitor = said(Client(), fact=claims)
    assert "Not allowed yet" not in visitor
    assert re.search(r"Yes, (this is allowed|with conditions)", visitor)


def test_a_visitor_is_asked_as_before_and_is_offered_no_form(ashbrook: Cast) -> None:
    visitor = said(Client())
    assert "Yes, this is so" in visitor
    assert "permissions/ask" not in visitor


def test_what_is_said_to_somebody_signed_in_is_kept_by_nobody_between(ashbrook: Cast) -> None:
    mine = client_of(ashbrook.teacher).get(ASK, QUESTION)
    assert {"private", "no-store"} <= set(mine.headers["Cache-Control"].split(", "))
    assert "public" in Client().get(ASK, QUESTION).headers["Cache-Control"]


def test_an_answer_that_used_leave_cites_it_and_names_nobody(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    granted(made, ashbrook.head)
    fields = QUESTION | {"step": "act"}
    assert client_of(ashbrook.teacher).post(ASK, fields).status_code == 303
    entry = Entry.objects.get(verb="policies:question:asked")
    assert json.loads(entry.body or "")["grants"] == [str(made.pk)]
    assert entry.actor == "system:visitor"
    record = Asked.objects.get().record
    assert json.loads(record)["question"]["sources"]["authorised_by"] == "grant"
    again_ = replay(json.loads(record), library.loaded("ashbrook").pack.book)
    assert as_bytes(again_).decode() == record


def test_leave_for_one_thing_does_not_answer_for_another(ashbrook: Cast) -> None:
    """Asked from an answer, leave holds for the act and the facts of that answer alone."""
    lesson = ["during:lesson", "emergency:no", "place:classroom"]
    facts = dict(fact.split(":") for fact in lesson)
    granted(
        asked(ashbrook.teacher, key="5.7.teaching#0", actor="teacher",
              act=("use", "personal_device"), stated=facts),
        ashbrook.head,
    )  # fmt: skip
    teacher, phone = client_of(ashbrook.teacher), "use:personal_device"
    same = said(teacher, what=phone, fact=lesson)
    other = said(teacher, what=phone, fact=[*lesson[:2], "place:toilet"])
    elsewhere = said(teacher, what="connect:personal_device", fact="emergency:no")
    assert (CITED in same, CITED in other, CITED in elsewhere) == (True, False, False)
    assert CITED not in said(teacher)


def test_leave_asked_for_in_general_holds_where_its_rule_applies(ashbrook: Cast) -> None:
    granted(asked(ashbrook.teacher, key="5.7.teaching#0"), ashbrook.head)
    teacher, phone = client_of(ashbrook.teacher), "use:personal_device"
    lesson = said(teacher, what=phone, fact=["during:lesson", "emergency:no"])
    playtime = said(teacher, what=phone, fact=["during:lunch_break", "emergency:no"])
    assert (CITED in lesson, CITED in playtime) == (True, False)


def test_the_one_who_does_it_is_answered_by_the_heads_request(
    ashbrook: Cast, clock: time_machine.Traveller
) -> None:
    manager = Person.objects.create(school=ashbrook.school, name="Nia Net", role="network_manager")
    mail = {"who": "network_manager", "what": "monitor:employee_email", "fact": "reason:good_cause"}
    before = html.unescape(client_of(manager).get(ASK, mail).text)
    assert "Not allowed yet" in before
    assert "permissions/ask" not in before  # it is the headteacher's to ask
    asked(ashbrook.head, key="14.1#0", about=ashbrook.teacher, doer=manager)
    assert CITED in html.unescape(client_of(manager).get(ASK, mail).text)
    clock.move_to(HALF_PAST_THREE)
    assert CITED not in html.unescape(client_of(manager).get(ASK, mail).text)
