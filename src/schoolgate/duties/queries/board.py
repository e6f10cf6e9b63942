"""Every duty of a school on a day: whose it is, when it falls due, how it stands.

Nothing of it is stored: the policy in force, the calendar, the roles, the journal and what people
recorded are read (a fixed number of queries, however many duties), and the rest is worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from django.db.models import Min

from schoolgate.duties import events
from schoolgate.duties.events import Happening
from schoolgate.duties.models import Choice, Doing
from schoolgate.duties.queries import crew as crews
from schoolgate.duties.queries import proofs as journal
from schoolgate.duties.queries.crew import Crew, Owners
from schoolgate.duties.queries.proofs import Proofs
from schoolgate.duties.queries.turns import Maker, Part, Turn
from schoolgate.duties.reading import Duty, Kind, duties
from schoolgate.duties.rules import CHOICES, ONE_DAY, Occurrence, Period, State, Unit
from schoolgate.duties.spans import NoTerms, occurrences
from schoolgate.duties.timing import due_after, of_review
from schoolgate.people import queries as people
from schoolgate.people.calendar import Dates, resolve
from schoolgate.people.models import Person, School
from schoolgate.policies import library
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.models import Version
from schoolgate.policies.rules.life import Stage

_LOOK_BACK: Final = timedelta(days=800)
# What lapses is looked at for less long: its past is on the duty's own page.
_LOOK_BACK_OFTEN: Final = timedelta(days=60)
_OFTEN: Final = frozenset({Unit.DAY, Unit.WEEK})
ASKS_PERIOD: Final = "How often? The policy says “regularly” and states no period."
ASKS_TERMS: Final = "When are the terms? They are not written down yet."
ASKS_REVIEW: Final = "When is the next review? The header’s date cannot be read as a day."


@dataclass(slots=True)
class Item:
    """A duty at a school on a day. `question` is what the school has to answer first."""

    duty: Duty
    period: Period
    owners: Owners
    turns: Sequence[Turn]
    question: str = ""
    choice: Choice | None = None
    is_written: bool = False

    @property
    def open_turns(self) -> list[Turn]:
        """The times that wait, the oldest first."""
        return [turn for turn in self.turns if turn.is_open]

    @property
    def now(self) -> Turn | None:
        """The time to show: the oldest that waits, else the next, else the last."""
        coming = (turn for turn in self.turns if turn.state is State.COMING)
        last = self.turns[-1] if self.turns else None
        return next(iter(self.open_turns), None) or next(coming, None) or last

    @property
    def days_late(self) -> int:
        """For how many days it is overdue."""
        return max((turn.days_late for turn in self.turns), default=0)

    @property
    def is_free(self) -> bool:
        """Tell whether it is recorded whenever it happens: nothing says when that is."""
        event = self.period.event
        return event is not None and not events.known(event)

    def waits_for(self, turn: Turn, person: Person, states: frozenset[State]) -> bool:
        """Tell whether a part of a time is somebody's and stands in one of these states."""
        owns = person in self.owners.people
        return any(
            part.state in states and (part.person == person if part.person is not None else owns)
            for part in turn.parts
        )

    def parts_of(self, person: int) -> Iterator[tuple[Turn, Part]]:
        """Yield what waits for one person, with its time: their own part, or one for all."""
        owns = any(one.pk == person for one in self.owners.people)
        for turn in self.open_turns:
            for part in turn.parts:
                mine = part.person.pk == person if part.person is not None else owns
                if part.is_open and mine:
                    yield turn, part


