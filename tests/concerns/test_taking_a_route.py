"""A case is sorted: who has to know is let in, what is to be done stands in tasks."""

from __future__ import annotations

import pytest

from schoolgate.concerns import actions, queries, routing
from schoolgate.concerns.actions import Draft, Involved, Sorting, UnableToAct
from schoolgate.concerns.models import Admission, Case, Task
from schoolgate.concerns.rules.words import Part, Seriousness, Track
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told

_SORT = {"track": "inappropriate", "seriousness": "ordinary", "why": "Read it."}


def sort(
    case: Case, by: Person, situation: str, track: Track = Track.INAPPROPRIATE, **more: object
) -> None:
    sorting = Sorting(situation, "x", track, Seriousness.ORDINARY, "Read it.", **more)  # type: ignore[arg-type]
    actions.sort(case=case, sorting=sorting, by=by, at=NOW)


def _page(case: Case, person: Person) -> str:
    return client_of(person).get(f"/elmfield/concerns/{case.pk}/").text


@pytest.fixture
def heath(cast: Cast) -> None:
    """The school takes the policy of St Helens."""
    School.objects.filter(pk=cast.school.pk).update(pack="thatto-heath")


def test_the_page_says_what_is_forbidden_who_is_told_and_by_which_clause(
    cast: Cast, case: Case
) -> None:
    client = client_of(cast.dsl)
    page = f"/elmfield/concerns/{case.pk}/"
    client.post(page + "sort/", {**_SORT, "situation": "grooming"})
    text = _page(case, cast.dsl)
    assert "Contact the adult" in text
    assert "Designated safeguarding lead, at once" in text
    assert "12.1" in text
    assert Entry.objects.filter(verb="concerns:case:sorted").count() == 1


def test_steps_are_tasks_in_their_order_and_each_is_proved_by_what_was_written(
    cast: Cast, case: Case
) -> None:
    sort(case, cast.dsl, "grooming")
    tasks = list(Task.objects.filter(case=case))
    assert [one.kind for one in tasks][:4] == ["route"] * 4
    assert {one.role for one in tasks} == {"dsl"}
    client = client_of(cast.dsl)
    there = f"/elmfield/concerns/{case.pk}/tasks/{tasks[0].pk}/done/"
    assert there in client.get(f"/elmfield/concerns/{case.pk}/").text
    assert client.post(there, {"why": "Listened."}).status_code == 302
    tasks[0].refresh_from_db()
    assert tasks[0].done_by is not None
    assert Entry.objects.filter(verb="concerns:task:done").count() == 1


@pytest.mark.row("CON-09")
@pytest.mark.parametrize("situation", ["illegal-image", "illegal-activity"])
def test_a_crime_is_on_the_illegal_track_and_forbids_an_inquiry_of_the_school(
    cast: Cast, case: Case, situation: str
) -> None:
    sort(case, cast.dsl, situation)
    case.refresh_from_db()
    assert case.track == Track.ILLEGAL
    text = _page(case, cast.dsl)
    assert "Begin an inquiry of the school&#x27;s own" in text
    assert "Nothing can be attached to this case." in text
    actions.write(case=case, by=cast.dsl, at=NOW,
                  draft=Draft("debrief", {"lessons": "none", "change": "none"}, NOW))  # fmt: skip
    with pytest.raises(UnableToAct, match="passed on"):
        actions.close(case=case, why="Over.", by=cast.dsl, at=NOW)


@pytest.mark.row("CON-12")
def test_in_danger_999_comes_first_and_everything_else_waits(cast: Cast) -> None:
    now = actions.Told(told().way, {"what": "Now", "danger": "yes"})
    case = actions.report(school=cast.school, told=now, by=cast.teacher, at=NOW)
    client, page = client_of(cast.dsl), f"/elmfield/concerns/{case.pk}/"
    assert "Ring 999 now" in client.get(page).text
    refused = client.post(page + "sort/", {**_SORT, "situation": "grooming"})
    assert "ring 999 first" in refused.text
    said = {"who": "The office", "words": "They come.", "happened_at": "14/10/2026 10:20",
            "ticket": "6f8b8f0e-0000-4000-8000-000000000008"}  # fmt: skip
    client.post(page + "write/danger-met/", said)
    assert client.post(page + "sort/", {**_SORT, "situation": "grooming"}).status_code == 302
    assert "Ring 999 now" not in client.get(page).text


