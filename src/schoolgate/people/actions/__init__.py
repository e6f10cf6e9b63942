"""Every write to schools and people: who acts (`by`) and when (`at`) is always said."""

from __future__ import annotations

from schoolgate.people.actions.appointments import UnableToAppoint, appoint, delegate, end_role
from schoolgate.people.actions.demonstration import DEMONSTRATION, set_up_demonstration
from schoolgate.people.actions.flags import UnableToFlag, lift_flag, set_flag
from schoolgate.people.actions.persons import (
    NotAllowed,
    UnableToChange,
    add_person,
    name_guardian,
    record_leaving,
)
from schoolgate.people.actions.roster import confirm_gone, take_in, unwatched

__all__ = [
    "DEMONSTRATION", "NotAllowed", "UnableToAppoint", "UnableToChange", "UnableToFlag",
    "add_person", "appoint", "confirm_gone", "delegate", "end_role", "lift_flag", "name_guardian",
    "record_leaving", "set_flag", "set_up_demonstration", "take_in", "unwatched",
]  # fmt: skip
