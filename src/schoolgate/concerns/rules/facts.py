"""What is known of a matter when its route is looked for. Plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """What changes a route.

    `shut_out` are the roles of whoever is in the matter (subject, target, witness, barred), and
    `vacant` those that nobody holds. `staff_is_subject`: a member of staff is said to have done it.
    `in_danger`: somebody is, now; `danger_is_met`: somebody has confirmed that 999 was rung.
    `illegal`: the law may have been broken. `beyond_school`: others or the public are affected.
    """

    shut_out: frozenset[str] = frozenset()
    vacant: frozenset[str] = frozenset()
    staff_is_subject: bool = False
    in_danger: bool = False
    danger_is_met: bool = False
    off_site: bool = False
    illegal: bool = False
    beyond_school: bool = False
    serious: bool = False

    @property
    def head_is_in_it(self) -> bool:
        """Tell whether the headteacher has a part in it."""
        return "headteacher" in self.shut_out
