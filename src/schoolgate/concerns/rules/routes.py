"""The route that a concern takes: what the policy in force says, and ours where it is silent.

Source: MAP.md section 5; CON-09, 11 to 19, 27, 32, 36, 38, 44, 46, 47.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schoolgate.concerns.rules import adding, bodies
from schoolgate.concerns.rules.facts import Facts
from schoolgate.concerns.rules.lines import Gathered, Line, Outside, Told
from schoolgate.concerns.rules.pace import Pace, pace_of
from schoolgate.concerns.rules.roles import living, offices
from schoolgate.concerns.rules.situations import ALL, Situation
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.situations import ANY, BEYOND

_Box = tuple[PackClause, Said]


@dataclass(frozen=True, slots=True)
class Route:
    """What happens: whom to tell in order, the steps in order, what is forbidden, outside bodies.

    `first` comes before everything; while `waits`, nothing else is done. `withheld` are steps of
    the policy that may not be taken here. `needs` must be written down before somebody acts:
    `behaviour-policy`. `clauses` are those of the policy that speak. `outcomes` is `staff`,
    `behaviour`, or nothing where both may follow.
    """

    situation: Situation
    told: tuple[Told, ...]
    told_by: tuple[Line, ...]
    steps: tuple[Line, ...]
    never: tuple[Line, ...]
    outside: tuple[Outside, ...]
    parents: tuple[Line, ...]
    record: tuple[Line, ...]
    first: tuple[Line, ...] = ()
    withheld: tuple[Line, ...] = ()
    needs: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    is_illegal: bool = False
    waits: bool = False
    outcomes: str = ""

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that are told, in order."""
        return tuple(dict.fromkeys(one.role for one in self.told))

    @property
    def pace(self) -> Pace:
        """How fast the first is told."""
        return min((one.pace for one in self.told), default=Pace.UNSTATED)

    @property
    def is_ours(self) -> bool:
        """Tell whether the policy says nothing of it."""
        return not self.clauses

    def may_attach(self) -> bool:
        """Tell whether anything may be attached at all: nothing where the law may be broken, or
        where it may be a picture of a child. Source: CON-11."""
        return not self.is_illegal and self.situation.floor.illegal != "child-abuse-images"


# What a policy says of misuse in general is for these where it has nothing of their own.
_MISUSE: Final = frozenset({
    "accidental-access", "account-compromise", "abusive-post", "ai-misuse", "bullying", "copyright",
    "data-seen", "fake-profile", "filter-failure", "improper-contact", "kit-lost", "own-page-post",
    "photo-without-consent", "pupil-upset", "unknown-file", "virus-warning", "worrying-email",
})  # fmt: skip
# Who keeps machines hears of misuse in general only where it is about machines.
_OF_MACHINES: Final = frozenset({"content", "copying", "systems"})
_TECHNICIANS: Final = frozenset({"it_technician", "network_manager"})
ILLEGAL_ITSELF: Final = frozenset({"illegal-activity", "illegal-image", "staff-phone"})


def route_for(pack: Pack, situation: str, facts: Facts) -> Route:
    """Return the route of a situation by the policy in force. Raises KeyError for no situation."""
    kind = ALL[situation]
    is_illegal = facts.illegal or situation in ILLEGAL_ITSELF
    said = _Saying(pack, Gathered(), is_of_machines=kind.category in _OF_MACHINES)
    for one in _boxes(pack, situation, facts, is_illegal):
        said.add(one)
    found = said.found
    adding.floor_of(kind, found, is_silent=not boxes_of(pack, situation))
    adding.for_facts(kind, facts, found, is_illegal=is_illegal)
    return Route(
        situation=kind, told=_told(found, facts, kind), told_by=tuple(found.told_by),
        steps=tuple(found.steps), never=tuple(found.never), outside=tuple(found.outside),
        parents=tuple(found.parents), record=tuple(found.record), first=tuple(found.first),
        withheld=tuple(found.withheld), needs=tuple(found.needs),
        clauses=tuple(dict.fromkeys(found.clauses)), is_illegal=is_illegal,
        waits=facts.in_danger and not facts.danger_is_met,
        outcomes="staff" if facts.staff_is_subject else kind.floor.outcomes,
    )  # fmt: skip


def boxes_of(pack: Pack, kind: str) -> list[_Box]:
    """Return the route boxes of a kind: those that are for fewer kinds first, then in order."""
    found = [(clause, box) for clause, box in pack.boxes("route") if kind in box.all("kind")]
    return sorted(found, key=lambda one: len(one[1].all("kind")))


def _boxes(pack: Pack, situation: str, facts: Facts, is_illegal: bool) -> Iterator[_Box]:
    """Yield the boxes that speak, each once."""
    own = boxes_of(pack, situation)
    kinds = [situation] if own or situation not in _MISUSE else [situation, ANY]
    also = ((facts.staff_is_subject, "staff-allegation"), (is_illegal, "illegal-activity"),
            (facts.off_site, "off-site-behaviour"), (facts.serious, "serious-incident"),
            (facts.beyond_school, BEYOND))  # fmt: skip
    kinds += [kind for holds, kind in also if holds]
    seen: set[int] = set()
    for kind in kinds:
        for clause, box in boxes_of(pack, kind):
            if id(box) not in seen:
                seen.add(id(box))
                yield clause, box


@dataclass(slots=True)
class _Saying:
    """Takes over what boxes say, with their clauses."""

    pack: Pack
    found: Gathered
    is_of_machines: bool

    def add(self, one: _Box) -> None:
        """Take over one box."""
        clause, box = one
        ref, found = clause.ref, self.found
        found.clauses.append(ref)
        pace = pace_of(box.all("how fast"))
        for phrase in box.all("tell"):
            roles = offices(phrase, self.pack.words)
            is_wide = ANY in box.all("kind") and not self.is_of_machines
            found.told += [Told(role, phrase, pace, pace, ref) for role in roles
                           if not (is_wide and role in _TECHNICIANS)]  # fmt: skip
            if not roles:
                found.told_by.append(Line(f"{phrase} may be told first", ref))
        for key, lines in found.lines():
            for phrase in box.all(key):
                lines.append(Line(phrase, ref))
        for phrase in box.all("outside"):
            found.outside.append(Outside(bodies.kind_of(phrase), phrase, ref))


def _told(found: Gathered, facts: Facts, kind: Situation) -> tuple[Told, ...]:
    """Return who is told: each role once, at the fastest pace, replaced where it is in it."""
    made: dict[str, Told] = {}
    for one in found.told:
        for role in living((one.role,), facts):
            is_ours = kind.is_critical and one.pace is not Pace.NEXT_DAY
            pace = Pace.AT_ONCE if is_ours else one.pace
            new = Told(role, one.words, pace, one.pace, one.clause if role == one.role else "",
                       one.role if role != one.role else "")  # fmt: skip
            before = made.get(role)
            if before is None or (new.pace < before.pace and not before.clause):
                made[role] = new
    return tuple(made.values())
