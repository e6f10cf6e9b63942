"""The filter is tested against the policy, every school day, and a fault waits for an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import Error, transaction
from pytest_django.fixtures import Settings

from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.accounts import actions as accounts
from schoolgate.filtering import checking, overlay, publishing
from schoolgate.filtering.actions import askers, checks
from schoolgate.filtering.actions.checks import ByHand
from schoolgate.filtering.jobs import TESTER, try_filters
from schoolgate.filtering.models import FilterCheck, FilterCheckStep
from schoolgate.filtering.queries import checks as queries
from schoolgate.filtering.rules import canaries
from schoolgate.filtering.rules.categories import BY_ENDING, CATEGORIES
from schoolgate.filtering.rules.categories import Kind as CategoryKind
from schoolgate.filtering.rules.checks import Found, Kind, Outcome
from schoolgate.filtering.snapshot import digest, floor_of
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import School
from schoolgate.records.models import Entry
from tests.cast import LONDON, NOW, OPERATOR, Cast, needs_of
from tests.filtering.schools import LISTED, at, book, make

TEN = datetime.fromtimestamp(at(10, 15), LONDON)
LISTS = (*LISTED, *((name.decode(), slug) for name, slug in canaries.names()))
Committed = Callable[..., AbstractContextManager[object]]


rules = cache(book)


def filtered_by(folder: Path, pack: str = "brookside", **more: Any) -> Path:
    given: dict[str, Any] = {"listed": LISTS, "rules": rules(pack)}
    return make(folder, **given | more)


def checked(folder: Path, pack: str = "brookside", when: datetime = TEN) -> Found:
    return checking.check(folder, rules(pack), when)


def wrong(found: Found) -> dict[tuple[str, str, str], Outcome]:
    """What was wrong, by network, profile and category."""
    return {(one.network, one.profile, what): outcome for one in found.tested
            for what, outcome in one.wrong.items()}  # fmt: skip


@pytest.mark.parametrize("pack", ["brookside", "thatto-heath", "ashbrook", "cotmanhay"])
def test_a_filter_that_is_whole_answers_as_its_policy_says(tmp_path: Path, pack: str) -> None:
    filtered_by(tmp_path, pack)
    for hour in (10, 12, 18):
        found = checked(tmp_path, pack, TEN.replace(hour=hour))
        assert (wrong(found), found.trouble) == ({}, "")
        asked = {(one.network, one.profile) for one in found.tested}
        assert asked >= {
            ("Classrooms", "pupil_ks1"), ("Staff room", "teacher"), ("Guests", "guest"),
            ("Classrooms", "teacher+"), ("Guests", "it_technician"), ("", ""),
        }  # fmt: skip
        assert found.asked == len(found.tested) * (len(CATEGORIES) + 2)  # no list, and help


@pytest.mark.row("FIL-01")
def test_a_site_of_each_category_that_does_harm_is_refused_to_everybody(tmp_path: Path) -> None:
    filtered_by(tmp_path)
    harmful = {slug for slug, one in CATEGORIES.items() if one.kind is CategoryKind.HARMFUL}
    assert len(harmful) > 10
    for one in checked(tmp_path).tested:
        blocked = {what for what, outcome in one.outcomes.items() if outcome.got == "block"}
        assert harmful <= blocked
        assert "kindline.test" not in blocked


@pytest.mark.row("FIL-01")
def test_a_list_that_was_lost_shows(tmp_path: Path) -> None:
    filtered_by(tmp_path, listed=[one for one in LISTS if one[1] != "gambling"])
    lost = wrong(checked(tmp_path))
    assert {what for _, _, what in lost} == {"gambling"}
    assert lost["Classrooms", "pupil_ks1", "gambling"] == Outcome("block", "allow", "unlisted")


def test_an_entry_that_opens_too_much_shows(tmp_path: Path) -> None:
    entry = {"host": canaries.ZONE, "path": "", "allow": True, "roles": ["pupil_ks1"], "until": 0}
    filtered_by(tmp_path, entries=[entry])
    found = wrong(checked(tmp_path))
    assert found["Classrooms", "pupil_ks1", "malware"] == Outcome("block", "allow", "own_allow")
    assert not [one for one in found if one[1] == "teacher"]


def test_a_switched_off_filter_shows(tmp_path: Path) -> None:
    off = {"token": "s1", "users": [], "from": at(10), "until": at(11)}
    filtered_by(tmp_path, off=[off])
    assert wrong(checked(tmp_path))["Guests", "guest", "hate"].why == "switched_off"
    assert wrong(checked(tmp_path, when=TEN.replace(hour=11))) == {}


def test_the_answer_to_sites_on_no_list_is_tested_too(tmp_path: Path) -> None:
    closed = {"pupil_ks1": True}
    filtered_by(tmp_path, unlisted=closed)
    assert wrong(checking.check(tmp_path, rules("brookside"), TEN, closed)) == {}
    assert set(wrong(checked(tmp_path))) == {
        ("Classrooms", "pupil_ks1", "unlisted"), ("", "", "unlisted"),
    }  # fmt: skip


def test_the_floor_is_tested_where_there_is_one(tmp_path: Path) -> None:
    key = bytes(range(32))
    filtered_by(tmp_path, floor=floor_of(key, [digest(key, canaries.FLOOR)]))
    found = checked(tmp_path)
    assert {one.outcomes["illegal"] for one in found.tested} == {Outcome("block", "block", "floor")}
    filtered_by(tmp_path, floor=floor_of(key, [digest(key, "else.test")]))
    assert not any("illegal" in one.outcomes for one in checked(tmp_path).tested)


def test_a_snapshot_of_another_policy_shows(tmp_path: Path) -> None:
    filtered_by(tmp_path, "thatto-heath")
    assert wrong(checked(tmp_path, "brookside"))


def test_help_sites_are_tested_and_a_blocked_one_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filtered_by(tmp_path, listed=(*LISTS, ("kindline.test", "pornography")))
    assert wrong(checked(tmp_path)) == {}  # help beats every list
    (tmp_path / "current").unlink()
    found = checked(tmp_path)
    assert "kindline.test" in {what for _, _, what in wrong(found)}
    assert "missing or not whole" in found.trouble


def test_without_a_whole_overlay_the_check_says_so(tmp_path: Path) -> None:
    filtered_by(tmp_path)
    (tmp_path / overlay.FILE).write_text("{")
    found = checked(tmp_path)
    assert "overlay.json" in found.trouble
    assert [(one.network, one.profile) for one in found.tested] == [("", "")]


def test_no_test_is_made_with_somebodys_device(tmp_path: Path) -> None:
    filtered_by(tmp_path, devices={"10.1.0.1": "teacher", "10.1.0.2": "it_technician"})
    devices = {one.device for one in checked(tmp_path).tested if one.network == "Classrooms"}
    assert devices == {"10.1.0.3"}


def test_there_is_an_invented_site_for_every_category_and_its_names_are_reserved() -> None:
    names = dict(canaries.names())
    assert set(names.values()) == set(CATEGORIES) - set(BY_ENDING)
    assert all(name.endswith(b".filter-check.test") and b"_" not in name for name in names)


# --- Kept -----------------------------------------------------------------------------------------


@pytest.fixture
def filtered(settings: Settings, tmp_path: Path, cast: Cast) -> Cast:
    """A school with a filter and one network."""
    settings.VAR = tmp_path
    publishing.make(cast.school, NOW)
    askers.add_network(school=cast.school, name="Classrooms", cidr="10.1.0.0/16",
                       profile="pupil_ks1", by=cast.technician, at=NOW)  # fmt: skip
    publishing.write_overlay(cast.school, NOW)
    return cast


def break_it(school: School) -> None:
    """Let an own entry open all invented sites."""
    file = publishing.folder_of(school) / overlay.FILE
    entry = {"host": canaries.ZONE, "path": "", "allow": True, "roles": [], "until": 0}
    file.write_text(json.dumps(json.loads(file.read_text()) | {"entries": [entry]}))


def verbs(school: School) -> list[str]:
    found = Entry.objects.filter(journal__name=school.slug, verb__contains=":check:")
    tests = Entry.objects.filter(journal__name=school.slug, verb__contains="self-test")
    return [*(found | tests).order_by("sequence").values_list("verb", flat=True)]


@pytest.mark.row("FIL-01")
def test_the_button_tests_the_schools_own_filter(filtered: Cast) -> None:
    accounts.open_account(person=filtered.teacher, by=OPERATOR, at=NOW)
    publishing.write_overlay(filtered.school, NOW)
    made = checks.make_check(school=filtered.school, by=filtered.technician, at=NOW)
    assert (made.wrong, made.trouble, made.kind, made.by) == (0, "", "now", filtered.technician)
    lines = [(one.network, one.profile) for one in made.lines.all()]
    assert lines == [("Classrooms", "pupil_ks1"), ("Classrooms", "teacher"), ("", "")]
    assert filtered.teacher.account.username not in str(list(made.lines.values()))
    assert verbs(filtered.school) == [FilteringVerb.CHECK_RECORDED]


def test_every_school_day_the_filter_tests_itself_once(filtered: Cast) -> None:
    try_filters.call()
    try_filters.call()
    made = FilterCheck.objects.get()
    assert (made.kind, made.by, made.is_right, made.at) == (Kind.DAILY, None, True, NOW)
    assert verbs(filtered.school) == [FilteringVerb.SELF_TEST_MADE]
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        try_filters.call()
    with time_machine.travel(NOW + timedelta(days=3), tick=False):  # a Saturday
        try_filters.call()
    assert FilterCheck.objects.count() == 2


def test_a_school_that_has_no_filter_is_not_tested_and_one_that_lost_it_fails(
    filtered: Cast,
) -> None:
    try_filters.call()
    assert not FilterCheck.objects.filter(school=filtered.other_school).exists()
    (publishing.folder_of(filtered.school) / "current").unlink()
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        try_filters.call()
    newest = FilterCheck.objects.filter(school=filtered.school).first()
    assert newest is not None
    assert not newest.is_right
    assert "missing or not whole" in newest.trouble


@pytest.mark.row("FIL-01")
def test_a_fault_waits_for_technician_and_safeguarding_lead_until_words_follow(
    filtered: Cast,
) -> None:
    break_it(filtered.school)
    made = checks.make_check(school=filtered.school, by=TESTER, at=NOW)
    title = f"The filter gave {made.wrong} wrong answers: say what followed"
    for somebody in (filtered.technician, filtered.dsl):
        assert title in [one.title for one in needs_of(somebody)]
    for somebody in (filtered.teacher, filtered.governor, filtered.pupil, filtered.other_head):
        assert title not in [one.title for one in needs_of(somebody)]
    checks.follow(check=made, followed="The entry is gone.", by=filtered.dsl, at=NOW)
    assert title not in [one.title for one in needs_of(filtered.technician)]
    assert verbs(filtered.school) == [FilteringVerb.SELF_TEST_MADE, FilteringVerb.CHECK_FOLLOWED]


def test_words_on_the_newest_fault_settle_those_before_it(filtered: Cast) -> None:
    break_it(filtered.school)
    for days in (0, 1, 2):
        checks.make_check(school=filtered.school, by=TESTER, at=NOW + timedelta(days=days))
    newest = queries.to_follow(viewer=filtered.dsl, at=NOW)
    assert newest is not None
    assert newest.at == NOW + timedelta(days=2)
    checks.follow(check=newest, followed="Done.", by=filtered.dsl, at=newest.at)
    assert queries.to_follow(viewer=filtered.dsl, at=NOW) is None
    checks.make_check(school=filtered.school, by=TESTER, at=NOW + timedelta(days=3))
    assert queries.to_follow(viewer=filtered.dsl, at=NOW) is not None


TRIED = ByHand("iPad 12", "Wireless", "pupil_ks1", "gambling.filter-check.test", "block", "allow")


def test_a_test_on_a_device_is_written_down_with_what_followed(filtered: Cast) -> None:
    made = checks.record_by_hand(school=filtered.school, tried=TRIED, by=filtered.technician,
                                 followed="It had another proxy.", at=NOW)  # fmt: skip
    (line,) = made.lines.all()
    assert (line.device, line.network, line.profile) == TRIED[:3]
    assert line.wrong == {TRIED.tried: Outcome("block", "allow")}
    assert [step.words for step in made.steps.all()] == ["It had another proxy."]
    assert verbs(filtered.school) == [FilteringVerb.CHECK_RECORDED]
    for field in ("device", "tried", "network"):
        with pytest.raises(UnableToRecord):
            checks.record_by_hand(school=filtered.school, tried=TRIED._replace(**{field: "  "}),
                                  by=filtered.technician, followed="", at=NOW)  # fmt: skip
    assert FilterCheck.objects.count() == 1


def test_only_those_who_may_test_and_say_what_followed(filtered: Cast) -> None:
    made = checks.make_check(school=filtered.school, by=filtered.technician, at=NOW)
    for somebody in (filtered.pupil, filtered.teacher, filtered.governor, filtered.other_head):
        with pytest.raises(NotAllowed):
            checks.make_check(school=filtered.school, by=somebody, at=NOW)
        with pytest.raises(NotAllowed):
            checks.follow(check=made, followed="Nothing.", by=somebody, at=NOW)
    with pytest.raises(UnableToRecord, match="Say what was done"):
        checks.follow(check=made, followed=" ", by=filtered.dsl, at=NOW)
    assert verbs(filtered.school) == [FilteringVerb.CHECK_RECORDED]


@pytest.mark.django_db(transaction=False)
def test_a_test_is_never_changed(filtered: Cast) -> None:
    made = checks.record_by_hand(school=filtered.school, tried=TRIED, by=filtered.technician,
                                 followed="It had another proxy.", at=NOW)  # fmt: skip
    for rows, change in (
        (FilterCheck.objects.filter(pk=made.pk), {"wrong": 0}),
        (made.lines.all(), {"got": {}}),
        (FilterCheckStep.objects.filter(check_of=made), {"words": "Nothing."}),
    ):
        with pytest.raises(Error, match="never changed"), transaction.atomic():
            rows.update(**change)
