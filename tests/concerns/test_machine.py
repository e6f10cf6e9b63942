"""Cases driven at random hold what they promise, and a program with a bug in it is found out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db.models import Q

from schoolgate.concerns import finding, keys, permissions, queries
from schoolgate.concerns.actions import cases, joining, storing, tasks
from schoolgate.concerns.models import Case, Word
from schoolgate.concerns.rules import gates, searching
from schoolgate.concerns.rules.kinds import KINDS
from tests.cast import Cast
from tests.concerns.believed import Broken
from tests.concerns.machine import Machine

# At a hand-over: STEPS=10000 pytest tests/concerns/test_machine.py
STEPS = int(os.environ.get("STEPS", "250"))
_IN_A_ROW = 500
_Spoil = Callable[[pytest.MonkeyPatch], None]


@pytest.mark.parametrize("seed", range(max(1, STEPS // _IN_A_ROW)))
def test_cases_driven_at_random_hold_what_they_promise(cast: Cast, seed: int) -> None:
    machine = Machine(cast, seed)
    machine.run(min(STEPS, _IN_A_ROW))
    print(f"{machine.done} done, {machine.refused} refused")
    assert machine.done > machine.refused / 10
    assert machine.refused > 0


def without_gate(name: str) -> _Spoil:
    """A closing that forgets one gate."""
    return lambda patch: patch.setattr(
        gates, "BEFORE_CLOSING", tuple(one for one in gates.BEFORE_CLOSING if one.__name__ != name)
    )


def replaced(of: Any, name: str, with_: Any) -> _Spoil:
    """Something that does another thing."""
    return lambda patch: patch.setattr(of, name, with_)


def _lead(*args: Any, **more: Any) -> bool:
    return True


def _nothing(*args: Any, **more: Any) -> None:
    return None


def _shut_out_forgotten(viewer: Any, *, on: Any) -> Any:
    if viewer is None:
        return Case.objects.none()
    return Case.objects.filter(pk__in=permissions.admissions_of(viewer, on=on).values("case"))


def _merged_are_alone(case: Any) -> Any:
    return [case]


def _in_the_case_alone(words: Any, school: int) -> Q:
    marks = [keys.mark_of_word(one, school=school) for one in words]
    return Q(pk__in=Word.objects.filter(mark__in=marks).values("case"))


def _no_words(_: Any) -> frozenset[str]:
    return frozenset()


def _with_gaps(school: Any, series: str, year: int) -> int:
    return 2 * Case.objects.filter(school=school).count() + 1


def _key_of_the_last_alone(lost: Any, kept: Any) -> None:
    Case.objects.filter(pk=lost.case.pk).update(inner=keys.locked_in(kept, lost))


# What is wrong, how it is brought about, the seed that finds it soon, and what is done often there.
BUGS: dict[str, tuple[_Spoil, int, str]] = {
    "closed without a debrief": (without_gate("debriefed"), 1, "sort refer close"),
    "closed without a referral": (without_gate("illegal_was_referred"), 0, "sort debrief close"),
    "closed without a track": (without_gate("track_is_decided"), 0, "sort debrief close"),
    "no gate at all": (replaced(gates, "BEFORE_CLOSING", ()), 0, "sort close"),
    "everybody leads": (replaced(permissions, "may_lead", _lead), 1, "admit sort"),
    "who is in it sees it": (replaced(permissions, "visible_to", _shut_out_forgotten), 0, "name"),
    "nobody is shut out": (replaced(cases, "SHUT_OUT", ()), 0, "name admit"),
    "merging leaves the rest behind": (
        replaced(queries, "together", _merged_are_alone), 0, "note merge",
    ),
    "merging forgets those merged before": (
        replaced(joining, "_lock_in", _key_of_the_last_alone), 0, "merge",
    ),
    "merging admits nobody new and ends nothing": (
        replaced(joining, "_admit_all", _nothing), 0, "admit name merge",
    ),
    "merging leaves keys": (replaced(joining, "SHUT_OUT", ()), 1, "admit name merge"),
    "merging forgets the law": (
        replaced(joining, "Track", type("T", (), {"ILLEGAL": "never"})), 0, "sort merge",
    ),
    "words are forgotten": (replaced(storing, "remember", _nothing), 1, "note"),
    "merged words are not found": (replaced(finding, "_with", _in_the_case_alone), 0, "merge"),
    "words are cut short": (replaced(searching, "words_of", _no_words), 0, "note"),
    "numbers have gaps": (replaced(storing, "next_number", _with_gaps), 0, "note"),
    "a teacher refers": (
        lambda patch: patch.setitem(
            KINDS, "referral", replace(KINDS["referral"], by=frozenset())
        ), 1, "admit refer",
    ),
    "tasks in what is over": (
        replaced(tasks, "_refuse_closed", _nothing), 2, "sort debrief refer signpost close task",
    ),
    "written after closing": (
        lambda patch: patch.setitem(KINDS, "note", replace(KINDS["note"], after=True)),
        0, "sort debrief refer signpost close note",
    ),
    "closed without signposting": (
        without_gate("parents_may_complain"), 0, "sort name debrief refer close",
    ),
    "an illegal case may become legal": (
        replaced(cases, "Track", type("T", (), {"ILLEGAL": "never"})), 2, "sort",
    ),
}  # fmt: skip


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_is_found_out(cast: Cast, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    spoil, seed, often = BUGS[bug]
    spoil(monkeypatch)
    machine = Machine(cast, seed, often.split())
    with pytest.raises(Broken):
        machine.run(200, look_every=10)
