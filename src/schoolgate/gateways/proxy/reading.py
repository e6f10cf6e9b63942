"""Bytes to the head of a request or of an answer (RFC 9112). Pure.

Strict, because two programs that read one head differently let a second request slip past the
filter: whatever the grammar does not know, or says twice, is refused.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from schoolgate.gateways.proxy import limits
from schoolgate.gateways.proxy.refusals import UnableToPass

_TOKEN: Final = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_LINES: Final = rb"((?:" + _TOKEN + rb":[\t -~\x80-\xff]*\r\n)*)\r\n"
_REQUEST: Final = re.compile(rb"(" + _TOKEN + rb") ([!-~]+) HTTP/1\.([01])\r\n" + _LINES)
_ANSWER: Final = re.compile(rb"HTTP/1\.([01]) ([1-9][0-9]{2})(?: [\t -~\x80-\xff]*)?\r\n" + _LINES)
_FIELD: Final = re.compile(rb"((" + _TOKEN + rb"):[^\r]*\r\n)")
_BARE: Final = re.compile(rb"(?<!\r)\n|\r(?!\n)|\x00")
_DIGITS: Final = re.compile(rb"[0-9]{1,15}")

# Of one connection, not of the message (RFC 9110, 7.6.1); and what this proxy reads or writes.
_HOP: Final = frozenset(
    b"connection keep-alive proxy-connection proxy-authenticate proxy-authentication-info "
    b"te trailer transfer-encoding upgrade content-length".split()
)
_REQUEST_OWN: Final = _HOP | frozenset(b"host proxy-authorization via expect".split())
_ANSWER_OWN: Final = _HOP | {b"via"}
_WAYS: Final = frozenset({b"close", b"keep-alive"})


class Request(NamedTuple):
    """A request's head. `length` is None without a body or with a chunked one."""

    method: bytes
    target: bytes
    new: bool  # HTTP/1.1
    host: bytes | None
    lines: list[tuple[bytes, bytes]]  # (name in lower case, whole line), of what goes on
    length: int | None
    chunked: bool
    stays: bool  # the client wants to ask again on this connection
    expects: bool  # waits for “100 Continue”
    via: bytes
    password: bytes

    @property
    def has_body(self) -> bool:
        """Tell whether bytes of a body follow the head."""
        return self.chunked or bool(self.length)


class Answer(NamedTuple):
    """An answer's head."""

    status: int
    first: bytes  # its first line
    lines: list[bytes]
    length: int | None
    chunked: bool
    stays: bool


def is_hopeless(part: bytes | bytearray, start: int) -> bool:
    """Tell whether a head that is not whole yet holds what no head may hold."""
    found = _BARE.search(part, max(0, start - 1))
    return found is not None and (found[0] != b"\r" or found.end() < len(part))


def request(head: bytes) -> Request:
    """Read a request, up to and with its empty line. Raises UnableToPass."""
    found = _REQUEST.fullmatch(head)
    if found is None:
        raise UnableToPass(400, _why_not(head))
    method, target, minor, block = found.groups()
    if len(target) > limits.TARGET:
        raise UnableToPass(414, "The address is too long.")
    lines, own = _sorted(block, _REQUEST_OWN)
    new = minor == b"1"
    length, chunked = _framing(own, new=new, twice=False)
    ways = _list(own, b"connection")
    return Request(
        method,
        target,
        new,
        _host(own, new=new),
        _without(lines, ways),
        length,
        chunked,
        new and b"close" not in (ways | _list(own, b"proxy-connection")),
        _expects(own),
        b",".join(own.get(b"via", ())),
        _only(own, b"proxy-authorization") or b"",
    )


def answer(head: bytes) -> Answer:
    """Read an answer of an origin. Raises UnableToPass (502)."""
    found = _ANSWER.fullmatch(head)
    if found is None:
        raise UnableToPass(502, "The site's answer cannot be read.")
    minor, status, block = found.groups()
    new = minor == b"1"
    try:
        lines, own = _sorted(block, _ANSWER_OWN)
        length, chunked = _framing(own, new=new, twice=True)
    except UnableToPass as no:
        raise UnableToPass(502, "The site's answer can be read in two ways.") from no
    ways = _list(own, b"connection")
    kept = [line for _, line in _without(lines, ways)]
    stays = b"close" not in ways if new else b"keep-alive" in ways
    first = head[: head.index(b"\r\n") + 2]
    return Answer(int(status), b"HTTP/1.1" + first[8:], kept, length, chunked, stays)


Lines = list[tuple[bytes, bytes]]
Own = dict[bytes, list[bytes]]


def _sorted(block: bytes, ours: frozenset[bytes]) -> tuple[Lines, Own]:
    """Part what goes on from what is ours to read."""
    lines: Lines = []
    own: Own = {}
    found = _FIELD.findall(block)
    if len(found) > limits.FIELDS:
        raise UnableToPass(431, "The request has too many fields.")
    for line, name in found:
        low = name.lower()
        if low in ours:
            own.setdefault(low, []).append(line[len(name) + 1 :].strip(b" \t\r\n"))
        else:
            lines.append((low, line))
    return lines, own


def _framing(own: Own, *, new: bool, twice: bool) -> tuple[int | None, bool]:
    """Return (length, chunked). `twice`: the same length said again is no fault."""
    lengths = own.get(b"content-length", [])
    codings = own.get(b"transfer-encoding")
    if codings is not None:
        if lengths or not new or len(codings) > 1 or codings[0].lower() != b"chunked":
            raise UnableToPass(400, "How long the request is can be read in two ways.")
        return None, True
    if not lengths:
        return None, False
    if len(lengths) > 1 and not (twice and len(set(lengths)) == 1):
        raise UnableToPass(400, "The request says its length twice.")
    if not _DIGITS.fullmatch(lengths[0]):
        raise UnableToPass(400, "The length of the request is no number.")
    return int(lengths[0]), False


def _list(own: Own, name: bytes) -> set[bytes]:
    if name not in own:
        return set()
    return {one.strip(b" \t").lower() for value in own[name] for one in value.split(b",")}


def _without(lines: Lines, ways: set[bytes]) -> Lines:
    """Leave out what the sender said is of this connection only."""
    named = ways - _WAYS
    return [pair for pair in lines if pair[0] not in named] if named else lines


def _only(own: Own, name: bytes) -> bytes | None:
    values = own.get(name)
    if values is None:
        return None
    if len(values) > 1:
        raise UnableToPass(400, f"The request says “{name.decode().title()}” twice.")
    return values[0]


def _host(own: Own, *, new: bool) -> bytes | None:
    host = _only(own, b"host")
    if host is None and new:
        raise UnableToPass(400, "The request does not say its host.")
    return host


def _expects(own: Own) -> bool:
    expected = _only(own, b"expect")
    if expected is not None and expected.lower() != b"100-continue":
        raise UnableToPass(417, "The request expects what this proxy does not know.")
    return expected is not None


def _why_not(head: bytes) -> str:
    if _BARE.search(head):
        return "A line of the request ends in half a line end, or holds a zero."
    first, _, rest = head.partition(b"\r\n")
    if not re.fullmatch(_TOKEN + rb" [!-~]+ HTTP/1\.[01]", first):
        return "The first line of the request cannot be read."
    if re.search(rb"(?:^|\r\n)[ \t]", rest):
        return "A field of the request is folded over two lines."
    return "A field of the request cannot be read."
