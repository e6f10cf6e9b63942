"""The roles of the policy: who holds them, who stands in, and who may change that."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from schoolgate.people import actions, named_roles, queries, rules, standing
from schoolgate.people.models import Appointment, Delegation, Person, School
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of

ROLES = "/elmfield/people/roles/"
TODAY = NOW.date()
A_WEEK = dt.timedelta(days=7)


def shown(viewer: Person, query: str = "") -> dict[str, standing.Standing]:
    """The page's roles by slug."""
    page = client_of(viewer).get(f"{ROLES}{query}")
    return {one.slug: one for one in page.context["standings"]}


def last() -> str:
    return Entry.objects.order_by("-sequence")[0].verb


def appoint(cast: Cast, person: Person, role: str, **more: object) -> Appointment:
    values = {"person": person, "role": role, "from_on": TODAY, "by": cast.head, "at": NOW}
    return actions.appoint(**(values | more))  # type: ignore[arg-type]


@pytest.mark.row("PPL-01")
def test_everyone_of_the_school_sees_who_holds_each_role_of_the_policy(cast: Cast) -> None:
    appoint(cast, cast.teacher, "the computing lead")
    appoint(cast, cast.teacher, "the inclusion leader")
    assert Client().get(ROLES).status_code == 302
    assert client_of(cast.other_head).get(ROLES).status_code == 404
    for who in (cast.pupil, cast.parent, cast.governor, cast.teacher, cast.technician, cast.head):
        roles = shown(who)
        assert [one.name for one in roles["headteacher"].posts] == ["Hana Head"]
        assert [one.person for one in roles["esafety_coordinator"].appointments] == [cast.teacher]
        assert [one.person for one in roles["inclusion_leader"].appointments] == [cast.teacher]
        assert roles["chair"].is_vacant
    page = client_of(cast.parent).get(ROLES).text
    assert "it falls to Hana Head (headteacher)" in page
    assert "Appoint<" not in page


def test_the_page_says_the_same_as_the_rule_for_holders(cast: Cast) -> None:
    actions.set_up_demonstration()
    brookside = School.objects.get(slug="brookside")
    roles = named_roles.of(brookside)
    dsl = Appointment.objects.get(school=brookside, role="dsl")
    people = list(Person.objects.filter(school=brookside, kind="staff").order_by("pk")[3:6])
    Appointment.objects.create(school=brookside, person=people[0], role="dsl", deputy_of=dsl,
                               from_on=TODAY)  # fmt: skip
    Delegation.objects.create(school=brookside, to=people[1], appointment=dsl, scope="all",
                              from_on=TODAY, until_on=TODAY + A_WEEK)  # fmt: skip
    dsl.until_on = TODAY + dt.timedelta(days=1)
    dsl.save()
    assert len(roles) == 12
    for on in (TODAY, dsl.until_on, TODAY + A_WEEK):
        for one in standing.of(school=brookside, roles=roles, on=on):
            holds = {*one.posts, *(held.person for held in one.appointments)}
            expected = queries.holders(school=brookside, role=one.role.name, on=on)
            assert (holds or set(one.stand_ins)) == set(expected), (one.role.name, on)


