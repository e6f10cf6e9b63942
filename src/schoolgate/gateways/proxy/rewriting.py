"""The heads that go on: hop-by-hop fields left out, framing written anew. Pure."""

from __future__ import annotations

from schoolgate.gateways.proxy import bodies, safe_search
from schoolgate.gateways.proxy.bodies import Body
from schoolgate.gateways.proxy.reading import Answer, Request
from schoolgate.gateways.proxy.targets import Target


def request(asked: Request, target: Target, *, mark: bytes, mode: bytes) -> bytes:
    """Return the head that goes to the origin."""
    safe = safe_search.fields(target.host, mode)
    lines = [line for name, line in asked.lines if not (safe and safe_search.is_of_client(name))]
    via = asked.via + b", " if asked.via else b""
    expects = b"Expect: 100-continue\r\n" if asked.expects and asked.new else b""
    return b"".join(
        (
            b"%b %b HTTP/1.1\r\n" % (asked.method, target.path),
            target.host_line,
            *lines,
            safe,
            expects,
            _framing(asked.length, asked.chunked),
            b"Via: %b1.1 %b\r\n\r\n" % (via, mark),
        )
    )


def answer(given: Answer, asked: Request, mark: bytes) -> bytes:
    """Return the head that goes to the client."""
    body = body_of(given, asked)
    stays = asked.stays and not isinstance(body, bodies.Endless)
    chunked = isinstance(body, bodies.Chunked) and asked.new
    framing = b"" if given.status == 204 else _framing(given.length, chunked)
    close = b"" if stays else b"Connection: close\r\n"
    end = b"Via: 1.1 %b\r\n\r\n" % mark
    return b"".join((given.first, *given.lines, framing, close, end))


def body_of(given: Answer, asked: Request) -> Body:
    """Return what tells where the answer's body ends (RFC 9112, 6.3)."""
    if asked.method == b"HEAD" or given.status in {204, 304}:
        return bodies.Counted(0)
    if given.chunked:
        return bodies.Chunked(plain=not asked.new)
    return bodies.Endless() if given.length is None else bodies.Counted(given.length)


def _framing(length: int | None, chunked: bool) -> bytes:
    if chunked:
        return b"Transfer-Encoding: chunked\r\n"
    return b"" if length is None else b"Content-Length: %d\r\n" % length
