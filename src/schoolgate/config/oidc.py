"""Sign-in providers of a school: Microsoft Entra, Google Workspace, or any OpenID provider.

`SCHOOLGATE_OIDC` names a TOML file:

    [[provider]]
    name          = "Microsoft"
    issuer        = "https://login.example/TENANT/v2.0"
    client_id     = "…"
    client_secret = "…"
    tenant        = "TENANT"     # the `tid` that a token of Microsoft must carry
    # domain      = "brookside.example"   # the `hd` that a token of Google must carry
    # schools     = ["brookside"]         # whose accounts it may open; if there are several

Somebody who used two steps there (`amr` of the token has `mfa`) needs no second step here. Tokens
of Microsoft Entra say so in version 1.0 (an issuer without `/v2.0`); those of 2.0 are reported not
to, and Google's do not. Whoever comes with such a token sets up a second step here as well.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec


class UnableToStart(Exception):
    """A setting makes no sense. The message says which, and what to write in its place."""


class Provider(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One provider, as its file states it."""

    name: str
    issuer: str
    client_id: str
    client_secret: str
    tenant: str = ""
    domain: str = ""
    schools: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """What addresses call it."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    @property
    def origin(self) -> str:
        """Where the browser is sent: a form may lead there."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"

    def as_app(self) -> dict[str, Any]:
        """Return it as django-allauth wants it."""
        claims = {"tid": self.tenant, "hd": self.domain}
        settings: dict[str, Any] = {name: value for name, value in claims.items() if value}
        settings |= {"server_url": self.issuer, "verified_email": True,
                     "schools": list(self.schools)}  # fmt: skip
        return {"provider_id": self.slug, "name": self.name, "client_id": self.client_id,
                "secret": self.client_secret, "settings": settings}  # fmt: skip


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    provider: tuple[Provider, ...]


def read(path: str) -> tuple[Provider, ...]:
    """Return the providers in a file; none without one. Raises UnableToStart."""
    if not path:
        return ()
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        found = msgspec.convert(told, _File).provider
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise UnableToStart(f"SCHOOLGATE_OIDC is “{path}”, which does not read: {error}.") from None
    for one in found:
        _check(path, one)
    for what in ("slug", "client_id"):
        if len({getattr(one, what) for one in found}) < len(found):
            raise UnableToStart(
                f"{path}: two providers share a {'name' if what == 'slug' else 'client_id'}. "
                "Each needs its own."
            )
    return found


def _check(path: str, one: Provider) -> None:
    parts = urlsplit(one.issuer)
    local = parts.hostname in {"localhost", "127.0.0.1"}
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise UnableToStart(f"{path}: the issuer of {one.name} must begin with https://.")
    if not one.tenant and not one.domain and not local:
        raise UnableToStart(
            f"{path}: say which tenant (Microsoft) or domain (Google) of {one.name} is yours, "
            "or everybody with an account there could try to sign in."
        )
