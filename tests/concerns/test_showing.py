"""What pages of a case put first, in which order, and where they lead: found in the stories."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolgate.concerns import actions, queries
from schoolgate.concerns.actions import Draft, Naming, Sorting
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.kinds import KINDS, OUTCOMES, grouped
from schoolgate.concerns.rules.words import Part, Seriousness, State, Track
from schoolgate.people.actions import set_up_demonstration
from schoolgate.people.demonstration import INVENTED
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns import telling
from tests.concerns.posts import to_close

ROOM = "/elmfield/concerns/"
POST = Sorting("abusive-post", "posts", Track.INAPPROPRIATE, Seriousness.SERIOUS, "Read it.")


def test_what_happened_stands_before_how_a_child_feels(cast: Cast) -> None:
    taps = {"feeling": "sad", "happened": "unkind", "where": "game", "whom": "nobody",
            "year": "year-1", "ticket": "0" * 32, "quiet": "1"}  # fmt: skip
    assert telling.post("child/", taps).status_code == 200
    page = client_of(cast.dsl).get(f"{ROOM}letterbox/").text
    assert page.index("Someone was unkind") < page.index("In a game") < page.index("Sad")
    assert Entry.objects.filter(verb="concerns:letterbox:viewed").count() == 1


def test_who_comes_back_with_pictures_has_the_answer_read_aloud(cast: Cast) -> None:
    receipt = telling.receipt_in(telling.told())
    *first, last = receipt.split()
    page = telling.post("receipt/pictures/", {"chosen": " ".join(first), "add": last}).text
    assert "Read it to me" in page
    more = {"receipt": receipt, "say": "It was a big dog.", "ticket": "1", "child": "1"}
    page = telling.post("receipt/", more).text
    assert '<div class="govuk-body sg-break" data-read>It was a big dog.' in page
    assert "Read it to me" in page
    assert "Read it to me" not in telling.post("receipt/", {"receipt": receipt}).text


def test_of_one_minute_entries_stand_in_the_order_in_which_they_were_written(
    cast: Cast, case: Case
) -> None:
    read = NOW + timedelta(seconds=40)
    actions.note_view(case=case, by=cast.dsl, at=read)
    minute = read.replace(second=0, microsecond=0)
    draft = Draft("support", {"whom": "Kit", "words": "Time.", "review_on": "2026-10-20"}, minute)
    actions.write(case=case, draft=draft, by=cast.dsl, at=read + timedelta(seconds=5))
    opened = queries.opened(case=case, viewer=cast.dsl, on=NOW.date())
    assert [one.kind.slug for one in queries.chronology(opened)] == ["read", "support"]
    page = client_of(cast.dsl).get(f"{ROOM}{case.pk}/").text
    assert f"written by {cast.dsl}" in page
    assert f"written by {cast.dsl} on" not in page
    assert (
        page.index("For whom?") < page.index("What do they need") < page.index("look at it again")
    )


def test_a_closed_case_says_which_tasks_were_left_open(cast: Cast) -> None:
    case = Case.objects.get(pk=int(str(to_close(cast)["pk"])))
    asked = actions.Asked("do", "Ring again.", person=cast.dsl)
    actions.give_task(case=case, asked=asked, by=cast.dsl, at=NOW)
    client = client_of(cast.dsl)
    assert "Left open" not in client.get(f"{ROOM}{case.pk}/").text
    actions.close(case=case, why="Done.", by=cast.dsl, at=NOW)
    page = client.get(f"{ROOM}{case.pk}/").text
    assert "What was to be done" in page
    assert "Left open" in page
    assert Entry.objects.filter(verb="concerns:case:viewed").count() == 2


def test_a_task_is_offered_to_who_was_asked_and_to_who_leads(cast: Cast, case: Case) -> None:
    actions.admit(case=case, person=cast.teacher, why="Has the class.", by=cast.dsl, at=NOW)
    for words, whom in (("Sit with them.", cast.teacher), ("Ring the office.", cast.dsl)):
        asked = actions.Asked("do", words, person=whom)
        actions.give_task(case=case, asked=asked, by=cast.dsl, at=NOW)
    page = client_of(cast.teacher).get(f"{ROOM}{case.pk}/").text
    assert 'Say it is done<span class="govuk-visually-hidden">: Sit with them.' in page
    assert page.count("Say it is done") == 1
    assert client_of(cast.dsl).get(f"{ROOM}{case.pk}/").text.count("Say it is done") == 2
    assert Entry.objects.filter(verb="concerns:task:given").count() == 2


def test_what_the_procedure_asks_for_leads_back_to_it(cast: Cast, case: Case) -> None:
    actions.name_party(case=case, naming=Naming(Part.TARGET, cast.teacher), by=cast.dsl, at=NOW)
    actions.sort(case=case, sorting=POST, by=cast.head, at=NOW)
    procedure = f"{ROOM}{case.pk}/procedure/"
    client = client_of(cast.head)
    assert "Evidence of the case" in client.get(procedure).text
    assert f'href="{procedure}"' in client.get(f"{ROOM}{case.pk}/write/lado/").text
    sent = {"happened_at": "14/10/2026 09:00", "spoken_to": "The desk", "advice": "Wait.",
            "ticket": "6f8b8f0e-0000-4000-8000-000000000002"}  # fmt: skip
    done = client.post(f"{ROOM}{case.pk}/write/lado/", sent)
    assert done["Location"] == procedure
    assert f'href="{ROOM}{case.pk}/"' in client.get(f"{ROOM}{case.pk}/write/note/").text
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 1


def test_a_new_case_offers_sorting_first_to_who_leads(cast: Cast, case: Case) -> None:
    page = client_of(cast.dsl).get(f"{ROOM}{case.pk}/").text
    assert page.index("Say what kind of matter it is") < page.index("What came in")
    actions.sort(case=case, sorting=POST, by=cast.dsl, at=NOW)
    page = client_of(cast.dsl).get(f"{ROOM}{case.pk}/").text
    assert "Say what kind of matter it is" not in page
    assert page.index("What is to be done") < page.index("What came in")


@pytest.mark.django_db
def test_the_demonstration_shows_two_concerns_once() -> None:
    set_up_demonstration(at=NOW)
    there = Case.objects.filter(school__slug=INVENTED)
    assert sorted(there.values_list("state", "category")) == [
        (State.NEW, ""), (State.OPEN, "copying")]  # fmt: skip
    before = Entry.objects.count()
    set_up_demonstration(at=NOW)
    assert (there.count(), Entry.objects.count()) == (2, before)


def test_what_can_be_written_stands_under_headings_in_the_order_of_a_case() -> None:
    found = grouped(KINDS.values())
    assert [heading for heading, _ in found] == [
        "What was said and done",
        "Looking into it",
        "Devices, files and data",
        "What came of it",
    ]
    assert sum(len(some) for _, some in found) == len(KINDS)
    assert {one.slug for one in dict(found)["What came of it"]} == OUTCOMES


def test_nobody_is_shown_a_way_to_a_page_that_refuses_them(cast: Cast) -> None:
    for person, shown in ((cast.teacher, True), (cast.pupil, False)):
        page = client_of(person).get("/elmfield/concerns/").text
        assert ("Whom to ring" in page) is shown, person
