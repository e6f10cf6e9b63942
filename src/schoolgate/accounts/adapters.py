"""Where django-allauth asks us: who may sign in, how often they may guess, what is written down."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from schoolgate.accounts import actions, sealing, sessions, throttling
from schoolgate.accounts.models import Account
from schoolgate.people.rules import is_current
from schoolgate.records import tenancy

_NOT_RIGHT = "The user name or the password is not right. Try again."
_MEANS = {
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code from your app, or a recovery code",
    "mfa_reauthenticate:webauthn": "Use a security key or passkey",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; accounts are opened for people on the roster."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _NOT_RIGHT,
        "username_password_mismatch": _NOT_RIGHT,
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes and try again.",
        "enter_current_password": "This is not your password now. Try again.",
        "incorrect_password": "This is not your password. Try again.",
        "incorrect_code": "This code is not right, or it was used already. Try the next one.",
        "rate_limited": "Too many wrong codes. Wait five minutes and try again.",
        "same_password": "This is the password that you have now. Choose another.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account for themselves."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the guess before it is tried. Raises ValidationError for one too many."""
        login = credentials.get("username") or credentials.get("email") or ""
        keys = throttling.keys(request, login, self.get_client_ip(request))
        self._guess, tried = actions.record_attempt(keys=keys, at=timezone.now())
        if not tried:
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        """A right password does not count as a guess."""
        actions.forgive_attempt(self._guess)

    def pre_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponse | None:
        """Refuse whoever has not started yet, or has left, as if the account were closed."""
        tenancy.rest_of_request(request, user.school_id)
        person = user.person
        today = timezone.localdate()
        if person is not None and not is_current(today, person.starts_on, person.ends_on):
            user.is_active = False  # on this object alone: nothing is saved
        response: HttpResponse | None = super().pre_login(request, user, **more)
        return response

    def post_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponseBase:
        """Remember the browser."""
        response: HttpResponseBase = super().post_login(request, user, **more)
        throttling.remember(request, response, [user.username, user.email])
        return response

    def set_password(self, user: Account, password: str) -> None:
        """Every way to a new password ends here."""
        with tenancy.acting_for(user.school_id):
            by = user.person or actions.owner(user)
            actions.change_password(account=user, password=password, by=by, at=timezone.now())

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Ask again before a second step is changed, unless somebody signed in just now."""
        return not sessions.is_fresh(context.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Return the ways to prove oneself again, in our words."""
        every = super().get_reauthentication_methods(user)
        return [one | {"description": _MEANS.get(one["id"], one["description"])} for one in every]

    def add_message(
        self, request: HttpRequest, level: int, *more: Any, message: Any = None, **words: Any
    ) -> None:
        """Say what went wrong, and nothing beside the page itself when all went well."""
        if level >= messages.ERROR and message:
            messages.error(request, str(message))


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second steps: their secrets are sealed in the database, their names are plain."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
        "cannot_generate_recovery_codes": "Set up a second step first; recovery codes come then.",
        "unverified_email": "Ask the school office to check your e-mail address first.",
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return sealing.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return sealing.unseal(encrypted_text)

    def generate_authenticator_name(self, user: Account, type: Authenticator.Type) -> str:
        """Suggest a name for another key."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Key {count + 1}"

    def _get_site_name(self) -> str:
        return "Schoolgate"
