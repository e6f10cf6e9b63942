"""Look-ups driven at random, beside a plain belief of what must hold."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils import timezone

from schoolgate.activity.opening import store_of
from schoolgate.approvals import actions as approvals
from schoolgate.approvals.actions import UnableToRevoke
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import Delay, Seen, UnableToAct
from schoolgate.monitoring.actions.asking import midnight
from schoolgate.monitoring.models import Look, LookUp
from schoolgate.monitoring.queries import lookups as queries
from schoolgate.monitoring.rules.lookups import Scope, Wanted
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast
from tests.monitoring.working import CLOCK, DAY, account, again, event, hands, request, wanted

_SCOPES: Final = tuple(Scope)
_TELL_WITHIN: Final = 14 * DAY


class Broken(AssertionError):
    """Something is so that must never be."""


def must(holds: object, what: str) -> None:
    """Raise Broken where a promise does not hold."""
    if not holds:
        raise Broken(what)


@dataclass
class Belief:
    """What was authorised, in the test's own words, and what became of it."""

    asked_at: dt.datetime
    until_at: dt.datetime
    doer: int
    scopes: frozenset[str]
    first: dt.date
    last: dt.date
    ended_at: dt.datetime | None = None
    delivered: bool = False
    reviewed: bool = False
    reads: int = 0

    def end_by(self, at: dt.datetime) -> dt.datetime | None:
        """When it ended, by a person or by the clock."""
        known = [one for one in (self.ended_at, self.until_at) if one and one <= at]
        return min(known, default=None)


