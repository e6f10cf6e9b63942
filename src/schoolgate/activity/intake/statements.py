"""The SQL of one batch: what it holds, its events, and what it lacks. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from schoolgate.activity.days import QUARTER
from schoolgate.activity.intake.formats import REQUEST, Format

_ENGINES: Final = (
    r"(^|\.)(google|bing|duckduckgo|ecosia|yahoo|startpage|qwant|kiddle|swiggle|youtube)\."
)
_FILE: Final = (
    r"/([^/?]+\.(?:7z|apk|csv|dmg|docx?|epub|exe|gz|iso|jar|mp3|mp4|msi|odp|ods|odt|pdf|pptx?|rar"
    r"|tar|torrent|xlsx?|zip))(?:\?|$)"
)
_ASKED: Final = 407  # the proxy asks who it is: nothing was visited yet
_TERM: Final = "[?&](?:q|p|query|search_query)=([^&]+)"


def reading(path: str, form: Format, columns: Mapping[str, str], *, rejects: bool) -> str:
    """Return what reads the lines of a batch; bad ones go to the engine's table of rejects, or are
    passed over."""
    aside = "store_rejects=true, rejects_limit=0" if rejects else "ignore_errors=true"
    return (
        f"read_csv('{path}', delim=' ', quote='{form.quote}', escape='{form.quote}',"
        f" header=false, auto_detect=false, nullstr='-', columns={dict(columns)!s},"
        f" {aside}, max_line_size=1048576, new_line='\\n')"
    )


def raw(source: str, form: Format) -> str:
    """Return a SELECT of the fields, the combined form's request taken apart."""
    return f"SELECT *, {REQUEST} FROM {source}" if form.name == "combined" else (
        f"SELECT * FROM {source}")  # fmt: skip


def contents(source: str, form: Format) -> str:
    """Return a SELECT: client, user, how many lines, first and last instant."""
    return (
        f"SELECT client, usr, count(*), min({form.ts}), max({form.ts}), count({form.ts})"
        f" FROM ({raw(source, form)}) GROUP BY client, usr"
    )


def quarters(source: str, form: Format) -> str:
    """Return a SELECT of the quarters of an hour, counted from 1970, in which there are lines."""
    stamped = f"SELECT {form.ts} AS ts FROM ({raw(source, form)})"
    return f"SELECT DISTINCT ts // {QUARTER} FROM ({stamped}) WHERE ts IS NOT NULL"


def lacking(source: str, form: Format, columns: Sequence[str]) -> str:
    """Return a SELECT of reason and line, as it was, of the lines that lack a time or a user."""
    fields = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '-')" for name in columns)
    return (
        f"SELECT CASE WHEN ts IS NULL THEN 'no time' ELSE 'no user name' END, line FROM"
        f" (SELECT {form.ts} AS ts, {form.status} AS status, client, usr,"
        f" concat_ws(' ', {fields}) AS line FROM ({raw(source, form)})) r"
        " LEFT JOIN clients d ON d.raw = r.client"
        " LEFT JOIN sessions s ON r.usr IS NULL AND s.device = d.device"
        f" AND r.ts >= s.since AND r.ts < s.until AND r.status <> {_ASKED}"
        " WHERE ts IS NULL OR (usr IS NULL AND s.who IS NULL)"
    )


def events(source: str, form: Format, *, school: str, hidden: str, key: str) -> str:
    """Return a SELECT of events, in the order of `WebEvent`, from the batch and the engine's
    tables `users`, `clients` and `sessions`.

    `hidden` is a regular expression of hosts of which nothing is kept, "" for none. With a `key`
    paths are kept as digests only, else as they are.
    """
    kept = f" WHERE NOT regexp_matches(host, '{hidden}')" if hidden else ""
    fields = _kept() if not key else _digested(key)
    common = (
        f"SELECT {form.ts} AS ts, client, usr, coalesce(method, '') AS method,"
        f" coalesce({form.host}, '') AS host, coalesce({form.path}, '') AS path,"
        f" {form.result} AS result, {form.status} AS status, {form.received} AS received,"
        f" {form.sent} AS sent, {form.took} AS took, {form.said} AS p"
        f" FROM ({raw(source, form)})"
    )
    return (
        f"SELECT ts, '{school}' AS school, coalesce(u.who, s.who) AS who, d.device, d.network,"
        " coalesce(p[3], '') AS role, coalesce(u.year, '') AS year, method, host,"
        f" {fields[0]} AS path, {fields[1]} AS path_digest, status, received, sent, took,"
        " CASE WHEN contains(result, 'DENIED') OR p[1] = 'block' THEN 'block' ELSE 'allow' END"
        " AS verdict, coalesce(p[2], '') AS why, coalesce(p[4], '') AS category,"
        " coalesce(p[5], '') AS clause, coalesce(p[7], '') AS opening,"
        f" coalesce(p[8], '') AS reference, {fields[2]} AS file, {fields[3]} AS term"
        f" FROM (SELECT * FROM ({common}){kept}) r JOIN clients d ON d.raw = coalesce(r.client, '')"
        " LEFT JOIN users u ON u.raw = r.usr"
        " LEFT JOIN sessions s ON r.usr IS NULL AND s.device = d.device"
        f" AND r.ts >= s.since AND r.ts < s.until AND r.status <> {_ASKED}"
        " WHERE coalesce(u.who, s.who) IS NOT NULL AND ts IS NOT NULL"
    )


def _kept() -> tuple[str, str, str, str]:
    term = (
        f"CASE WHEN contains(path, '=') AND regexp_matches(host, '{_ENGINES}')"
        f" THEN url_decode(replace(regexp_extract(path, '{_TERM}', 1), '+', ' ')) ELSE '' END"
    )
    file = f"CASE WHEN contains(path, '.') THEN regexp_extract(path, '{_FILE}', 1) ELSE '' END"
    return "path", "''", file, term


def _digested(key: str) -> tuple[str, str, str, str]:
    digest = f"CASE WHEN path = '' THEN '' ELSE substr(sha256('{key}' || host || path), 1, 16) END"
    return "''", digest, "''", "''"
