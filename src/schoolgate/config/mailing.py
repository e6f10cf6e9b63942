"""One URL names the mail server; what Django wants to know of it stands here."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}
_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class NotAMailServer(ValueError):
    """The URL is none. The message says what to write, and repeats nothing secret of it."""


@dataclass(frozen=True)
class Mailing:
    """How mail leaves. Without a host it does not: it is written into files."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = field(default="", repr=False)
    tls_at_once: bool = False
    tls_by_starttls: bool = False

    @property
    def backend(self) -> str:
        """Django's name for what sends."""
        kind = "smtp" if self.host else "filebased"
        return f"django.core.mail.backends.{kind}.EmailBackend"


def from_url(url: str) -> Mailing:
    """Take `smtp://user:word@host:port` apart.

    `smtp://` turns to TLS by STARTTLS, `smtps://` speaks it from the start. In plain text goes only
    what stays on this machine, or to a relay without a password if `?tls=no` says so. Raises
    NotAMailServer.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotAMailServer("has a port or host that is none. Write smtp://host:587.") from None
    plain = _refuse_nonsense(parts)
    host = parts.hostname or ""
    return Mailing(
        host=host,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls_at_once=parts.scheme == "smtps",
        tls_by_starttls=parts.scheme == "smtp" and not plain and host not in _THIS_MACHINE,
    )


def _refuse_nonsense(parts: SplitResult) -> bool:
    """Return whether plain text is asked for."""
    if parts.scheme not in _PORTS:
        raise NotAMailServer("must begin with smtp:// or smtps://, then name, password and host.")
    if not parts.hostname or parts.path.strip("/") or parts.fragment:
        raise NotAMailServer("names no host. Write for example smtp://user:word@mail.example:587.")
    said = parse_qs(parts.query, keep_blank_values=True)
    if said and (said != {"tls": ["no"]} or parts.scheme == "smtps"):
        raise NotAMailServer("has an option that we do not know. There is only smtp://…?tls=no.")
    if said and parts.password:
        raise NotAMailServer("has a password and ?tls=no. A password is never sent in plain text.")
    return bool(said)