@dataclass
class Machine:
    """One school, its people, and a clock that moves on."""

    cast: Cast
    seed: int
    often: tuple[str, ...] = ()
    at: dt.datetime = NOW
    done: int = 0
    refused: int = 0
    believed: dict[int, Belief] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        named = hands(self.cast)
        cast = self.cast
        self.people = [cast.head, cast.dsl, cast.teacher, cast.technician, cast.governor,
                       named.manager, named.chair, cast.other_head]  # fmt: skip
        self._visit(cast.teacher, cast.dsl, cast.technician, cast.governor)
        self.acts: dict[str, Callable[[], None]] = {
            name: getattr(self, f"_{name}") for name in
            ("ask", "look", "export", "end", "revoke", "tick", "sweep", "read", "deliver", "delay",
             "review", "finish")
        }  # fmt: skip

    def _visit(self, *people: Person) -> None:
        """Let some people have been at a site on each day, in one batch of the log."""
        store = store_of(self.cast.school)
        whose = [(one, store.pseudonym("person", account(one))) for one in people]
        rows = [event(one, "news.example", NOW + day * DAY, who=who)
                for day in range(-4, 60) for one, who in whose]  # fmt: skip
        store.append("web", rows, source="machine", upto="all")

    def run(self, steps: int, look_every: int = 5) -> None:
        """Do so many things at random, and look every few steps whether all still holds."""
        names = [*self.acts, *self.often * 3]
        for number in range(steps):
            try:
                self.acts[self.rng.choice(names)]()
                self.done += 1
            except (UnableToAct, UnableToRevoke):
                self.refused += 1
            if number % look_every == 0:
                self.check()
        self.at += 60 * DAY
        self._sweep()
        self.check()

    def _who(self) -> Person:
        return self.rng.choice(self.people)

    def _row(self) -> LookUp:
        if not self.believed:
            raise UnableToAct("There is none yet.")
        return LookUp.objects.get(pk=self.rng.choice(list(self.believed)))

    def _ask(self) -> None:
        rng, today = self.rng, self.at.date()
        by = rng.choice([self.cast.head, self.cast.head, self._who()])
        doer = rng.choice([self.cast.technician, self.cast.technician, self._who()])
        scopes = tuple(rng.sample(_SCOPES, rng.randint(1, 2)))
        first = today - dt.timedelta(days=rng.randint(0, 3))
        asked = request(
            self.cast, doer=doer, scopes=scopes, first=first, last=today,
            about=rng.choice([self.cast.teacher, self.cast.teacher, self._who()]),
            reviewer=rng.choice([self.cast.governor, self._who()]),
            exception=rng.choice(["", "", "", "There is nobody else."]),
            reason=rng.choice(["A parent saw it.", "A parent saw it.", ""]),
            purpose=rng.choice(["unsuitable", "unsuitable", "performance"]),
            from_at=self.at, until_at=self.at + rng.randint(1, 20) * DAY,
        )  # fmt: skip
        made = actions.ask(request=asked, by=by, at=self.at)
        parts = [made.about_id, made.asker_id, made.doer_id, made.reviewer_id]
        if made.pk not in self.believed:
            must(self.cast.head.pk in {made.asker_id, made.about_id},
                 "only the headteacher asks, and of the headteacher the chair")  # fmt: skip
            must(asked.reason and asked.purpose != "performance", "for good cause")
            must(made.doer_id not in {made.asker_id, made.reviewer_id}, "who looks does no more")
            must(parts.count(made.about_id) == 1, "nobody has a part in their own")
            must(made.asker_id != made.reviewer_id or made.exception, "two parts are flagged")
        self.believed[made.pk] = Belief(
            self.at, asked.until_at, doer.pk, frozenset(scopes), first, today
        )

    def _look(self) -> None:
        row, by, scope = self._wants()
        day = self._day(self.believed[row.pk])
        before = Entry.objects.count()
        seen = actions.look(look_up=row, wanted=wanted(scope, day), by=by, at=self.at)
        self._judge(seen, row, by, scope, (day, day), before)

    def _export(self) -> None:
        row, by, scope = self._wants()
        said = self.believed[row.pk]
        first, last = sorted((self._day(said), self._day(said)))
        asked = Wanted(scope, midnight(first), midnight(last + DAY))
        before = Entry.objects.count()
        seen = actions.export(look_up=row, wanted=asked, by=by, at=self.at)
        must(seen.look.as_file, "that it was a file is on record")
        self._judge(seen, row, by, scope, (first, last), before)

    def _wants(self) -> tuple[LookUp, Person, Scope]:
        row, by, rng = self._row(), self._who(), self.rng
        if rng.random() < 0.6:
            by = row.doer
        return row, by, Scope(rng.choice([*sorted(self.believed[row.pk].scopes), *_SCOPES]))

    def _day(self, said: Belief) -> dt.date:
        return said.first + dt.timedelta(
            days=self.rng.randint(-1, (said.last - said.first).days + 1)
        )

    def _judge(
        self, seen: Seen, row: LookUp, by: Person, scope: Scope, span: tuple[dt.date, dt.date],
        before: int,
    ) -> None:  # fmt: skip
        said = self.believed[row.pk]
        allowed = set(said.scopes)
        if Scope.MAIL_BODIES in allowed:
            allowed.add(Scope.MAIL_HEADERS)
        right = (by.pk == said.doer and scope in allowed and said.first <= span[0]
                 and span[1] <= said.last and said.end_by(self.at) is None)  # fmt: skip
        must(bool(seen.refused) != right, f"shown {seen.refused!r}, where {right} was right")
        must(not (seen.refused and seen.rows), "what is refused shows nothing")
        must(Entry.objects.count() > before, "each look is in the journal")
        must(seen.look.pk and seen.look.rows == len(seen.rows), "the rows that were seen are said")
        if seen.refused:
            raise UnableToAct(seen.refused)
        must(all(span[0] <= timezone.localdate(one.at) <= span[1] for one in seen.rows),
             "rows are of the days that were asked for")  # fmt: skip
        said.reads += 1

    def _end(self) -> None:
        row = self._row()
        actions.end(look_up=row, words="", by=self._who(), at=self.at)
        self.believed[row.pk].ended_at = self.at

    def _revoke(self) -> None:
        row = self._row()
        if row.approval is None:
            raise UnableToAct("There is none.")
        approvals.revoke(approval=row.approval, reason="No.", by=self._who(), at=self.at)
        said = self.believed[row.pk]
        said.ended_at = said.ended_at or self.at

    def _tick(self) -> None:
        self.at += dt.timedelta(hours=self.rng.choice([1, 5, 30, 100]))

    def _sweep(self) -> None:
        actions.end_what_is_over(school=self.cast.school, by=CLOCK, at=self.at)

    def _read(self) -> None:
        row, by = self._row(), self._who()
        if self.rng.random() < 0.5:
            by = row.about
        mine = queries.about_me(viewer=by, at=self.at)
        for one in mine:
            said = self.believed[one.pk]
            must(said.end_by(self.at) is not None, "nobody is told before it is over")
        if not actions.note_read(look_up=row, by=by, at=self.at):
            raise UnableToAct("Not theirs, or read.")
        must(by.pk == row.about_id, "only the one it is about reads the notice")
        self.believed[row.pk].delivered = True

    def _deliver(self) -> None:
        row, by = self._row(), self._who()
        actions.deliver(look_up=row, means="handed", on=self.at.date(), by=by, at=self.at)
        must(by.pk not in {row.doer_id, row.reviewer_id, row.about_id}, "not theirs to deliver")
        self.believed[row.pk].delivered = True

    def _delay(self) -> None:
        delay = Delay("11.2", "The police", "They asked.", self.at.date() + 30 * DAY)
        actions.put_off(look_up=self._row(), delay=delay, by=self._who(), at=self.at)
        raise Broken("no clause of this policy lets telling be put off")

    def _review(self) -> None:
        row, by = self._row(), self._who()
        actions.review(look_up=row, words="Fine.", by=by, at=self.at)
        said = self.believed[row.pk]
        must(by.pk != said.doer, "nobody reviews their own")
        must(said.end_by(self.at) is not None, "a review follows the end")
        said.reviewed = True

    def _finish(self) -> None:
        row = self._row()
        actions.finish(look_up=row, by=self._who(), at=self.at)
        said = self.believed[row.pk]
        must(said.delivered and said.reviewed, "finished only when told and reviewed")

    def check(self) -> None:
        """Look whether everything that was ever promised is so."""
        for pk, said in self.believed.items():
            row = again(LookUp(pk=pk))
            looks = Look.objects.filter(look_up=row, refused="")
            must(looks.count() == said.reads, "every look is on record, and no other")
            must(all(one.by_id == said.doer for one in looks), "who looked was named")
            must(all(said.asked_at <= one.at < said.until_at for one in looks), "in its time")
            ended = said.end_by(self.at)
            if said.ended_at is None and ended is None:
                must("noticed" not in row.written, "no notice before the end")
            if ended is not None and self.at > ended + _TELL_WITHIN + 2 * DAY:
                told = said.delivered or row.is_overdue(self.at)
                must(told, "told, or overdue to everybody’s knowledge")
        reads = Entry.objects.filter(verb="monitoring:look-up:read").count()
        must(reads == Look.objects.filter(refused="").count(), "journal and record agree")
        self._notices()

    def _notices(self) -> None:
        """After the clock has swept, each end has its notice."""
        ended = [pk for pk, said in self.believed.items() if said.end_by(self.at) is not None]
        actions.end_what_is_over(school=self.cast.school, by=CLOCK, at=self.at)
        for pk in ended:
            row: Any = again(LookUp(pk=pk))
            must("noticed" in row.written, "a notice always follows")
