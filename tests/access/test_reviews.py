"""The review of access: every line decided, by anybody but the one it is about, then closed."""

from __future__ import annotations

import datetime as dt

import pytest

from schoolgate.access.actions import reviews
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import Group, Guest, ITSystem, Review, ReviewLine, Right, Surplus
from schoolgate.access.queries import reviews as queries
from schoolgate.access.rules.register import Level
from schoolgate.access.rules.reviews import Decision, Mark, Sort
from schoolgate.accounts.models import Account
from schoolgate.people import needs
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.access.conftest import A_DAY, TODAY, sentences, verbs
from tests.cast import NOW, Cast


def account(person: Person, *, last: int | None = 1, opened: int = 100) -> Account:
    used = None if last is None else NOW - last * A_DAY
    return Account.objects.create(
        school=person.school, person=person, username=f"u{person.pk}", issuer="The office",
        opened_at=NOW - opened * A_DAY, last_login=used,
    )  # fmt: skip


@pytest.fixture
def everything(cast: Cast, leaver: Person, network_manager: Person) -> Cast:
    """Accounts of the head, the network manager, the teacher and a leaver; a cell; a surplus."""
    for person in (cast.head, network_manager, cast.teacher):
        account(person)
    account(leaver, last=None)
    account(cast.other_head)
    drive = ITSystem.objects.create(school=cast.school, name="Shared drive", from_at=NOW)
    staff = Group.objects.create(school=cast.school, name="Staff", basis="kind", value="staff")
    Right.objects.create(school=cast.school, system=drive, group=staff, level=Level.CHANGE,
                         from_at=NOW, set_by="The office")  # fmt: skip
    Surplus.objects.create(school=cast.school, system=drive, person=cast.teacher,
                           level=Level.ADMINISTER, found_at=NOW, found_by="The office")  # fmt: skip
    return cast


@pytest.fixture
def review(everything: Cast) -> Review:
    return reviews.open_review(school=everything.school, by=everything.head, at=NOW)


def line(name: str) -> ReviewLine:
    return ReviewLine.objects.select_related("school", "review").get(label__startswith=name)


def decide(name: str, decision: Decision, by: Person, **more: object) -> ReviewLine:
    given = {"line": line(name), "decision": decision, "by": by, "at": NOW, "because": "looked at"}
    return reviews.decide_line(**(given | more))  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["pupil", "parent", "teacher", "governor", "dsl", "other_head"])
def test_a_review_is_not_everybodys(everything: Cast, who: str) -> None:
    by = getattr(everything, who)
    with pytest.raises(NotAllowed):
        reviews.open_review(school=everything.school, by=by, at=NOW)
    reviews.open_review(school=everything.school, by=everything.head, at=NOW)
    with pytest.raises(NotAllowed):
        decide("Lea", Decision.KEEP, by)
    assert queries.reviews(by, on=TODAY).filter(school=everything.school).count() == 0
    assert verbs() == ["access:access-review:opened"]


def test_every_account_cell_and_surplus_of_the_school_has_a_line(review: Review) -> None:
    found = ReviewLine.objects.order_by("pk").values_list("sort", "label", "marks")
    assert set(found) == {
        (Sort.ACCOUNT, f"Hana Head ({Account.objects.get(person__name='Hana Head').username})", ""),
        (Sort.ACCOUNT, line("Nell").label, ""),
        (Sort.ACCOUNT, line("Tara Teacher (").label, ""),
        (Sort.ACCOUNT, line("Lea").label, f"{Mark.LEFT} {Mark.NEVER_USED}"),
        (Sort.RIGHT, "Staff in Shared drive: may change settings", ""),
        (Sort.SURPLUS, "Tara Teacher in Shared drive: administrator", Mark.MORE_THAN_GROUP),
    }
    assert sentences() == ["Hana Head opened the access review of 2026: 6 lines."]


@pytest.mark.row("PPL-05")
def test_a_review_is_worked_through_line_by_line_and_closed(
    everything: Cast, review: Review, network_manager: Person
) -> None:
    with pytest.raises(UnableToRecord, match="6 lines are not decided"):
        reviews.close_review(review=review, by=everything.head, at=NOW)
    decide("Lea", Decision.REMOVE, everything.head, because="left in October")
    decide("Tara Teacher in", Decision.REMOVE, everything.head)
    decide("Staff in", Decision.CHANGE, network_manager, level=Level.USE)
    decide("Hana", Decision.KEEP, network_manager)
    assert reviews.keep_unmarked(review=review, by=everything.head, at=NOW) == 2
    assert queries.progress(review).open == 0
    reviews.close_review(review=review, by=everything.head, at=NOW)
    assert not Account.objects.get(person__name="Lea Leaver").is_active
    assert [one.level for one in Right.objects.filter(until_at=None)] == [Level.USE]
    assert not Surplus.objects.filter(ended_at=None).exists()
    assert sentences()[-1] == (
        "Hana Head closed the access review of 2026: 6 lines, 2 removed, 1 changed."
    )
    assert verbs()[1:3] == ["accounts:account:closed", "access:access-review:decided"]
    acts = Entry.objects.values_list("action", flat=True).order_by("sequence")
    assert acts[1] == acts[2] != acts[3]


