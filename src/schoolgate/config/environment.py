"""What a school may set from outside, read once. A school needs to set nothing."""

from __future__ import annotations

import difflib
import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from schoolgate.config import mailing, oidc
from schoolgate.config.mailing import Mailing
from schoolgate.config.oidc import Provider, UnableToStart

PREFIX = "SCHOOLGATE_"
ROOT = Path(__file__).resolve().parents[3]
OLDEST_SAFE_SQLITE = (3, 51, 3)
_NAMES = (
    "CLAMD", "DATABASE_URL", "DEMONSTRATION", "HOSTS", "HTTPS", "MAIL_FROM", "OIDC", "PACKS",
    "PORT", "PROXY", "SECRET_KEY", "SMTP_URL", "TELL_HOST", "VAR",
)  # fmt: skip
_SENDER = re.compile(r"[^@\s<>]+@[A-Za-z0-9.-]+|[^@<>\r\n]+ <[^@\s<>]+@[A-Za-z0-9.-]+>")
_A_SENDER = "Elmfield Primary <policy@elmfield.example>"
_HOST = re.compile(r"\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9a-fA-F:]+\]")
_SHORTEST_KEY = 50
_LAST_PORT = 65_535
_OWN_HOSTS = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True)
class Environment:
    """Settings from outside, checked.

    `var` is the folder for everything that is written; `packs` holds the policy packs; `hosts` are
    the names under which the pages are served; `secret_key` is None where one is to be made.
    `demonstration` lets anyone on this machine sign in as anyone; `oidc` are sign-in providers.
    `mail` says through whom mail leaves, `mail_from` whom it comes from. `tell_host` is the name
    under which Tell alone answers; empty where it answers below /tell/. `clamd` is the socket of
    the virus scanner, None where there is none. `port` stands in the addresses that are printed
    and sent; None where people reach the pages without one. `proxies` are host:port of the proxies
    that browsers are told to use.
    """

    var: Path
    packs: Path
    database_url: str
    hosts: tuple[str, ...]
    https: bool
    demonstration: bool
    oidc: tuple[Provider, ...]
    secret_key: str | None
    mail: Mailing
    mail_from: str
    tell_host: str
    clamd: Path | None
    port: int | None
    proxies: tuple[str, ...]


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
        demonstration=_demonstration(given),
        oidc=oidc.read(given.get(PREFIX + "OIDC", "")),
        secret_key=_secret_key(given),
        mail=_mail(given),
        mail_from=_mail_from(given),
        tell_host=_tell_host(given),
        clamd=_clamd(given),
        port=_port(given),
        proxies=_proxies(given),
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


def _port(given: Mapping[str, str]) -> int | None:
    text = given.get(PREFIX + "PORT", "").strip()
    if not text:
        return None
    if not re.fullmatch(r"[1-9][0-9]{0,4}", text) or int(text) > _LAST_PORT:
        raise UnableToStart(f"{PREFIX}PORT is “{text}”. Write a number, for example 8000.")
    return int(text)


def _tell_host(given: Mapping[str, str]) -> str:
    name = given.get(PREFIX + "TELL_HOST", "").strip().casefold()
    if name and (name.startswith(".") or not _HOST.fullmatch(name)):
        raise UnableToStart(
            f"{PREFIX}TELL_HOST is “{name}”. Write one plain host name, "
            "for example: tell.brookside.example."
        )
    if name in {host.casefold() for host in (*_hosts(given), *_OWN_HOSTS)}:
        raise UnableToStart(
            f"{PREFIX}TELL_HOST is “{name}”, where the rest of Schoolgate answers. "
            "Give Tell a name of its own, or leave it out."
        )
    return name


def _yes_or_no(given: Mapping[str, str], name: str) -> bool:
    answer = given.get(PREFIX + name, "no").strip().lower()
    if answer not in {"yes", "no"}:
        raise UnableToStart(f"{PREFIX}{name} is “{answer}”. Write yes or no.")
    return answer == "yes"


def _demonstration(given: Mapping[str, str]) -> bool:
    wanted = _yes_or_no(given, "DEMONSTRATION")
    if wanted and given.get(PREFIX + "HOSTS", "").strip():
        raise UnableToStart(
            f"{PREFIX}DEMONSTRATION lets anybody sign in as anybody, so it answers on this machine "
            f"alone. Take away {PREFIX}HOSTS, or the demonstration."
        )
    return wanted


def _secret_key(given: Mapping[str, str]) -> str | None:
    key = given.get(PREFIX + "SECRET_KEY")
    if key is not None and len(key) < _SHORTEST_KEY:
        raise UnableToStart(
            f"{PREFIX}SECRET_KEY has {len(key)} characters. "
            f"Give it at least {_SHORTEST_KEY}, or leave it out and one is made."
        )
    return key


def _mail(given: Mapping[str, str]) -> Mailing:
    url = given.get(PREFIX + "SMTP_URL")
    if not url:
        return Mailing()
    if not given.get(PREFIX + "MAIL_FROM"):
        raise UnableToStart(
            f"{PREFIX}SMTP_URL is set and {PREFIX}MAIL_FROM is not. Say whom mail comes from, "
            f"for example: {_A_SENDER}."
        )
    try:
        return mailing.from_url(url)
    except mailing.NotAMailServer as error:
        raise UnableToStart(f"{PREFIX}SMTP_URL {error}") from None


def _mail_from(given: Mapping[str, str]) -> str:
    sender = given.get(PREFIX + "MAIL_FROM") or "Schoolgate <schoolgate@localhost>"
    if not _SENDER.fullmatch(sender):
        raise UnableToStart(
            f"{PREFIX}MAIL_FROM is “{sender}”. Write an address, for example: {_A_SENDER}."
        )
    return sender


def _clamd(given: Mapping[str, str]) -> Path | None:
    text = given.get(PREFIX + "CLAMD", "")
    if text and not Path(text).is_absolute():
        raise UnableToStart(
            f"{PREFIX}CLAMD is “{text}”. Write the whole path of the scanner’s socket, for example "
            "/run/clamav/clamd.ctl."
        )
    return Path(text) if text else None


def _proxies(given: Mapping[str, str]) -> tuple[str, ...]:
    text = given.get(PREFIX + "PROXY", "")
    found = tuple(one.strip() for one in text.split(",") if one.strip())
    for one in found:
        if not re.fullmatch(r"[0-9A-Za-z._-]+:[1-9][0-9]{0,4}", one):
            raise UnableToStart(
                f"{PREFIX}PROXY is “{text}”. Write a host and a port, for example "
                "proxy.school.example:3128."
            )
    return found
