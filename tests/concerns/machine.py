"""Drives cases at random and holds them against a small model of what must be true.

`Machine(cast, seed).run(steps)` raises Broken when the program and the model disagree.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from schoolgate.concerns import actions, finding, permissions, queries
from schoolgate.concerns.actions import Asked, Draft, Naming, Sorting, Told, UnableToAct
from schoolgate.concerns.models import Admission, Case, Entry, Report, Task, Word
from schoolgate.concerns.rules.words import Part, Seriousness, State, Track, Way
from schoolgate.people import looking
from schoolgate.people.models import Person
from schoolgate.records.models import Entry as Kept
from tests.cast import NOW, Cast
from tests.concerns.believed import Broken, Idle, Known

TODAY = NOW.date()
MOST_CASES = 5  # that are not merged
_OFTEN = 15


class Machine:
    """Cases, what is done with them, and what must be true. What is done `often` is done more."""

    def __init__(self, cast: Cast, seed: int, often: Sequence[str] = ()) -> None:
        self.cast, self.random, self.known = cast, random.Random(seed), dict[int, Known]()
        self.refused = self.done = 0
        self.of_leaders: list[Callable[[Case, Known, Person], None]] = [
            self.sort, self.close, self.close, self.reopen, self.name, self.admit, self.merge,
            self.task, self.link, self.end,
        ]  # fmt: skip
        self.of_all = [self.note, self.debrief, self.refer, self.signpost]
        usual = [one for one in [*self.of_leaders, *self.of_all] if one != self.merge]
        self.acts = [*(3 * usual), self.merge, *(_OFTEN * [getattr(self, name) for name in often])]

    def run(self, steps: int, *, look_every: int = 25) -> None:
        """Do so many steps, and look at everything every now and then."""
        for number in range(steps):
            try:
                self.step(number)
                if number % look_every == look_every - 1:
                    with looking.one_look():
                        self.look()
            except Broken as found:
                raise Broken(f"step {number}: {found}") from None
            except Exception as error:
                raise Broken(f"step {number}: {error!r}") from error

    def step(self, number: int) -> None:
        """Do one thing, which the program may refuse."""
        live = [pk for pk, known in self.known.items() if known.state != "merged"]
        if len(live) < 2 or (len(live) < MOST_CASES and self.random.random() < 0.05):
            self.report(number)
            return
        pk = self.random.choice(live if self.random.random() < 0.95 else list(self.known))
        case, known = Case.objects.get(pk=pk), self.known[pk]
        by = self.random.choice([self.cast.dsl, self.cast.dsl, self.cast.head, self.cast.teacher])
        act = self.random.choice(self.acts)
        before = self._counts()
        try:
            act(case, known, by)
        except Idle:
            return
        except UnableToAct:
            self.refused += 1
            self._needs(self._counts() == before, f"{act.__name__} was refused and left something")
            return
        self.done += 1
        self._needs(by.pk not in known.shut_out, f"{by} is in the case and did {act.__name__}")
        self._needs(by != self.cast.teacher or act in self.of_all, f"{by} did {act.__name__}")

    def _counts(self) -> tuple[int, ...]:
        return tuple(model.objects.count() for model in (Entry, Kept, Report, Task, Word))

    def _needs(self, condition: bool, what: str) -> None:
        if not condition:
            raise Broken(what)

    def report(self, number: int) -> None:
        """Something is told; twice with one ticket is once."""
        told = Told(Way.STAFF_FORM, {"what": f"word{number}"})
        cases = [actions.report(school=self.cast.school, told=told, by=None, at=NOW)
                 for _ in range(2)]  # fmt: skip
        self._needs(cases[0].pk == cases[1].pk, "one report made two cases")
        self.known[cases[0].pk] = Known(words={f"word{number}"})

    def sort(self, case: Case, known: Known, by: Person) -> None:
        """Sort it, on any track."""
        track = self.random.choice([*Track])
        sorting = Sorting("bullying", "bullying", track, Seriousness.ORDINARY, "Why.")
        actions.sort(case=case, sorting=sorting, by=by, at=NOW)
        self._needs(known.state in {"new", "open"}, "sorted what is over")
        self._needs(not known.illegal or track == Track.ILLEGAL, "left the illegal track")
        known.state, known.illegal = "open", track == Track.ILLEGAL
        known.decided = track != Track.UNDECIDED

    def _write(self, case: Case, known: Known, by: Person, kind: str, **said: str) -> None:
        actions.write(case=case, draft=Draft(kind, said, NOW), by=by, at=NOW)
        self._needs(known.state in {"new", "open"} or kind == "signposting", f"{kind}: it is over")
        known.kinds.append(kind)

    def note(self, case: Case, known: Known, by: Person) -> None:
        """Write a note, whose word is found afterwards."""
        word = f"w{self.random.randrange(10**9)}"
        draft = Draft("note", {"words": word}, NOW)
        rows = {actions.write(case=case, draft=draft, by=by, at=NOW).pk for _ in range(2)}
        self._needs(len(rows) == 1, "one ticket wrote twice")
        self._needs(known.state in {"new", "open"}, "a note in what is over")
        known.kinds.append("note")
        known.words.add(word)

    def debrief(self, case: Case, known: Known, by: Person) -> None:
        """Write the debrief."""
        self._write(case, known, by, "debrief", lessons="none", change="none")

    def refer(self, case: Case, known: Known, by: Person) -> None:
        """Pass it on, which a teacher may not."""
        self._write(case, known, by, "referral", body="Police", spoken_to="x", advice="x")
        self._needs(by != self.cast.teacher, "a teacher referred")

    def signpost(self, case: Case, known: Known, by: Person) -> None:
        """Show how to complain."""
        self._write(case, known, by, "signposting", given="yes", whom="x", words="x")

    def close(self, case: Case, known: Known, by: Person) -> None:
        """Close it, if every gate is open."""
        actions.close(case=case, why="Over.", by=by, at=NOW)
        kinds = set(known.kinds)
        self._needs(known.state == "open", f"closed what was {known.state}")
        self._needs("debrief" in kinds, "closed without a debrief")
        self._needs(known.decided, "closed without a track")
        self._needs(not known.illegal or "referral" in kinds, "illegal, and not referred")
        self._needs(not known.family or "signposting" in kinds, "a family was not told")
        known.state = "closed"

    def reopen(self, case: Case, known: Known, by: Person) -> None:
        """Open it again."""
        actions.reopen(case=case, why="More.", by=by, at=NOW)
        self._needs(known.state == "closed", f"opened what was {known.state}")
        known.state = "open"

    def name(self, case: Case, known: Known, by: Person) -> None:
        """Somebody is a witness, or only told the school."""
        person = self.random.choice([self.cast.teacher, self.cast.technician, self.cast.parent,
                                     self.cast.head])  # fmt: skip
        part = self.random.choice([Part.WITNESS, Part.REPORTER, Part.REPORTER])
        actions.name_party(case=case, naming=Naming(part, person), by=by, at=NOW)
        known.family = known.family or person == self.cast.parent
        if part != Part.REPORTER:
            known.shut_out.add(person.pk)

    def admit(self, case: Case, known: Known, by: Person) -> None:
        """Let the teacher see it, or the technician."""
        person = self.random.choice([self.cast.teacher, self.cast.technician])
        actions.admit(case=case, person=person, why="Why.", by=by, at=NOW)
        self._needs(person.pk not in known.shut_out, f"{person} is in it and was admitted")

    def end(self, case: Case, known: Known, by: Person) -> None:
        """End what somebody may see, never what the safeguarding lead may."""
        there = Admission.objects.filter(case=case, until_at=None, person__isnull=False)
        one = there.order_by("pk").first()
        if one is None:
            raise Idle
        actions.end_admission(admission=one, why="Why.", by=by, at=NOW)
        one.refresh_from_db()
        self._needs(one.wrapped is None, "a key stayed")

    def merge(self, case: Case, known: Known, by: Person) -> None:
        """Merge it into another."""
        other = self.random.choice([pk for pk in self.known if pk != case.pk])
        into, target = Case.objects.get(pk=other), self.known[other]
        actions.merge(case=case, into=into, why="Why.", by=by, at=NOW)
        live = {"new", "open"}
        self._needs(known.state in live and target.state in live, "merged what is over")
        target.kinds += known.kinds
        target.shut_out |= known.shut_out
        target.words |= known.words
        target.family = target.family or known.family
        if known.illegal:
            target.illegal = target.decided = True
        for one in self.known.values():
            if one.into == case.pk:
                one.into = other
        known.state, known.into = "merged", other

    def link(self, case: Case, known: Known, by: Person) -> None:
        """Link it to another."""
        other = self.random.choice([pk for pk in self.known if pk != case.pk])
        into = Case.objects.get(pk=other)
        actions.link(case=case, other=into, why="Why.", by=by, at=NOW)
        self._needs("merged" not in {known.state, self.known[other].state}, "linked a merged one")

    def task(self, case: Case, known: Known, by: Person) -> None:
        """Give a task and do it, twice: the second time is refused."""
        asked = Asked("do", "Ring.", person=self.cast.dsl)
        made = actions.give_task(case=case, asked=asked, by=by, at=NOW)
        self._needs(known.state in {"new", "open"}, "a task in what is over")
        self._needs(made is not None, "no task was made")
        if made is not None:
            actions.do_task(task=made, words="Rang.", by=self.cast.dsl, at=NOW)
            try:
                actions.do_task(task=made, words="Rang.", by=self.cast.dsl, at=NOW)
            except UnableToAct:
                return
            raise Broken("a task was done twice")

    def look(self) -> None:
        """Everything that the model knows is so."""
        people = (self.cast.dsl, self.cast.head, self.cast.teacher, self.cast.technician)
        seen = {one.pk: set(permissions.visible_to(one, on=TODAY).values_list("pk", flat=True))
                for one in people}  # fmt: skip
        for pk, known in self.known.items():
            case = Case.objects.get(pk=pk)
            self._needs((case.state, case.into_id) == (known.state, known.into), f"{case}: state")
            self._needs((case.closed_at is not None) == (case.state == State.CLOSED), "closed at")
            if known.state == "merged":
                self._needs(all(pk not in some for some in seen.values()), "a merged one is seen")
                continue
            for person in known.shut_out & {*seen}:
                self._needs(pk not in seen[person], f"{person} is in {case} and sees it")
            keys = Admission.objects.filter(case=case, person__in=known.shut_out, until_at=None)
            self._needs(not keys.exists(), f"somebody is in {case} and has its key")
            self._whole(case, known)
        numbers = [one.number for one in Case.objects.filter(school=self.cast.school)]
        self._needs(sorted(numbers) == list(range(1, len(numbers) + 1)), "a number is missing")

    def _whole(self, case: Case, known: Known) -> None:
        opened: Any = queries.opened(case=case, viewer=self.cast.dsl, on=TODAY)
        written = [one.kind.slug for one in queries.chronology(opened) if one.kind.by_hand]
        self._needs(sorted(written) == sorted(known.kinds), f"{case}: entries lost")
        self._needs((case.track == Track.ILLEGAL) == known.illegal, f"{case}: track")
        tasks = [task for task, _ in queries.tasks(opened)]
        proved = all((one.done_at is None) == (one.done_by_id is None) for one in tasks)
        self._needs(proved, "a task done without its proof")
        word = self.random.choice(sorted(known.words))
        there = finding.search(viewer=self.cast.dsl, text=word, on=TODAY)
        self._needs([one.pk for one in there] == [case.pk], f"{word} is not found")
