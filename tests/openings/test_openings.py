"""A site asked for, opened by whom the policy names, closed by itself."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
import time_machine

from schoolgate.approvals.models import Approval
from schoolgate.filtering import actions
from schoolgate.filtering.actions import Terms, UnableToAct
from schoolgate.filtering.models import OpeningDecision, OpeningRequest
from schoolgate.filtering.publishing import folder_of
from schoolgate.filtering.queries import openings as queries
from schoolgate.filtering.rules.openings import State
from schoolgate.filtering.verbs import FilteringVerb as V
from schoolgate.people.models import Person, School
from schoolgate.records.parties import System
from tests.cast import NOW, Cast, client_of
from tests.openings import working
from tests.openings.working import (
    ELEVEN,
    HOUR,
    again,
    asked,
    deputy_of,
    granted,
    under,
    verbs,
    waiting,
)

GATEWAY = System("gateway", "The proxy")


@pytest.mark.row("FIL-08")
def test_a_request_needs_a_reason_and_an_end(cast: Cast) -> None:
    with pytest.raises(UnableToAct, match="Write down"):
        asked(cast.teacher, reason=" ")
    with pytest.raises(UnableToAct, match="later end"):
        asked(cast.teacher, until_at=NOW)
    with pytest.raises(UnableToAct, match="42 days at most"):
        asked(cast.teacher, until_at=NOW + dt.timedelta(days=43))
    answer = client_of(cast.teacher).post("/elmfield/filter/openings/new/", {
        "ticket": "6f8b8f0e-0000-4000-8000-000000000001", "address": "museum.example",
        "lesson": "Romans", "reason": "", "group": "pupils", "from_at": "14/10/2026 10:30",
        "until_at": ""})  # fmt: skip
    assert "There is a problem" in answer.text
    assert not OpeningRequest.objects.exists()
    assert verbs() == []


@pytest.mark.row("FIL-08")
def test_only_whom_the_policy_names_decides(cast: Cast) -> None:
    deputy, made = deputy_of(cast), asked(cast.teacher)
    for who in (cast.teacher, cast.technician, cast.head, cast.governor, cast.other_head):
        with pytest.raises(UnableToAct, match="Dora Deputy"):
            actions.grant_opening(opening=made, terms=Terms("Yes."), by=who, at=NOW)
    assert made.state(NOW) is State.WAITING
    actions.grant_opening(opening=made, terms=Terms("Yes."), by=deputy, at=NOW)
    assert again(made).state(NOW) is State.IN_FORCE
    assert verbs() == [V.OPENING_ASKED, V.OPENING_GRANTED, V.DECISIONS_RECORDED]


def test_under_thatto_heath_the_ict_team_decides(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    made = asked(here.teacher)
    assert made.clause == "EduPupils.b10"
    assert actions.deciders_of(made, at=NOW).role_of(here.technician.pk)
    assert not actions.deciders_of(made, at=NOW).role_of(here.dsl.pk)


def test_nobody_decides_their_own_the_head_stands_in(cast: Cast) -> None:
    here = under(cast, "thatto-heath")
    made = asked(here.technician)
    with pytest.raises(UnableToAct, match=r"their own request.*Hana Head"):
        actions.grant_opening(opening=made, terms=Terms("Yes."), by=here.technician, at=NOW)
    actions.grant_opening(opening=made, terms=Terms("Yes."), by=here.head, at=NOW)
    assert again(made).state(NOW) is State.IN_FORCE


@pytest.mark.parametrize("who", ["pupil", "parent", "governor", "other_head"])
def test_whoever_is_not_of_the_staff_here_asks_for_nothing(cast: Cast, who: str) -> None:
    client = client_of(getattr(cast, who))
    assert client.get("/elmfield/filter/openings/new/").status_code in {403, 404}
    assert client.get("/elmfield/filter/openings/new/").status_code == (
        404 if who == "other_head" else 403
    )
    assert not OpeningRequest.objects.exists()


def test_a_stranger_is_asked_to_sign_in_and_comes_back_to_the_form_filled_in(cast: Cast) -> None:
    page = "/elmfield/filter/openings/new/?address=museum.example"
    answer = client_of(None).get(page)
    assert answer.status_code == 302
    assert "museum.example" in answer["Location"]
    assert 'value="museum.example"' in client_of(cast.teacher).get(page).text


@pytest.mark.row("FIL-09")
def test_a_site_is_open_until_its_end_and_then_closed_without_anybody(cast: Cast) -> None:
    made = granted(cast.teacher, cast.head)
    (told,) = queries.in_force(cast.school, NOW).openings
    assert (told.host, told.path) == ("museum.example", "/rome")
    assert (told.from_at, told.until_at) == (NOW.timestamp(), ELEVEN.timestamp())
    assert set(told.roles) == {"pupil_ks1", "pupil_ks2"}
    before = verbs()
    assert made.state(ELEVEN - dt.timedelta(seconds=1)) is State.IN_FORCE
    assert made.state(ELEVEN) is State.OVER
    assert queries.in_force(cast.school, ELEVEN).openings == ()
    assert verbs() == before


@pytest.mark.row("FIL-09")
def test_the_record_shows_who_asked_why_and_the_dates(cast: Cast) -> None:
    granted(cast.teacher, cast.head)
    page = client_of(cast.governor).get("/elmfield/filter/openings/").text
    for said in ("Tara Teacher", "The mosaics", "Romans", "Hana Head", "It helps.",
                 "14 October 2026, 10:30", "14 October 2026, 11:00"):  # fmt: skip
        assert said in page
    csv = client_of(cast.governor).get("/elmfield/filter/openings/?as=csv")
    assert csv["Content-Type"].startswith("text/csv")
    assert "museum.example/rome" in csv.text
    assert "14/10/2026 11:00" in csv.text


@pytest.mark.row("FIL-08")
def test_the_committee_sees_every_decision_and_a_colleague_none(cast: Cast) -> None:
    granted(cast.teacher, cast.head)
    other = Person.objects.create(school=cast.school, name="Oona Other", role="teacher")
    for who in (cast.governor, cast.dsl, cast.head, cast.technician, cast.teacher):
        assert "museum.example" in client_of(who).get("/elmfield/filter/openings/").text
    assert "museum.example" not in client_of(other).get("/elmfield/filter/openings/").text
    for who in (other, cast.other_head):
        pk = OpeningRequest.objects.get().pk
        assert client_of(who).get(f"/elmfield/filter/openings/{pk}/").status_code == 404


def test_the_time_that_is_left_is_shown(cast: Cast) -> None:
    made = granted(cast.teacher, cast.head)
    page = client_of(cast.teacher).get(f"/elmfield/filter/openings/{made.pk}/").text
    assert "Open, 30 minutes left" in page


def test_who_decides_may_give_less_time_and_never_more(cast: Cast) -> None:
    made = asked(cast.teacher)
    with pytest.raises(UnableToAct, match="or less"):
        actions.grant_opening(opening=made, terms=Terms("Yes.", ELEVEN + HOUR), by=cast.head,
                              at=NOW)  # fmt: skip
    ten = NOW + dt.timedelta(minutes=10)
    actions.grant_opening(opening=made, terms=Terms("Yes.", ten), by=cast.head, at=NOW)
    assert again(made).state(ten) is State.OVER


def test_it_never_begins_before_it_was_decided(cast: Cast) -> None:
    made = asked(cast.teacher)
    later = NOW + dt.timedelta(minutes=5)
    actions.grant_opening(opening=made, terms=Terms("Yes."), by=cast.head, at=later)
    decided = again(made).decided
    assert decided is not None
    assert decided.from_at == later


def test_a_request_is_decided_once_and_not_when_its_time_is_over(cast: Cast) -> None:
    made = granted(cast.teacher, cast.head)
    with pytest.raises(UnableToAct, match="Look again"):
        actions.refuse_opening(opening=made, reason="No.", by=cast.head, at=NOW)
    late = asked(cast.teacher)
    with pytest.raises(UnableToAct, match="is over"):
        actions.grant_opening(opening=late, terms=Terms("Yes."), by=cast.head, at=ELEVEN)
    assert OpeningDecision.objects.count() == 1


def test_the_same_ticket_asks_once(cast: Cast) -> None:
    wish = working.wish()
    first = actions.ask_opening(wish=wish, by=cast.teacher, at=NOW)
    assert actions.ask_opening(wish=wish, by=cast.teacher, at=NOW) == first
    assert verbs() == [V.OPENING_ASKED]


def test_it_is_closed_early_by_a_button(cast: Cast) -> None:
    made = granted(cast.teacher, cast.head)
    act = f"/elmfield/filter/openings/{made.pk}/act/"
    other = Person.objects.create(school=cast.school, name="Oona Other", role="teacher")
    assert client_of(other).post(act, {"act": "close"}).status_code == 404
    client_of(cast.governor).post(act, {"act": "close"})
    assert again(made).state(NOW) is State.IN_FORCE
    client_of(cast.teacher).post(act, {"act": "close"})
    assert again(made).state(NOW) is State.REVOKED
    assert queries.in_force(cast.school, NOW).openings == ()
    assert verbs()[-1] == V.OPENING_ENDED


def test_whether_it_was_used_is_recorded_once(cast: Cast) -> None:
    made = granted(cast.teacher, cast.head)
    used = NOW + dt.timedelta(minutes=3)

    def told(school: School, used_at: dt.datetime) -> bool:
        return actions.note_use(token=made.token, school=school.pk, used_at=used_at, by=GATEWAY,
                                at=NOW + HOUR)  # fmt: skip

    assert not told(cast.other_school, used)
    assert told(cast.school, used)
    assert not told(cast.school, used + HOUR)
    first = again(made).used
    assert first is not None
    assert first.used_at == used
    assert verbs().count(V.OPENING_USED) == 1


@pytest.mark.parametrize(
    "address", ["co", "10.1.2.3", "http://[::1]/", "", "a b.example", "x" * 300]
)
def test_what_names_no_single_site_is_not_asked_for(cast: Cast, address: str) -> None:
    with pytest.raises(UnableToAct, match="Write the"):
        asked(cast.teacher, address=address)


def test_it_stands_on_the_lists_of_who_decides_and_then_of_who_asked(cast: Cast) -> None:
    made = asked(cast.teacher)
    assert waiting(cast.head) == ["Decide: open museum.example/rome, for Romans"]
    assert waiting(cast.technician) == []
    assert waiting(cast.other_head) == []
    actions.grant_opening(opening=made, terms=Terms("Yes."), by=cast.head, at=NOW)
    assert waiting(cast.head) == []
    assert waiting(cast.teacher) == ["museum.example/rome is open: 30 minutes left"]
    actions.note_reading(opening=again(made), by=cast.teacher, at=NOW)
    assert waiting(cast.teacher) == []


def test_a_class_is_named_by_its_log_ins(cast: Cast) -> None:
    pupil = Person.objects.create(school=cast.school, name="Una", role="pupil_ks2",
                                  class_name="4 Oak")  # fmt: skip
    name = working.with_account(pupil)
    granted(cast.teacher, cast.head, class_name="4 Oak")
    (told,) = queries.in_force(cast.school, NOW).openings
    assert (told.class_name, told.users) == ("4 Oak", (name,))


@pytest.mark.parametrize("words", ["museum", "romans", "tara"])
def test_the_list_is_searched_sorted_and_in_pages(cast: Cast, words: str) -> None:
    for number in range(51):
        asked(cast.teacher, address=f"museum{number:02}.example")
    asked(cast.technician, address="zoo.example", lesson="Bears", reason="Bears")
    client = client_of(cast.head)
    page = client.get(f"/elmfield/filter/openings/?q={words}&sort=site").text
    assert "1 to 50 of 51" in page
    assert "zoo.example" not in page
    assert page.index("museum00.example") < page.index("museum01.example")


def test_with_the_first_use_nobody_changes_what_was_asked(cast: Cast) -> None:
    made = asked(cast.teacher)
    with pytest.raises(Exception, match="never changed"):
        OpeningRequest.objects.filter(pk=made.pk).update(host="casino.example")


def test_the_folder_of_a_school_is_its_own(cast: Cast) -> None:
    assert folder_of(cast.school) != folder_of(cast.other_school)


def test_the_clock_of_the_page_runs_out(cast: Cast) -> None:
    made = granted(cast.teacher, cast.head)
    with time_machine.travel(ELEVEN, tick=False):
        page = client_of(cast.teacher).get(f"/elmfield/filter/openings/{made.pk}/").text
    assert "Ended" in page
    assert "Close it now" not in page


@pytest.mark.row("FIL-08")
@pytest.mark.parametrize(("pack", "offered"), [("brookside", 1), ("thatto-heath", 1),
                                               ("cotmanhay", 0), ("ashbrook", 0)])  # fmt: skip
def test_the_permission_to_open_a_site_leads_to_the_one_form_that_opens_it(
    cast: Cast, pack: str, offered: int
) -> None:
    here = under(cast, pack)
    teacher = client_of(here.teacher)
    page = teacher.get("/elmfield/permissions/what/").text
    links = {unescape(one) for one in re.findall(r'href="([^"]*/ask/\?leave=[^"]*)"', page)}
    ends = [teacher.get(one) for one in sorted(links)]
    led = [one.headers["Location"] for one in ends if one.status_code == 302]
    assert led == ["/elmfield/filter/openings/new/"] * offered
    assert not Approval.objects.exists()
