"""A school shows that it took all reasonable steps: for one clause rules, duties, records."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io

import pytest
import time_machine
from django.test import Client
from pypdfium2 import PdfDocument

from schoolgate.duties import actions, showing
from schoolgate.duties.queries import evidence
from schoolgate.duties.rules import State
from schoolgate.duties.showing import Light
from schoolgate.duties.verbs import DutiesVerb
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.duties.test_doing import AUTUMN, CHECK, check

REF = CHECK.partition("~")[0]
TODAY = NOW.date()
ROOM = "/elmfield/duties/clauses/"
ONE = f"{ROOM}{REF}/"


def text(who: Person, address: str = ONE) -> str:
    answer = client_of(who).get(address)
    assert answer.status_code == 200, answer.status_code
    return html.unescape(answer.text)


def rows(who: Person, address: str) -> list[dict[str, str]]:
    answer = client_of(who).get(address)
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def looks() -> int:
    return Entry.objects.filter(verb=DutiesVerb.EVIDENCE_SEEN).count()


def light(cast: Cast, on: dt.date = TODAY) -> Light:
    found = evidence.of_clause(viewer=cast.head, ref=REF, on=on)
    assert found is not None
    return found.light


TO_DO, DONE, MISSED = State.TO_DO, State.DONE, State.MISSED


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ((), Light.GREY),
        ((State.COMING,), Light.GREY),
        ((TO_DO,), Light.AMBER),
        ((DONE,), Light.GREEN),
        ((State.DONE_LATE, State.COMING), Light.GREEN),
        ((DONE, TO_DO), Light.GREEN),
        ((MISSED, TO_DO), Light.RED),
        ((DONE, MISSED), Light.RED),
        ((MISSED, DONE), Light.GREEN),
        ((State.OVERDUE, DONE), Light.RED),
        ((State.SKIPPED,), Light.AMBER),
        ((State.SKIPPED, TO_DO), Light.AMBER),
    ],
)  # fmt: skip
def test_a_clause_without_proof_in_its_cadence_is_amber_or_red(
    states: tuple[State, ...], expected: Light
) -> None:
    assert showing.of_times(states).light is expected


def test_the_worst_duty_is_the_light_of_its_clause() -> None:
    assert showing.worst([Light.GREEN, Light.AMBER]) is Light.AMBER
    assert showing.worst([Light.GREY, Light.GREEN, Light.RED]) is Light.RED
    assert showing.worst([]) is Light.GREY


def test_a_stranger_signs_in_and_pupils_and_others_see_nothing(heath: Cast) -> None:
    for page in (ROOM, ONE):
        assert "/account/" in Client().get(page).headers["Location"]
        assert client_of(heath.pupil).get(page).status_code in {302, 403}
        assert client_of(heath.other_head).get(page).status_code == 404
    assert evidence.of_clauses(viewer=heath.pupil, on=TODAY) == []
    assert evidence.of_clause(viewer=None, ref=REF, on=TODAY) is None
    assert client_of(heath.head).get(f"{ROOM}99.99/").status_code == 404
    assert looks() == 0


@pytest.mark.row("POL-29")
def test_one_clause_shows_its_rules_duties_records_and_dates(
    heath: Cast, clock: time_machine.Traveller
) -> None:
    assert light(heath) is Light.AMBER
    check(heath.head)
    assert light(heath) is Light.GREEN
    said = text(heath.head)
    assert "Proof of clause" in said
    assert "14 October 2026" in said
    assert "Recorded by Hana Head" in said
    assert "(entry " in said
    assert looks() == 1
    found = rows(heath.head, f"{ONE}?as=csv")
    assert {"duty", "journal"} <= {row["Kind"] for row in found}
    assert {row["Shown"] for row in found if row["Kind"] == "duty"} == {
        "Green: Proved in its time",
    }  # fmt: skip
    made = client_of(heath.head).get(f"{ONE}?as=pdf")
    assert made.headers["Content-Type"] == "application/pdf"
    pages = " ".join(page.get_textpage().get_text_range() for page in PdfDocument(made.content))
    assert "Recorded by Hana Head" in " ".join(pages.split())
    assert looks() == 3
    clock.move_to(dt.datetime(2027, 5, 20, 10, tzinfo=NOW.tzinfo))
    assert light(heath, dt.date(2027, 5, 20)) is Light.RED
    assert "Overdue: no proof in its time" in text(heath.head)


def test_every_clause_with_a_duty_stands_in_the_list_the_worst_first(heath: Cast) -> None:
    found = rows(heath.governor, f"{ROOM}?as=csv")
    known = {one.ref for one in evidence.of_clauses(viewer=heath.governor, on=TODAY)}
    assert {row["Clause"] for row in found} == known
    order = [list(Light).index(Light(row["Shown"])) for row in found]
    assert order == sorted(order)
    assert f"/duties/clauses/{REF}/" in text(heath.governor, f"{ROOM}?q={REF}")
    greens = rows(heath.governor, f"{ROOM}?as=csv&light=Green")
    assert all(row["Shown"] == "Green" for row in greens)
    check(heath.head)
    assert len(rows(heath.governor, f"{ROOM}?as=csv&light=Green")) == len(greens) + 1


def test_a_clause_leads_to_its_proof_for_those_who_may_see_it(heath: Cast) -> None:
    address = f"/elmfield/duties/clauses/{REF}/"
    assert address in client_of(heath.head).get("/elmfield/policy/").text
    assert address not in Client().get("/elmfield/policy/").text
    assert address in text(heath.head, f"/elmfield/duties/of/{CHECK}/")


def test_what_is_left_out_or_only_asserted_is_amber(heath: Cast) -> None:
    actions.skip(duty=CHECK, occurrence=AUTUMN, because="No server this term", by=heath.head,
                 at=NOW)  # fmt: skip
    assert light(heath) is Light.AMBER
    every = evidence.of_clauses(viewer=heath.head, on=TODAY)
    asserted = [one for each in every for one in each.duties if one.item.duty.is_asserted]
    assert asserted
    assert {one.shown.light for one in asserted} == {Light.AMBER}
