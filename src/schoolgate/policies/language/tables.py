"""Read the tables of a pack that are not matrices: times, terms, own words, and plain records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches

from schoolgate.kernel.facts import NotAnExpression
from schoolgate.kernel.times import (
    DAYS,
    EVERY_DAY,
    WEEKDAYS,
    WEEKEND,
    Band,
    Calendar,
    Term,
    spans,
)  # fmt: skip
from schoolgate.policies.language.document import Table
from schoolgate.policies.language.mistakes import Notebook, did_you_mean
from schoolgate.policies.language.words import Words, slug

MATRIX = ("#", "activity")
WORDS = ("words", "kind")
TIMES = ("time", "days", "hours")
TERMS = ("term", "starts", "ends")
_COLUMNS = ("words", "kind", "means", "ask if not known")
_KINDS = ("activity", "fact", "gate", "duty", "advice")
_DAY_WORDS = {
    "every day": EVERY_DAY, "weekdays": WEEKDAYS, "weekend": WEEKEND, "weekends": WEEKEND,
}  # fmt: skip


@dataclass(slots=True)
class Times:
    """The bands and terms found so far in a pack."""

    bands: list[Band] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)

    def calendar(self) -> Calendar | None:
        """Return the calendar that the tables state, or None when they state nothing."""
        stated = self.bands or self.terms
        return Calendar(tuple(self.bands), tuple(self.terms)) if stated else None


_SHAPES = (("matrix", MATRIX), ("words", WORDS), ("times", TIMES), ("terms", TERMS))


def kind_of(table: Table) -> str:
    """Tell a table by its first headings: matrix, words, times, terms, or record."""
    head = tuple(cell.lower() for cell in table.header)
    for kind, start in _SHAPES:
        if head[: len(start)] == start:
            return kind
    return "record"


def check_heading(table: Table, notes: Notebook) -> None:
    """Note a record whose heading is nearly that of a table with a meaning."""
    head = [cell.lower() for cell in table.header]
    for kind, start in _SHAPES if kind_of(table) == "record" else ():
        pairs = list(zip(head, start, strict=False))
        same = sum(mine == right for mine, right in pairs)
        if same >= len(start) - 1 and all(_near(mine, right) for mine, right in pairs):
            wanted = " | ".join(cell.capitalize() for cell in start)
            name = "a matrix" if kind == "matrix" else f"a table of {kind}"
            says = f"this looks like {name}, but then its heading must begin | {wanted} |"
            notes.note(table.line, says)


def _near(mine: str, right: str) -> bool:
    if right == "#":
        return mine in {"#", "", "no", "no.", "number", "clause", "ref"}
    return bool(get_close_matches(mine, [right], cutoff=0.6))


def add_words(table: Table, words: Words, notes: Notebook) -> None:
    """Add the words of a words table: Words, Kind, [Means], [Ask if not known]."""
    head = [cell.lower() for cell in table.header]
    for column in head:
        if column not in _COLUMNS:
            hint = did_you_mean(column, _COLUMNS) or f" Known: {', '.join(_COLUMNS)}."
            notes.note(table.line, f"a table of words has no column '{column}'.{hint}")
    for line, cells in table.rows:
        row = dict(zip(head, cells, strict=True))
        phrase, kind = row["words"], row["kind"].lower()
        means, ask = row.get("means", ""), row.get("ask if not known", "")
        if kind not in _KINDS:
            hint = did_you_mean(kind, _KINDS) or f" Write one of: {', '.join(_KINDS)}."
            notes.note(line, f"'{kind}' is not a kind of word I know.{hint}")
        elif not slug(phrase):
            notes.note(line, "the first cell of this row has no words; write what it explains")
        else:
            try:
                _add(words, phrase, kind, means, ask)
            except NotAnExpression as error:
                notes.note(line, str(error))


def _add(words: Words, phrase: str, kind: str, means: str, ask: str) -> None:
    if kind == "activity":
        words.add_act(phrase, means)
    elif kind == "fact":
        words.add_fact(phrase, means, ask)
    else:
        words.add_term(phrase, kind, means, ask)


def add_times(table: Table, words: Words, times: Times, notes: Notebook) -> None:
    """Add the bands of a times table: Time, Days, Hours."""
    for line, (phrase, days, hours, *_) in table.rows:
        if not slug(phrase):
            notes.note(line, "the first cell of this row has no words; write the name of the time")
            continue
        try:
            covered, ranges = _days(days), tuple(spans(hours))
        except ValueError as error:
            notes.note(line, str(error))
            continue
        key, value = _band_key(phrase, words)
        always = days.strip().lower() in _DAY_WORDS and "every" in days.lower()
        always = always or covered <= WEEKEND
        times.bands.append(Band(phrase.lower(), key, value, covered, ranges, always))


def _band_key(phrase: str, words: Words) -> tuple[str, str]:
    """Return the key and value that a named time sets; a new name becomes a fact of its own."""
    fact = words.fact(phrase)
    if fact is not None and len(fact.any_of) == 1 and len(fact.any_of[0]) == 1:
        test = fact.any_of[0][0]
        if test.op == "=" and len(test.values) == 1:
            return test.key, next(iter(test.values))
    key = "time_" + slug(phrase).replace("-", "_")
    words.add_fact(phrase, f"{key} = yes", f"Is it {phrase.strip()}?")
    return key, "yes"


def _days(text: str) -> frozenset[int]:
    plain = re.sub(r"\s*[-–]\s*| +to +", " to ", " ".join(text.lower().split()))
    if plain in _DAY_WORDS:
        return _DAY_WORDS[plain]
    found: set[int] = set()
    for part in plain.split(","):
        ends = [_day(word) for word in part.split(" to ")]
        if len(ends) > 2 or ends[0] > ends[-1]:
            example = "write for example: Monday to Friday"
            raise ValueError(f"'{part.strip()}' runs backwards or too far; {example}")
        found.update(range(ends[0], ends[-1] + 1))
    return frozenset(found)


def _day(word: str) -> int:
    plain = word.strip()
    if plain not in DAYS:
        raise ValueError(f"I do not know the day '{plain}'.{did_you_mean(plain, DAYS)}")
    return DAYS.index(plain)


def add_terms(table: Table, times: Times, notes: Notebook) -> None:
    """Add the terms of a term table: Term, Starts, Ends, [Closed]."""
    for line, (name, starts, ends, *rest) in table.rows:
        try:
            closed = frozenset(_date(part) for part in ",".join(rest).split(",") if part.strip())
            term = Term(name, _date(starts), _date(ends), closed)
        except ValueError as error:
            notes.note(line, str(error))
            continue
        fault = _fault(term, times.terms)
        if fault:
            notes.note(line, fault)
        else:
            times.terms.append(term)


def _fault(term: Term, others: Sequence[Term]) -> str:
    """Return what is wrong with a term beside the others, or nothing."""
    if term.first > term.last:
        return f"the term '{term.name}' ends before it starts; swap the two dates"
    for other in others:
        if term.first <= other.last and other.first <= term.last:
            return f"the term '{term.name}' overlaps '{other.name}'; correct a date"
    outside = sorted(day for day in term.closed if not term.covers(day))
    if outside:
        return f"{outside[0]:%-d %B %Y} is closed in '{term.name}' but lies outside it; correct it"
    return ""


def _date(text: str) -> date:
    plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text.strip())
    for form in ("%d %B %Y", "%Y-%m-%d", "%d/%m/%Y", "%d %b %Y"):
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 a day has no time zone
        except ValueError:
            continue
    raise ValueError(f"'{plain}' is not a date I can read; write it as 2 September 2026")
