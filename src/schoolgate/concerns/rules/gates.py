"""What must be there before something else can happen in a case: tables of gates.

A gate is a pure function over a case as it stands (`standing.Standing`). One that is shut says why,
and which kind of entry (or `sort`, `people`) mends it; its docstring names the clause and the
mission row that ask for it. A gate is written in `gates_of_closing`, `gates_of_deciding` or
`posts`, and comes into force here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from schoolgate.concerns.rules import gates_of_closing as closing
from schoolgate.concerns.rules import gates_of_deciding as deciding
from schoolgate.concerns.rules import posts
from schoolgate.concerns.rules.gates_of_closing import ABUSE_OF_STAFF, isolated, needs_support
from schoolgate.concerns.rules.gates_of_deciding import PICTURES
from schoolgate.concerns.rules.standing import Gate, Shut, Standing

__all__ = ["ABUSE_OF_STAFF", "BEFORE", "BEFORE_CLOSING", "OFFERED_ABOUT", "PICTURES", "Gate",
           "Shut", "Standing", "isolated", "missing", "needs_support", "offered"]  # fmt: skip

BEFORE_CLOSING: Final[tuple[Gate, ...]] = (
    closing.is_sorted,
    closing.track_is_decided,
    closing.illegal_was_referred,
    closing.accident_is_decided,
    closing.parents_are_told,
    closing.parents_know_of_off_site,
    closing.parents_may_complain,
    closing.support_is_planned,
    closing.devices_are_cleared,
    closing.filtering_is_answered,
    closing.breach_is_assessed,
    closing.use_has_stopped,
    closing.debriefed,
    *posts.BEFORE_CLOSING,
)
_DECIDING: Final[tuple[Gate, ...]] = (deciding.fairness_is_weighed, deciding.police_only_if_illegal)
# What must be there before an entry of a kind is written.
BEFORE: Final[Mapping[str, tuple[Gate, ...]]] = {
    **posts.BEFORE,
    "behaviour-outcome": (deciding.about("pupil"), *_DECIDING),
    "decision": (deciding.fairness_before_it_goes_further,),
    "letter": (deciding.advice_was_taken, *posts.BEFORE["letter"]),
    "outside-outcome": (deciding.about("other"), *_DECIDING),
    "sanction": (deciding.about("staff"), *_DECIDING),
    "search": (deciding.not_the_police_s, deciding.witness_is_another),
    "step": (deciding.not_the_police_s, deciding.there_are_two),
}  # fmt: skip
# Who is asked for what they decide: a kind is offered only in a case about such a person.
OFFERED_ABOUT: Final[Mapping[str, str]] = {
    "behaviour-outcome": "pupil", "outside-outcome": "other", "sanction": "staff",
}  # fmt: skip


def missing(gates: Sequence[Gate], case: Standing) -> list[Shut]:
    """Return why, for each gate that is shut."""
    return [shut for gate in gates if (shut := gate(case))]


def offered(kind: str, case: Standing) -> bool:
    """Tell whether a kind has a place in a case: outcomes only of those who are in it (CON-47)."""
    return kind not in OFFERED_ABOUT or OFFERED_ABOUT[kind] in case.subjects
