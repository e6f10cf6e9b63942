"""The shape of the word files in `policies/words/`, and reading them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import msgspec

SAID: Final = "said_"
UNSAID: Final = "unsaid"
FOLDER: Final = Path(__file__).resolve().parent.parent / "words"


class Actor(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A kind of person: `one` and `many` as a sentence says them."""

    one: str
    many: str
    also: tuple[str, ...] = ()
    implies: dict[str, str] = {}


class Action(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A verb, and other verbs for the same act."""

    verb: str
    also: tuple[str, ...] = ()


class Resource(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A thing, and other nouns for it."""

    noun: str
    also: tuple[str, ...] = ()


class Key(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A fact that may be stated: the question to ask, the values in plain words, where it is known
    from (said, record, list, grant, time), and what is taken for granted. A key that `copies`
    another repeats what was stated of it."""

    ask: str
    label: str = ""
    values: dict[str, str] = {}
    source: str = "said"
    default: str = ""
    implies: dict[str, str] = {}
    copies: str = ""


class Term(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A condition of an answer: kind gate, duty or advice; `says` are its phrases in a pack;
    `test` makes it true; `whom` is the role to ask."""

    kind: str
    text: str
    says: tuple[str, ...] = ()
    test: str = ""
    ask: str = ""
    whom: str = ""
    source: str = "said"


class Activity(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Acts that one phrase stands for: every verb of `do` with every thing of `on`."""

    do: str
    on: str
    given: str = ""


class Saying(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A fact phrase of a pack."""

    test: str
    ask: str = ""
    source: str = "said"


class Lexicon(msgspec.Struct, forbid_unknown_fields=True):
    """The shape of the word files, read together."""

    actors: dict[str, Actor] = {}
    groups: dict[str, tuple[str, ...]] = {}
    bodies: dict[str, tuple[str, ...]] = {}
    actions: dict[str, Action] = {}
    resources: dict[str, Resource] = {}
    keys: dict[str, Key] = {}
    conditions: dict[str, Term] = {}
    activities: dict[str, Activity] = {}
    facts: dict[str, Saying] = {}


def read_lexicon(folder: Path = FOLDER) -> Lexicon:
    """Read every word file as one lexicon. Raises ValueError that names the file at fault."""
    merged: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            for section, entries in tomllib.loads(path.read_text("utf-8")).items():
                known = merged.setdefault(section, {})
                if twice := known.keys() & entries.keys():
                    raise ValueError(
                        f"{sorted(twice)} in [{section}] stand in another file already"
                    )
                known.update(entries)
        except (tomllib.TOMLDecodeError, ValueError) as error:
            raise ValueError(f"{path.name}: {error}") from error
    return _with_shadows(msgspec.convert(merged, Lexicon))


def _with_shadows(lexicon: Lexicon) -> Lexicon:
    """Add `said_KEY` for every key, and give each copy the values of what it copies."""
    shadows = {f"{SAID}{name}": name for name, key in lexicon.keys.items() if not key.copies}
    copies = {name: key.copies for name, key in lexicon.keys.items() if key.copies} | shadows
    for name, of in copies.items():
        original, own = lexicon.keys[of], lexicon.keys.get(name)
        lexicon.keys[name] = Key(
            ask=own.ask if own else original.ask,
            label=own.label if own else original.label,
            values=original.values | (own.values if own else {UNSAID: "not said"}),
            source=original.source,
            default=own.default if own else UNSAID,
            copies=of,
        )
    return lexicon
