"""Every write to schools and people: who acts (`by`) and when (`at`) is always said."""

from __future__ import annotations

from schoolgate.people.actions.appointments import UnableToAppoint, appoint, delegate, end_role
from schoolgate.people.actions.calendar import UnableToKeep, keep_year
from schoolgate.people.actions.demonstration import (
    DEMONSTRATION,
    also_show,
    set_up_demonstration,
)
from schoolgate.people.actions.digests import claim_today, send_digest
from schoolgate.people.actions.flags import UnableToFlag, lift_flag, look_at_flags, set_flag
from schoolgate.people.actions.jobs import UnableToRunAgain, run_again
from schoolgate.people.actions.persons import (
    NotAllowed,
    UnableToChange,
    add_person,
    change_person,
    name_guardian,
    record_leaving,
    require,
)
from schoolgate.people.actions.roster import confirm_gone, take_in, unwatched
from schoolgate.people.actions.schools import UnableToAdd, add_school

__all__ = [
    "DEMONSTRATION", "NotAllowed", "UnableToAdd", "UnableToAppoint", "UnableToChange",
    "UnableToFlag", "UnableToKeep", "UnableToRunAgain", "add_person", "add_school", "also_show",
    "appoint", "change_person", "claim_today", "confirm_gone", "delegate", "end_role", "keep_year",
    "lift_flag", "look_at_flags", "name_guardian", "record_leaving", "require", "run_again",
    "send_digest", "set_flag", "set_up_demonstration", "take_in", "unwatched",
]  # fmt: skip
