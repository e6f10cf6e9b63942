"""A response policy zone, as BIND, unbound, Knot and PowerDNS read it. Two records a name.

Source: the Internet-Draft draft-vixie-dnsop-dns-rpz, which these servers follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from schoolgate.gateways.dns.answers import Act, Answer

_PASSES: Final = b"rpz-passthru."
_NO_SUCH_NAME: Final = b"."
_HEAD: Final = b"""\
; Written by Schoolgate for the profile %b. Do not change it here: it is written anew.
$TTL 60
@ SOA localhost. hostmaster.localhost. %d 3600 600 604800 60
@ NS localhost.
"""


def lines(
    answers: Iterable[Answer], *, profile: bytes, serial: int, page: bytes = b""
) -> Iterator[bytes]:
    """Yield a zone, whose name the server's settings give. `page` is where blocked visitors are
    sent; without one there is no such name."""
    yield _HEAD % (profile, serial % 2**32)
    blocked = page + b"." if page else _NO_SUCH_NAME
    for name, act, engine in answers:
        if act is Act.SEARCH:
            assert engine is not None  # noqa: S101 for the type checker
            yield b"%b CNAME %b.\n" % (name, engine.target)
            continue
        to = {Act.BLOCK: blocked, Act.PASS: _PASSES}.get(act, _NO_SUCH_NAME)
        yield b"%b CNAME %b\n*.%b CNAME %b\n" % (name, to, name, to)
