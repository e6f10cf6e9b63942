"""Reads phrase packs; every fault has its file, its line and what to do."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from .classes import CLASS, is_written_out, unmakeable
from .findings import Head, Severity
from .items import Band, Kind
from .packs import Force, PhrasePack, Rule
from .weighing import LEADS

_WEIGHT: Final = re.compile(r"-?[1-9]")
_TABLES: Final = ("rule", "words", "same", "excuses", "small", "apart", "pictures", "help_hosts")
_KEYS: Final = ("id", "head", "severity", "force", "why", "phrases", "unless", "excused_by",
                "bands", "kinds", "languages", "topics", "younger", "points", "needs")  # fmt: skip
_NEEDED: Final = ("id", "head", "severity", "why")
_LISTS: Final = ("phrases", "unless", "excused_by", "bands", "kinds", "languages", "topics")
_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "head": tuple(Head), "bands": tuple(Band), "kinds": tuple(Kind), "force": tuple(Force),
    "severity": tuple(one.name.lower() for one in Severity),
    "younger": tuple(one.name.lower() for one in Severity),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, where, and what to write instead. Lines count from 1."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.says}"


class UnableToReadPacks(Exception):
    """Raised with every fault found; nothing is loaded."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    text: str
    tables: Mapping[str, Any]

    def fault(self, about: object, says: str) -> Fault:
        """A fault at the first line that has the words; at line 1 where none has."""
        lines = self.text.splitlines()
        found = (n for n, line in enumerate(lines, 1) if str(about) in line)
        return Fault(self.name, next(found, 1), says)


def read_folder(folder: Path) -> tuple[PhrasePack, ...]:
    """Every pack of a folder, in the order of names. Raises UnableToReadPacks with all faults."""
    files, faults = [], []
    for path in sorted(folder.glob("*.toml")):
        text = path.read_text(encoding="utf-8")
        try:
            files.append(_File(path.name, text, tomllib.loads(text)))
        except tomllib.TOMLDecodeError as fault:
            line = re.search(r"line (\d+)", str(fault))
            says = f"this is not TOML: {fault}. Compare the line with its neighbours."
            faults.append(Fault(path.name, int(line[1]) if line else 1, says))
    if not files and not faults:
        faults.append(Fault(str(folder), 1, "there is no pack here. Put at least one .toml in it."))
    faults += _faults(files)
    if faults:
        raise UnableToReadPacks(faults)
    return tuple(_pack(file) for file in files)


def _faults(files: list[_File]) -> Iterator[Fault]:
    words = {name: of for file in files for name, of in file.tables.get("words", {}).items()}
    classes, wrong = set(words), unmakeable(words)
    excuses = {name for file in files for name in file.tables.get("excuses", {})}
    seen: dict[str, str] = {}
    for file in files:
        yield from _unknown(file, file.tables, _TABLES, "table")
        yield from (
            file.fault(f"{name} =", wrong[name])
            for name in file.tables.get("words", {})
            if name in wrong
        )
        for phrase in _phrases(file):
            for name in CLASS.findall(phrase):
                if name not in classes and not is_written_out(name):
                    says = f"no pack has the class “{name}”.{_perhaps(name, classes)}"
                    yield file.fault(phrase, says)
        for rule in file.tables.get("rule", ()):
            yield from _rule_faults(file, rule, excuses)
            name = str(rule.get("id", ""))
            if name in seen:
                yield file.fault(f'"{name}"', f"“{name}” is a rule of {seen[name]} already.")
            seen[name] = file.name


def _phrases(file: _File) -> Iterator[str]:
    for rule in file.tables.get("rule", ()):
        for key in ("phrases", "unless"):
            value = rule.get(key, ())
            yield from (str(one) for one in value if isinstance(value, list))
        yield from (phrase for phrase, _ in _points(rule))


