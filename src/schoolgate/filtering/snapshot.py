"""A snapshot: a table, the verdicts of a policy, the floor. Immutable, signed, swapped whole.

    FOLDER/current -> snapshots/NAME     a link, replaced by renaming
    FOLDER/snapshots/NAME/manifest.json  digests and sizes of the others, and a signature over them
                         /table          see `table.layout`
                         /verdicts.json  who may not open what, from when on
                         /floor          16 bytes a name: keyed digests, sorted; the key comes first
    FOLDER/overlay.json                  see `overlay`

A program that decides opens what `current` names. No Django; digests of small files are checked
when they are opened, all of them and the signature by `verified` before a swap.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import Any, Final, NamedTuple

from schoolgate.filtering.names import suffixes
from schoolgate.filtering.table import Table, UnableToOpen

CURRENT: Final = "current"
KEPT: Final = 2  # snapshots that stay: the one in use, and the one before
KEY: Final = 32  # bytes of the floor's key
DIGEST: Final = 16
_FILES: Final = ("floor", "table", "verdicts.json")
_SMALL: Final = ("floor", "verdicts.json")


class Said(NamedTuple):
    """What is blocked, as `verdicts.json` holds it: `rules.verdicts.Verdicts` in plain values."""

    turns: tuple[int, ...]
    columns: Mapping[str, tuple[int, ...]]
    states: tuple[Mapping[str, tuple[str, str]], ...]
    paths: Mapping[str, tuple[tuple[str, str], ...]]  # host → (path, category)


class Floor:
    """Names that are closed to everybody, as keyed digests: none can be read out of it."""

    def __init__(self, data: bytes) -> None:
        """Raises ValueError where the bytes are no floor."""
        if data and (len(data) < KEY or (len(data) - KEY) % DIGEST):
            raise ValueError("a floor has a key and whole digests")
        self._key, rest = data[:KEY], data[KEY:]
        self._digests = frozenset(rest[at : at + DIGEST] for at in range(0, len(rest), DIGEST))

    def __bool__(self) -> bool:
        return bool(self._digests)

    def holds(self, name: str) -> bool:
        """Tell whether a host, or a host with its path, stands on it."""
        return digest(self._key, name) in self._digests

    def closes(self, host: str, path: str | None) -> bool:
        """Tell whether a host, a name above it, or one of these with the path stands on it."""
        inner = path if path != "/" else None
        return any(self.holds(one) or (inner and self.holds(one + inner)) for one in suffixes(host))


def digest(key: bytes, name: str) -> bytes:
    """Return the keyed digest of a name, as the floor keeps it."""
    return blake2b(name.encode(), digest_size=DIGEST, key=key).digest()


def floor_of(key: bytes, names: Iterable[bytes]) -> bytes:
    """Return a floor of digests made with `key` (32 bytes)."""
    return key + b"".join(sorted(set(names)))


class Snapshot:
    """An open snapshot. Raises UnableToOpen where anything in it is not as its manifest says."""

    def __init__(self, folder: Path) -> None:
        """Open the snapshot that a folder's link names."""
        try:
            here = folder / (folder / CURRENT).readlink()  # one snapshot, even while it is swapped
            manifest = json.loads((here / "manifest.json").read_bytes())
            self.about: Mapping[str, Any] = manifest
            for name in _FILES:
                _same_size(here / name, manifest["files"][name])
            small = {name: (here / name).read_bytes() for name in _SMALL}
            for name, data in small.items():
                _same(data, manifest["files"][name]["digest"], name)
            self.floor = Floor(small["floor"])
            self.said = _said(json.loads(small["verdicts.json"]))
            self.table = Table(here / "table")
        except (OSError, ValueError, LookupError, TypeError, AttributeError,
                RecursionError) as error:  # fmt: skip
            raise UnableToOpen(f"The filter in {folder} is missing or not whole.") from error

    def close(self) -> None:
        """Let its files go."""
        self.table.close()


def _same_size(path: Path, said: Mapping[str, Any]) -> None:
    if path.stat().st_size != said["bytes"]:
        raise ValueError(f"{path.name} has not its size")


def _same(data: bytes, said: str, name: str) -> None:
    if blake2b(data, digest_size=32).hexdigest() != said:
        raise ValueError(f"{name} is not what was signed")


def _said(read: Mapping[str, Any]) -> Said:
    if not (read["turns"] and read["columns"] and read["states"]):
        raise ValueError("nobody is told what is closed")  # so nothing would be
    return Said(
        tuple(read["turns"]),
        {profile: tuple(column) for profile, column in read["columns"].items()},
        tuple({slug: (said[0], said[1]) for slug, said in one.items()} for one in read["states"]),
        {host: tuple((path, slug) for path, slug in every)
         for host, every in read["paths"].items()},
    )  # fmt: skip


def stamp(path: Path) -> object:
    """Return what changes when a file or a link is replaced; None where it is not there."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


# --- Making one -----------------------------------------------------------------------------------


def seal(
    here: Path, about: Mapping[str, Any], sign: Callable[[bytes], str]
) -> None:  # the three files lie in `here`
    """Write the manifest of a new snapshot. Raises OSError."""
    files = {name: _measured(here / name) for name in _FILES}
    manifest = {**about, "files": files}
    manifest["signature"] = sign(_canonical(manifest))
    (here / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")


def verified(here: Path, is_signed: Callable[[bytes, str], bool]) -> str:
    """Read a whole snapshot again; return what is wrong in one sentence, or nothing."""
    try:
        manifest = json.loads((here / "manifest.json").read_bytes())
        signature = manifest.pop("signature")
        wrong = [name for name in _FILES if manifest["files"][name] != _measured(here / name)]
        signed = is_signed(_canonical(manifest), signature)
    except (OSError, ValueError, KeyError, TypeError):
        return f"The snapshot {here} is not whole. Make the filter anew."
    if wrong:
        return f"{wrong[0]} in {here} is not what was signed. Make the filter anew."
    return "" if signed else f"The snapshot {here} is signed by nobody whom this school knows."


def about(here: Path) -> Mapping[str, Any]:
    """Return what a snapshot says of itself; nothing where there is none."""
    try:
        said: dict[str, Any] = json.loads((here / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return said


def says_the_same(one: Path, other: Path) -> bool:
    """Tell whether two snapshots are of the same lists, floor and policy, whatever their days."""
    return {} != _told(one) == _told(other)


def _told(here: Path) -> dict[str, Any]:
    said = about(here)
    if "policy" not in said:
        return {}
    return {"policy": said["policy"]} | {name: said["files"][name] for name in ("floor", "table")}


def swap(folder: Path, here: Path) -> None:
    """Let `current` name a snapshot, in one step; older ones go. Raises OSError."""
    import shutil  # a program that decides never comes here, and is smaller without

    link = folder / f".{CURRENT}.{here.name}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("snapshots") / here.name)
    link.replace(folder / CURRENT)
    made = sorted((folder / "snapshots").iterdir(), key=lambda one: one.stat().st_mtime_ns)
    for old in [one for one in made if one.name != here.name][: -(KEPT - 1)]:
        shutil.rmtree(old, ignore_errors=True)


def _measured(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        made = file_digest(file, lambda: blake2b(digest_size=32))
    return {"bytes": path.stat().st_size, "digest": made.hexdigest()}


def _canonical(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps(manifest, sort_keys=True, separators=(",", ":")).encode()
