"""The pages of duties: who opens them, what they say, what they keep of what was typed."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from schoolgate.duties import actions, queries
from schoolgate.duties.models import Feed
from schoolgate.duties.queries import Filters
from schoolgate.duties.verbs import DutiesVerb
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.duties.test_doing import AUTUMN, CHECK, check

ROOM = "/elmfield/duties/"
ONE = f"{ROOM}of/{CHECK}/"


def text(who: Person, address: str = ROOM) -> str:
    answer = client_of(who).get(address)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.text)


def acts() -> list[str]:
    found = Entry.objects.filter(verb__startswith="duties").order_by("sequence")
    return [entry.verb for entry in found]


def test_a_visitor_is_sent_to_sign_in(heath: Cast) -> None:
    for page in ("", "month/", "feed/", f"of/{CHECK}/", f"of/{CHECK}/done/"):
        answer = Client().get(ROOM + page)
        assert (answer.status_code, "/account/" in answer.headers["Location"]) == (302, True)
    assert Client().get(f"{ROOM}feed/guessed.ics").status_code == 404
    assert acts() == []


@pytest.mark.parametrize("who", ["pupil", "other_head"])
def test_who_has_no_duty_sees_none(heath: Cast, who: str) -> None:
    client = client_of(getattr(heath, who))
    assert client.get(ONE).status_code == 404
    assert client.post(f"{ONE}done/", {"occurrence": AUTUMN}).status_code == 404
    if who != "other_head":
        assert "You have no duties under this policy" in client.get(ROOM).text
    assert acts() == []


def test_a_parent_who_has_not_signed_is_led_to_sign_first(heath: Cast) -> None:
    client = client_of(heath.parent)
    for page in (ROOM, ONE):
        assert client.get(page).headers["Location"] == "/elmfield/agreements/"
    answer = client.post(f"{ONE}done/", {"occurrence": AUTUMN})
    assert answer.headers["Location"] == "/elmfield/agreements/"
    assert acts() == []


def test_the_list_is_filtered_searched_sorted_and_taken_away(heath: Cast) -> None:
    every = text(heath.governor)
    assert "80 duties" in every
    assert "Nobody holds “the e-safety committee”" in every
    assert "Open question" in every
    mine = text(heath.technician, f"{ROOM}?which=mine")
    assert "Monitor whether this policy is carried out" in mine
    assert "Give the senior leadership team" not in mine
    found = text(heath.teacher, f"{ROOM}?q=virus&sort=clause")
    assert "1 duty" in found
    assert "No duty fits" in text(heath.teacher, f"{ROOM}?q=zebra")
    answer = client_of(heath.head).get(f"{ROOM}?as=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    (row,) = [row for row in rows if row["Clause"] == "Schedule.r2"]
    assert (row["Due"], row["State"], row["How often"]) == ("2026-12-18", "To do", "every term")
    assert acts() == []


def test_the_owner_records_it_with_evidence_and_reads_the_history(heath: Cast) -> None:
    page = text(heath.technician, ONE)
    assert "They do so" in page or "What the clause says" in page
    assert "From 2 September 2026, to be done by 18 December 2026" in page
    address = re.search(r'href="([^"]*/done/\?[^"]*)"', page)
    assert address is not None
    client = client_of(heath.technician)
    answer = client.get(address[1])
    assert f'value="{AUTUMN}"' in answer.text
    wrote = {"occurrence": AUTUMN, "part": "", "on": "14/10/2026", "evidence": "", "link": ""}
    answer = client.post(f"{ONE}done/", wrote)
    assert "Say what proves it" in answer.text
    answer = client.post(f"{ONE}done/", wrote | {"evidence": "Minutes, point 3", "on": "tomorrow"})
    assert "Minutes, point 3" in answer.text
    answer = client.post(f"{ONE}done/", wrote | {"evidence": "Minutes, point 3"}, follow=True)
    assert "It is recorded as done." in answer.text
    assert "recorded by Tek Nishan. Minutes, point 3" in html.unescape(answer.text)
    assert acts() == [DutiesVerb.DUTY_DONE]


def test_a_teacher_sees_the_schools_duty_and_cannot_record_it(heath: Cast) -> None:
    page = text(heath.teacher, ONE)
    assert "Record that it was done" not in page
    wrote = {"occurrence": AUTUMN, "part": "", "on": "14/10/2026", "evidence": "x x", "link": ""}
    answer = client_of(heath.teacher).post(f"{ONE}done/", wrote)
    assert answer.status_code == 403
    assert acts() == []


def test_the_head_answers_how_often_and_hands_over(heath: Cast) -> None:
    head, gov = client_of(heath.head), f"{ROOM}of/Gov.b2~1/"
    assert "How often? The policy says “regularly”" in text(heath.head, gov)
    assert "Choose how often" in head.post(f"{gov}how-often/", {"begins_on": "1/9/2026"}).text
    head.post(f"{gov}how-often/", {"period": "half-term", "begins_on": "1/9/2026"})
    page = text(heath.governor, gov)
    assert "Every half-term, chosen by Hana Head on 14 October 2026" in page
    assert "The first half of the autumn term 2026/27" in page
    given = {"person": str(heath.governor.pk), "because": "Governor for this"}
    answer = head.post(f"{gov}hand-over/", given, follow=True)
    assert "Gus Governor does this from now on." in answer.text
    assert "Handed over by Hana Head: Governor for this" in html.unescape(answer.text)
    head.post(f"{gov}hand-over/", {"back": "1", "because": "Not yet"})
    assert "Handed over by" not in text(heath.head, gov)
    assert acts() == [DutiesVerb.PERIOD_CHOSEN, *[DutiesVerb.DUTY_HANDED_OVER] * 2]


def test_the_month_shows_what_is_due_and_the_schools_days(heath: Cast) -> None:
    page = text(heath.technician, f"{ROOM}month/?month=2026-12")
    assert "Autumn term ends" in page
    assert "Christmas Day" in page
    assert page.count("Monitor whether this policy is carried out") == 2  # as table and as list
    assert "Monitor whether" not in text(heath.teacher, f"{ROOM}month/?month=2026-12&which=mine")
    assert "October 2026" in text(heath.head, f"{ROOM}month/?month=never")
    assert "INSET day" in text(heath.head, f"{ROOM}month/?month=2026-11")
    assert acts() == []


def test_the_do_list_has_what_is_near_and_the_questions(
    heath: Cast, clock: time_machine.Traveller
) -> None:
    do = "/elmfield/do/"
    assert "Monitor whether this policy" not in text(heath.technician, do)
    clock.move_to(NOW.replace(month=11, day=25))
    page = text(heath.technician, do)
    assert "Monitor whether this policy is carried out" in page
    assert "To be done by 18 December 2026" in page
    open_ = queries.listed(viewer=heath.head, on=NOW.date(), filters=Filters("questions"))
    asked = sum(bool(one.question) for one in open_)
    assert f"{asked} duties need an answer" in text(heath.head, do)
    assert "need an answer" not in text(heath.governor, do)
    assert acts() == []


def test_the_feed_loads_in_a_real_parser_and_names_nobody(heath: Cast) -> None:
    opened = client_of(heath.technician).post(f"{ROOM}feed/")
    found = re.search(r"http://[^<\s]*\.ics", opened.text)
    assert found is not None
    address = found[0].partition("localhost")[2]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert len(token) >= 43
    assert token not in Feed.objects.get().digest
    answer = Client().get(address)  # no session, no cookie
    assert (answer.status_code, answer.headers["Content-Type"]) == (
        200, "text/calendar; charset=utf-8",
    )  # fmt: skip
    assert not answer.cookies
    read = Calendar.from_ical(answer.content.decode())
    events = {str(event["UID"]): event for event in read.walk("VEVENT")}
    assert len(events) == len(list(read.walk("VEVENT")))
    event = events[f"{CHECK}/{AUTUMN}@elmfield.schoolgate"]
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        dt.date(2026, 12, 18), dt.date(2026, 12, 19),
    )  # fmt: skip
    assert "Schedule.r2" in str(event["SUMMARY"])
    names = Person.objects.values_list("name", flat=True)
    assert not any(name in answer.text for name in names)
    assert acts() == [DutiesVerb.FEED_OPENED]


def test_a_feed_stops_when_it_is_closed_replaced_or_its_owner_leaves(
    heath: Cast, clock: time_machine.Traveller
) -> None:
    def there(token: str) -> int:
        return Client().get(f"{ROOM}feed/{token}.ics").status_code

    first = actions.open_feed(by=heath.technician, at=NOW)
    assert there(first) == 200
    second = actions.open_feed(by=heath.technician, at=NOW)
    assert (there(first), there(second)) == (404, 200)
    assert Client().get(f"/oakhurst/duties/feed/{second}.ics").status_code == 404
    assert actions.close_feed(by=heath.technician, at=NOW)
    assert there(second) == 404
    assert not actions.close_feed(by=heath.technician, at=NOW)
    third = actions.open_feed(by=heath.technician, at=NOW)
    Person.objects.filter(pk=heath.technician.pk).update(ends_on=NOW.date())
    assert there(third) == 404
    assert acts() == [DutiesVerb.FEED_OPENED, DutiesVerb.FEED_OPENED, DutiesVerb.FEED_CLOSED,
                      DutiesVerb.FEED_OPENED]  # fmt: skip


def test_a_joiner_is_not_named_in_a_feed(heath: Cast, clock: time_machine.Traveller) -> None:
    check(heath.technician)
    clock.shift(dt.timedelta(days=3))
    Person.objects.create(school=heath.school, name="Nia New", role="teacher",
                          starts_on=NOW.date() + dt.timedelta(days=2))  # fmt: skip
    token = actions.open_feed(by=heath.head, at=NOW)
    assert "Nia" not in Client().get(f"{ROOM}feed/{token}.ics").text
    assert "Nia New" in text(heath.head, f"{ROOM}of/EduStaff.b2~1/")
    assert acts() == [DutiesVerb.DUTY_DONE, DutiesVerb.FEED_OPENED]
