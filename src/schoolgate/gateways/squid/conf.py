"""Our part of `squid.conf`: every request is judged, and what cannot be judged is refused. Pure.

It names no list: lists, verdicts and openings change in the folder that the helper reads, so Squid
never has to be told to read its settings anew. Tested with Squid 5.7; see
https://www.squid-cache.org/Doc/config/ for each directive.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, urlsplit

from schoolgate.filtering import names
from schoolgate.gateways.squid import log

# Not the web: this machine, private networks, link-local, carrier NAT, multicast, and IPv6 that
# stands for an IPv4 address (the mapped ones Squid itself takes for IPv4).
# Source: RFC 6890 and the IANA registries of special addresses.
PRIVATE: Final = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3", "::/127",
    "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "fc00::/7", "fe80::/10", "ff00::/8",
)  # fmt: skip
_VIDEO: Final = (
    ".youtube.com", ".youtube-nocookie.com", "youtubei.googleapis.com", "youtube.googleapis.com",
)  # fmt: skip
_SEARCH: Final = (".bing.com", ".duckduckgo.com", ".yahoo.com")
_UNQUOTABLE: Final = frozenset("\"'#\\%$")  # squid.conf takes them for something else
_LONGEST_WAIT: Final = 3600
_BYTES_OF_MBIT: Final = 125_000
_BYTES_OF_MB: Final = 1_000_000
# Squid calls a helper by its last name only, by which Python would not find its own packages.
_ENV: Final = "/usr/bin/env"


class UnableToWrite(ValueError):
    """Settings that Squid would misread, or that would let something pass."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a school's proxy is to do. `networks` are whom it serves, `inside` the school's own
    servers, which may have private addresses; both in CIDR form. Times are seconds."""

    folder: Path  # of the filter
    page: str  # the block page: http://schoolgate.school.example/ashbrook/blocked/
    name: str  # of the proxy, as it stands in Via: a loop is known by it
    networks: tuple[str, ...]
    log: Path
    inside: tuple[str, ...] = ()
    python: Path = field(default_factory=lambda: Path(sys.executable))
    ports: tuple[int, ...] = (80, 443)
    tunnel_ports: tuple[int, ...] = (443,)
    login: bool = False  # whether Squid asks who it is; auth_param stands before our part
    allowed_for: int = 60  # how long Squid remembers that a host is open
    blocked_for: int = 2  # and that it is blocked: an opening is seen after that
    helpers: int = 2
    waiting: int = 1024  # questions that may wait for a helper; more are refused at once
    share: int = 0  # Mbit/s that one computer gets behind its first `at_once`; 0 for no limit
    at_once: int = 20  # MB


def part(settings: Settings) -> str:
    """Return our part of `squid.conf`. Raises UnableToWrite."""
    page = _page(settings.page)
    _check(settings)
    blocks = (_head(), _asking(settings), _who_and_where(settings, page), _access(settings, page),
              _headers(), _fairness(settings), _logging(settings))  # fmt: skip
    return "\n\n".join(filter(None, map("\n".join, blocks))) + "\n"


def _head() -> Iterator[str]:
    yield "# Made by Schoolgate; make it anew instead of changing it. Put it before every other"
    yield "# http_access line. No list stands here: nothing in the filter needs a reconfigure."


def _asking(settings: Settings) -> Iterator[str]:
    user = "%#ul" if settings.login else "%#un"
    program = f"{_ENV} {settings.python} -I -m schoolgate.gateways.squid.helper {settings.folder}"
    # None at the start: below that number Squid 5 ends itself when one dies that never answered.
    crew = (f"children-startup=0 children-max={settings.helpers} "
            f"children-idle=1 concurrency=256 queue-size={settings.waiting}")  # fmt: skip
    yield "# Tunnels by host, remembered for a while; everything else by its address, asked always."
    yield (f"external_acl_type schoolgate_host ttl={settings.allowed_for} "
           f"negative_ttl={settings.blocked_for} grace=0 cache=65536 {crew} "
           f"%>a {user} %DST %PORT %METHOD {program}")  # fmt: skip
    yield (f"external_acl_type schoolgate_address ttl=0 negative_ttl=0 grace=0 cache=1 {crew} "
           f"%>a {user} %URI {program} --whole-address")  # fmt: skip


def _who_and_where(settings: Settings, page: SplitResult) -> Iterator[str]:
    yield f"acl sg_networks src {' '.join(map(_network, settings.networks))}"
    yield "acl sg_tunnel method CONNECT"
    yield f"acl sg_ports port {_ports({*settings.ports, *settings.tunnel_ports})}"
    yield f"acl sg_tunnel_ports port {_ports(settings.tunnel_ports)}"
    yield f"acl sg_looped req_header Via -i {settings.name.replace('.', '[.]')}"
    yield f"acl sg_private dst {' '.join(PRIVATE)}"
    if settings.inside:
        yield f"acl sg_inside dst {' '.join(map(_network, settings.inside))}"
    yield f"acl sg_page dstdomain -n {page.hostname}"
    yield f"acl sg_page_port port {_page_port(page)}"
    if settings.login:
        yield "acl sg_login proxy_auth REQUIRED"
    yield "acl sg_host external schoolgate_host"
    yield "acl sg_address external schoolgate_address"


def _access(settings: Settings, page: SplitResult) -> Iterator[str]:
    """Yield the order: only the block page comes before the filter; after it the rest is closed.

    A helper that is dead, busy or unclear makes its acl neither true nor false. Squid then refuses,
    whichever way the line asks; the same lines with `allow` would do so too.
    """
    tunnel = "sg_tunnel" if page.scheme == "https" else "!sg_tunnel"
    yield "http_access deny !sg_networks"
    yield "http_access deny sg_looped"
    yield "http_access deny manager"
    yield f"http_access allow {tunnel} sg_page sg_page_port"
    yield "http_access deny !sg_ports"
    yield "http_access deny sg_tunnel !sg_tunnel_ports"
    if settings.login:
        yield "http_access deny !sg_login"
    yield f"deny_info 303:{settings.page}?said=%o sg_address"
    yield "http_access deny sg_tunnel !sg_host"
    yield "http_access deny !sg_tunnel !sg_address"
    yield f"http_access deny sg_private{' !sg_inside' if settings.inside else ''}"
    yield "http_access allow sg_tunnel sg_host"
    yield "http_access allow !sg_tunnel sg_address"
    yield "http_access deny all"


def _headers() -> Iterator[str]:
    yield "# Safe search where the proxy sees the request; inside a tunnel DNS has to do it."
    yield f"acl sg_video dstdomain -n {' '.join(_VIDEO)}"
    yield f"acl sg_search dstdomain -n {' '.join(_SEARCH)}"
    yield "request_header_access YouTube-Restrict deny all"
    yield "request_header_add YouTube-Restrict Strict sg_video"
    yield "request_header_access Prefer deny sg_search"
    yield "request_header_add Prefer safe sg_search"
    yield "request_header_access X-Forwarded-For deny all"
    yield "forwarded_for delete"
    yield "httpd_suppress_version_string on"


def _fairness(settings: Settings) -> Iterator[str]:
    """Yield a pool in which each computer has a share: a page comes at once, a large transfer
    leaves room for the others. Squid tells computers apart by the second half of an IPv4 address:
    those of two networks that end alike have one share together."""
    if not settings.share:
        return
    yield "# Whoever takes much is slowed, whatever it is: pages of others come first."
    yield "delay_pools 1"
    yield "delay_class 1 3"
    yield (f"delay_parameters 1 none none "
           f"{settings.share * _BYTES_OF_MBIT}/{settings.at_once * _BYTES_OF_MB}")  # fmt: skip
    yield "delay_initial_bucket_level 100"
    yield "delay_access 1 allow sg_networks"
    yield "delay_access 1 deny all"


def _logging(settings: Settings) -> Iterator[str]:
    yield f"visible_hostname {settings.name}"
    yield "via on"
    yield f"logformat schoolgate {log.FORMAT}"
    yield f"access_log stdio:{settings.log} schoolgate"
    yield "# Should Squid itself end again and again, it tries once a second, not once an hour."
    yield "hopeless_kid_revival_delay 1 second"


# --- What Squid would misread ---------------------------------------------------------------------


def _check(settings: Settings) -> None:
    for what, path in (("folder", settings.folder), ("log", settings.log),
                       ("Python", settings.python)):  # fmt: skip
        if not path.is_absolute() or not _is_word(str(path)):
            raise UnableToWrite(f"Squid needs the {what} as a whole path without spaces, quotes, "
                                f"#, %, $ or \\. “{path}” is none.")  # fmt: skip
    try:
        named = names.host_of(settings.name) == settings.name
    except names.UnableToRead:
        named = False
    if not named:
        raise UnableToWrite(f"“{settings.name}” is no name for a proxy, such as proxy.example.")
    if not settings.networks:
        raise UnableToWrite("Say which networks the proxy serves. Without any it serves nobody.")
    _check_numbers(settings)


def _check_numbers(settings: Settings) -> None:
    if not 0 <= settings.allowed_for <= _LONGEST_WAIT or not 0 <= settings.blocked_for <= 60:
        raise UnableToWrite("Squid remembers an answer for at most an hour, a refusal a minute.")
    if not 1 <= settings.helpers <= 64:
        raise UnableToWrite("A proxy has 1 to 64 helpers.")
    if not 1 <= settings.waiting <= 65_536:
        raise UnableToWrite("From 1 to 65,536 questions may wait for the helpers.")
    most = settings.at_once * _BYTES_OF_MB // _BYTES_OF_MBIT  # Squid gives no more in a second
    if not 0 <= settings.share <= most or settings.at_once < 1:
        raise UnableToWrite(f"A computer’s share is from 1 to {most} Mbit/s, or 0 for no limit.")


def _page(address: str) -> SplitResult:
    """Return the parts of the block page's address."""
    try:
        page = urlsplit(address)
        is_good = page.hostname == names.host_of(address) and _page_port(page) > 0
    except ValueError:
        is_good = False
    if not is_good or page.scheme not in {"http", "https"} or page.query or page.fragment \
            or page.username is not None or not _is_word(address):  # fmt: skip
        raise UnableToWrite(f"“{address}” is no address of a block page, such as "
                            "http://schoolgate.school.example/ashbrook/blocked/.")  # fmt: skip
    return page


def _page_port(page: SplitResult) -> int:
    return page.port or (443 if page.scheme == "https" else 80)


def _is_word(value: str) -> bool:
    return value.isprintable() and " " not in value and _UNQUOTABLE.isdisjoint(value)


def _network(written: str) -> str:
    try:
        return str(ip_network(written))
    except ValueError as error:
        raise UnableToWrite(f"“{written}” is no network, such as 10.1.0.0/16.") from error


def _ports(ports: Iterable[int]) -> str:
    found = sorted({*ports})
    if not found or not all(0 < one < 65_536 for one in found):
        raise UnableToWrite("A port is a number from 1 to 65535, and there must be one.")
    return " ".join(map(str, found))
