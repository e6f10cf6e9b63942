"""What is ours in a route: the floor of its situation, and what the facts add."""

from __future__ import annotations

import re
from typing import Final

from schoolgate.concerns.rules.bodies import AUTHORITIES, KINDS
from schoolgate.concerns.rules.facts import Facts
from schoolgate.concerns.rules.lines import Gathered, Line, Outside, Told
from schoolgate.concerns.rules.pace import Pace
from schoolgate.concerns.rules.situations import Situation

BEHAVIOUR_POLICY: Final = "behaviour-policy"
_RING: Final = "ring 999 now, and say here when it is done"
_INQUIRY: Final = re.compile(r"\binvestigat|\binquir|\bsearch")
_NO_INQUIRY: Final = "begin an inquiry of the school's own"
_NO_COPY: Final = "look at it, copy it, attach it or pass it on"


def floor_of(kind: Situation, found: Gathered, *, is_silent: bool) -> None:
    """Add what is ours: where the policy is silent, and in a critical situation everywhere. What
    is never done, and what `also` is, holds beside every policy. `is_silent` of the situation
    itself, whatever the policy says of misuse in general."""
    floor = kind.floor
    everything = floor.critical or is_silent
    if not found.told or everything:
        found.told += [Told(role, "", Pace.UNSTATED) for role in floor.tell]
    for said, ours in (
        (found.steps, floor.steps),
        (found.parents, (floor.parents,) if floor.parents else ()),
    ):
        if not said or everything:
            said += [Line(words) for words in ours]
    found.steps += [Line(words) for words in floor.also]
    found.never += [Line(words) for words in floor.never]
    if not found.outside or everything:
        _bodies(found, floor.outside)


def for_facts(kind: Situation, facts: Facts, found: Gathered, *, is_illegal: bool) -> None:
    """Add what the facts ask for, and take out what they forbid."""
    if facts.staff_is_subject:
        found.told += [Told(role, "", Pace.AT_ONCE) for role in ("headteacher", "senior_leader")]
        found.never.append(Line("let whoever it is about see the case"))
        _bodies(found, ("lado", "hr"))
    if facts.off_site or kind.slug == "off-site-behaviour":  # a search names its clause itself
        found.needs.append(BEHAVIOUR_POLICY)
    if facts.beyond_school:
        _bodies(found, ("social-care",))
    if is_illegal:
        _illegal(found)
    if facts.in_danger:
        found.first.append(Line(_RING))
        _bodies(found, ("emergency",))
    found.tidy()


def _illegal(found: Gathered) -> None:
    """No inquiry of the school's own, nothing looked at or attached, and the police. Source:
    CON-09, 11, 46."""
    found.withheld += [one for one in found.steps if _INQUIRY.search(one.words)]
    found.steps[:] = [one for one in found.steps if not _INQUIRY.search(one.words)]
    found.never += [Line(_NO_INQUIRY), Line(_NO_COPY)]
    if not any(one.kind in AUTHORITIES for one in found.outside):
        _bodies(found, ("police",))


def _bodies(found: Gathered, kinds: tuple[str, ...]) -> None:
    """Add bodies of ours unless the policy names one of that kind."""
    there = {one.kind for one in found.outside}
    found.outside += [Outside(kind, KINDS[kind]) for kind in kinds if kind not in there]
