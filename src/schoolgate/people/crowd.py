"""The rest of Brookside: invented, and the same every time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

from schoolgate.people import rules
from schoolgate.people.demonstration import NAMED, PersonToShow

# Words put together to names; nobody real is meant.
_GIVEN: Final = (
    "Ada", "Bilal", "Cara", "Dylan", "Elif", "Femi", "Gwen", "Harun", "Isla", "Jude", "Kofi",
    "Leila", "Milo", "Nia", "Omar", "Poppy", "Ravi", "Sana", "Toby", "Uma", "Vera", "Will",
    "Xenia", "Yusuf", "Zara", "Arlo", "Bea", "Cyrus", "Della", "Ewan", "Fern", "Gus", "Hetty",
    "Idris", "June",
)  # fmt: skip
_FIRST: Final = (
    "Alder", "Bramble", "Cinder", "Dapple", "Elder", "Fennel", "Gorse", "Hazel", "Ivory",
    "Juniper", "Kestrel",
)  # fmt: skip
_LAST: Final = (
    "bank", "combe", "dale", "field", "gate", "hurst", "leigh", "mere", "stead", "thorpe",
    "wick",
)  # fmt: skip
_TITLES: Final = (
    ("senior_leader", "Inclusion leader", ""),
    ("teacher", "Nursery teacher", "N Oak"),
    ("teacher", "Reception teacher", "R Oak"),
    ("teacher", "Year 2 teacher", "2 Oak"),
    ("teacher", "Year 3 teacher", "3 Oak"),
    ("teacher", "Year 6 teacher", "6 Oak"),
    ("teaching_assistant", "Teaching assistant, Nursery", "N Oak"),
    ("teaching_assistant", "Teaching assistant, Reception", "R Oak"),
    ("teaching_assistant", "Teaching assistant, Year 2", "2 Oak"),
    ("teaching_assistant", "Teaching assistant, Year 3", "3 Oak"),
    ("teaching_assistant", "Teaching assistant, Year 4", "4 Oak"),
    ("teaching_assistant", "Teaching assistant, Year 5", "5 Oak"),
    ("teaching_assistant", "Teaching assistant, Year 6", "6 Oak"),
    ("office_staff", "School secretary", ""),
    ("office_staff", "Attendance officer", ""),
)
_GOVERNORS: Final = 8
_PUPILS: Final = 240
_YEARS: Final = range(-1, 7)


def everyone() -> tuple[PersonToShow, ...]:
    """Return Brookside: 240 pupils in 8 years, 24 staff, 8 governors, and their parents."""
    return (*NAMED, *_staff(), *_governors(), *_families())


def _surname(number: int) -> str:
    return _FIRST[number % len(_FIRST)] + _LAST[number // len(_FIRST) % len(_LAST)]


def _given(number: int) -> str:
    return _GIVEN[number * 11 % len(_GIVEN)]


def _staff() -> Iterator[PersonToShow]:
    for number, (role, title, teaches) in enumerate(_TITLES, 10):
        name = f"{_given(number)} {_surname(number * 7)}"
        yield PersonToShow(f"S{number:02}", name, role, title, teaches=teaches)


def _governors() -> Iterator[PersonToShow]:
    for number in range(3, _GOVERNORS + 1):
        name = f"{_given(number + 20)} {_surname(number * 13)}"
        yield PersonToShow(f"G{number:02}", name, "governor", "Governor")


def _families() -> Iterator[PersonToShow]:
    """Yield families of one or two children, and one or two parents, until school is full."""
    pupil = 3
    parents = count(2)
    for family in count():
        if pupil > _PUPILS:
            return
        children = range(pupil, min(pupil + 1 + family % 2, _PUPILS + 1))
        pupil = children.stop
        ids = tuple(f"P{number:03}" for number in children)
        yield from (_child(number, family) for number in children)
        for other in range(1 + family % 3 % 2):
            name = f"{_given(family * 3 + other * 5 + 1)} {_surname(family)}"
            yield PersonToShow(f"C{next(parents):03}", name, "parent", "Parent", guards=ids)


def _child(number: int, family: int) -> PersonToShow:
    year = _YEARS[number % len(_YEARS)]
    name = f"{_given(number * 2 + family)} {_surname(family)}"
    letter = {-1: "N", 0: "R"}.get(year, str(year))
    return PersonToShow(f"P{number:03}", name, rules.pupil_role(year), rules.year_name(year), year,
                        f"{letter} Oak")  # fmt: skip