@pytest.mark.row("PPL-05")
def test_twelve_months_after_the_last_the_next_is_due(everything: Cast, review: Review) -> None:
    def titles(at: dt.datetime) -> list[str]:
        return [one.title for one in needs.of(everything.technician, at) if "eview" in one.title]

    assert titles(NOW) == ["Finish the access review: 6 lines are open"]
    ReviewLine.objects.update(decision="keep", decided_at=NOW, decided_by="Hana Head")
    reviews.close_review(review=review, by=everything.head, at=NOW)
    assert titles(NOW + 364 * A_DAY) == []
    assert titles(NOW + 365 * A_DAY) == ["Review who has access to what"]
    assert verbs()[-1] == "access:access-review:closed"


def test_the_first_review_is_due_a_year_after_the_first_account(everything: Cast) -> None:
    first = TODAY - 100 * A_DAY
    assert queries.due_on(everything.head, on=TODAY) == first.replace(year=first.year + 1)
    assert queries.due_on(everything.teacher, on=TODAY) is None
    Account.objects.all().delete()
    assert queries.due_on(everything.head, on=TODAY) is None
    assert Entry.objects.count() == 0


def test_nobody_decides_on_themselves(everything: Cast, review: Review) -> None:
    with pytest.raises(UnableToRecord, match="about you"):
        decide("Hana", Decision.KEEP, everything.head)
    assert line("Hana").decision == ""
    assert verbs() == ["access:access-review:opened"]


@pytest.mark.parametrize(
    ("name", "decision", "more", "says"),
    [
        ("Tara Teacher (", Decision.REMOVE, {"because": ""}, "Say why"),
        ("Lea", Decision.KEEP, {"because": " "}, "Say why"),
        ("Lea", Decision.CHANGE, {}, "another decision"),
        ("Staff in", Decision.CHANGE, {}, "Choose the level"),
    ],
)
def test_a_decision_is_whole_or_refused(
    everything: Cast, review: Review, name: str, decision: Decision, more: dict[str, object],
    says: str,
) -> None:  # fmt: skip
    with pytest.raises(UnableToRecord, match=says):
        decide(name, decision, everything.head, **more)
    assert (line(name).decision, verbs()) == ("", ["access:access-review:opened"])


def test_of_two_reviewers_the_first_decides(
    everything: Cast, review: Review, network_manager: Person
) -> None:
    seen_by_both = line("Lea")
    decide("Lea", Decision.KEEP, network_manager, because="comes back in May")
    with pytest.raises(UnableToRecord, match="Somebody else has decided"):
        decide("Lea", Decision.REMOVE, everything.head, line=seen_by_both)
    assert Account.objects.get(person__name="Lea Leaver").is_active
    assert verbs().count("access:access-review:decided") == 1


def test_one_review_is_open_at_a_time_and_a_closed_one_stays_closed(
    everything: Cast, review: Review
) -> None:
    with pytest.raises(UnableToRecord, match="open already"):
        reviews.open_review(school=everything.school, by=everything.technician, at=NOW)
    ReviewLine.objects.exclude(label__startswith="Lea").update(
        decision="keep", decided_at=NOW, decided_by="Hana Head"
    )
    decide("Lea", Decision.KEEP, everything.head)
    reviews.close_review(review=review, by=everything.head, at=NOW)
    with pytest.raises(UnableToRecord, match="closed already"):
        reviews.close_review(review=review, by=everything.head, at=NOW)
    assert verbs().count("access:access-review:closed") == 1


def test_what_went_since_the_review_opened_stays_gone(everything: Cast, review: Review) -> None:
    Account.objects.filter(person__name="Lea Leaver").update(is_active=False, closed_at=NOW)
    decide("Lea", Decision.REMOVE, everything.head)
    assert verbs() == ["access:access-review:opened", "access:access-review:decided"]


def test_an_account_of_a_guest_past_their_date_is_marked(cast: Cast, visit: Guest) -> None:
    account(visit.person)
    reviews.open_review(school=cast.school, by=cast.head, at=NOW + 20 * A_DAY)
    assert line("Vik").marks == Mark.GUEST_OVER
    assert verbs()[-1] == "access:access-review:opened"
