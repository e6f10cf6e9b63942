"""Whose a duty is: the roles and groups of a clause, as the people who hold them on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from schoolgate.duties.models import Handover
from schoolgate.duties.reading import Duty
from schoolgate.people import rules as roles
from schoolgate.people import standing
from schoolgate.people.models import Person, School
from schoolgate.people.named_roles import NamedRole
from schoolgate.people.rules import STAFF_KINDS, Kind
from schoolgate.people.standing import Standing
from schoolgate.policies.language.words import Words

_STAFF: Final = frozenset({*STAFF_KINDS})
# Groups that answer together for one doing, though they are many.
_BODIES: Final = frozenset({"leaders", "senior leaders"})
_GOVERNORS: Final = frozenset({"governors", "the governors"})
_TRAINING: Final = "training:"


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose a duty is on a day. `each` have a part of their own, `told` acknowledge; any one of
    `people` does what is done once for all. `vacant` are roles that nobody holds: the headteacher
    stands in. `handed` is whoever it was handed to, as long as they are here."""

    people: tuple[Person, ...]
    each: tuple[Person, ...] = ()
    told: tuple[Person, ...] = ()
    vacant: tuple[str, ...] = ()
    handed: Handover | None = None

    @property
    def in_words(self) -> str:
        """Return their names, or how many they are."""
        if self.each:
            return f"each of {len(self.each)} people"
        names = [str(person) for person in self.people]
        more = f" and {len(names) - 3} more" if len(names) > 4 else ""
        return ", ".join(names[: 3 if more else 4]) + more or "nobody"


@dataclass
class Crew:
    """The people of a school on a day, read at once for all of its duties."""

    words: Words
    people: Sequence[Person]
    standings: Mapping[str, Standing]
    handovers: Mapping[str, Handover]
    _groups: dict[str, tuple[Person, ...]] = field(default_factory=dict)

    def of(self, duty: Duty) -> Owners:
        """Return whose a duty is."""
        told = self._members(duty.told) if duty.period.is_dated else ()
        handed = self.handovers.get(duty.key)
        if handed is not None and handed.to is not None:
            return Owners((handed.to,), (), told, (), handed)
        if duty.who and all(self._is_each(phrase, duty) for phrase in duty.who):
            return Owners((), self._members(duty.who, everybody=True))
        found = [self._answering(phrase) for phrase in duty.who]
        vacant = tuple(phrase for phrase, _, held in found if not held)
        held = [person for _, people, held in found for person in people if held]
        people = held or [person for _, people, _ in found for person in people]
        return Owners(tuple(dict.fromkeys(people)), (), told, vacant)

    def _is_each(self, phrase: str, duty: Duty) -> bool:
        if phrase.lower() in _GOVERNORS:
            return any(proof.startswith(_TRAINING) for proof in duty.proofs)
        return is_staff_group(phrase, self.words)

    def _members(self, phrases: Iterable[str], *, everybody: bool = False) -> tuple[Person, ...]:
        found = [person for phrase in phrases for person in self._group(phrase)
                 if everybody or is_staff_group(phrase, self.words)]  # fmt: skip
        return tuple(dict.fromkeys(found))

    def _group(self, phrase: str) -> tuple[Person, ...]:
        if phrase not in self._groups:
            actors = actors_of(phrase, self.words)
            every = actors == actors_of("staff", self.words)  # posts of leaders too
            self._groups[phrase] = tuple(
                person for person in self.people
                if person.role in actors or (every and person.kind in _STAFF)
            )  # fmt: skip
        return self._groups[phrase]

    def _answering(self, phrase: str) -> tuple[str, list[Person], bool]:
        """Return who answers for a role or body, and whether anybody holds it."""
        slugs = slugs_of(phrase, self.words)
        stands = [self.standings[slug] for slug in slugs if slug in self.standings]
        held = [person for one in stands for person in _holding(one)]
        if held:
            return phrase, held, True
        return phrase, next((one.stand_ins for one in stands if one.stand_ins), []), False


def _holding(one: Standing) -> list[Person]:
    return [*(held.person for held in one.appointments), *one.posts]


def is_staff_group(phrase: str, words: Words) -> bool:
    """Tell whether a phrase means each of several members of staff: `staff`, `class teachers`."""
    plain = phrase.lower().removeprefix("the ")
    if plain in _BODIES or plain.endswith((" team", " committee", " group")):
        return False
    actors = actors_of(phrase, words)
    many = len(actors) > 1 or plain in {f"{actor}s" for actor in actors}
    return many and all(roles.kind_of(actor) in _STAFF for actor in actors)


def actors_of(phrase: str, words: Words) -> frozenset[str]:
    """Return the posts that a phrase means; some staff that a policy names by itself is staff."""
    known = words.people(phrase)
    if known is None and phrase.lower().endswith(" staff"):
        known = words.people("staff")
    return known or frozenset()


def slugs_of(phrase: str, words: Words) -> list[str]:
    """Return the roles that a phrase stands for, as appointments spell them."""
    own = roles.role_slug(phrase)
    actors = actors_of(phrase, words)
    return [own, *sorted(actor for actor in actors if actor != own)]


def crew(*, school: School, words: Words, duties: Iterable[Duty], on: date) -> Crew:
    """Read the people of a school for its duties, with five queries."""
    slugs = {slug for duty in duties for phrase in duty.who for slug in slugs_of(phrase, words)}
    named = [NamedRole(slug, "") for slug in sorted(slugs)]
    stands = {one.slug: one for one in standing.of(school=school, roles=named, on=on)}
    kinds = [*_STAFF, Kind.GOVERNOR]
    there = Person.objects.filter(school=school, kind__in=kinds).order_by("name", "pk")
    here = [one for one in there if _is_here(one, on)]
    return Crew(words, here, stands, _handed(school, on))


def _handed(school: School, on: date) -> dict[str, Handover]:
    """Return the last handover of each duty, unless whoever has it has left."""
    last = {one.duty: one
            for one in Handover.objects.filter(school=school).select_related("to")}  # fmt: skip
    return {key: one for key, one in last.items() if one.to is not None and _is_here(one.to, on)}


def _is_here(person: Person, on: date) -> bool:
    return roles.is_current(on, person.starts_on, person.ends_on)
