"""Sign-in links of the demonstration: on this machine alone, for invented people alone."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.accounts import sessions
from schoolgate.accounts.models import Account
from schoolgate.people.demonstration import SOURCE
from schoolgate.records.tenancy import everywhere

_SALT: Final = "accounts.demonstration"
_HERE: Final = frozenset({"127.0.0.1", "::1"})
_BACKEND: Final = "allauth.account.auth_backends.AuthenticationBackend"


def link(account: Account) -> str:
    """Return the path that signs in with an account of the demonstration."""
    token = signing.Signer(salt=_SALT).sign(str(account.pk))
    return reverse("accounts_demonstration", args=[token])


@require_safe
@never_cache
def demonstration(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in as somebody invented. 404 outside the demonstration and from any other machine."""
    if not settings.DEMONSTRATION or request.META.get("REMOTE_ADDR") not in _HERE:
        raise Http404("There is no demonstration here.")
    try:
        key = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        raise Http404("No such link.") from None
    with everywhere(because="A link names an account before its school is known."):
        found = Account.objects.filter(pk=key, is_active=True, person__source=SOURCE).first()
    if found is None:
        raise Http404("Nobody of the demonstration.")
    request.session.flush()
    request.session[sessions.DEMONSTRATION] = True
    login(request, found, backend=_BACKEND)
    return HttpResponseRedirect(reverse("people:do", args=[found.school.slug]))