def _points(rule: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """Each phrase of `points` with its weight; the weights are the keys."""
    table = rule.get("points", {})
    for weight, phrases in table.items() if isinstance(table, dict) else ():
        if _WEIGHT.fullmatch(weight) and isinstance(phrases, list):
            yield from ((str(phrase), int(weight)) for phrase in phrases)


def _rule_faults(file: _File, rule: Mapping[str, Any], excuses: set[str]) -> Iterator[Fault]:
    about = f'"{rule.get("id", "")}"'
    yield from _unknown(file, rule, _KEYS, "key")
    yield from (
        file.fault(about, f"a rule needs “{key}”. Add it.") for key in _NEEDED if not rule.get(key)
    )
    yield from (file.fault(about, says) for says in _unfinished(rule))
    bare = [key for key in _LISTS if key in rule and not isinstance(rule[key], list)]
    for key in bare:
        yield file.fault(about, f"“{key}” is a list: write it in square brackets.")
    if not bare:
        yield from _value_faults(file, rule, excuses)


def _unfinished(rule: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with how a rule tells: by phrases, by points, or by both."""
    points, needs = rule.get("points", {}), rule.get("needs")
    if not points and not rule.get("phrases"):
        yield "a rule needs “phrases”, or “points” that add up. Add one of them."
    if not isinstance(points, dict) or any(
        not _WEIGHT.fullmatch(weight) or not isinstance(of, list) for weight, of in points.items()
    ):
        yield '“points” is a table of weights, each with a list: 2 = ["…"], -1 = ["…"].'
    elif points and (type(needs) is not int or needs <= max(map(int, points))):
        yield "“points” need “needs”: a number above every weight, or one phrase would tell alone."
    elif points and all(int(weight) < LEADS for weight, of in points.items() if of):
        yield f"none of the “points” leads. Give one a weight of {LEADS} or more, or nothing tells."


def _value_faults(file: _File, rule: Mapping[str, Any], excuses: set[str]) -> Iterator[Fault]:
    about = f'"{rule.get("id", "")}"'
    for key, allowed in (*_CHOICES.items(), ("excused_by", tuple(excuses))):
        values = rule.get(key, [])
        for value in values if isinstance(values, list) else [values]:
            if value not in allowed:
                says = f"“{key}” cannot be “{value}”.{_perhaps(str(value), allowed)}"
                yield file.fault(about, says)
    for phrase in rule.get("phrases", ()):
        if len(re.sub(r"[\W_]", "", phrase)) < 3:
            yield file.fault(f'"{phrase}"', f"“{phrase}” is too short: it would be everywhere.")


def _unknown(
    file: _File, found: Mapping[str, Any], known: Iterable[str], what: str
) -> Iterator[Fault]:
    for key in found:
        if key not in known:
            yield file.fault(key, f"there is no {what} “{key}”.{_perhaps(key, known)}")


def _perhaps(word: str, known: Iterable[str]) -> str:
    close = get_close_matches(word, list(known), 1, 0.5)
    return f" Did you mean “{close[0]}”?" if close else f" Take one of: {', '.join(sorted(known))}."


def _pack(file: _File) -> PhrasePack:
    tables = file.tables
    return PhrasePack(
        name=file.name,
        rules=tuple(_rule(one) for one in tables.get("rule", ())),
        words={name: tuple(of) for name, of in tables.get("words", {}).items()},
        same={name: tuple(of) for name, of in tables.get("same", {}).items()},
        excuses={name: tuple(of) for name, of in tables.get("excuses", {}).items()},
        small=tuple(tables.get("small", {}).get("words", ())),
        apart=tuple(tables.get("apart", {}).get("words", ())),
        pictures=dict(tables.get("pictures", {})),
        help_hosts=tuple(tables.get("help_hosts", {}).get("names", ())),
    )


def _rule(one: Mapping[str, Any]) -> Rule:
    excused = one.get("excused_by")
    return Rule(
        id=one["id"],
        head=Head(one["head"]),
        severity=Severity[one["severity"].upper()],
        force=Force(one.get("force", "plain")),
        why=one["why"],
        phrases=tuple(one.get("phrases", ())),
        unless=tuple(one.get("unless", ())),
        excused_by=None if excused is None else tuple(excused),
        bands=frozenset(map(Band, one.get("bands", ()))),
        kinds=frozenset(map(Kind, one.get("kinds", ()))),
        languages=tuple(one.get("languages", ("en",))),
        topics=tuple(one.get("topics", ())),
        younger=Severity[one["younger"].upper()] if "younger" in one else None,
        points=tuple(_points(one)),
        needs=one.get("needs", 0),
    )
