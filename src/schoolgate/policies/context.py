"""What this room gives to every page's template."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError


def commitment(request: HttpRequest) -> dict[str, Any]:
    """`commitment`: the school's safeguarding commitment, for the foot of every form and page of
    somebody signed in; asked for only where it is shown. Source: 000 and 003, header (POL-26)."""
    account = getattr(request, "account", None)
    if account is None:
        return {}
    return {"commitment": SimpleLazyObject(lambda: _of(account.school))}


def _of(school: Any) -> str:
    try:
        return library.of(school).pack.front.commitment
    except PackError:
        return ""
