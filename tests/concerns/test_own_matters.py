"""What is done to staff, told by themselves: e-mail, contact, posts."""

from __future__ import annotations

import pytest

from schoolgate.concerns.models import Case
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import Cast, client_of
from tests.concerns.working import page_of, sent, sorted_as

ROOM = "/elmfield/concerns/"
TOLD = {"found_at": "14/10/2026 10:00", "danger": "no"}
HEADERS = "Received: from site.example\nMessage-ID: <1@site.example>"
EMAIL = {"sender": "x@site.example", "kind": "threatening", "what": "I know where you live.",
         "headers": HEADERS}  # fmt: skip
CONTACT = {"contact": "Nosy Neighbour", "what": "Writes every night.", "where": "A chat app"}
ABOUT_ME = {"what": "Lies about Tara.", "where": "https://site.example/1", "help": "A talk."}


def _told(who: Person, matter: str, words: dict[str, str]) -> Case:
    answer = sent(who, f"tell/{matter}/", **TOLD, **words)
    assert "This is your copy" in answer.text
    return Case.objects.latest("pk")


def _reports() -> int:
    return Entry.objects.filter(verb="concerns:report:made").count()


@pytest.mark.row("CON-17")
def test_the_form_for_a_worrying_email_warns_not_to_reply_and_takes_headers_only(
    cast: Cast,
) -> None:
    form = client_of(cast.teacher).get(f"{ROOM}tell/email/").text
    assert "Do not reply to it" in form
    assert "Open nothing that is attached" in form
    assert 'type="file"' not in form
    assert "multipart" not in form
    for kind in ("uncomfortable", "offensive", "threatening", "bullying"):
        assert f'value="{kind}"' in form
    case = _told(cast.teacher, "email", EMAIL)
    page = page_of(cast.head, case)
    assert "Received: from site.example" in page
    assert case.situation == "worrying-email"
    assert not page_of(cast.dsl, case)  # the headteacher is told, nobody else yet
    assert _reports() == 1


@pytest.mark.row("CON-18")
def test_improper_contact_is_told_to_leaders_and_each_who_contacts_has_a_history(
    cast: Cast,
) -> None:
    first = _told(cast.teacher, "contact", CONTACT)
    second = _told(cast.technician, "contact", CONTACT | {"what": "Now to me."})
    other = _told(cast.technician, "contact", CONTACT | {"contact": "Another Parent"})
    for who in (cast.teacher, cast.technician, cast.governor, cast.dsl):
        assert not page_of(who, first)
    page = page_of(cast.head, second)
    assert "Nosy Neighbour: is said to have done it" in page
    link = page.partition(f"{ROOM}{second.pk}/people/")[2].partition("/")[0]
    parties = [one.pk for one in second.parties.all()]
    assert int(link) in parties
    of = second.parties.get(part="subject")
    history = client_of(cast.head).get(f"{ROOM}{second.pk}/people/{of.pk}/").text
    assert first.name in history
    assert second.name in history
    assert other.name not in history
    assert _reports() == 3


@pytest.mark.row("CON-19")
def test_who_is_attacked_online_sees_how_it_stands_and_has_nothing_to_reply_with(
    cast: Cast,
) -> None:
    form = client_of(cast.teacher).get(f"{ROOM}tell/about-me/").text
    assert "Do not answer it and do not deal with it yourself" in form
    case = _told(cast.teacher, "about-me", ABOUT_ME)
    assert "The headteacher’s procedure" in page_of(cast.head, case)
    assert "What would help" in page_of(cast.head, case)
    client = client_of(cast.teacher)
    assert "Waiting to be read" in client.get(f"{ROOM}mine/").text
    sorted_as(case, "abusive-post", by=cast.head)
    page = client.get(f"{ROOM}mine/").text
    main = page.partition("<main")[2].partition("</main>")[0]
    assert case.name in main
    assert "Being dealt with" in main
    assert "<form" not in main
    assert "textarea" not in main
    assert client.get(f"{ROOM}{case.pk}/").status_code == 404
    assert client.get(f"{ROOM}{case.pk}/procedure/").status_code == 404
    assert _reports() == 1


def test_a_pupil_and_a_parent_have_none_of_these_forms(cast: Cast) -> None:
    for who in (None, cast.pupil, cast.parent, cast.other_head):
        for matter in ("email", "contact", "about-me"):
            answer = client_of(who).post(f"{ROOM}tell/{matter}/", {**TOLD, **EMAIL})
            assert answer.status_code in {302, 404}
    assert _reports() == 0
