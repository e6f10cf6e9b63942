"""What Squid writes of each request by our part of its settings, and reading it again. Pure."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import unquote

from schoolgate.filtering.decisions import Verdict

# The order of `Line`: time, client, user, method, host, Squid's own result, status, bytes from the
# client, bytes to it, milliseconds, and what the helper said in
# `log=`, and the path.
FORMAT: Final = "%ts.%03tu %>a %#un %rm %#>rd %Ss %>Hs %>st %<st %tr %#ea %#>rp"
_FIELDS: Final = 12
_SAID: Final = 8
_VERDICTS: Final = frozenset(one.value for one in Verdict)
_NOTHING: Final = "-"


class UnableToRead(ValueError):
    """A line that Squid did not write by our format."""


class Line(NamedTuple):
    """One request, or a connection that asked nothing: it has no method. `at` is in UNIX seconds.
    `path`, with its query, is there where the proxy sees it: not inside a tunnel. Whether the
    activity log keeps it is the school's setting.

    `verdict` is what happened: what the proxy refused by itself (a port, a private address, a dead
    filter) is blocked too, and `why` then is what the filter said of it, if it was asked at all.
    """

    at: float
    client: str
    user: str
    method: str
    host: str
    result: str  # TCP_TUNNEL, TCP_DENIED …
    status: int
    received: int  # bytes from the client
    sent: int  # bytes to it
    took_ms: int
    verdict: Verdict
    why: str = ""
    role: str = ""
    category: str = ""
    clause: str = ""
    entry: str = ""
    grant: str = ""
    reference: str = ""
    path: str = ""


def read(line: str) -> Line:
    """Return one line of the log. Raises UnableToRead."""
    fields = line.rstrip("\r\n").split(" ")
    if len(fields) != _FIELDS:
        raise UnableToRead(f"A line of the proxy’s log has {_FIELDS} fields, this {len(fields)}.")
    at, client, user, method, host, result, *numbers, said, path = fields
    try:
        status, received, sent, took = map(int, numbers)
        stamp = float(at)
    except ValueError as error:
        raise UnableToRead("A time or a number in a line of the proxy’s log is none.") from error
    verdict, *reasons = _said(said)
    if "DENIED" in result:
        verdict = Verdict.BLOCK
    found = Line(stamp, client, _plain(user), _plain(method), _plain(host), result, status,
                 received, sent, took, Verdict(verdict), *reasons)  # fmt: skip
    return found if method == "CONNECT" else found._replace(path=_plain(path))


def _said(field: str) -> list[str]:
    """Return what the helper said; where it was not asked, that nothing was refused."""
    parts = [unquote(part) for part in _plain(field).split(",")]
    if parts == [""]:
        return [Verdict.ALLOW]
    if len(parts) != _SAID or parts[0] not in _VERDICTS:
        raise UnableToRead("What the filter said in a line of the proxy’s log cannot be read.")
    return [Verdict(parts[0]), *parts[1:]]


def _plain(field: str) -> str:
    return "" if field == _NOTHING else unquote(field)
