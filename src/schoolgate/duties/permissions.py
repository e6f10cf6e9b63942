"""Who may see which duties. Staff and governors: all of the school's; everybody else: their own."""

from __future__ import annotations

from datetime import date

from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability


def may(viewer: Person | None, capability: Capability, *, on: date) -> bool:
    """Tell whether the viewer may do something about the duties of their school."""
    return viewer is not None and people.may(viewer, capability, school=viewer.school_id, on=on)


def sees_all(viewer: Person | None, *, on: date) -> bool:
    """Tell whether the viewer sees duties that are not their own."""
    return may(viewer, Capability.DUTY_SEE, on=on)


def keeps(viewer: Person | None, *, on: date) -> bool:
    """Tell whether the viewer answers for all duties: chooses periods, hands over, skips."""
    return may(viewer, Capability.DUTY_KEEP, on=on)


def is_head(viewer: Person, *, on: date) -> bool:
    """Tell whether the viewer holds the post of headteacher: what is overdue comes to them."""
    return "headteacher" in people.roles_of(viewer, on=on)
