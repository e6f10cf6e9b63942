"""Screens seen from afar: who, which machine, when, why; and whoever sat there has a notice."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import Remote, UnableToAct
from schoolgate.monitoring.models import RemoteSession
from schoolgate.people.models import Person, Teaching
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of
from tests.monitoring.working import verbs

pytestmark = pytest.mark.django_db
PAGE = "/elmfield/remote/"
WHY = "Stuck at the quiz."


def begun(
    cast: Cast, person: Person | None, by: Person | None = None, *, control: bool = True
) -> RemoteSession:
    remote = Remote("Suite 07", WHY, control, person)
    return actions.begin_remote(remote=remote, by=by or cast.technician, at=NOW)


def notices(person: Person) -> list[str]:
    return [one.title for one in needs_of(person) if "remote/" in one.url]


@pytest.mark.row("MON-13")
def test_a_remote_session_logs_who_which_machine_when_and_why(cast: Cast) -> None:
    Person.objects.filter(pk=cast.pupil.pk).update(class_name="3 Elm")
    Teaching.objects.create(school=cast.school, person=cast.teacher, class_name="3 Elm")
    sent = {"ticket": "6f8b8f0e-0000-4000-8000-000000000013", "machine": "Suite 07",
            "person": cast.pupil.pk, "what": "control", "reason": WHY}  # fmt: skip
    client = client_of(cast.teacher)
    page = client.post(f"{PAGE}new/", sent, follow=True).text
    for said in ("Suite 07", "Tara Teacher", "Pip Pupil", WHY, "14 October 2026, 10:30"):
        assert said in page, said
    client.post(f"{PAGE}new/", sent)
    row = RemoteSession.objects.get()
    client.post(f"{PAGE}{row.pk}/", {"act": "end"})
    assert "Over" in client.get(f"{PAGE}{row.pk}/").text
    entry = Entry.objects.get(verb="monitoring:remote:begun")
    assert all(said in str(entry.body) for said in ("Suite 07", "Pip Pupil", "took over", WHY))
    assert verbs() == ["remote:begun", "remote:ended"]


@pytest.mark.row("MON-13")
@pytest.mark.parametrize("who", ["pupil", "teacher"])
def test_pupils_and_staff_see_a_notice_of_what_was_seen(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    row = begun(cast, person)
    assert notices(person) == ["Read: Tek Nishan saw your screen, Suite 07"]
    client = client_of(person)
    page = client.get(f"{PAGE}{row.pk}/").text
    for said in ("Suite 07", "Tek Nishan", "Took over the machine", WHY):
        assert said in page, said
    assert notices(person) == []
    assert verbs() == ["remote:begun", "remote:read"]
    listed = client.get(PAGE).text
    assert "Staff can see the screens of school computers" in listed
    assert "Suite 07" in listed


@pytest.mark.row("MON-13")
def test_everybody_at_school_sees_that_and_only_those_concerned_see_whose_and_why(
    cast: Cast,
) -> None:
    row = begun(cast, cast.pupil)
    other = Person.objects.create(school=cast.school, name="Olly Oak", role="pupil_ks2")
    for person in (other, cast.teacher, cast.governor):
        client = client_of(person)
        page = client.get(PAGE).text
        assert "Suite 07" in page
        assert "Pip Pupil" not in page
        assert WHY not in page
        assert client.get(f"{PAGE}{row.pk}/").status_code == 404
    for person in (cast.head, cast.dsl, cast.technician):
        assert WHY in client_of(person).get(f"{PAGE}{row.pk}/").text
    for stranger in (cast.parent, cast.other_head):
        assert client_of(stranger).get(PAGE).status_code in {403, 404}
    assert verbs() == ["remote:begun"]  # nobody else reads the notice for the pupil


def test_staff_see_pupils_screens_and_a_colleagues_only_whoever_keeps_the_machines(
    cast: Cast,
) -> None:
    begun(cast, cast.pupil, cast.teacher)
    begun(cast, cast.teacher, cast.technician)
    begun(cast, None, cast.teacher, control=False)
    refused = [(cast.head, cast.teacher), (cast.teacher, cast.head), (cast.pupil, cast.parent),
               (cast.teacher, cast.pupil), (cast.other_head, cast.technician),
               (cast.teacher, cast.teacher)]  # fmt: skip
    for person, by in refused:
        with pytest.raises(UnableToAct):
            begun(cast, person, by)
    assert RemoteSession.objects.count() == 3


@pytest.mark.parametrize(("machine", "reason"), [(" ", WHY), ("Suite", ""), ("x" * 81, WHY)])
def test_without_a_machine_and_a_reason_nothing_begins(
    cast: Cast, machine: str, reason: str
) -> None:
    with pytest.raises(UnableToAct):
        actions.begin_remote(remote=Remote(machine, reason, False), by=cast.teacher, at=NOW)
    assert verbs() == []


def test_whoever_began_it_ends_it_once_and_is_reminded(cast: Cast) -> None:
    row = begun(cast, None)
    assert notices(cast.technician) == ["End your remote session at Suite 07"]
    with pytest.raises(UnableToAct):
        actions.end_remote(remote=row, by=cast.head, at=NOW)
    at = NOW + dt.timedelta(minutes=5)
    actions.end_remote(remote=row, by=cast.technician, at=at)
    with pytest.raises(UnableToAct):
        actions.end_remote(remote=row, by=cast.technician, at=at)
    assert notices(cast.technician) == []
