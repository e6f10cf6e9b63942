"""Reports and entries as pages and files show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.utils import timezone

from schoolgate.concerns import queries
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Case, Entry
from schoolgate.concerns.queries import Told, Written
from schoolgate.concerns.rules import situations
from schoolgate.concerns.rules.words import MANNERS, Way

HEADER: Final = ("Number", "Opened", "State", "Category", "Seriousness", "Track", "Led by")
_LABELS: Final = {
    "danger": "In danger now", "what": "What happened", "who": "Which children or families",
    "where": "Where", "when": "When", "device": "Whose device",
    "put_away": "Turned over and put away", "told": "Who has been told",
    "feels": "How they feel", "wants_to_talk_to": "Whom they want to talk to",
    "name": "Name", "reach": "How to reach them", "subject": "Subject",
    "left_out": "Hangs on it, and stays in the mailbox",
    "year": "Which year", "paper": "Page and line", "how": "How it happened",
    "resource": "Which resource", "isolated": "Off the network", "opened": "Opened by anybody",
    "headers": "Headers of the e-mail", "contact": "Who contacts them", "kind": "What it is like",
    "help": "What would help",
    "data": "Personal data on it", "sender": "Who sent it", "complainant": "Who complains",
    "target": "Who is abused", "seen_by": "Seen by",
    "manner": "On line, or face to face",
}  # fmt: skip
_WORDS_OF_ONE: Final = {"beyond_school", "off_site", "part", "seriousness", "track"}
_YES_NO: Final = {"yes": "Yes", "no": "No"}
_LATE_AFTER_SECONDS: Final = 30 * 60


class Shown(NamedTuple):
    """Something with a heading, a time and its questions answered.

    Of a page of hundreds of entries, what each shows is put into words here: `at` is when it
    happened, `when` that with who wrote it, and when, where that was another minute; `correct` the
    address of its correction; `has_more` whether anything hangs on it, `number`
    that of the resource that it is about.
    """

    row: Any
    title: str
    said: list[tuple[str, str]]
    late: str = ""
    corrected: tuple[Any, ...] = ()
    case: Any = None
    next: tuple[Any, ...] = ()
    after: tuple[Any, ...] = ()
    at: str = ""
    when: str = ""
    correct: str = ""
    has_more: bool = False
    number: str = ""


def row(case: Case) -> tuple[object, ...]:
    """Return a case as a row of the file."""
    return (case.name, case.opened_at.strftime("%d/%m/%Y"), case.state, case.category,
            case.seriousness, case.track, case.lead or "")  # fmt: skip


def report(one: Told) -> Shown:
    """Return a report with its words, and how late it came."""
    return Shown(one.row, f"Came in by {came_by(one.row.way)}", questions(one.said), _late(one))


def came_by(way: str) -> str:
    """Return a way in, in words."""
    return Way(way).said


def questions(said: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the fields of a report with their labels, what happened before who told."""
    order = {name: place for place, name in enumerate(_LABELS)}
    names = sorted(said, key=lambda name: order.get(name, len(order)))
    return [(_spoken(name), _YES_NO.get(said[name], said[name])) for name in names]


def _late(one: Told) -> str:
    """Say how long after it was noticed it was told, where that is worth a word (CON-08)."""
    if one.row.found_at is None or one.row.made_at is None:
        return ""
    seconds = int((one.row.made_at - one.row.found_at).total_seconds())
    return "" if seconds < _LATE_AFTER_SECONDS else lasting(seconds)


def lasting(seconds: int) -> str:
    """Say how long something lasted: 2 days 3 hours, 25 minutes; nothing for less than a minute."""
    days, rest = divmod(seconds, 86_400)
    hours, minutes = divmod(rest // 60, 60)
    parts = [(days, "day"), (hours, "hour"), (minutes if not days else 0, "minute")]
    return " ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in parts if count)


def entry(one: Written) -> Shown:
    """Return an entry with its questions answered."""
    labels = {field.name: field.label for field in one.kind.fields}
    choices = {field.name: dict(field.choices) for field in one.kind.fields if field.choices}
    names = [*labels, *(name for name in one.said if name not in labels)]
    said = [(labels.get(name, _spoken(name)),
             choices.get(name, {}).get(one.said[name], _word(name, one.said[name])))
            for name in names if one.said.get(name) not in {"", None}
            and name != "person"]  # fmt: skip
    at = _moment(one.row.happened_at)
    return Shown(one.row, one.kind.title, said, corrected=one.corrected, case=one.case, at=at,
                 when=at + _written(one.row, at))  # fmt: skip


def _written(row: Entry, at: str) -> str:
    """Say who wrote an entry, and when, where that was another minute."""
    by = f", written by {row.by}" if row.by else ""
    written = at if row.written_at == row.happened_at else _moment(row.written_at)
    return by if written == at else f"{by} on {written}"


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}"


def _spoken(name: str) -> str:
    return _LABELS.get(name, name.replace("_", " ").capitalize())


def _word(name: str, words: object) -> str:
    """Return what a field says in words: situations and categories by their titles."""
    if name == "situation" and words in situations.ALL:
        return situations.ALL[str(words)].title
    if name == "category":
        return situations.CATEGORIES.get(str(words), str(words))
    if name == "manner":
        return MANNERS[str(words)]
    return str(words).capitalize() if name in _WORDS_OF_ONE else str(words)


def as_text(case: Opened, told: Collection[str]) -> str:
    """Return a case as plain text; who wrote an entry is left out where they told the school."""
    lines = [f"Case {case.case.name}, {case.case.category or 'not sorted'}", ""]
    for one in map(report, queries.reports(case)):
        lines += [f"{one.row.made_on:%d/%m/%Y} {one.title}", *_said(one), ""]
    for one in map(entry, queries.chronology(case)):
        by = "" if one.row.by is None or one.row.by.name in told else f", by {one.row.by}"
        when = timezone.localtime(one.row.happened_at)
        lines += [f"{when:%d/%m/%Y %H:%M} {one.title}{by}", *_said(one), ""]
    return "\n".join(lines)


def _said(one: Shown) -> list[str]:
    return [f"  {label}: {words}" for label, words in one.said]
