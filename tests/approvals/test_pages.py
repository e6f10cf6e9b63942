"""The pages of permission: who opens them, what they say, what they keep of what was typed."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from schoolgate.approvals import actions
from schoolgate.approvals.models import Approval, Decision
from schoolgate.people import actions as people
from schoolgate.people import needs
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.approvals.conftest import MAIL, PHOTOS, Appoint, again, asked, granted
from tests.cast import NOW, Cast, client_of, needs_of

ROOM = "/elmfield/permissions/"


def text(client: Client, address: str = ROOM) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.text)


def form(**other: Any) -> dict[str, Any]:
    """The form to ask, as a browser sends it."""
    return {
        "ticket": str(uuid4()), "purpose": "Harvest", "scope": "My phone", "thing": "",
        "from_at": "14/10/2026 10:30", "until_at": "14/10/2026 15:30",
    } | other  # fmt: skip


def acts() -> list[str]:
    found = Entry.objects.filter(verb__startswith="approvals").order_by("sequence")
    return [entry.verb.rpartition(":")[2] for entry in found]


def test_a_visitor_is_sent_to_sign_in(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    for page in ("", "what/", f"ask/?leave={PHOTOS}", f"{made.pk}/", f"{made.pk}/decide/"):
        answer = Client().get(f"{ROOM}{page}")
        assert (answer.status_code, "/account/" in answer.headers["Location"]) == (302, True)


@pytest.mark.parametrize("who", ["pupil", "parent", "technician", "governor", "other_head"])
def test_what_is_not_ones_own_is_not_there(ashbrook: Cast, who: str) -> None:
    made = asked(ashbrook.teacher)
    client = client_of(getattr(ashbrook, who))
    for page in ("", "decide/", "end/"):
        assert client.get(f"{ROOM}{made.pk}/{page}").status_code == 404
        assert client.post(f"{ROOM}{made.pk}/{page}", {"reason": "x"}).status_code in {404, 405}
    assert client.post(f"{ROOM}{made.pk}/read/").status_code == 404
    assert acts() == ["asked"]


def test_the_list_says_what_can_be_asked_for_and_by_whom_it_is_decided(ashbrook: Cast) -> None:
    mine = text(client_of(ashbrook.teacher), f"{ROOM}what/")
    assert "Taking photos or videos of pupils with an own device" in mine
    assert "The headteacher decides. Clause 5.7.with_learners, Never with pupils." in mine
    assert "close monitoring" not in mine.lower()
    assert "close monitoring" in text(client_of(ashbrook.head), f"{ROOM}what/").lower()
    pupils = text(client_of(ashbrook.pupil), f"{ROOM}what/")
    assert "Attaching own equipment" in pupils
    assert "Taking photos" not in pupils


def test_an_empty_list_says_what_to_do(ashbrook: Cast) -> None:
    assert "Nothing has been asked for yet" in text(client_of(ashbrook.parent))
    assert "No request fits" in text(client_of(ashbrook.parent), f"{ROOM}?q=volcano")


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(ashbrook: Cast) -> None:
    client, page = client_of(ashbrook.teacher), f"{ROOM}ask/?leave=5.7.with_learners%230"
    wrong = form(purpose="", until_at="14/10/2026 9:00", scope="Photos for the wall")
    said = html.unescape(client.post(page, wrong).text)
    assert "There is a problem" in said
    assert "What is it for?: Write this down" in said
    assert "It would end before it begins" in said
    assert "Photos for the wall" in said
    soon = html.unescape(client.post(page, form(until_at="half past three")).text)
    assert "Write a day and a time, for example 14/10/2026 15:30" in soon
    assert not Approval.objects.exists()


@pytest.mark.parametrize("key", ["99%230", "", "14.1%230"])
def test_what_nobody_can_ask_for_has_no_form(ashbrook: Cast, key: str) -> None:
    answer = client_of(ashbrook.teacher).get(f"{ROOM}ask/?leave={key}")
    assert answer.status_code == (403 if key == "14.1%230" else 404)


def test_an_address_that_no_page_wrote_is_refused_cleanly(ashbrook: Cast) -> None:
    page = f"{ROOM}ask/?leave=5.7.with_learners%230&who=wizard"
    assert client_of(ashbrook.teacher).get(page).status_code == 400


def test_the_heads_form_names_whom_it_is_about_and_who_does_it(
    ashbrook: Cast, person: Appoint
) -> None:
    manager = person("Nia Net", "network_manager")
    client, page = client_of(ashbrook.head), f"{ROOM}ask/?leave={MAIL.replace('#', '%23')}"
    shown = text(client, page)
    assert "Your own request in writing is the permission" in shown
    assert "Nia Net" in shown
    sent = form(about=ashbrook.teacher.pk, doer=manager.pk)
    answer = client.post(page, sent, follow=True)
    assert "Your request in writing is the permission." in html.unescape(answer.text)
    assert acts() == ["asked", "granted", "viewed"]
    assert "Tell the employee, in writing, with the reasons" in html.unescape(answer.text)


def test_somebody_of_another_school_cannot_be_named(ashbrook: Cast, person: Appoint) -> None:
    manager = person("Nia Net", "network_manager")
    page = f"{ROOM}ask/?leave={MAIL.replace('#', '%23')}"
    sent = form(about=ashbrook.other_head.pk, doer=manager.pk)
    answer = client_of(ashbrook.head).post(page, sent)
    assert "Choose one of these" in answer.text
    assert not Approval.objects.exists()


def test_the_head_decides_and_the_asker_reads_it(ashbrook: Cast) -> None:
    made, head = asked(ashbrook.teacher), client_of(ashbrook.head)
    teacher = client_of(ashbrook.teacher)
    assert "Waiting for your decision" in text(head)
    assert "The harvest assembly" in text(head, f"{ROOM}{made.pk}/decide/")
    bare = head.post(f"{ROOM}{made.pk}/decide/", {"decision": "refuse", "reason": " "})
    assert "Write this down" in html.unescape(bare.text)
    head.post(f"{ROOM}{made.pk}/decide/", {
        "decision": "refuse", "reason": "Use the class camera.", "from_at": "14/10/2026 10:30",
        "until_at": "14/10/2026 15:30",
    })  # fmt: skip
    page = text(teacher, f"{ROOM}{made.pk}/")
    assert "Hana Head, as headteacher, refused it" in page
    assert "Use the class camera." in page
    assert [need.title for need in needs_of(ashbrook.teacher)] == [
        f"Read what was refused: {made.words}"
    ]
    teacher.post(f"{ROOM}{made.pk}/read/")
    assert needs_of(ashbrook.teacher) == []
    assert acts() == ["asked", "refused", "read"]


def test_the_second_of_two_deciders_gets_a_sentence(ashbrook: Cast) -> None:
    made, head = asked(ashbrook.teacher), client_of(ashbrook.head)
    sent = {"decision": "grant", "reason": "Yes", "conditions": "", "from_at": "14/10/2026 10:30",
            "until_at": "14/10/2026 15:30"}  # fmt: skip
    assert head.post(f"{ROOM}{made.pk}/decide/", sent).status_code == 302
    late = head.post(f"{ROOM}{made.pk}/decide/", sent | {"decision": "refuse"})
    assert "Hana Head has granted this already. Look again." in html.unescape(late.text)
    again_ = head.get(f"{ROOM}{made.pk}/decide/", follow=True)
    assert "This is not yours to decide, or it is decided." in html.unescape(again_.text)
    assert acts() == ["asked", "granted"]


def test_a_grant_may_be_shorter_than_what_was_asked(ashbrook: Cast) -> None:
    made, head = asked(ashbrook.teacher), client_of(ashbrook.head)
    sent = {"decision": "grant", "reason": "Yes", "conditions": "No faces.",
            "from_at": "14/10/2026 11:00", "until_at": "14/10/2026 16:30"}  # fmt: skip
    longer = head.post(f"{ROOM}{made.pk}/decide/", sent)
    assert "Grant the time that was asked for, or less." in html.unescape(longer.text)
    head.post(f"{ROOM}{made.pk}/decide/", sent | {"until_at": "14/10/2026 12:00"})
    span = Decision.objects.get().span
    assert span is not None
    assert (span.from_at.hour, span.until_at.hour) == (10, 11)  # in UTC
    page = text(client_of(ashbrook.teacher), f"{ROOM}{made.pk}/")
    assert "Granted, not begun" in page
    assert "No faces." in page


def test_waiting_and_granted_end_with_a_reason(ashbrook: Cast) -> None:
    first, second = asked(ashbrook.teacher), asked(ashbrook.teacher)
    granted(second, ashbrook.head)
    teacher = client_of(ashbrook.teacher)
    assert "Take back the request" in text(teacher, f"{ROOM}{first.pk}/end/")
    assert "Give back the permission" in text(teacher, f"{ROOM}{second.pk}/end/")
    assert "Revoke the permission" in text(client_of(ashbrook.head), f"{ROOM}{second.pk}/end/")
    assert "Write this down" in teacher.post(f"{ROOM}{first.pk}/end/", {"reason": ""}).text
    for one in (first, second):
        teacher.post(f"{ROOM}{one.pk}/end/", {"reason": "It rains."})
    assert [again(one).state(NOW).value for one in (first, second)] == ["Withdrawn", "Revoked"]
    assert acts() == ["asked", "asked", "granted", "withdrawn", "revoked"]
    nothing = teacher.get(f"{ROOM}{first.pk}/end/", follow=True)
    assert "There is nothing here for you to take back." in nothing.text


def test_nobody_to_decide_is_said_on_the_page(ashbrook: Cast) -> None:
    made = asked(ashbrook.teacher)
    Person.objects.filter(pk=ashbrook.head.pk).update(ends_on=NOW.date())
    page = text(client_of(ashbrook.teacher), f"{ROOM}{made.pk}/")
    assert "Nobody holds the role that decides this (the headteacher)" in page
    assert "must appoint somebody" in page
    form_ = text(client_of(ashbrook.teacher), f"{ROOM}ask/?leave=5.7.with_learners%230")
    assert "Nobody holds this role now." in form_


def test_a_look_at_what_is_about_somebody_is_written_down(ashbrook: Cast, person: Appoint) -> None:
    manager = person("Nia Net", "network_manager")
    made = asked(ashbrook.head, key=MAIL, about=ashbrook.teacher, doer=manager)
    assert "Tara Teacher" in text(client_of(manager), f"{ROOM}{made.pk}/")
    assert client_of(ashbrook.teacher).get(f"{ROOM}{made.pk}/").status_code == 404
    assert client_of(ashbrook.dsl).get(f"{ROOM}{made.pk}/").status_code == 404
    assert "close monitoring" not in text(client_of(ashbrook.teacher))
    entry = Entry.objects.get(verb="approvals:approval:viewed")
    assert entry.actor == f"person:{manager.pk}"


def test_governors_see_numbers_and_no_names(ashbrook: Cast) -> None:
    granted(asked(ashbrook.teacher), ashbrook.head)
    page = text(client_of(ashbrook.governor))
    assert re.search(r"In force</dt><dd[^>]*>1</dd>", page)
    assert "Tara Teacher" not in page


def test_the_list_is_searched_sorted_and_in_pages(ashbrook: Cast) -> None:
    for number in range(51):
        asked(ashbrook.teacher, purpose=f"Purpose {number}")
    head = client_of(ashbrook.head)
    assert "1 to 50 of 51 requests" in text(head)
    assert "51 to 51 of 51 requests" in text(head, f"{ROOM}?page=2")
    assert "1 request" in text(head, f"{ROOM}?q=Purpose+17")
    for sort in ("asked", "who", "clause", "until", "nonsense"):
        assert "51 requests" in text(head, f"{ROOM}?sort={sort}")
    assert "No request fits" in text(head, f"{ROOM}?which=mine")


def test_the_demonstration_shows_two_that_wait_and_one_granted(
    db: None, clock: time_machine.Traveller
) -> None:
    for _ in range(2):
        people.set_up_demonstration(at=NOW)
    ours = Approval.objects.filter(about=None)  # monitoring shows one about somebody
    assert sorted(one.state(NOW).value for one in ours) == ["In force", "Waiting", "Waiting"]
    assert acts()[:4] == ["asked", "asked", "asked", "granted"]
    brookside = School.objects.get(slug="brookside")
    head = Person.objects.get(school=brookside, name="Amara Okafor")
    deputy = Person.objects.get(school=brookside, name="Tom Birdsall")
    waits = {
        who.name: [one.title for one in needs.of(who, NOW)
                   if one.title.startswith("Decide:") and "/filter/" not in one.url]
        for who in (head, deputy)
    }  # fmt: skip
    assert waits == {
        "Amara Okafor": ["Decide: a school device on loan"],
        "Tom Birdsall": ["Decide: opening a blocked site"],
    }


def test_a_request_is_seen_by_whoever_decides_it_next(ashbrook: Cast, person: Appoint) -> None:
    made = asked(ashbrook.teacher, until_at=NOW + dt.timedelta(days=9))
    Person.objects.filter(pk=ashbrook.head.pk).update(ends_on=NOW.date())
    new = person("Nora New", "headteacher")
    assert "Waiting for your decision" in text(client_of(new))
    actions.refuse(approval=made, reason="No.", by=new, at=NOW)
    assert acts() == ["asked", "refused"]
