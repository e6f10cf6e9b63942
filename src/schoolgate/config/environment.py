"""What a school may set from outside, read once. A school needs to set nothing."""

from __future__ import annotations

import difflib
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PREFIX = "SCHOOLGATE_"
ROOT = Path(__file__).resolve().parents[3]
OLDEST_SAFE_SQLITE = (3, 51, 3)
_NAMES = ("DATABASE_URL", "HOSTS", "HTTPS", "PACKS", "SECRET_KEY", "VAR")
_HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\]")
_SHORTEST_KEY = 50
_OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")


class UnableToStart(Exception):
    """A setting makes no sense. The message says which, and what to write in its place."""


@dataclass(frozen=True)
class Environment:
    """Settings from outside, checked.

    `var` is the folder for everything that is written; `packs` holds the policy packs; `hosts` are
    the names under which the pages are served; `secret_key` is None where one is to be made.
    """

    var: Path
    packs: Path
    database_url: str
    hosts: tuple[str, ...]
    https: bool
    secret_key: str | None


def read(outside: Mapping[str, str]) -> Environment:
    """Settings out of environment variables; raises UnableToStart on the first that is nonsense."""
    given = {key: value for key, value in outside.items() if key.startswith(PREFIX)}
    _refuse_unknown(given)
    var = _folder(given, "VAR", ROOT / "var")
    return Environment(
        var=var,
        packs=_folder(given, "PACKS", ROOT / "packs"),
        database_url=_database_url(given, var),
        hosts=_hosts(given),
        https=_yes_or_no(given, "HTTPS"),
        secret_key=_secret_key(given),
    )


def _refuse_unknown(given: Mapping[str, str]) -> None:
    for name in sorted(set(given) - {PREFIX + known for known in _NAMES}):
        near = difflib.get_close_matches(name.removeprefix(PREFIX), _NAMES, n=1)
        hint = f"Did you mean {PREFIX}{near[0]}?" if near else f"Known are: {', '.join(_NAMES)}."
        raise UnableToStart(f"{name} is not a setting of Schoolgate. {hint}")


def _folder(given: Mapping[str, str], name: str, default: Path) -> Path:
    text = given.get(PREFIX + name, "")
    path = Path(text).expanduser() if text else default
    if not path.is_absolute():
        raise UnableToStart(
            f"{PREFIX}{name} is “{text}”. Write the whole path, for example {default}."
        )
    if path.exists() and not path.is_dir():
        raise UnableToStart(f"{PREFIX}{name} is “{text}”, which is a file. Name a folder.")
    return path


def _database_url(given: Mapping[str, str], var: Path) -> str:
    url = given.get(PREFIX + "DATABASE_URL") or f"sqlite://{var / 'schoolgate.db'}"
    scheme = urlsplit(url).scheme
    if scheme not in {"sqlite", "postgres", "postgresql"}:
        raise UnableToStart(
            f"{PREFIX}DATABASE_URL begins with “{scheme}”. "
            "It must begin with sqlite:// or postgres://."
        )
    if scheme == "sqlite" and sqlite3.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise UnableToStart(
            f"SQLite here is {sqlite3.sqlite_version}, which can damage a database that two "
            "programs write to. Install the package pysqlite3, "
            "or set SCHOOLGATE_DATABASE_URL to PostgreSQL."
        )
    return url


def _hosts(given: Mapping[str, str]) -> tuple[str, ...]:
    names = given.get(PREFIX + "HOSTS", "").replace(",", " ").split()
    for name in names:
        if not _HOST.fullmatch(name):
            raise UnableToStart(
                f"{PREFIX}HOSTS has “{name}”. Write plain host names with spaces between, "
                "for example: policy.brookside.example."
            )
    return (*names, *_OWN_HOSTS)


def _yes_or_no(given: Mapping[str, str], name: str) -> bool:
    answer = given.get(PREFIX + name, "no").strip().lower()
    if answer not in {"yes", "no"}:
        raise UnableToStart(f"{PREFIX}{name} is “{answer}”. Write yes or no.")
    return answer == "yes"


def _secret_key(given: Mapping[str, str]) -> str | None:
    key = given.get(PREFIX + "SECRET_KEY")
    if key is not None and len(key) < _SHORTEST_KEY:
        raise UnableToStart(
            f"{PREFIX}SECRET_KEY has {len(key)} characters. "
            f"Give it at least {_SHORTEST_KEY}, or leave it out and one is made."
        )
    return key
