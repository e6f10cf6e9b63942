"""A file for dnsmasq. One line covers a name and everything below it.

dnsmasq follows no CNAME to a name that it does not hold itself, so safe search is answered with
addresses, and an engine without a known one is blocked but for its safe host.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from schoolgate.gateways.dns.answers import Act, Answer
from schoolgate.gateways.dns.searching import Engine

_HEAD: Final = b"""\
# Written by Schoolgate for the profile %b, number %d. Do not change it here: it is written anew.
"""


def lines(
    answers: Iterable[Answer], *, profile: bytes, serial: int, page: Sequence[str] = (),
    resolved: Mapping[bytes, Sequence[str]] | None = None,
) -> Iterator[bytes]:  # fmt: skip
    """Yield the file. `page` are the addresses of the block page; without one there is no such
    name. `resolved` are addresses of engines' safe hosts that nobody publishes."""
    yield _HEAD % (profile, serial)
    for name, act, engine in answers:
        if act is Act.BLOCK and page:
            yield _leads(name, page)
        elif act is Act.PASS:
            yield b"server=/%b/#\n" % name
        elif engine is not None:
            yield _searches(name, engine, resolved or {})
        else:
            yield b"local=/%b/\n" % name


def _searches(name: bytes, engine: Engine, resolved: Mapping[bytes, Sequence[str]]) -> bytes:
    if addresses := resolved.get(engine.target) or engine.addresses:
        return _leads(name, addresses)
    return b"local=/%b/\nserver=/%b/#\n" % (name, engine.target)


def _leads(name: bytes, addresses: Iterable[str]) -> bytes:
    """Without `local` it would ask the world for what has no address here: IPv6, HTTPS records."""
    led = b"".join(b"address=/%b/%b\n" % (name, one.encode()) for one in addresses)
    return b"local=/%b/\n%b" % (name, led)
