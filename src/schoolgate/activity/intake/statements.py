"""The SQL of one batch: what it holds, its events, and what it lacks. Pure.

Columns of few values are of types that list them (ENUM): the file gets a number a row, where a
text would be looked up for each row. In the file they are text like the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schoolgate.activity.days import QUARTER
from schoolgate.activity.intake.formats import REQUEST, UNSAID, Format, plain

_MOST: Final = 4096
_LONG: Final = 200
_ENGINES: Final = (
    r"(^|\.)(google|bing|duckduckgo|ecosia|yahoo|startpage|qwant|kiddle|swiggle|youtube)\."
)
_FILE: Final = (
    r"/([^/?]+\.(?:7z|apk|csv|dmg|docx?|epub|exe|gz|iso|jar|mp3|mp4|msi|odp|ods|odt|pdf|pptx?|rar"
    r"|tar|torrent|xlsx?|zip))(?:\?|$)"
)
_ASKED: Final = 407  # the proxy asks who it is: nothing was visited yet
_TERM: Final = "[?&](?:q|p|query|search_query)=([^&]+)"
_FOUND_TERM: Final = f"replace(regexp_extract(path, '{_TERM}', 1), '+', ' ')"
# Where things stand in what the filter said; the first is its verdict, the sixth the list's entry.
PARTS: Final = {"why": 2, "role": 3, "category": 4, "clause": 5, "opening": 7}
_REFERENCE: Final = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What events are made of, besides the lines. `day` is the day of all rows, and `first` the
    number of the first; `kinds` are the types of `PARTS`.

    `hidden` is a regular expression of hosts of which nothing is kept, "" for none. With a `key`
    paths are kept as digests only, else as they are.
    """

    school: str
    hidden: str
    key: str
    is_by_session: bool
    kinds: Mapping[str, str]
    day: date
    first: int


def listed(values: Iterable[str]) -> str:
    """Return a type for these values; plain text where they are too many, or odd."""
    every = sorted(set(values))
    is_odd = len(every) > _MOST or any(len(one) > _LONG or not one.isprintable() for one in every)
    if is_odd or not every:
        return "VARCHAR"
    return f"ENUM({', '.join(map(_quoted, every))})"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _constant(value: str) -> str:
    return f"CAST({_quoted(value)} AS {listed([value])})"


def _part(place: int) -> str:
    return f"split_part(said, ',', {place})"


def reading(path: str, form: Format, columns: Mapping[str, str], *, rejects: bool) -> str:
    """Return what reads the lines of a batch; bad ones go to the engine's table of rejects, or are
    passed over."""
    aside = "store_rejects=true, rejects_limit=0" if rejects else "ignore_errors=true"
    return (
        f"read_csv('{path}', delim=' ', quote='{form.quote}', escape='{form.escape}',"
        f" header=false, auto_detect=false, nullstr='-', columns={dict(columns)!s},"
        f" {aside}, max_line_size=1048576, new_line='\\n')"
    )


def raw(source: str, form: Format) -> str:
    """Return a SELECT of the fields, the combined form's request taken apart."""
    return f"SELECT *, {REQUEST} FROM {source}" if form.name == "combined" else (
        f"SELECT * FROM {source}")  # fmt: skip


def contents(source: str, form: Format) -> str:
    """Return a SELECT: client, user, first and last instant."""
    return (
        f"SELECT client, usr, min({form.ts}), max({form.ts}) FROM ({raw(source, form)})"
        " GROUP BY client, usr"
    )


def told(source: str, form: Format) -> str:
    """Return a SELECT of what the filter said: the text, NULL where it is of one request alone,
    its verdict, "" but for a refusal, and its `PARTS`."""
    parts = ", ".join(_part(place) for place in PARTS.values())
    return (
        f"SELECT DISTINCT CASE WHEN {_part(_REFERENCE)} = '' THEN said END,"
        f" CASE WHEN {_part(1)} = 'block' THEN 'block' ELSE '' END, {parts} FROM"
        f" (SELECT coalesce({form.said}, '') AS said FROM ({raw(source, form)}))"
    )


def quarters(source: str, form: Format) -> str:
    """Return a SELECT of the quarters of an hour, counted from 1970, in which there are lines."""
    stamped = f"SELECT {form.ts} AS ts FROM ({raw(source, form)})"
    return f"SELECT DISTINCT ts // {QUARTER} FROM ({stamped}) WHERE ts IS NOT NULL"