@pytest.mark.row("CON-14")
def test_a_serious_matter_has_a_task_for_each_body_that_the_policy_names(
    cast: Cast, heath: None, case: Case
) -> None:
    client = client_of(cast.dsl)
    serious = {**_SORT, "situation": "filter-failure", "seriousness": "serious"}
    client.post(f"/elmfield/concerns/{case.pk}/sort/", serious)
    opened = queries.opened(case=case, viewer=cast.dsl, on=NOW.date())
    refers = [words for task, words in queries.tasks(opened) if task.kind == "referral"]
    for body in ("ICT manager", "safeguarding officer", "Police Commissioner's office"):
        assert any(body in words for words in refers)
    said = {"body": "safeguarding officer", "spoken_to": "The desk", "advice": "Wait.",
            "happened_at": "14/10/2026 10:20",
            "ticket": "6f8b8f0e-0000-4000-8000-000000000007"}  # fmt: skip
    client.post(f"/elmfield/concerns/{case.pk}/write/referral/", said)
    done = Task.objects.get(case=case, kind="referral", done_by__kind="referral")
    assert "safeguarding officer" in opened.read(done, "words")


@pytest.mark.row("CON-32")
def test_away_from_school_the_behaviour_policy_and_the_parents_come_first(
    cast: Cast, heath: None, case: Case
) -> None:
    client, page = client_of(cast.dsl), f"/elmfield/concerns/{case.pk}/"
    away = {**_SORT, "situation": "bullying", "off_site": "yes"}
    refused = client.post(page + "sort/", away)
    assert "which clause of the published behaviour policy" in refused.text
    case.refresh_from_db()
    assert case.situation == ""
    client.post(page + "sort/", {**away, "behaviour_clause": "4.2"})
    assert "write down when the parents were told" in client.get(page).text


def test_copied_material_waits_until_its_use_is_stopped(cast: Cast, case: Case) -> None:
    client, page = client_of(cast.dsl), f"/elmfield/concerns/{case.pk}/"
    client.post(page + "sort/", {**_SORT, "situation": "copyright"})
    assert "Write down since when it is no longer used." in client.get(page).text


def test_of_the_headteacher_the_chair_alone_is_told(cast: Cast, chair: Person) -> None:
    about = (Involved(Part.SUBJECT, cast.head),)
    case = actions.report(school=cast.school, told=told(involved=about), by=cast.teacher, at=NOW)
    sort(case, chair, "staff-allegation")
    case.refresh_from_db()
    roles = Admission.objects.filter(case=case, until_at=None).values_list("role", flat=True)
    assert list(roles) == ["chair"]
    assert client_of(cast.head).get(f"/elmfield/concerns/{case.pk}/").status_code == 404
    opened = queries.opened(case=case, viewer=chair, on=NOW.date())
    route = routing.route_of(opened, at=NOW)
    assert route is not None
    assert {"lado", "hr"} <= {one.kind for one in route.outside}


def test_sorted_again_the_open_steps_of_the_old_route_end(cast: Cast, case: Case) -> None:
    sort(case, cast.dsl, "bullying")
    before = Task.objects.filter(case=case).count()
    sort(case, cast.dsl, "grooming")
    ended = Task.objects.filter(case=case, done_by__kind="sorted").count()
    assert ended == before


@pytest.mark.row("CON-36")
def test_five_signals_come_to_the_safeguarding_lead_and_a_copied_text_does_not(
    cast: Cast, heath: None, case: Case
) -> None:
    for situation in ("child-worry", "pupil-upset", "grooming", "illegal-activity", "bullying"):
        one = actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)
        sort(one, cast.head, situation, Track.UNDECIDED)
        assert Task.objects.filter(case=one, role="dsl").exists() or Admission.objects.filter(
            case=one, role="dsl", until_at=None).exists()  # fmt: skip
    sort(case, cast.head, "copyright")
    assert not Task.objects.filter(case=case, role="dsl").exists()


def test_no_word_of_a_step_lies_in_the_database_in_clear(cast: Cast, case: Case) -> None:
    sort(case, cast.dsl, "grooming")
    assert all(b"listen" not in bytes(one.words) for one in Task.objects.filter(case=case))
