"""What a request asks for: host, port, path; in the one form that is judged *and* opened. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from schoolgate.filtering.names import UnableToRead, host_of
from schoolgate.gateways.proxy.reading import Request
from schoolgate.gateways.proxy.refusals import UnableToPass

_AUTHORITY: Final = re.compile(rb"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(?::([0-9]{1,5}))?")
_ABSOLUTE: Final = re.compile(rb"[Hh][Tt][Tt][Pp]://([^/?#\\@]+)([/?][^#]*)?")
WEB: Final = 80
TLS: Final = 443


class Target(NamedTuple):
    """A place. `host` is normalised; what is judged is what is connected to."""

    host: str
    port: int
    path: bytes = b""

    @property
    def name(self) -> str:
        """Return the host as an address has it: IPv6 in brackets."""
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def address(self) -> str:
        """Return what the filter is asked about."""
        if not self.path:
            return f"{self.name}:{self.port}"
        port = "" if self.port == WEB else f":{self.port}"
        return f"http://{self.name}{port}{self.path.decode('ascii')}"

    @property
    def host_line(self) -> bytes:
        """Return the Host field that goes to the origin."""
        port = "" if self.port == WEB else f":{self.port}"
        return f"Host: {self.name}{port}\r\n".encode()


def of(request: Request) -> Target:
    """Return where a request wants to go. Raises UnableToPass where that is not one place."""
    if request.method == b"CONNECT":
        return _of_connect(request)
    found = _ABSOLUTE.fullmatch(request.target)
    if found is None:
        raise UnableToPass(400, _not_absolute(request.target))
    host, port = _place(found[1], WEB)
    if request.host is not None and _place(request.host, WEB) != (host, port):
        raise UnableToPass(400, "The request names two hosts.")
    path = found[2] or b"/"
    return Target(host, port, path if path.startswith(b"/") else b"/" + path)


def _of_connect(request: Request) -> Target:
    found = _AUTHORITY.fullmatch(request.target)
    if found is None or found[2] is None:
        raise UnableToPass(400, "CONNECT asks for a host and a port.")
    if request.has_body or request.length is not None:
        raise UnableToPass(400, "CONNECT has no body.")
    host, port = _place(request.target, TLS)
    if request.host is not None and _place(request.host, port)[0] != host:
        raise UnableToPass(400, "The request names two hosts.")
    return Target(host, port)


@lru_cache(maxsize=4096)
def _place(authority: bytes, default: int) -> tuple[str, int]:
    found = _AUTHORITY.fullmatch(authority)
    port = int(found[2] or default) if found else 0
    if found is None or not 0 < port < 65536:
        raise UnableToPass(400, "The address names no host and port.")
    try:
        return host_of(found[1].decode("ascii")), port
    except UnableToRead as error:
        raise UnableToPass(400, "The address names no host.") from error


def _not_absolute(target: bytes) -> str:
    if target.startswith(b"/") or target == b"*":
        return "This is a proxy. A browser that is set to use it asks for whole addresses."
    if target[:6].lower() == b"https:":
        return "An address with https goes through CONNECT."
    return "The address cannot be read."
