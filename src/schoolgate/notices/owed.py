"""What the policy in force wants told, read off its boxes, and the words to begin a notice with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from schoolgate.notices.rules import Group, groups_of
from schoolgate.policies import library
from schoolgate.policies.english.plain import plain
from schoolgate.policies.english.wording import capital, listed, stop
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.effective import Pack, PackClause

# Duties that are done by telling people something, by the act that proves them (docs/proofs.md).
BY_TELLING: Final = frozenset({
    "education:parents:informed", "education:social-media-reminder:given",
    "monitoring:notice:given",
})  # fmt: skip
_REMINDER: Final = "education:social-media-reminder:given"
_PREMISES: Final = "premises"
_DEAR: Final = {
    Group.STAFF: "colleagues", Group.GOVERNORS: "governors", Group.PARENTS: "parents and carers",
    Group.PUPILS: "children", Group.VOLUNTEERS: "friends of the school",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ToTell:
    """One thing that people must be told. `key` is its clause and its place there (`5.9.notice#0`);
    `told` are the box's own words, `groups` those of them that we know; `says` is the whole box as
    a sentence, `prose` the clause."""

    key: str
    clause: str
    title: str
    what: tuple[str, ...]
    told: tuple[str, ...]
    groups: tuple[Group, ...]
    by: str
    means: tuple[str, ...]
    every: str
    force: str
    says: str
    prose: str
    asks: bool = False

    @property
    def on_premises(self) -> bool:
        """Whether it hangs on a wall of the school (000 L302)."""
        return any(_PREMISES in one for one in self.means)


def to_tell(known: library.Loaded) -> dict[str, ToTell]:
    """Return everything that a policy wants told, by key, in its own order; worked out once."""
    return known.once("to-tell", lambda: {one.key: one for one in _read(known.pack)})


def _read(pack: Pack) -> Iterator[ToTell]:
    for clause in pack.clauses:
        boxes = [box for box in clause.boxes if box.kind == "notice"]
        boxes = boxes or [box for box in clause.boxes if _is_done_by_telling(box)]
        yield from (_one(pack, clause, box, at) for at, box in enumerate(boxes))


def _is_done_by_telling(box: Said) -> bool:
    return box.kind == "duty" and not BY_TELLING.isdisjoint(box.all("proved by"))


def _one(pack: Pack, clause: PackClause, box: Said, at: int) -> ToTell:
    reminder = _REMINDER in box.all("proved by")
    told = box.all("told") or (("staff",) if reminder else ())
    if box.kind == "duty" and not told:
        told = ("parents",) if "education:parents:informed" in box.all("proved by") else ("staff",)
    return ToTell(
        key=f"{clause.ref}#{at}", clause=clause.ref, title=clause.title, what=box.all("what"),
        told=told, groups=groups_of(told), by=listed(box.all("by") or box.all("who")),
        means=box.all("means"), every=box.one("every"), force=box.force,
        says=plain(box, pack.words).text, prose=clause.prose, asks=reminder,
    )  # fmt: skip


def subject(one: ToTell) -> str:
    """Return the subject to begin with, at most 160 characters."""
    return capital(one.title or one.what[0])[:160]


def body(one: ToTell, known: library.Loaded) -> str:
    """Return the words to begin with, as Markdown: what the clause says, and where it stands."""
    dear = listed([_DEAR[group] for group in one.groups]) or "all"
    lines = [f"Dear {dear},", ""]
    for what in one.what:
        lines += [f"This is about {what[:1].lower() + what[1:]}.", ""]
    if one.prose:
        lines += ["Our policy says:", "", *(f"> {line}" for line in one.prose.splitlines()), ""]
    if points := _points(one, known):
        lines += ["In short:", "", *(f"- {stop(capital(point))}" for point in points), ""]
    return "\n".join([*lines, "If you have a question, ask the school office."])


def _points(one: ToTell, known: library.Loaded) -> list[str]:
    """Return the policy's short points for whom a reminder is for."""
    if not one.asks:
        return []
    wanted = set(one.groups)
    boxes = (
        box for _, box in known.pack.boxes("summary") if wanted & set(groups_of(box.all("for")))
    )
    return [point for box in boxes for point in (*box.all("point"), *box.all("points"))]