@dataclass
class Board:
    """What is read once for all duties of a school on a day."""

    school: School
    today: date
    pack: Pack
    dates: Dates
    anchor: date
    begun: date
    crew: Crew
    proofs: Proofs
    choices: dict[str, Choice]
    doings: dict[tuple[str, str, str], Doing]
    duties: tuple[Duty, ...]
    _happened: dict[object, list[Happening]] = field(default_factory=dict)

    @cached_property
    def items(self) -> list[Item]:
        """Every duty as it stands, up to the next time that it falls due."""
        return [self.item(duty) for duty in self.duties]

    def item(self, duty: Duty, *, first: date | None = None, last: date | None = None) -> Item:
        """Return a duty with its times between two days; without them, what matters today."""
        owners, choice = self.crew.of(duty), self.choices.get(duty.key)
        known = CHOICES.get(choice.period, duty.period) if choice is not None else duty.period
        item = Item(duty, known, owners, (), "", choice, journal.is_written(duty.proofs))
        if duty.is_asserted:
            return item
        if known.unit is Unit.OPEN:
            item.question = ASKS_PERIOD
            return item
        try:
            item.turns = list(self._turns(item, first, last))
        except NoTerms:
            item.question = ASKS_TERMS
        if duty.kind is Kind.REVIEW and resolve(duty.review, self.dates) is None:
            item.question = ASKS_REVIEW
        return item

    def _turns(self, item: Item, first: date | None, last: date | None) -> Iterator[Turn]:
        maker = Maker(self.doings, self.today, item.period.unit)
        for occurrence, happened in self._occurrences(item, first, last):
            whose = happened.person if happened is not None else None
            if parts := list(self._parts(item, occurrence, maker, whose)):
                words = happened.words if happened is not None else ""
                yield Turn(occurrence, parts, item.period.unit, self.today, words)

    def _occurrences(
        self, item: Item, first: date | None, last: date | None
    ) -> Iterator[tuple[Occurrence, Happening | None]]:
        unit, today = item.period.unit, self.today
        back = _LOOK_BACK_OFTEN if unit in _OFTEN else _LOOK_BACK
        begin = max(self.begun, first or today - back)
        if item.period.event is not None:
            yield from self._events(item.duty, begin, last or today)
        elif item.duty.kind is Kind.REVIEW:
            found = of_review(item.duty.review, self.dates)
            if found is not None:
                yield found, None
        elif item.period.is_dated:
            yield from ((one, None) for one in self._dated(item, begin, last))

    def _dated(self, item: Item, begin: date, last: date | None) -> Sequence[Occurrence]:
        anchor = item.choice.begins_on if item.choice is not None else self.anchor
        horizon = last or self.today + timedelta(days=400)
        found = occurrences(item.period, self.dates, anchor, begin, horizon)
        if item.choice is not None:
            found = tuple(one for one in found if one.until_on > anchor)
        if last is not None:
            return found
        begun = [one for one in found if one.from_on <= self.today]
        return [*begun, *[one for one in found if one.from_on > self.today][:1]]

    def _events(
        self, duty: Duty, first: date, last: date
    ) -> Iterator[tuple[Occurrence, Happening]]:
        event = duty.period.event
        if event is None:
            return
        key = (event, first, last)
        if key not in self._happened:
            self._happened[key] = events.of(event, self.school, first, last)
        for one in self._happened[key]:
            if events.concern(duty, one):
                due = due_after(duty.deadline, one.on, self.dates)
                yield Occurrence(one.key, min(one.on, due or one.on), due, date.max), one

    def _parts(
        self, item: Item, occurrence: Occurrence, maker: Maker, whose: Person | None
    ) -> Iterator[Part]:
        duty, owners = item.duty, item.owners

        for point in duty.points:
            yield maker.part(duty.key, occurrence, f"i:{point.key}", point.words)
        for person in owners.each:
            if _was_there(person, occurrence) and whose in (None, person):
                proved = self.proofs.of(duty.proofs, occurrence, person)
                yield maker.part(duty.key, occurrence, f"p{person.pk}", str(person),
                                 person=person, proof=proved)  # fmt: skip
        if not owners.each and not duty.points:
            proved = self.proofs.of(duty.proofs, occurrence, whose)
            yield maker.part(duty.key, occurrence, "", owners.in_words, proof=proved)
        for person in owners.told:
            if _was_there(person, occurrence):
                yield maker.part(duty.key, occurrence, f"a{person.pk}",
                                 f"{person} acknowledges it", person=person)  # fmt: skip


def board(*, school: School, today: date) -> Board:
    """Read what is needed to know every duty of a school on a day. Raises PackError."""
    known = library.of(school, on=today)
    found: tuple[Duty, ...] = known.once("duties", lambda: duties(known.pack))
    dates = people.dates(school)
    begun = journal.begun_on(school, today)
    since = max(begun, today - _LOOK_BACK)
    wanted = {proof for duty in found for proof in duty.proofs}
    done = Doing.objects.filter(school=school, from_on__gte=since - timedelta(days=1100))
    return Board(
        school=school, today=today, pack=known.pack, dates=dates, begun=begun,
        anchor=_anchor(school, known.pack, dates, today),
        crew=crews.crew(school=school, words=known.pack.words, duties=found, on=today),
        proofs=journal.proofs(school=school, wanted=wanted, since=since - timedelta(days=366)),
        choices={one.duty: one for one in Choice.objects.filter(school=school)},
        doings={(one.duty, one.occurrence, one.part): one
                for one in done.select_related("by", "person")},
        duties=found,
    )  # fmt: skip


def _anchor(school: School, pack: Pack, dates: Dates, today: date) -> date:
    """Return the day from which years are counted: when the policy first came into force here, else
    the day that its header gives, else the beginning of the school year."""
    approved = Version.objects.filter(school=school, document="", stage=Stage.APPROVED)
    first = approved.aggregate(first=Min("from_on"))["first"]
    if isinstance(first, date):
        return first
    for text in (pack.front.dated, pack.front.approved.partition(",")[0]):
        if text and (found := resolve(text, dates)) is not None:
            return found.day
    return dates.year_start(dates.year_of(today))


def _was_there(person: Person, occurrence: Occurrence) -> bool:
    """Tell whether somebody had begun before an occurrence was over: joiners owe no past term."""
    last = occurrence.due_on or occurrence.until_on - ONE_DAY
    return person.starts_on is None or person.starts_on <= last
