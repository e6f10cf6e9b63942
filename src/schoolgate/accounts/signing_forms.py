"""The forms of signing in, in words: django-allauth's own, without placeholders and jargon."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.http import HttpRequest

from schoolgate.accounts import actions

_NEW = {"autocomplete": "new-password"}
_NOW = {"autocomplete": "current-password"}
_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false",
         "class": "govuk-input--width-10"}  # fmt: skip


def _say(form: Any, name: str, label: str, attrs: dict[str, str], hint: str = "") -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs = dict(attrs)


class SignIn(account.LoginForm):  # type: ignore[misc]
    """User name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attrs = {"autocomplete": "username webauthn", "spellcheck": "false",
                 "autocapitalize": "none"}  # fmt: skip
        _say(self, "login", "User name", attrs, "Or your school e-mail address")
        _say(self, "password", "Password", _NOW)


class ChangePassword(account.ChangePasswordForm):  # type: ignore[misc]
    """The password now, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "oldpassword", "Your password now", _NOW)
        _say(self, "password1", "New password", _NEW)
        _say(self, "password2", "New password again", _NEW)


class SetPassword(account.SetPasswordForm):  # type: ignore[misc]
    """A first password, twice, for somebody who signs in another way."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", "New password", _NEW)
        _say(self, "password2", "New password again", _NEW)


class FirstPassword(account.ResetPasswordKeyForm):  # type: ignore[misc]
    """A new password, twice, on the page of an invitation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password1", "New password", _NEW)
        _say(self, "password2", "New password again", _NEW)


class ForgottenPassword(account.ResetPasswordForm):  # type: ignore[misc]
    """The address to which a link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "email", "Your school e-mail address", {"autocomplete": "email"})

    def save(self, request: HttpRequest, **more: Any) -> str:
        """Post a letter, to whoever has the address or to nobody."""
        actions.send_link(account=self.users[0] if self.users else None)
        return str(self.cleaned_data["email"])


class PasswordAgain(account.ReauthenticateForm):  # type: ignore[misc]
    """The password, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "password", "Password", _NOW)


class Code(second_step.AuthenticateForm):  # type: ignore[misc]
    """A code of the authenticator app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "Code", _CODE,
             "6 digits from your authenticator app, or one of your recovery codes")  # fmt: skip


class CodeAgain(second_step.ReauthenticateForm):  # type: ignore[misc]
    """The same, once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "Code", _CODE,
             "6 digits from your authenticator app, or one of your recovery codes")  # fmt: skip


class SetUpApp(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "code", "Code that the app shows now", _CODE, "6 digits")


class AddKey(AddWebAuthnForm):  # type: ignore[misc]
    """A name for a security key or passkey, and whether it signs in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", "What you call this key", {"autocomplete": "off"},
             "For example: blue key, or my telephone")  # fmt: skip
        _say(self, "passwordless", "Sign in with this key alone, without a password (a passkey)",
             {}, "The key then asks for your finger, your face or its own number.")  # fmt: skip


class NameKey(EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _say(self, "name", "What you call this key", {"autocomplete": "off"})
