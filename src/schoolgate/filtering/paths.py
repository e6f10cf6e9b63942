"""The path of an address: every reading that a server may have of it, and the kind of file there.

Whatever reading closes, closes; open is only what every reading opens (decision 0044).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import normpath
from typing import Final
from urllib.parse import unquote

from schoolgate.filtering.names import UnableToRead, parts_of

_PLAIN_PATH: Final = re.compile(
    r"https?://[^/\\?#\x00-\x20]+((?:/[^/\\?#%;.\x00-\x20][^/\\?#%;\x00-\x20]*)*)/?(?=[?#]|\Z)"
)
# What is known by the ending of a path, as the categories call it. Sources: FIL-14, FIL-15.
_PROGRAMS: Final = "apk appimage bat cmd deb dmg exe iso jar msi msix pkg ps1 rpm scr vbs"
_MEDIA: Final = (
    "aac avi flac flv gba m4a m4v mkv mov mp3 mp4 mpeg mpg nds nes ogg swf wav webm wma wmv"
)
_KINDS: Final = ("software", "downloads")  # the gravest first
_BY_ENDING: Final[Mapping[str, tuple[str, ...]]] = dict.fromkeys(
    _PROGRAMS.split(), _KINDS[:1]
) | dict.fromkeys(_MEDIA.split(), _KINDS[1:])
_SAME_FILE: Final = "/. "  # behind a name
_ODD: Final = re.compile(r"[%;]|/[/.]|/\Z")  # in a path: it may be read in another way
_TWOFOLD_PATH: Final = re.compile(r"%(?:2[ef5]|3b|5c|(?![0-9a-f]{2}))|;|/[/.]", re.IGNORECASE)
_PARAMETER: Final = re.compile(r";[^/]*")
_MOST_ESCAPES: Final = 4


def behind_host(address: str) -> str:
    """Return what follows the host and port of an address: path, query and fragment."""
    return parts_of(address)[2]


def path_as_written(address: str) -> str | None:
    """Return the path of a URL, without what follows `?` or `#`; None where it shows none."""
    scheme, _, rest = parts_of(address)
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


def kinds_of_file(address: str) -> tuple[str, ...]:
    """Return the categories of a file to keep, by the ending of a URL's path in every reading of
    it, programs first; none for other files. Raises UnableToRead."""
    shown = address.partition("?")[0]
    if "%" in shown or "#" in shown or "\\" in shown or ";" in shown or "://" not in shown:
        return _of_every_reading(address)  # hardly ever
    shown = shown.rstrip(_SAME_FILE)
    return _by_ending(shown) if shown.count("/") > 2 else ()


def _of_every_reading(address: str) -> tuple[str, ...]:
    """A zero byte ends a name for some servers, and dots and blanks at its end count for none."""
    paths = [path or "" for path in paths_of(address)]
    names = (name.rstrip(_SAME_FILE) for path in paths for name in (path, path.partition("\0")[0]))
    found = {kind for one in names for kind in _by_ending(one)}
    return tuple(kind for kind in _KINDS if kind in found)


def _by_ending(name: str) -> tuple[str, ...]:
    return _BY_ENDING.get(name.rpartition(".")[2].lower(), ())
