"""Look-ups driven at random hold what they promise, and a program with a bug in it is found out."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from schoolgate.monitoring import actions, naming, reading
from schoolgate.monitoring.actions import ending, looking, telling
from schoolgate.monitoring.models import Look, LookUp
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules import lookups as rules
from schoolgate.monitoring.rules.lookups import Scope, Stage, Terms, Wanted
from schoolgate.people.models import Person
from tests.cast import Cast
from tests.monitoring.machine import Broken, Machine
from tests.monitoring.working import DAY

pytestmark = pytest.mark.django_db
# At a hand-over: STEPS=10000 pytest tests/monitoring/test_machine.py
STEPS = int(os.environ.get("STEPS", "300"))
_IN_A_ROW = 500
_UNTIL_FOUND = 3_000
_OUTSIDE, _REFUSE, _STAGE = rules.outside, looking._refuse, LookUp.stage
_EXPORT = looking.export
_Spoil = Callable[[pytest.MonkeyPatch], None]


@pytest.mark.row("MON-26")
@pytest.mark.parametrize("seed", range(max(1, STEPS // _IN_A_ROW)))
def test_look_ups_driven_at_random_hold_what_they_promise(cast: Cast, seed: int) -> None:
    machine = Machine(cast, seed, ("look", "look", "ask"))
    machine.run(min(STEPS, _IN_A_ROW))
    reads = sum(one.reads for one in machine.believed.values())
    print(f"{machine.done} done, {machine.refused} refused, {reads} reads")
    assert len(machine.believed) > 1
    assert reads > 1
    assert machine.refused > 0


def replaced(of: Any, name: str, with_: Any) -> _Spoil:
    """Something that does another thing."""
    return lambda patch: patch.setattr(of, name, with_)


def _nothing(*args: Any, **more: Any) -> Any:
    return ""


def _yes(*args: Any, **more: Any) -> bool:
    return True


def _anybodys(*, viewer: Any, pk: int, at: Any) -> Any:
    """Within the school: PostgreSQL itself stores no reader from another one."""
    noticed = LookUp.objects.filter(school=viewer.school, steps__kind="noticed")
    return noticed.filter(pk=pk).first()


def _none(*args: Any, **more: Any) -> list[Any]:
    return []


def _unwritten(asked: Any, wanted: Any) -> Any:
    return looking.Seen(asked)


def _open(self: Any, at: Any) -> Stage:
    return Stage.OPEN


def _told(self: Any, at: Any) -> Stage:
    return Stage.TOLD


def _any_day(asked: Wanted, terms: Terms) -> str:
    return "" if asked.scope in terms.scopes else "no"


def _bodies_too(asked: Wanted, terms: Terms) -> str:
    headers = Scope.MAIL_HEADERS in terms.scopes
    return "" if asked.scope is Scope.MAIL_BODIES and headers else _OUTSIDE(asked, terms)


def _all_of(*, school: Any, at: Any) -> list[LookUp]:
    every = LookUp.objects.filter(school=school, kind="employee")
    return [one for one in every if "noticed" not in one.written]


def _all_about(*, viewer: Any, at: Any) -> list[LookUp]:
    return list(LookUp.objects.filter(about=viewer))


def _rows_all_the_same(asked: Any, why: str) -> Any:
    return looking.Seen(_REFUSE(asked, why).look, (object(),))  # type: ignore[arg-type]


def _refused_in_silence(asked: Any, why: str) -> Any:
    asked.pk, asked.rows, asked.refused = None, 0, why
    asked.save(force_insert=True)
    return looking.Seen(asked)


def _named_to_review(look_up: LookUp, *, by: Person, at: Any) -> bool:
    return by.pk == look_up.reviewer_id


def _who_looked_tells(look_up: LookUp, *, by: Person, at: Any) -> bool:
    return by.pk == look_up.doer_id


def _a_day_late(self: Any, at: Any) -> Stage:
    found: Stage = _STAGE(self, at - DAY)
    return Stage.OPEN if found is Stage.NOT_BEGUN else found


def _files_for_anybody(*, look_up: LookUp, wanted: Wanted, by: Person, at: Any) -> Any:
    """The rows are written down, and nobody asks who takes them."""
    asked = Look(school=look_up.school, look_up=look_up, by=by, at=at, scope=wanted.scope,
                 from_at=wanted.from_at, until_at=wanted.until_at, as_file=True)  # fmt: skip
    return looking._seen(asked, wanted)


def _file_of_the_day_before(*, wanted: Wanted, **more: Any) -> Any:
    """Asked for in order, and a day too many is in the file."""
    seen = _EXPORT(wanted=wanted, **more)
    if seen.refused:
        return seen
    wider = Wanted(wanted.scope, wanted.from_at - DAY, wanted.until_at)
    rows = reading.rows_of(seen.look.look_up.about, wider, message="", first=0,
                           most=len(seen.rows), under="")  # fmt: skip
    return looking.Seen(seen.look, tuple(rows))


def _file_untold(*, look_up: LookUp, wanted: Wanted, by: Person, at: Any) -> Any:
    """A look that says nothing of the file."""
    return actions.look(look_up=look_up, wanted=wanted, by=by, at=at)


# What is wrong, how it is brought about, and what is done often there.
BUGS: dict[str, tuple[_Spoil, str]] = {
    "scope is forgotten": (replaced(rules, "outside", _nothing), "ask look"),
    "the time is forgotten": (replaced(LookUp, "stage", _open), "ask look tick end"),
    "anybody looks": (replaced(looking, "_fault", _nothing), "ask look"),
    "a look is not stored": (replaced(looking, "_seen", _unwritten), "ask look"),
    "a look is not written down": (replaced(looking, "_write", _nothing), "ask look"),
    "how somebody works is a purpose": (
        lambda patch: patch.setitem(rules.PURPOSES, "performance", "How they work"), "ask"
    ),
    "ending writes no notice, and no clock": (
        lambda patch: (patch.setattr(ending, "_notice", _nothing),
                       patch.setattr(queries, "over", _none))[0], "ask end tick sweep",
    ),
    "the clock writes no notice": (replaced(queries, "over", _none), "ask tick sweep"),
    "anybody reads the notice": (replaced(queries, "one_about_me", _anybodys), "ask end read"),
    "anybody delivers": (replaced(telling, "may_tell", _yes), "ask end deliver"),
    "anybody reviews": (replaced(telling, "may_review", _yes), "ask end review"),
    "finished before anybody is told": (replaced(LookUp, "stage", _told), "ask finish review"),
    "telling is put off without a clause": (
        lambda patch: patch.setattr(naming, "delaying", lambda _: [
            type("C", (), {"ref": "11.2"})]), "ask delay end",
    ),
    "days are forgotten": (replaced(rules, "outside", _any_day), "ask look"),
    "headers open what messages say": (replaced(rules, "outside", _bodies_too), "ask look"),
    "the clock tells too early": (replaced(queries, "over", _all_of), "ask sweep"),
    "who is looked at sees it at once": (replaced(queries, "about_me", _all_about), "ask read"),
    "what is refused shows rows": (replaced(looking, "_refuse", _rows_all_the_same), "ask look"),
    "a refusal is not written down": (
        replaced(looking, "_refuse", _refused_in_silence), "ask look"
    ),
    "reviewed while it goes on": (replaced(telling, "may_review", _named_to_review), "ask review"),
    "whoever looked tells": (replaced(telling, "may_tell", _who_looked_tells), "ask end deliver"),
    "anybody takes a file away": (replaced(actions, "export", _files_for_anybody), "ask export"),
    "a file holds another day": (
        replaced(actions, "export", _file_of_the_day_before), "ask export"
    ),
    "a file is not told as a file": (replaced(actions, "export", _file_untold), "ask export"),
    "a look lasts a day longer": (replaced(LookUp, "stage", _a_day_late), "ask look tick"),
}  # fmt: skip


@pytest.mark.parametrize("bug", BUGS)
def test_a_bug_is_found_out(cast: Cast, monkeypatch: pytest.MonkeyPatch, bug: str) -> None:
    spoil, often = BUGS[bug]
    spoil(monkeypatch)
    machine = Machine(cast, 1, tuple(often.split()))
    with pytest.raises(Broken):
        machine.run(_UNTIL_FOUND)
