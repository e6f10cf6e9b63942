"""Who is there: `request.account` and `request.person`, for as long as the session holds."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from schoolgate.accounts import passwords, sessions
from schoolgate.accounts.models import Account
from schoolgate.people import needs, permissions
from schoolgate.people.visits import Visit

_ALWAYS = frozenset({"account_logout", "account_reauthenticate", "healthz", "mfa_reauthenticate",
                     "mfa_reauthenticate_webauthn"})  # fmt: skip
# Where somebody may go who must do this first: to the first of these they are sent.
_PASSWORD = ("account_change_password", "account_set_password")
_SECOND_STEP = (
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes",
    "mfa_list_webauthn", "mfa_view_recovery_codes", "mfa_download_recovery_codes",
)  # fmt: skip
_WHY_TWO_STEPS = (
    "You see data about people, so signing in needs a second step. Set one up to go on."
)


class WhoIsThere:
    """Sets `request.account` (or None) and `request.person` (None for visitors, class logins)."""

    def __init__(self, get_response: Callable[[Visit], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Visit) -> HttpResponseBase:
        request.account = request.user if isinstance(request.user, Account) else None
        request.person = request.reader = None
        if request.account is not None:
            if over := sessions.why_over(request, request.account, timezone.now()):
                logout(request)
                messages.info(request, over)
                return HttpResponseRedirect(resolve_url("account_login"))
            request.person = request.account.person
            request.reader = permissions.reader_of(request.person, on=timezone.localdate())
            sessions.touch(request, request.account, timezone.now())
        response = self.get_response(request)
        if request.account is not None:  # no page is kept for whoever comes to the machine next
            add_never_cache_headers(response)
            if needs.has_acted(request):
                needs.acted(response)
        return response

    def process_view(self, request: Visit, *view: object) -> HttpResponseBase | None:
        """Send to the password or second-step page whoever must go there first."""
        match = request.resolver_match
        route = match.view_name if match else ""
        if request.account is None or route in _ALWAYS:
            return None
        wanted = self._must_do(request, request.account)
        if wanted is None or route in wanted[0]:
            return None
        messages.info(request, wanted[1])
        return HttpResponseRedirect(resolve_url(wanted[0][0]))

    def _must_do(self, request: Visit, account: Account) -> tuple[tuple[str, ...], str] | None:
        now = timezone.now()
        if account.must_change and account.has_usable_password():
            return _PASSWORD, "Somebody may know your password. Choose a new one."
        if not request.session.get(sessions.DEMONSTRATION) and passwords.has_expired(account, now):
            return _PASSWORD, "Your school’s policy asks for a new password each term."
        if sessions.lacks_second_step(request, account, now):
            return _SECOND_STEP, _WHY_TWO_STEPS
        return None
