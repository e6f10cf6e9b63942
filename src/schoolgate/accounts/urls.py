"""Where sign-in hangs; django-allauth's own pages keep its names."""

from __future__ import annotations

from typing import Any

from allauth.mfa import urls as second_step
from allauth.mfa.totp.views import activate_totp
from csp.decorators import csp_update
from django.db import transaction
from django.urls import URLPattern, URLResolver, include, path

from schoolgate.accounts import views

# Their second step and the entry that tells of it are stored together, or neither is.
_WHOLE = frozenset({"mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
                    "mfa_remove_webauthn"})  # fmt: skip


def _whole(patterns: list[Any]) -> list[URLPattern | URLResolver]:
    """Return the library's routes, some of them in a transaction of their own."""
    made: list[URLPattern | URLResolver] = []
    for one in patterns:
        if isinstance(one, URLResolver):
            made.append(URLResolver(one.pattern, _whole(one.url_patterns)))
        elif one.name in _WHOLE:
            made.append(URLPattern(one.pattern, transaction.atomic(one.callback), name=one.name))
        else:
            made.append(one)
    return made


signing_in: list[URLPattern | URLResolver] = [
    # the picture of the code that a telephone reads stands in the page itself
    path("second-step/totp/activate/", csp_update({"img-src": ["data:"]})(activate_totp),
         name="mfa_activate_totp"),
    path("second-step/", include(_whole(second_step.urlpatterns))),
    path("", include("allauth.account.urls")),
    path("provider/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("provider/", include("allauth.socialaccount.urls")),
]  # fmt: skip

app_name = "accounts"
urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/open/", views.open_one, name="open"),
    path("accounts/mailboxes/", views.mailboxes, name="mailboxes"),
    path("accounts/passwords/", views.passwords, name="passwords"),
    path("accounts/second-steps/", views.second_steps, name="second_steps"),
    path("accounts/<int:pk>/", views.account, name="account"),
    path("my-account/", views.mine, name="mine"),
    path("my-account/compromise/", views.compromise, name="compromise"),
]
