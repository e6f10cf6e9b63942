"""The journal's page: found, paged, taken away, and each look written down."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.people.actions import appoint
from schoolgate.records.models import Entry
from schoolgate.records.verbs import RecordsVerb
from tests.cast import NOW, OPERATOR, Cast, client_of
from tests.records.acts import act

PAGE = "/elmfield/journal/"


@pytest.mark.row("DPR-19")
def test_the_head_reads_who_did_what_and_the_look_is_written_down(cast: Cast) -> None:
    act(cast, by=cast.dsl, clause="9.4")
    act(cast, school=cast.other_school, by=cast.other_head)
    page = client_of(cast.head).get(PAGE).text
    assert "Dev Lead" in page
    assert "clause 9.4" in page
    assert "Olga Other" not in page
    look = Entry.objects.get(verb=RecordsVerb.JOURNAL_READ)
    assert (look.actor_label, look.journal_id) == ("Hana Head", cast.school.pk)


@pytest.mark.parametrize("who", ["pupil", "parent", "teacher", "technician", "other_head"])
def test_others_do_not_open_it(cast: Cast, who: str) -> None:
    assert client_of(getattr(cast, who)).get(PAGE).status_code in {403, 404}
    assert not Entry.objects.filter(verb=RecordsVerb.JOURNAL_READ).exists()


def test_a_deputy_reads_what_the_head_reads(cast: Cast) -> None:
    act(cast, by=cast.dsl)
    heads = appoint(person=cast.head, role="headteacher", from_on=NOW.date(), by=OPERATOR, at=NOW)
    appoint(person=cast.teacher, role="headteacher", from_on=NOW.date(), by=OPERATOR, at=NOW,
            deputy_of=heads)  # fmt: skip
    assert "Dev Lead" in client_of(cast.teacher).get(PAGE).text


def test_filters_find_and_keep_what_was_typed(cast: Cast) -> None:
    act(cast, by=cast.dsl, clause="9.4")
    act(cast, by=cast.teacher, at=NOW + dt.timedelta(days=3))
    client = client_of(cast.head)
    page = client.get(PAGE, {"who": "dev"}).text
    assert ("Dev Lead" in page, "Tara Teacher" in page) == (True, False)
    page = client.get(PAGE, {"from_on": "2026-10-16"}).text
    assert ("Dev Lead" in page, "Tara Teacher" in page) == (False, True)
    page = client.get(PAGE, {"from_on": "2026-10-16", "to_on": "2026-10-01", "who": "x"}).text
    assert "Give a later one" in page
    assert 'value="2026-10-16"' in page
    assert "Nothing fits" in client.get(PAGE, {"clause": "99.9"}).text


def test_older_entries_stand_on_further_pages_and_none_is_lost(cast: Cast) -> None:
    for _ in range(120):
        act(cast, by=cast.dsl)
    client = client_of(cast.head)
    seen, query = 0, f"{PAGE}?who=Dev"
    for _ in range(3):
        page = client.get(query).text
        seen += page.count("sg-needs__item")
        query = PAGE + page.partition("before=")[2].partition('"')[0].join(["?who=Dev&before=", ""])
    assert seen == 120


def test_the_file_holds_no_cell_that_a_spreadsheet_would_run(cast: Cast) -> None:
    cast.dsl.name = "=HYPERLINK(1)"
    act(cast, by=cast.dsl)
    text = client_of(cast.head).get(PAGE, {"as": "csv"}).text
    assert "'=HYPERLINK(1)" in text
    assert ",=HYPERLINK" not in text
