"""One time that a duty falls due at a school, with its parts: who did what of it, and what proves
it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schoolgate.duties.models import Doing, Outcome
from schoolgate.duties.queries.proofs import Proof
from schoolgate.duties.rules import OPEN_STATES, Occurrence, State, Unit, lateness, state
from schoolgate.people.models import Person


@dataclass(slots=True)
class Part:
    """What one person, or everybody together, has to do of an occurrence."""

    key: str
    words: str
    state: State
    person: Person | None = None
    doing: Doing | None = None
    proof: Proof | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether it waits now."""
        return self.state in OPEN_STATES

    @property
    def on(self) -> date | None:
        """The day on which it was done or skipped."""
        if self.doing is not None:
            return self.doing.on
        return self.proof.on if self.proof is not None else None


@dataclass(slots=True)
class Turn:
    """An occurrence with its parts. `words` say what it is for, where that is no span of time."""

    occurrence: Occurrence
    parts: Sequence[Part]
    unit: Unit
    today: date
    words: str = ""

    @property
    def label(self) -> str:
        """What it is for: the autumn term, a joiner."""
        return self.words or self.occurrence.label

    @property
    def state(self) -> State:
        """How it stands as a whole: its part that is furthest behind; skipped if that is open."""
        states = {part.state for part in self.parts}
        for one in _WORST_FIRST:
            if one in states:
                return one
        return State.TO_DO

    @property
    def is_open(self) -> bool:
        """Tell whether anything of it waits now."""
        return any(part.is_open for part in self.parts)

    @property
    def done(self) -> int:
        """How many parts are done or skipped."""
        return sum(part.state in _ENDED for part in self.parts)

    @property
    def days_late(self) -> int:
        """For how many days it is overdue."""
        return lateness(self.occurrence, self.today) if self.state is State.OVERDUE else 0


_WORST_FIRST = (State.OVERDUE, State.MISSED, State.TO_DO, State.COMING, State.DONE_LATE, State.DONE,
                State.SKIPPED)  # fmt: skip
_ENDED = frozenset({State.DONE, State.DONE_LATE, State.SKIPPED})


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes parts of occurrences: what was recorded, what the journal proves, and the day."""

    doings: dict[tuple[str, str, str], Doing]
    today: date
    unit: Unit

    def part(
        self, duty: str, occurrence: Occurrence, key: str, words: str,
        *, person: Person | None = None, proof: Proof | None = None,
    ) -> Part:  # fmt: skip
        """Return one part as it stands. What was skipped for all is skipped for each."""
        doing = self.doings.get((duty, occurrence.key, key))
        whole = self.doings.get((duty, occurrence.key, ""))
        if doing is None and whole is not None and whole.outcome == Outcome.SKIPPED:
            doing = whole
        done_on = doing.on if doing is not None and doing.outcome == Outcome.DONE else None
        if done_on is None and proof is not None:
            done_on, doing = proof.on, None
        stands = state(occurrence, self.today, unit=self.unit, done_on=done_on,
                       skipped=doing is not None and doing.outcome == Outcome.SKIPPED)  # fmt: skip
        return Part(key, words, stands, person, doing, proof if doing is None else None)
