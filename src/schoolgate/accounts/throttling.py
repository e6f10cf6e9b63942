"""How many wrong passwords are borne: 10 in 5 minutes for an account, and for an address.

A browser that has signed in to an account before carries a signed cookie, and its guesses at that
account are counted by themselves. So whoever guesses from elsewhere cannot lock the owner out, and
a whole school behind one address is not locked out by its own mistakes on its own machines.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

COOKIE: Final = "sg_device"
_SALT: Final = "accounts.device"
_NEW: Final = "machine"
_MOST_ACCOUNTS: Final = 40
_YEAR: Final = 365 * 24 * 3600


def digest(kind: str, value: str) -> str:
    """Return what an attempt is kept under: nobody can read a name or an address back."""
    words = f"{kind}:{value.strip().casefold()}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


def keys(request: HttpRequest, login: str, address: str) -> list[str]:
    """Return the keys under which a guess at `login` counts."""
    device, known = _device(request)
    name = digest("account", login)
    if device and name in known:
        return [digest("device", f"{device}:{name}")]
    return [name, digest("address", address)]


def machine(request: HttpRequest) -> str:
    """Return the name of the browser that asks: of its cookie, or a new one for its next cookie."""
    name = _device(request)[0] or request.session.get(_NEW) or secrets.token_hex(12)
    if request.session.get(_NEW) != name:
        request.session[_NEW] = name
    return str(name)


def remember(request: HttpRequest, response: HttpResponseBase, logins: list[str]) -> None:
    """Put into the browser that it has signed in with these user names."""
    _, known = _device(request)
    names = [*known, *(digest("account", login) for login in logins if login)]
    latest = [*dict.fromkeys(names)][-_MOST_ACCOUNTS:]
    value = {"id": machine(request), "of": latest}
    response.set_cookie(
        COOKIE, signing.dumps(value, salt=_SALT), max_age=_YEAR, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def _device(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        value = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_YEAR)
    except signing.BadSignature:
        return "", []
    return str(value["id"]), list(value["of"])
