"""What a policy may say of its reach, and which aim its clauses serve: closed lists of words."""

from __future__ import annotations

from typing import Final

EVERYONE: Final = "everyone"
# Whom a policy may bind, as boxes write it → those whom the word takes in. Source: POL-12, POL-13.
PERSONS: Final[dict[str, tuple[str, ...]]] = {
    "pupils": (),
    "staff": ("supply staff", "trainees"),
    "supply staff": (),
    "trainees": (),
    "agents": (),
    "contractors": (),
    "volunteers": (),
    "governors": (),
    "parents": (),
    "relatives": (),
    "visitors": (),
    "community users": (),
}
OWN: Final = "their own equipment"
EQUIPMENT: Final = ("the school's equipment", "the authority's equipment", OWN)


def binds(phrase: str, person: str) -> bool:
    """Tell whether a word for people takes in a kind of person."""
    return phrase in {EVERYONE, person} or person in PERSONS.get(phrase, ())
