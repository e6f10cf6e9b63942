"""The aims that a policy states, and the clauses that serve each. Pure. Source: POL-28."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from schoolgate.policies.language.effective import Pack, PackClause


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim that a header states, with the clauses that serve it in the order of the policy."""

    text: str
    document: str
    clauses: tuple[PackClause, ...]

    @property
    def rules(self) -> int:
        """Return how many rules serve it."""
        return sum(len(clause.rules) for clause in self.clauses)


def aims(pack: Pack) -> list[Aim]:
    """Return every aim that the headers of a policy state."""
    serving: dict[str, set[str]] = {}
    for clause in pack.clauses:
        for box in clause.boxes:
            for said in box.all("aim"):
                refs = box.all("served by") or (clause.ref,)
                serving.setdefault(plain(said), set()).update(refs)
    return [
        Aim(text, front.title, tuple(_under(pack, serving.get(plain(text), set()))))
        for front in pack.fronts
        for text in front.aims
    ]


def serving_none(pack: Pack) -> list[PackClause]:
    """Return the clauses with rules that serve no aim."""
    served = {clause.ref for aim in aims(pack) for clause in aim.clauses}
    return [clause for clause in pack.clauses if clause.rules and clause.ref not in served]


def _under(pack: Pack, refs: set[str]) -> Iterator[PackClause]:
    """Yield the clauses with these numbers, and those below them."""
    for clause in pack.clauses:
        if any(clause.ref == ref or clause.ref.startswith(f"{ref}.") for ref in refs):
            yield clause


def plain(text: str) -> str:
    """Return an aim as it is compared: without its full stop, in lower case."""
    return " ".join(text.lower().split()).rstrip(".")


def faults(pack: Pack) -> Iterator[tuple[str, PackClause | None]]:
    """Yield what is wrong with aims, and where: one without a rule, one that no header states, a
    clause that is not there."""
    stated = aims(pack)
    for aim in stated:
        if not aim.rules:
            yield f"no rule serves the aim “{aim.text}” of {aim.document}.", None
    names = {plain(aim.text) for aim in stated}
    for clause in pack.clauses:
        yield from ((text, clause) for text in _wrong(clause, names, pack))


def _wrong(clause: PackClause, names: set[str], pack: Pack) -> Iterator[str]:
    for box in clause.boxes:
        for said in box.all("aim"):
            if plain(said) not in names:
                yield f"{clause.ref} serves “{said}”, which no header states as an aim."
        for ref in box.all("served by"):
            if not any(_under(pack, {ref})):
                yield f"{clause.ref} says that {ref} serves an aim; there is no {ref}."
