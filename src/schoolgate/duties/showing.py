"""How well a clause is shown to be done: green, amber or red, and why. Pure; row POL-29."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from schoolgate.duties.rules import State


class Light(StrEnum):
    """From worst to best; grey asks for nothing."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"
    GREY = "Grey"


@dataclass(frozen=True, slots=True)
class Shown:
    """A light, and the reason for it in words."""

    light: Light
    because: str


ASSERTED: Final = Shown(Light.AMBER, "Only asserted: nothing that anybody does proves it")
NOTHING: Final = Shown(Light.GREY, "No duty hangs on this clause")
_DONE: Final = frozenset({State.DONE, State.DONE_LATE})


def of_times(states: Sequence[State]) -> Shown:
    """Return how a duty is shown by the times that it fell due, the oldest first.

    Red: overdue, or the last time was missed. Green: the last time that began is proved, or the one
    before it and this one still runs. Amber: not proved yet, or left out on purpose.
    """
    begun = [one for one in states if one is not State.COMING]
    if State.OVERDUE in begun:
        return Shown(Light.RED, "Overdue: no proof in its time")
    if not begun:
        return Shown(Light.GREY, "Nothing has fallen due so far")
    last, before = begun[-1], (begun[-2] if len(begun) > 1 else None)
    if last is State.TO_DO and before is not None:
        last = before
    return {
        State.MISSED: Shown(Light.RED, "The last time was missed"),
        State.TO_DO: Shown(Light.AMBER, "Not proved yet; there is still time"),
        State.SKIPPED: Shown(Light.AMBER, "Left out the last time, with a reason"),
    }.get(last, Shown(Light.GREEN, "Proved in its time"))


def of_any(is_proved: bool) -> Shown:
    """Return how a duty is shown that falls due on no day: by any proof at all."""
    if is_proved:
        return Shown(Light.GREEN, "Proved; no day is stated")
    return Shown(Light.AMBER, "No proof so far; no day is stated")


def worst(lights: Iterable[Light]) -> Light:
    """Return the light of a clause: the worst of its duties."""
    order = list(Light)
    return min(lights, key=order.index, default=Light.GREY)
