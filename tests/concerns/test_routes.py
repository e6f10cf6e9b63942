"""What changes a route: who is in the matter, danger, crime, where it happened, vacant roles."""

from __future__ import annotations

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.concerns.rules.bodies import AUTHORITIES
from schoolgate.concerns.rules.facts import Facts
from schoolgate.concerns.rules.pace import Pace
from schoolgate.concerns.rules.roles import LINE
from schoolgate.concerns.rules.routes import Route, route_for
from schoolgate.concerns.rules.situations import ALL
from schoolgate.policies.language.pack import assemble
from tests.concerns.test_routes_of_map import pack
from tests.evaluator.profile import cases

SCHOOLS = ("ashbrook", "thatto-heath", "cotmanhay", "brookside")
_ROLES = sorted({*LINE, "network_manager", "it_technician", "esafety_coordinator"})


def route(situation: str, school: str = "cotmanhay", **facts: object) -> Route:
    return route_for(pack(school), situation, Facts(**facts))  # type: ignore[arg-type]


FACTS = st.builds(
    Facts,
    shut_out=st.frozensets(st.sampled_from(_ROLES), max_size=4),
    vacant=st.frozensets(st.sampled_from(_ROLES), max_size=5),
    staff_is_subject=st.booleans(), in_danger=st.booleans(), danger_is_met=st.booleans(),
    off_site=st.booleans(), illegal=st.booleans(), beyond_school=st.booleans(),
    serious=st.booleans(),
)  # fmt: skip
ANY = (st.sampled_from(SCHOOLS), st.sampled_from(sorted(ALL)), FACTS)


@given(*ANY)
@cases(150)
def test_whoever_is_in_it_is_never_told_and_nobody_tells_an_empty_chair(
    school: str, situation: str, facts: Facts
) -> None:
    told = set(route_for(pack(school), situation, facts).roles)
    assert not told & (facts.shut_out | facts.vacant)


@given(*ANY)
@cases(150)
def test_a_crime_never_ends_within_the_school(school: str, situation: str, facts: Facts) -> None:
    found = route_for(pack(school), situation, facts)
    if facts.illegal:
        assert AUTHORITIES & {one.kind for one in found.outside}
        assert not found.may_attach()
        assert not any("investigat" in one.words for one in found.steps)
        assert any("inquiry" in one.words for one in found.never)


@given(*ANY)
@cases(150)
def test_a_critical_situation_always_reaches_somebody(
    school: str, situation: str, facts: Facts
) -> None:
    out = facts.shut_out | facts.vacant
    somebody = {"chair", "vice_chair", "deputy_headteacher"} - out
    found = route_for(pack(school), situation, facts)
    if ALL[situation].is_critical and somebody:
        assert found.told
        assert found.pace in {Pace.AT_ONCE, Pace.NEXT_DAY}


@given(*ANY)
@cases(100)
def test_what_is_ours_says_so_and_every_clause_is_in_the_policy(
    school: str, situation: str, facts: Facts
) -> None:
    found = route_for(pack(school), situation, facts)
    cited = {one.clause for one in found.told} | {one.clause for one in found.outside}
    cited |= {one.clause for one in (*found.steps, *found.never, *found.parents)}
    assert cited - {""} <= set(found.clauses)
    assert set(found.clauses) <= pack(school).by_ref.keys()


def test_of_the_headteacher_the_chair_alone_is_told() -> None:
    found = route("staff-allegation", shut_out=frozenset({"headteacher"}), staff_is_subject=True)
    assert found.roles == ("chair",)
    assert found.told[0].instead_of == "headteacher"
    assert {"lado", "hr"} <= {one.kind for one in found.outside}


def test_a_member_of_staff_is_a_matter_for_two_leaders_the_lado_and_hr() -> None:
    found = route("grooming", shut_out=frozenset({"dsl"}), staff_is_subject=True)
    assert {"headteacher", "senior_leader"} <= set(found.roles)
    assert "dsl" not in found.roles
    assert {"lado", "hr"} <= {one.kind for one in found.outside}
    assert any("see the case" in one.words for one in found.never)
    assert found.outcomes == "staff"


def test_in_danger_999_comes_first_and_the_rest_waits_until_it_is_confirmed() -> None:
    found = route("grooming", in_danger=True)
    assert found.waits
    assert "999" in found.first[0].words
    assert not route("grooming", in_danger=True, danger_is_met=True).waits
    assert not route("grooming").first


def test_away_from_school_the_behaviour_policy_has_to_cover_it() -> None:
    assert route("off-site-behaviour", "thatto-heath").needs == ("behaviour-policy",)
    assert route("bullying", "thatto-heath", off_site=True).needs == ("behaviour-policy",)
    assert route("bullying", "thatto-heath").needs == ()


def test_a_crime_takes_the_bodies_of_the_policy_and_no_inquiry_of_the_school() -> None:
    found = route("staff-misuse", "thatto-heath", illegal=True)
    assert {"police", "la-ict", "la-safeguarding", "police-commissioner"} <= {
        one.kind for one in found.outside
    }
    assert [one.words for one in found.withheld] == ["the headteacher investigates"]


def test_a_picture_of_a_child_takes_nothing_attached_even_before_anybody_calls_it_a_crime() -> None:
    assert not route("sexting").may_attach()
    assert not route("ai-misuse").may_attach()
    assert route("bullying").may_attach()


def test_beyond_the_school_and_serious_matters_bring_the_bodies_of_the_policy() -> None:
    assert "Call Derbyshire" in {one.words for one in route("sexting", beyond_school=True).outside}
    heath = route("bullying", "thatto-heath", serious=True)
    assert {"la-ict", "la-safeguarding", "police-commissioner"} <= {o.kind for o in heath.outside}


def test_a_vacant_role_passes_to_the_next_in_line_then_to_the_head_and_to_the_chair() -> None:
    vacant = frozenset({"dsl", "deputy_dsl"})
    assert route("grooming", vacant=vacant).roles == ("headteacher",)
    out = frozenset({*vacant, "headteacher"})
    assert route("grooming", vacant=out).roles == ("chair",)


def test_five_signals_reach_the_safeguarding_lead_and_a_copied_text_does_not() -> None:
    signals = ("child-worry", "pupil-upset", "grooming", "illegal-image", "bullying")
    assert all("dsl" in route(one, "thatto-heath").roles for one in signals)
    assert "dsl" not in route("copyright", "thatto-heath").roles


def test_teachers_who_may_hear_it_first_are_not_let_into_the_case() -> None:
    found = route("pupil-upset")
    assert found.roles == ("dsl",)
    assert "teachers may be told first" in {one.words for one in found.told_by}


def test_a_school_with_no_route_at_all_has_ours() -> None:
    text = '+++\npack = "bare"\nversion = "1"\ntitle = "Bare"\n+++\n\n# 1 Nothing\nNothing.\n'
    bare = assemble({"policy.md": text}, packs=settings.PACKS)
    for situation in ALL:
        found = route_for(bare, situation, Facts())
        assert found.is_ours
        assert found.told
        assert found.steps