def test_many_holders_cost_no_more_queries_than_few(cast: Cast) -> None:
    client = client_of(cast.head)
    client.get(ROLES)
    counts = []
    for more in (1, 20):
        for number in range(more):
            person = Person.objects.create(school=cast.school, name=f"M{number}", role="teacher")
            Appointment.objects.create(school=cast.school, person=person, from_on=TODAY,
                                       role="online_safety_group")  # fmt: skip
        with CaptureQueriesContext(connection) as asked:
            client.get(ROLES)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_head_appoints_and_nobody_else_does(cast: Cast) -> None:
    path = f"{ROLES}inclusion_leader/appoint/?q=tara"
    for who in (cast.pupil, cast.parent, cast.governor, cast.teacher, cast.technician, cast.dsl):
        assert client_of(who).get(path).status_code == 403
    form = {"person": cast.teacher.pk, "from_on": "14/10/2026", "until_on": "1/9/2026"}
    head = client_of(cast.head)
    assert "It would end before it begins" in head.post(path, form).text
    assert "Choose somebody" in head.post(path, form | {"person": ""}).text
    assert not Appointment.objects.exists()
    assert head.post(path, form | {"until_on": ""}).status_code == 302
    assert (last(), Appointment.objects.get().role) == (
        PeopleVerb.ROLE_APPOINTED,
        "inclusion_leader",
    )
    assert head.get(f"{ROLES}wizard/appoint/").status_code == 404
    assert "already. End that first." in head.post(path, form | {"until_on": ""}).text


def test_nobody_appoints_themselves(cast: Cast) -> None:
    form = {"person": cast.head.pk, "from_on": "14/10/2026"}
    path = f"{ROLES}inclusion_leader/appoint/"
    assert "Nobody appoints themselves" in client_of(cast.head).post(path, form).text
    assert not Appointment.objects.exists()


def test_a_deputy_is_named_and_an_appointment_ends(cast: Cast) -> None:
    one = appoint(cast, cast.teacher, "inclusion leader")
    head, path = client_of(cast.head), f"{ROLES}held/{one.pk}/"
    head.post(f"{path}deputy/", {"person": cast.dsl.pk, "from_on": "14/10/2026"})
    assert [held.person for held in shown(cast.parent)["inclusion_leader"].deputies] == [cast.dsl]
    assert "Write a day such as" in head.post(f"{path}end/", {"until_on": ""}).text
    head.post(f"{path}end/", {"until_on": "15/10/2026"})
    one.refresh_from_db()
    assert (one.until_on, last()) == (dt.date(2026, 10, 15), PeopleVerb.ROLE_ENDED)
    assert head.get(f"{path}juggle/").status_code == 404


def test_whoever_holds_a_role_hands_it_on_and_others_do_not(cast: Cast) -> None:
    one = appoint(cast, cast.teacher, "inclusion leader")
    path = f"{ROLES}held/{one.pk}/delegate/"
    form = {"person": cast.dsl.pk, "scope": "what cannot wait", "from_on": "14/10/2026",
            "until_on": "21/10/2026"}  # fmt: skip
    assert client_of(cast.technician).post(path, form).status_code == 403
    assert Entry.objects.order_by("-sequence")[0].verb == "accounts:page:refused"
    assert client_of(cast.teacher).post(path, form).status_code == 302
    assert last() == PeopleVerb.ROLE_DELEGATED
    assert (
        "Dev Lead, until 21 October 2026: what cannot wait" in client_of(cast.pupil).get(ROLES).text
    )
    assert client_of(cast.other_head).get(path.replace("elmfield", "oakhurst")).status_code == 404


def test_vacant_roles_wait_for_whoever_may_appoint(cast: Cast) -> None:
    do = "/elmfield/do/"
    assert "Appoint somebody: " in client_of(cast.head).get(do).text
    assert "Appoint somebody" not in client_of(cast.dsl).get(do).text
    assert all(one.is_vacant for one in shown(cast.head, "?only=vacant").values())
    for role in named_roles.of(cast.school):
        if role.name != "the headteacher":
            Appointment.objects.get_or_create(
                school=cast.school, person=cast.dsl, role=rules.role_slug(role.name),
                from_on=TODAY,
            )  # fmt: skip
    assert "Appoint somebody" not in client_of(cast.head).get(do).text
    assert "Every role is held" in client_of(cast.head).get(f"{ROLES}?only=vacant").text


def test_a_policy_that_cannot_be_read_names_no_role(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="nonsense")
    assert "names no role, or it cannot be read" in client_of(cast.parent).get(ROLES).text
    assert "Appoint somebody" not in client_of(cast.head).get("/elmfield/do/").text
