"""The log of changes: who, why, before and after; a second person; the committee’s reading."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction

from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.filtering.actions import changes, own
from schoolgate.filtering.actions.own import Wish
from schoolgate.filtering.models import Change, Confirmation
from schoolgate.filtering.queries import changes as queries
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, needs_of
from tests.filtering.conftest import let_in, sentences, source

pytestmark = pytest.mark.usefixtures("var")
TODAY = NOW.date()
TERM = dt.timedelta(days=121)


def add(cast: Cast, site: str = "a.test", at: dt.datetime = NOW) -> Change:
    """The technician closes a site."""
    own.add_entries(school=cast.school, wish=Wish(site, False, "asked for"), by=cast.technician,
                    at=at)  # fmt: skip
    return Change.objects.latest("pk")


def titles(person: Person, at: dt.datetime = NOW) -> set[str]:
    """What waits for somebody."""
    return {one.title for one in needs_of(person, at) if "/filter/" in one.url or
            "for the filter" in one.title}  # fmt: skip


@pytest.mark.row("FIL-12")
def test_every_change_has_who_when_why_before_and_after_and_stays(cast: Cast) -> None:
    change = add(cast)
    assert (change.by, change.at, change.why) == (cast.technician, NOW, "asked for")
    assert (change.before, change.after) == ([], ["a.test: closed for everyone"])
    changes.confirm_change(change=change, by=cast.head, at=NOW)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Change.objects.filter(pk=change.pk).update(why="another")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Confirmation.objects.update(by_label="another")
    assert Change.objects.get().why == "asked for"
    assert sentences()[0] == ("Tek Nishan closed a.test; after: a.test: closed for everyone; "
                              "because asked for.")  # fmt: skip


@pytest.mark.parametrize("pack", ["thatto-heath", "brookside", "cotmanhay"])
def test_the_pack_says_whether_a_second_person_confirms(cast: Cast, pack: str) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    cast.technician.refresh_from_db()
    change = add(cast._replace(school=School.objects.get(pk=cast.school.pk)))
    assert (change.needs_second, change.clause) == {
        "thatto-heath": (True, "Net.b4"), "brookside": (True, "9.3"), "cotmanhay": (False, ""),
    }[pack]  # fmt: skip


@pytest.mark.row("FIL-02")
def test_a_change_waits_for_a_second_person_who_is_not_its_own_author(
    cast: Cast, network_manager: Person
) -> None:
    change = add(cast)
    assert titles(cast.technician) == set()
    for second in (network_manager, cast.head, cast.dsl):
        assert titles(second) == {"Confirm a change to the filter"}
    with pytest.raises(UnableToRecord, match="your own change"):
        changes.confirm_change(change=change, by=cast.technician, at=NOW)
    for nobody in (cast.teacher, cast.governor, cast.other_head, cast.pupil):
        with pytest.raises(NotAllowed):
            changes.confirm_change(change=change, by=nobody, at=NOW)
    changes.confirm_change(change=change, by=cast.dsl, at=NOW)
    with pytest.raises(UnableToRecord, match="confirmed already"):
        changes.confirm_change(change=change, by=cast.head, at=NOW)
    assert titles(network_manager) == set()
    assert sentences()[-1] == "Dev Lead confirmed a change by Tek Nishan: closed a.test."


@pytest.mark.row("FIL-02")
def test_a_filter_that_one_person_keeps_alone_raises_a_warning(cast: Cast) -> None:
    assert titles(cast.head) == set()
    let_in(source(cast.technician), "a.test\n", cast.technician)
    warning = "Appoint a second person for the filter: one alone may not answer for it"
    assert warning in titles(cast.head)
    assert queries.crew(cast.school, on=TODAY) == 1
    Person.objects.create(school=cast.school, name="Nell Network", role="network_manager")
    assert queries.crew(cast.school, on=TODAY) == 2
    assert warning not in titles(cast.head)


@pytest.mark.row("OVR-08")
def test_the_log_is_signed_up_to_a_day_and_what_comes_later_is_unread(
    cast: Cast, chair: Person
) -> None:
    add(cast, "a.test")
    later = NOW + dt.timedelta(days=2)
    changes.sign_log(school=cast.school, up_to=NOW, second=chair, by=cast.governor, at=later)
    assert queries.changes(cast.head, on=TODAY, which="unread").count() == 0
    add(cast, "b.test", later)
    unread = queries.changes(cast.head, on=TODAY, which="unread")
    assert [one.what for one in unread] == ["closed b.test"]
    assert sentences()[-2] == (
        "Gus Governor signed with Cora Chair that the log of the filter is read up to "
        "14/10/2026 10:30."
    )


@pytest.mark.row("OVR-08")
def test_a_log_that_nobody_reads_for_a_term_is_overdue(cast: Cast, chair: Person) -> None:
    reader = "Read the log of changes to the filter, and sign"
    assert (queries.reading_due(cast.school), reader in titles(chair, NOW + TERM)) == (None, False)
    add(cast)
    assert reader not in titles(chair)
    assert reader in titles(chair, NOW + TERM)
    assert reader not in titles(cast.technician, NOW + TERM)
    changes.sign_log(school=cast.school, up_to=NOW + TERM, second=chair, by=cast.governor,
                     at=NOW + TERM)  # fmt: skip
    assert reader not in titles(chair, NOW + TERM)
    add(cast, "b.test", NOW + 2 * TERM)
    assert reader not in titles(chair, NOW + 2 * TERM)
    assert reader in titles(chair, NOW + 3 * TERM)


def test_only_two_of_the_committee_sign(cast: Cast, chair: Person) -> None:
    add(cast)
    for by in (cast.head, cast.technician, cast.dsl, cast.teacher, cast.other_head):
        with pytest.raises(NotAllowed):
            changes.sign_log(school=cast.school, up_to=NOW, second=chair, by=by, at=NOW)
    for second, says in ((cast.governor, "somebody else"), (cast.head, "neither governor"),
                         (cast.other_head, "somebody else")):  # fmt: skip
        with pytest.raises(UnableToRecord, match=says):
            changes.sign_log(school=cast.school, up_to=NOW, second=second, by=cast.governor, at=NOW)
    with pytest.raises(UnableToRecord, match="not come yet"):
        changes.sign_log(school=cast.school, up_to=NOW + TERM, second=chair, by=cast.governor,
                         at=NOW)  # fmt: skip
    changes.sign_log(school=cast.school, up_to=NOW, second=chair, by=cast.governor, at=NOW)
    with pytest.raises(UnableToRecord, match="read up to 14/10/2026 already"):
        changes.sign_log(school=cast.school, up_to=NOW, second=chair, by=cast.governor, at=NOW)
    assert queries.readings(cast.head, on=TODAY).count() == 1


def test_who_may_not_see_the_filter_sees_no_change(cast: Cast) -> None:
    add(cast)
    for nobody in (None, cast.pupil, cast.parent, cast.teacher, cast.other_head):
        assert queries.changes(nobody, on=TODAY).count() == 0
    assert queries.changes(cast.governor, on=TODAY).count() == 1


@pytest.mark.parametrize(("who", "proves"), [("governor", 1), ("coordinator", 0)])
def test_a_governor_who_signs_proves_that_a_governor_read_the_log(
    cast: Cast, chair: Person, who: str, proves: int
) -> None:
    coordinator = Person.objects.create(school=cast.school, name="Elsa Esafety",
                                        role="esafety_coordinator")  # fmt: skip
    by = cast.governor if who == "governor" else coordinator
    add(cast)
    changes.sign_log(school=cast.school, up_to=NOW, second=chair, by=by, at=NOW)
    assert Entry.objects.filter(verb="oversight:filter-log:read").count() == proves
    assert Entry.objects.filter(verb="filtering:change-log:signed").count() == 1