def lacking(source: str, form: Format, columns: Sequence[str], hidden: str) -> str:
    """Return a SELECT of reason and line, as it was, of the lines that lack a time or a user, but
    for `hidden` hosts."""
    kept = f" AND NOT regexp_matches(host, '{hidden}')" if hidden else ""
    fields = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '-')" for name in columns)
    return (
        f"SELECT CASE WHEN ts IS NULL THEN 'no time' ELSE 'no user name' END, line FROM"
        f" (SELECT {form.ts} AS ts, {form.status} AS status, client, usr,"
        f" coalesce({form.host}, '') AS host, concat_ws(' ', {fields}) AS line"
        f" FROM ({raw(source, form)})) r LEFT JOIN clients d ON d.raw = r.client"
        " LEFT JOIN sessions s ON r.usr IS NULL AND s.device = d.device"
        f" AND r.ts >= s.since AND r.ts < s.until AND r.status <> {_ASKED}"
        f" WHERE (ts IS NULL OR (usr IS NULL AND s.who IS NULL)){kept}"
    )


def events(source: str, form: Format, asked: Asked) -> str:
    """Return a SELECT of events, in the order of `WebEvent` after their day, from the batch and
    the engine's tables `users`, `clients`, `told` and `sessions`.

    What those tables do not know yet leaves a NULL.
    """
    common = (
        f"SELECT {form.ts} AS ts, client, usr, coalesce(method, '') AS method,"
        f" coalesce({form.host}, '') AS host, coalesce({form.path}, '') AS path,"
        f" {form.result} AS result, {form.status} AS status, {form.received} AS received,"
        f" {form.sent} AS sent, {form.took} AS took, coalesce({form.said}, '') AS said"
        f" FROM ({raw(source, form)})"
    )
    who, year, by_session, named = _who(is_by_session=asked.is_by_session)
    said, by_told = _said(form, asked.kinds)
    path, digest, file, term = _digested(asked.key) if asked.key else _kept()
    hidden = f" AND NOT regexp_matches(host, '{asked.hidden}')" if asked.hidden else ""
    return (
        f"SELECT DATE '{asked.day}' AS day, ts, {_constant(asked.school)} AS school,"
        f" {who} AS who, d.device, d.network, {said['role']} AS role, {year} AS year,"
        f" method, host, {path} AS path, {digest} AS path_digest, status, received, sent, took,"
        f" {said['verdict']} AS verdict, {said['why']} AS why, {said['category']} AS category,"
        f" {said['clause']} AS clause, {said['opening']} AS opening,"
        f" {said['reference']} AS reference, {file} AS file, {term} AS term,"
        f" {asked.first - 1} + row_number() OVER () AS number"
        f" FROM ({common}) r LEFT JOIN clients d ON d.raw = coalesce(r.client, '')"
        f" LEFT JOIN users u ON u.raw = r.usr{by_told}{by_session}"
        f" WHERE ts IS NOT NULL AND {named}{hidden}"
    )


def _said(form: Format, kinds: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """Return the columns of what the filter said, and the join for them."""
    verdict = f"CAST(CASE WHEN {{}} THEN 'block' ELSE 'allow' END AS {listed(['allow', 'block'])})"
    denied = "contains(result, 'DENIED')"
    if form.said == UNSAID:
        nothing = dict.fromkeys([*PARTS, "reference"], _constant(""))
        return {**nothing, "verdict": verdict.format(denied)}, ""
    found = {
        name: f"coalesce(t.{name}, TRY_CAST({_part(place)} AS {kinds[name]}))"
        for name, place in PARTS.items()
    }
    found["verdict"] = verdict.format(
        f"{denied} OR CASE WHEN t.raw IS NULL THEN {_part(1)} ELSE t.refused END = 'block'"
    )
    found["reference"] = f"CASE WHEN t.raw IS NULL THEN {_part(_REFERENCE)} ELSE '' END"
    return found, " LEFT JOIN told t ON t.raw = said"


def _who(*, is_by_session: bool) -> tuple[str, str, str, str]:
    """Return who it was, which year, the join for it, and which rows are somebody's."""
    if not is_by_session:
        return "u.who", "u.year", "", "usr IS NOT NULL"
    return (
        "coalesce(CAST(u.who AS VARCHAR), s.who)",
        "coalesce(CAST(u.year AS VARCHAR), '')",
        " LEFT JOIN sessions s ON r.usr IS NULL AND s.device = d.device AND r.ts >= s.since"
        f" AND r.ts < s.until AND r.status <> {_ASKED}",
        "(usr IS NOT NULL OR s.who IS NOT NULL OR d.raw IS NULL)",
    )


def _kept() -> tuple[str, str, str, str]:
    term = (
        f"CASE WHEN contains(path, '=') AND regexp_matches(host, '{_ENGINES}')"
        f" THEN {plain(_FOUND_TERM)} ELSE '' END"
    )
    file = f"CASE WHEN contains(path, '.') THEN regexp_extract(path, '{_FILE}', 1) ELSE '' END"
    return "path", _constant(""), file, term


def _digested(key: str) -> tuple[str, str, str, str]:
    digest = f"CASE WHEN path = '' THEN '' ELSE substr(sha256('{key}' || host || path), 1, 16) END"
    return _constant(""), digest, _constant(""), _constant("")
