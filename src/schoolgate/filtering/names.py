"""The one form in which a host is compared, whatever way somebody wrote it.

Lower case, A-labels (IDNA 2008 with UTS 46), no trailing dot, no port, no user; IPv4 as four
decimal numbers, also where it was written in hexadecimal, octal or as one number (WHATWG URL);
IPv6 in its short form, without brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import Final
from urllib.parse import unquote

import idna

LONGEST_ADDRESS: Final = 8192
LONGEST_NAME: Final = 253
LONGEST_LABEL: Final = 63

# What nine in ten addresses are: nothing in them has to be turned into anything else.
_PLAIN: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?"
    r"((?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z][a-z0-9-]{0,61}[a-z])"
    r"(?::[0-9]{0,5})?(?=[/?#]|$)"
)
# A browser takes a scheme that it knows for one, however many slashes follow (WHATWG URL).
_SCHEME: Final = re.compile(
    r"(?:https?|wss?|ftp):[/\\]*|[a-z][a-z0-9+.-]*:[/\\]{2,}|[/\\]{2,}", re.IGNORECASE
)
# A machine called “http” and its port, or a scheme and a number that is an address: it is not said.
_TWOFOLD: Final = re.compile(r"(?:https?|wss?|ftp):(?:[0-9]+(?=[/\\?#]|\Z)|\Z)", re.IGNORECASE)
_AROUND: Final = "".join(map(chr, range(33)))  # ignored before and behind an address
_END: Final = re.compile(r"[/\\?#]")
_PORT: Final = re.compile(r":[0-9]*\Z")
_NUMBER: Final = re.compile(r"0[xX][0-9a-fA-F]*|[0-9]+")
_ASCII_LABEL: Final = re.compile(r"[a-z0-9_-]+")  # as DNS answers it: hyphens at the ends too


class UnableToRead(ValueError):
    """An address that names no host. Whoever asks for it gets the strictest answer."""


def host_of(address: str) -> str:
    """Return the host of a URL, of `host:port`, or of a bare name. Raises UnableToRead."""
    if len(address) > LONGEST_ADDRESS:
        raise UnableToRead(f"An address has at most {LONGEST_ADDRESS} characters.")
    plain = _PLAIN.match(address)
    if plain and len(plain[1]) <= LONGEST_NAME and "xn--" not in plain[1]:
        return plain[1]
    return _host(_authority(address))


def as_written(address: str) -> str:
    """Return what stands where most addresses have their host. It takes a third of the time of
    `host_of`, and is the host only where it is spelt like one that `host_of` returned before and
    that has no colon."""
    if len(address) > LONGEST_ADDRESS:
        return ""
    if address.startswith("http"):
        address = address.removeprefix("https://" if address[4:5] == "s" else "http://")
    return address.partition("/")[0]


def _authority(address: str) -> str:
    """Return what stands between the slashes, without user and port."""
    _, here, _ = parts_of(address)
    return _PORT.sub("", here.rpartition("@")[2])


def parts_of(address: str) -> tuple[str, str, str]:
    """Return scheme with its slashes, what stands between the slashes, and all that follows."""
    bare = address.strip(_AROUND).replace("\t", "").replace("\r", "").replace("\n", "")
    if _TWOFOLD.match(bare):
        raise UnableToRead("This names two hosts.")
    found = _SCHEME.match(bare)
    start = found.end() if found else 0
    ends = _END.search(bare, start)
    end = ends.start() if ends else len(bare)
    return bare[:start], bare[start:end], bare[end:]


def _host(written: str) -> str:
    if written.startswith("["):
        return _ipv6(written)
    name = unquote(written)
    name = _ascii(name).removesuffix(".")
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _ipv4(labels)
    if len(name) > LONGEST_NAME or not all(map(_is_label, labels)):
        raise UnableToRead("This names no host.")
    return name


def _ascii(name: str) -> str:
    low = name.lower()
    if low.isascii() and "xn--" not in low:
        return low
    try:
        return idna.encode(name, uts46=True, transitional=False).decode()
    except (idna.IDNAError, UnicodeError) as error:
        if low.isascii():  # no IDNA name, but one that DNS answers: compared as it stands
            return low
        raise UnableToRead("This names no host.") from error


def _is_label(label: str) -> bool:
    return len(label) <= LONGEST_LABEL and _ASCII_LABEL.fullmatch(label) is not None


def _ipv6(written: str) -> str:
    inside, closing, behind = written[1:].partition("]")
    if not closing or behind:
        raise UnableToRead("This names no host.")
    try:
        address = IPv6Address(inside.partition("%")[0])
    except AddressValueError as error:
        raise UnableToRead("This names no host.") from error
    return str(address.ipv4_mapped or address)


def _ipv4(labels: list[str]) -> str:
    """One to four numbers, each decimal, octal (0…) or hexadecimal (0x…); the last fills up."""
    if len(labels) > 4 or not all(map(_NUMBER.fullmatch, labels)):
        raise UnableToRead("This names no host.")
    try:
        *first, last = map(_number, labels)
    except ValueError as error:
        raise UnableToRead("This names no host.") from error
    if any(one > 255 for one in first) or last >= 256 ** (4 - len(first)):
        raise UnableToRead("This names no host.")
    whole = sum(one << (24 - 8 * at) for at, one in enumerate(first)) + last
    return str(IPv4Address(whole))


def _number(written: str) -> int:
    if written[:2] in {"0x", "0X"}:
        return int(written[2:] or "0", 16)
    return int(written, 8 if written.startswith("0") and len(written) > 1 else 10)


# --- Names above ---------------------------------------------------------------------------------


def suffixes(host: str) -> Iterator[str]:
    """Yield a host and every name above it."""
    yield host
    at = host.find(".")
    while at >= 0:
        yield host[at + 1 :]
        at = host.find(".", at + 1)


def last_two(host: str) -> int:
    """Return where the last two labels of a host begin."""
    return host.rfind(".", 0, max(host.rfind("."), 0)) + 1
