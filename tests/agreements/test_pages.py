"""The pages of agreements: what they say, keep and refuse; the copy on paper."""

from __future__ import annotations

import datetime as dt
import html
import io
import re

import pikepdf
import pytest
from django.test import Client

from schoolgate.agreements import actions, queries
from schoolgate.agreements.models import Signature
from schoolgate.approvals.actions import Wish, ask
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.agreements.conftest import (
    KS1,
    KS2,
    STAFF,
    Family,
    Under,
    given,
    line_of,
    signed,
    trained,
)
from tests.cast import NOW, Cast, client_of

ROOM = "/elmfield/agreements/"


def text(client: Client, address: str = ROOM) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.text)


def test_a_visitor_is_sent_to_sign_in(heath: Cast) -> None:
    for page in ("", f"{STAFF}/{heath.teacher.pk}/", "roster/", "copies/1/"):
        answer = Client().get(f"{ROOM}{page}")
        assert (answer.status_code, "/account/" in answer.headers["Location"]) == (302, True)


@pytest.mark.row("AGR-03")
def test_the_page_says_that_training_comes_first_and_where_to_ask(heath: Cast) -> None:
    page = f"{ROOM}{STAFF}/{heath.teacher.pk}/"
    before = text(client_of(heath.teacher), page)
    assert "Training comes first" in before
    assert 'name="name_written"' not in before
    trained(heath.teacher)
    assert 'name="name_written"' in text(client_of(heath.teacher), page)


def test_the_form_keeps_what_was_ticked_and_says_what_is_left(heath: Cast) -> None:
    trained(heath.teacher)
    line = line_of(heath.teacher, STAFF)
    sent = {"text_hash": line.text.hash, "statements": ["trained", "read"], "name_written": "Tara"}
    teacher = client_of(heath.teacher)
    said = html.unescape(teacher.post(f"{ROOM}{STAFF}/{heath.teacher.pk}/sign/", sent).text)
    assert "There is a problem" in said
    assert "Tick this one as well: I confirm that the AUP has been understood." in said
    assert len(re.findall(r"<input[^>]* checked", said)) == 2
    assert 'value="Tara"' in said
    assert not Signature.objects.exists()


def test_use_is_said_to_be_monitored_and_the_day_of_knowing_it_is_kept(heath: Cast) -> None:
    assert "recorded and may be monitored" in text(Client(), "/account/login/")
    trained(heath.teacher)
    page = text(client_of(heath.teacher), f"{ROOM}{STAFF}/{heath.teacher.pk}/")
    assert "Use is recorded and monitored" in page
    assert queries.acknowledged_monitoring_on(heath.teacher) is None
    made = signed(heath.teacher, STAFF)
    assert queries.acknowledged_monitoring_on(heath.teacher) == NOW.date()
    copy = text(client_of(heath.head), f"{ROOM}copies/{made.pk}/")
    assert "I know that use of the school’s systems is recorded" in copy


@pytest.mark.row("MON-04")
def test_a_request_to_look_says_since_when_somebody_knows_of_it(under: Under) -> None:
    there = under("ashbrook")
    assert "recorded and may be monitored" in text(Client(), "/account/login/")
    until, school = NOW + dt.timedelta(hours=5), there.school
    keeper = Person.objects.create(school=school, name="Nora Net", role="network_manager")
    wish = Wish("14.1#0", "Good cause", "Mail", NOW, until, there.teacher, keeper)
    page = f"/elmfield/permissions/{ask(wish=wish, by=there.head, at=NOW).pk}/"
    assert "No confirmation is on record" in text(client_of(there.head), page)
    trained(there.teacher)
    signed(there.teacher, STAFF)
    assert "Confirmed on 14 October 2026" in text(client_of(there.head), page)
    assert client_of(there.teacher).get(page).status_code == 404
    assert Entry.objects.filter(verb="approvals:approval:viewed").count() == 2


def test_nobody_opens_what_another_signs(heath: Cast, family: Family) -> None:
    for who in (heath.pupil, heath.technician, heath.governor):
        for page in (f"{KS1}/{family.young.pk}/", f"{STAFF}/{heath.teacher.pk}/decline/"):
            assert client_of(who).get(f"{ROOM}{page}").status_code == 404
    assert client_of(heath.other_head).get(f"{ROOM}{KS1}/{family.young.pk}/").status_code == 404


