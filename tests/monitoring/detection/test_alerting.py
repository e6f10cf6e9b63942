"""Records, budgets, bundles, who is told, and the daily canaries."""

from datetime import UTC, datetime, timedelta

import pytest

from schoolgate.monitoring.canary import canaries, silent
from schoolgate.monitoring.detection.findings import Finding, Head, Severity
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.detection.judging import Detector
from schoolgate.monitoring.detection.merging import Bundles, merge
from schoolgate.monitoring.detection.records import (
    Budget,
    Expected,
    Record,
    Way,
    standing,
    within_budget,
)
from schoolgate.monitoring.detection.telling import About, Hours, escalate, told

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
OPEN = Hours(True, NOON)
SHUT = Hours(False, NOON + timedelta(hours=8))


@pytest.mark.parametrize(
    ("record", "severity", "way"),
    [
        (Record(4, 6, 50), Severity.CONCERN, Way.DIGEST),
        (Record(5, 5, 50), Severity.CONCERN, Way.AT_ONCE),
        (Record(0, 9, 50), Severity.CONCERN, Way.AT_ONCE),
        (Record(0, 30, 150), Severity.URGENT, Way.AT_ONCE),
        (Record(), Severity.NOTE, Way.AT_ONCE),
    ],
)
def test_a_rule_below_the_wanted_precision_goes_to_the_digest_unless_urgent(
    record: Record, severity: Severity, way: Way
) -> None:
    found = standing(record, severity, wanted=0.5)
    assert found.way is way
    assert found.reasons


def test_above_the_budget_the_least_precise_rule_gives_way_and_urgent_ones_never() -> None:
    good, poor = Record(9, 1, 50), Record(6, 4, 50)
    rules = {
        "good": Expected(10, good, Severity.CONCERN),
        "poor": Expected(10, poor, Severity.CONCERN),
        "life": Expected(10, Record(5, 5, 50), Severity.URGENT),
    }
    found = within_budget(rules, Budget(precision=0.5, minutes=100))
    assert {name: one.way for name, one in found.items()} == {
        "good": Way.AT_ONCE, "poor": Way.DIGEST, "life": Way.AT_ONCE}  # fmt: skip
    assert found["poor"].reasons[0] == "The week’s alerts would take 150 min; governors allow 100."
    assert all(one.way is Way.AT_ONCE for one in within_budget(rules, Budget(0.5, 150)).values())


def _found(who: str, at: int, *, group: str = "7b", severity: Severity = Severity.NOTE) -> Finding:
    item = Item(at, who, group, "pupil_ks3", Kind.SEARCH, "free vpn")
    return Finding(Head.CIRCUMVENTION, severity, "c.tool", item, ("W.",))


def test_twenty_pupils_of_one_lesson_on_one_rule_are_one_item() -> None:
    [bundle] = merge(_found(f"p{number}", number * 1000) for number in range(20))
    assert (bundle.count, len(bundle.people)) == (20, 20)


@pytest.mark.parametrize(
    "other",
    [_found("b", 0, group="7c"), _found("b", 3_600_000), _found("b", 0)._replace(rule="c.other")],
)
def test_another_class_lesson_or_rule_is_another_item(other: Finding) -> None:
    assert len(merge([_found("a", 0), other])) == 2


def test_a_graver_finding_is_told_again_and_leads_the_bundle() -> None:
    bundles = Bundles()
    assert bundles.add(_found("a", 0))[1]
    assert not bundles.add(_found("b", 1))[1]
    bundle, new = bundles.add(_found("c", 2, severity=Severity.SERIOUS))
    assert new
    assert (bundle.severity, bundle.finding.item.who, bundle.count) == (Severity.SERIOUS, "c", 3)


def test_the_excused_are_in_no_bundle() -> None:
    assert merge([_found("a", 0)._replace(excused="Homework.")]) == []


@pytest.mark.parametrize(
    ("about", "roles"),
    [
        (About.PUPIL, ("safeguarding_lead",)),
        (About.STAFF, ("headteacher",)),
        (About.HEADTEACHER, ("chair_of_governors",)),
        (About.UNKNOWN, ("safeguarding_lead",)),
    ],
)
def test_pupils_go_to_the_safeguarding_lead_and_staff_to_the_head_alone(
    about: About, roles: tuple[str, ...]
) -> None:
    found = told(about, Severity.SERIOUS, at=NOON, hours=OPEN)
    assert (found.roles, found.at, found.numbers) == (roles, NOON, False)


def test_out_of_hours_only_the_urgent_comes_at_once_and_with_numbers_to_call() -> None:
    urgent = told(About.PUPIL, Severity.URGENT, at=NOON, hours=SHUT)
    other = told(About.PUPIL, Severity.SERIOUS, at=NOON, hours=SHUT)
    assert (urgent.at, urgent.numbers) == (NOON, True)
    assert (other.at, other.numbers) == (SHUT.opens_at, False)


def test_what_nobody_opens_goes_to_a_second_person() -> None:
    late = NOON + timedelta(minutes=15)
    step = escalate(About.PUPIL, Severity.URGENT, told_at=NOON, at=late)
    assert step is not None
    assert step.roles == ("deputy_safeguarding_lead", "headteacher")
    early = late - timedelta(seconds=1)
    assert escalate(About.PUPIL, Severity.URGENT, told_at=NOON, at=early) is None
    assert escalate(About.PUPIL, Severity.NOTE, told_at=NOON, at=NOON + timedelta(days=9)) is None


def test_a_matter_of_staff_never_goes_below_the_head() -> None:
    step = escalate(About.STAFF, Severity.URGENT, told_at=NOON, at=NOON + timedelta(days=1))
    assert step is not None
    assert step.roles == ("chair_of_governors",)


def test_every_heads_canary_is_heard(shipped: Detector) -> None:
    sent = canaries(0)
    assert {one.head for one in sent} == set(Head)
    assert silent(sent, list(shipped.judge_all(one.item for one in sent))) == []


def test_a_canary_that_is_not_heard_is_named() -> None:
    assert silent(canaries(0), []) == list(Head)
