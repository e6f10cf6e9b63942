"""The duties of a policy, read off its text: its duty boxes, and what follows from its header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.text import slugify

from schoolgate.duties.rules import Event, Period, Unit, period
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.effective import Pack, PackClause

_HEAD: Final = ("the headteacher",)
_CONFIRMED: Final = ":confirmed"
_REVIEWED: Final = ("policies:review:approved", "policies:review:closed")


class Kind(StrEnum):
    """Where a duty comes from."""

    BOX = "box"
    REVIEW = "review"
    PRESENT = "present"
    CHECKLIST = "checklist"


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a checklist, and the clause that asks for it."""

    key: str
    words: str
    clause: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty as the policy words it. `key` is its clause and its number there: `9.4~1`.

    `who` and `told` are roles and groups in the policy's own words; `deadline` is what the clause
    says after `by:`; `review` what the header gives as the date of the next review.
    """

    key: str
    clause: str
    what: str
    who: tuple[str, ...]
    period: Period
    title: str = ""
    kind: Kind = Kind.BOX
    told: tuple[str, ...] = ()
    when: str = ""
    proofs: tuple[str, ...] = ()
    force: str = "must"
    note: str = ""
    deadline: str = ""
    review: str = ""
    points: tuple[Point, ...] = field(default=())

    @property
    def is_asserted(self) -> bool:
        """Tell whether the policy states it and nothing that anybody does could prove it."""
        return self.kind is Kind.BOX and not self.proofs

    @property
    def is_heads_word(self) -> bool:
        """Tell whether the headteacher's own word is all that proves it: nobody else at the school
        would notice that it is missing. Row HSM-30."""
        return self.who == _HEAD and any(one.endswith(_CONFIRMED) for one in self.proofs)

    @property
    def is_about_pupils(self) -> bool:
        """Tell whether joiners and leavers are pupils here, and not staff."""
        return bool(re.search(r"\b(pupil|child|children|child-protection)\b", self.what))


def duties(pack: Pack) -> tuple[Duty, ...]:
    """Return every duty of a policy in its order; what follows from its header stands first."""
    return (*_reviews(pack), _present(pack), *_checklists(pack), *_boxes(pack))


def _boxes(pack: Pack) -> Iterator[Duty]:
    counted: dict[str, int] = {}
    for clause, box in pack.boxes("duty"):
        counted[clause.ref] = counted.get(clause.ref, 0) + 1
        yield _duty(clause, box, counted[clause.ref])


def _duty(clause: PackClause, box: Said, number: int) -> Duty:
    return Duty(
        key=f"{clause.ref}~{number}", clause=clause.ref, title=clause.title, what=box.one("what"),
        who=box.all("who"), told=box.all("told"), when=box.one("when"),
        period=period(box.one("every"), box.one("when")), proofs=box.all("proved by"),
        force=box.force, note=box.one("note"), deadline=box.one("by"),
    )  # fmt: skip


def _reviews(pack: Pack) -> Iterator[Duty]:
    """Yield the next review that each document's header names. Rows POL-06, POL-09."""
    reviewing = (box for act in _REVIEWED for _, box in pack.proved_by(act))
    who = next((box.all("who") for box in reviewing), _HEAD)
    for number, front in enumerate(pack.fronts):
        if front.review:
            yield Duty(
                key=f"review~{number}", clause="", what=f"review “{front.title}”",
                who=who if front is pack.front else _HEAD, period=Period(Unit.ONCE),
                title="Date of the next review", kind=Kind.REVIEW, proofs=_REVIEWED,
                review=front.review,
            )  # fmt: skip


def _present(pack: Pack) -> Duty:
    """A new version is presented to staff: on which day, and who was there. Row POL-15."""
    return Duty(
        key="present~1", clause="", what="present the new version of the policy to staff",
        who=("e-safety coordinator",), period=Period(Unit.ON_EVENT, event=Event.VERSION),
        title="A new version", kind=Kind.PRESENT,
    )  # fmt: skip


def _checklists(pack: Pack) -> Iterator[Duty]:
    """Yield each checklist that boxes name, gone through once a school year. Row HSM-25."""
    found: dict[str, list[tuple[PackClause, Said]]] = {}
    for clause, box in (*pack.boxes("duty"), *pack.boxes("notice")):
        if box.all("check"):
            found.setdefault(box.one("checklist", clause.title), []).append((clause, box))
    for name, asked in found.items():
        points = (Point(_slug(words), words, clause.ref)
                  for clause, box in asked for words in box.all("check"))  # fmt: skip
        yield Duty(
            key=f"{_slug(name)}~1", clause=asked[0][0].ref, title=asked[0][0].title,
            what=f"go through the checklist: {name}", kind=Kind.CHECKLIST,
            who=next((box.all("who") for _, box in asked if box.kind == "duty"), _HEAD),
            period=Period(Unit.SCHOOL_YEAR),
            points=tuple({one.key: one for one in points}.values()),
        )  # fmt: skip


def _slug(words: str) -> str:
    """Return a key that stays as long as the words do; it has room in `Doing.part`."""
    return slugify(words)[:36].strip("-")