def test_a_parent_sees_what_to_sign_for_each_child(heath: Cast, family: Family) -> None:
    page = text(client_of(heath.parent))
    assert "signed by a parent, for Yan Young" in page
    assert "for Ola Older" not in page
    assert "Home–school agreement" in page


def test_a_pupil_reads_simple_words(heath: Cast, family: Family) -> None:
    page = text(client_of(family.old), f"{ROOM}{KS2}/{family.old.pk}/")
    assert "Our computer rules" in page
    assert "I will keep to these rules." in page
    assert "sg-agreement--young" in page


def test_the_copy_is_the_signers_and_another_look_is_written_down(heath: Cast) -> None:
    trained(heath.teacher)
    made = signed(heath.teacher, STAFF)
    page = f"{ROOM}copies/{made.pk}/"
    assert "Tara Teacher, who wrote: In full" in text(client_of(heath.teacher), page)
    for who in (heath.pupil, heath.technician, heath.governor, heath.other_head):
        assert client_of(who).get(page).status_code == 404
    assert not Entry.objects.filter(verb="agreements:copy:viewed").exists()
    text(client_of(heath.head), page)
    assert Entry.objects.filter(verb="agreements:copy:viewed").count() == 1


def test_the_copy_on_paper_holds_the_text_and_the_drawing(heath: Cast) -> None:
    trained(heath.teacher)
    line = line_of(heath.teacher, STAFF)
    made = actions.sign_in_meeting(document=STAFF, person=heath.teacher, by=heath.head, at=NOW,
                                   given=given(line, mark="M 10 10 L 200 90"))  # fmt: skip
    answer = client_of(heath.teacher).get(f"{ROOM}copies/{made.pk}/pdf/")
    assert answer.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as file:
        assert str(file.docinfo["/Title"]).startswith("Acceptable-use agreement for staff, signed")
        assert len(file.pages) > 2
        assert file.Root.MarkInfo.Marked


def test_the_policys_page_lists_what_is_asked_and_its_text(heath: Cast) -> None:
    head = client_of(heath.head)
    page = text(head, f"{ROOM}asked/")
    assert "Agreement for own devices for staff" in page
    assert "The policy has no agreement for governors" in page
    assert "Whoever signs confirms" in text(head, f"{ROOM}asked/{STAFF}/")
    assert head.get(f"{ROOM}asked/nothing/").status_code == 404


def test_a_draft_is_checked_and_kept(heath: Cast) -> None:
    head, page = client_of(heath.head), f"{ROOM}home-school/"
    sent = {"act": "check", "draft": "We work together.", "name": "", "published_on": ""}
    said = html.unescape(head.post(page, sent).text)
    assert "Something is missing" in said
    assert "We work together." in said
    refused = html.unescape(head.post(page, sent | {"act": "publish", "name": "Brochure"}).text)
    assert "does not speak of this yet" in refused
    assert not Entry.objects.filter(verb__startswith="agreements").exists()


def test_empty_pages_say_what_to_do_next(cast: Cast) -> None:
    assert "When you have signed something" in text(client_of(cast.governor))
    assert "You teach no class here" in text(client_of(cast.teacher), f"{ROOM}classes/")
    assert "Nothing is missing for that long" in text(client_of(cast.head), f"{ROOM}chasing/")
    Person.objects.filter(pk=cast.parent.pk).update(kind="parent")
    assert "Nothing waits for your signature" in text(client_of(cast.parent))


def test_the_parents_social_media_code_is_shown_and_acknowledged(under: Under) -> None:
    cast = under("cotmanhay")
    address = f"{ROOM}support-for-parent/{cast.parent.pk}/"
    page = text(client_of(cast.parent), address)
    points = ("only for users aged over 13", "no contact with teachers", "no improper posts",
              "photos of your own child only", "no criticism of the school", "no fake profiles",
              "speak to a member of staff")  # fmt: skip
    assert [one for one in points if one not in page] == []
    made = signed(cast.parent, "support-for-parent")
    assert {f"ParentPts.b{n}" for n in range(1, 8)} <= {one.ref for one in made.text.shown.sections}
    assert Entry.objects.filter(verb="agreements:agreement:signed").count() == 1
