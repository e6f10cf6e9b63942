"""What django-allauth and Django tell us, written into the journal."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID, uuid4

from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from schoolgate.accounts import actions, providers, sessions
from schoolgate.accounts.models import Account
from schoolgate.records import tenancy

_NAMES: Final = {
    Authenticator.Type.RECOVERY_CODES: "recovery codes",
    Authenticator.Type.TOTP: "an authenticator app",
    Authenticator.Type.WEBAUTHN: "a security key or passkey",
}


@receiver(user_logged_in, dispatch_uid="accounts")
def _signed_in(request: HttpRequest, user: Account, **more: Any) -> None:
    """The session and the entry that tells of it are stored together, or neither is."""
    tenancy.rest_of_request(request, user.school_id)
    now = timezone.now()
    elsewhere = providers.used_two_steps(request, user)
    with transaction.atomic():
        sessions.begin(request, user, now, two_steps_elsewhere=elsewhere)
        actions.record_sign_in(account=user, means=sessions.means(request, user), at=now)
        request.session.save()


@receiver(user_logged_out, dispatch_uid="accounts")
def _signed_out(request: HttpRequest, user: Account | None, **more: Any) -> None:
    if user is not None:
        sessions.end(request, timezone.now())
        actions.record_sign_out(account=user, at=timezone.now())


@receiver(post_save, sender=Authenticator, dispatch_uid="accounts")
def _added(instance: Authenticator, created: bool, **more: Any) -> None:
    if created:
        _changed(instance, "added")


@receiver(post_delete, sender=Authenticator, dispatch_uid="accounts")
def _removed(instance: Authenticator, **more: Any) -> None:
    _changed(instance, "removed")


def _changed(authenticator: Authenticator, what: str) -> None:
    """Every other session of the account ends; this one goes on.

    Told by the row itself, so the entry stands in the transaction that changed it. Recovery codes
    come and go with a second step: entries of one request are parts of one act.
    """
    request, account = context.request, authenticator.user
    by, act = getattr(authenticator, "changed_by", (actions.owner(account), _act_of(request)))
    said = f"{what} {_NAMES[Authenticator.Type(authenticator.type)]}"
    actions.record_second_step(account=account, act=said, by=by, at=timezone.now(), action_id=act)
    if request is not None and request.user == account:
        request.user.refresh_from_db(fields=["epoch"])
        update_session_auth_hash(request, request.user)


def _act_of(request: HttpRequest | None) -> UUID | None:
    if request is None:
        return None
    if not hasattr(request, "act"):
        request.act = uuid4()  # type: ignore[attr-defined]
    known: UUID = request.act  # type: ignore[attr-defined]
    return known
