"""The one form in which a host is compared, and a path: whatever way somebody wrote it.

Lower case, A-labels (IDNA 2008 with UTS 46), no trailing dot, no port, no user; IPv4 as four
decimal numbers, also where it was written in hexadecimal, octal or as one number (WHATWG URL);
IPv6 in its short form, without brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from posixpath import normpath
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
_PLAIN_PATH: Final = re.compile(
    r"https?://[^/\\?#\x00-\x20]+((?:/[^/\\?#%;.\x00-\x20][^/\\?#%;\x00-\x20]*)*)/?(?=[?#]|\Z)"
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
# What is known by the ending of a path, as the categories call it. Sources: FIL-14, FIL-15.
_PROGRAMS: Final = "apk appimage bat cmd deb dmg exe iso jar msi msix pkg ps1 rpm scr vbs"
_MEDIA: Final = (
    "aac avi flac flv gba m4a m4v mkv mov mp3 mp4 mpeg mpg nds nes ogg swf wav webm wma wmv"
)
_BY_ENDING: Final = dict.fromkeys(_PROGRAMS.split(), "software") | dict.fromkeys(
    _MEDIA.split(), "downloads"
)
_ODD: Final = re.compile(r"[%;]|/[/.]|/\Z")  # in a path: it may be read in another way
_TWOFOLD_PATH: Final = re.compile(r"%(?:2[ef5]|3b|5c|(?![0-9a-f]{2}))|;|/[/.]", re.IGNORECASE)
_PARAMETER: Final = re.compile(r";[^/]*")
_MOST_ESCAPES: Final = 4
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
    _, here, _ = _parts(address)
    return _PORT.sub("", here.rpartition("@")[2])


def _parts(address: str) -> tuple[str, str, str]:
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


# --- Paths and names above ----------------------------------------------------------------------


def behind_host(address: str) -> str:
    """Return what follows the host and port of an address: path, query and fragment."""
    return _parts(address)[2]


def path_as_written(address: str) -> str | None:
    """Return the path of a URL, without what follows `?` or `#`; None where it shows none."""
    scheme, _, rest = _parts(address)
    if not scheme and not rest:
        return None
    return rest.partition("#")[0].partition("?")[0].replace("\\", "/") or "/"


def path_of(address: str) -> str | None:
    """Return the path of a URL in one spelling; None where the address shows none."""
    if plain := _PLAIN_PATH.match(address):
        return plain[1] or "/"
    written = path_as_written(address)
    return written if written is None or not _ODD.search(written) else _walked(unquote(written))


def paths_of(address: str) -> tuple[str | None, ...]:
    """Return every path that a server may read in an address, `path_of` first; hardly ever more
    than that one. Servers differ: whether an escaped slash parts, whether escapes are undone a
    second time, and whether what follows a semicolon counts. Raises UnableToRead."""
    if plain := _PLAIN_PATH.match(address):
        return (plain[1] or "/",)
    written = path_as_written(address)
    if written is None or not _ODD.search(written):
        return (written,)
    once = unquote(written)
    if not _TWOFOLD_PATH.search(written):
        return (_walked(once),)
    every = _unescaped(written)
    read = (_walked(once), _slashes(unquote(_as_browsers_walk(written))),
            _walked(every), _walked(_PARAMETER.sub("", every)))  # fmt: skip
    return tuple(dict.fromkeys(read))


def _walked(path: str) -> str:
    return "/" + normpath("/" + path.replace("\\", "/")).lstrip("/")


def _as_browsers_walk(written: str) -> str:
    """Take one and two dots away, escaped ones too, where an empty part counts as a part."""
    kept: list[str] = []
    for part in written.split("/")[1:]:
        dots = part.lower().replace("%2e", ".")
        if dots == "..":
            kept = kept[:-1]
        elif dots != ".":
            kept.append(part)
    return "/".join(kept)


def _slashes(path: str) -> str:
    return "/" + "/".join(filter(None, path.replace("\\", "/").split("/")))


def _unescaped(path: str) -> str:
    for _ in range(_MOST_ESCAPES):
        before, path = path, unquote(path)
        if path == before:
            return path
    raise UnableToRead("The path is escaped too many times.")


def below(path: str, rule: str) -> bool:
    """Tell whether a path is the rule's, or lies below it: /bad covers /bad/x, never /badger."""
    bare = rule.rstrip("/")
    return path == bare or path.startswith(bare + "/") or not bare


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


def kind_of_file(address: str) -> str:
    """Return the category of a file to keep, by the ending of a URL's path; "" for other files."""
    shown = address.partition("?")[0]
    if "%" in shown or "#" in shown or "\\" in shown or ";" in shown or "://" not in shown:
        paths = [path or "" for path in paths_of(address)]  # hardly ever
        return next(filter(None, map(_by_ending, paths)), "")
    return _by_ending(shown) if shown.count("/") > 2 else ""


def _by_ending(path: str) -> str:
    return _BY_ENDING.get(path.rpartition(".")[2].lower(), "")
