"""The regular look at how things are used: every area, by a technician; findings are the head's."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.concerns import queries as concerns
from schoolgate.concerns.models import Case
from schoolgate.duties import queries as duties
from schoolgate.duties.actions import choose_period
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import Looked, UnableToAct
from schoolgate.monitoring.actions.checking import Seen
from schoolgate.monitoring.models import UseCheck
from schoolgate.monitoring.queries import checks as queries
from schoolgate.monitoring.rules.checks import AREAS, Result, areas
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.monitoring.working import TODAY, verbs

pytestmark = pytest.mark.django_db


def looked(**seen: Seen) -> Looked:
    """A review of today: nothing, but for what is said."""
    every = {area: Seen(Result.NOTHING) for area in AREAS}
    return Looked(TODAY, {**every, **seen})


def found(cast: Cast, result: Result, person: Person | None = None, by: Person | None = None
          ) -> list[Case]:  # fmt: skip
    seen = Seen(result, "Somebody tried passwords of others.", person)
    return actions.check_use(looked=looked(remote=seen), by=by or cast.technician, at=NOW)


def test_the_areas_are_those_that_the_clause_names() -> None:
    said = "monitor the use of the network, the VLE, remote access and email"
    assert areas([said]) == tuple(AREAS)
    assert areas(["look at email and the network"]) == ("network", "email")
    assert areas([]) == tuple(AREAS)


@pytest.mark.row("MON-11")
@pytest.mark.parametrize("result", [Result.ATTEMPT, Result.MISUSE])
def test_misuse_and_an_attempt_at_it_make_a_case_for_the_headteacher_alone(
    cast: Cast, result: Result
) -> None:
    (case,) = found(cast, result)
    assert concerns.one(viewer=cast.head, pk=case.pk, on=TODAY) is not None
    for other in (cast.dsl, cast.teacher, cast.governor, cast.pupil, cast.other_head):
        assert concerns.one(viewer=other, pk=case.pk, on=TODAY) is None
    opened = concerns.opened(case=case, viewer=cast.head, on=TODAY)
    said = concerns.reports(opened)[0].said
    assert said["what"] == f"{result.said}. Somebody tried passwords of others."
    assert said["where"] == "Remote access"
    rows = [str(vars(one)) for one in [*UseCheck.objects.all(), *Entry.objects.all()]]
    assert not any("passwords" in one for one in rows)


def test_what_a_pupil_did_is_told_to_headteacher_and_safeguarding_lead(cast: Cast) -> None:
    (case,) = found(cast, Result.MISUSE, cast.pupil)
    for reader in (cast.head, cast.dsl):
        assert concerns.one(viewer=reader, pk=case.pk, on=TODAY) is not None


def test_what_the_headteacher_did_does_not_go_to_the_headteacher(cast: Cast) -> None:
    (case,) = found(cast, Result.MISUSE, cast.head)
    assert concerns.one(viewer=cast.head, pk=case.pk, on=TODAY) is None


def test_a_review_that_found_nothing_makes_no_case_and_sent_twice_is_one(cast: Cast) -> None:
    review = looked()
    for _ in range(2):
        assert actions.check_use(looked=review, by=cast.technician, at=NOW) == []
    assert UseCheck.objects.count() == len(AREAS)
    assert verbs() == ["use:checked"]


@pytest.mark.parametrize(("seen", "why"), [
    ({"email": Seen(Result.NOTHING)}, "every area"),
    ({**looked().seen, "email": Seen(Result.ATTEMPT, " ")}, "E-mail: say"),
    ({**looked().seen, "email": Seen(Result.ATTEMPT, "x" * 2001)}, "at most 2000"),
])  # fmt: skip
def test_half_a_review_is_refused(cast: Cast, seen: dict[str, Seen], why: str) -> None:
    with pytest.raises(UnableToAct, match=why):
        actions.check_use(looked=Looked(TODAY, seen), by=cast.technician, at=NOW)
    with pytest.raises(UnableToAct, match="future"):
        actions.check_use(looked=Looked(TODAY + dt.timedelta(days=1), looked().seen),
                          by=cast.technician, at=NOW)  # fmt: skip
    assert not UseCheck.objects.exists()
    assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["head", "dsl", "teacher", "governor", "pupil", "parent"])
def test_nobody_but_network_manager_and_technician_writes_a_review(cast: Cast, who: str) -> None:
    with pytest.raises(UnableToAct, match="network manager"):
        actions.check_use(looked=looked(), by=getattr(cast, who), at=NOW)


@pytest.mark.row("MON-11")
def test_the_review_proves_the_duty_in_the_time_that_the_school_chose(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="thatto-heath")
    people = Person.objects.filter(pk__in=[cast.technician.pk, cast.head.pk])
    technician, head = people.get(pk=cast.technician.pk), people.get(pk=cast.head.pk)
    asked = queries.asked_for(technician.school)
    assert (asked.clause, asked.every) == ("Net.b6", "regularly")

    def stands() -> list[str]:
        board = duties.board(school=technician.school, today=TODAY)
        (duty,) = (one for one in board.duties if one.key == "Net.b6~1")
        return [part.state for turn in board.item(duty).turns for part in turn.parts]

    assert stands() == []  # “regularly” is a question until the school says how often
    choose_period(duty="Net.b6~1", period="month", begins_on=TODAY, by=head, at=NOW)
    assert stands()[0] == "To do"
    page = client_of(technician).get("/elmfield/use/").text
    assert "Clause Net.b6 wants it regularly" in page
    actions.check_use(looked=looked(), by=technician, at=NOW)
    entry = Entry.objects.get(verb="monitoring:use:checked")
    assert entry.clause == "Net.b6"
    assert stands()[0] == "Done"


@pytest.mark.row("MON-11")
def test_the_form_asks_for_each_area_and_tells_how_many_the_headteacher_hears_of(
    cast: Cast,
) -> None:
    client, there = client_of(cast.technician), "/elmfield/use/new/"
    page = client.get(there).text
    for title, _ in AREAS.values():
        assert title in page
    sent = {"ticket": "6f8b8f0e-0000-4000-8000-000000000011", "on": "14/10/2026"}
    sent |= {f"{area}_result": "nothing" for area in AREAS}
    answer = client.post(there, {**sent, "email_result": "attempt"})
    assert "E-mail: say in a few words what you found." in answer.text
    sent |= {"email_result": "attempt", "email_words": "A rule forwards everything outside."}
    assert "The headteacher is told of 1." in client.post(there, sent, follow=True).text
    listed = client_of(cast.head).get("/elmfield/use/").text
    assert "Somebody tried to misuse it" in listed
    assert "forwards everything" not in listed
    for other in (cast.teacher, cast.pupil, cast.parent, cast.other_head):
        assert client_of(other).get("/elmfield/use/").status_code in {403, 404}
