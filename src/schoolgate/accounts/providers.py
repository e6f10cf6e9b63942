"""Signing in through Microsoft, Google or another OpenID provider of the school.

The provider says who somebody is; only an account of ours lets them in. Closed by default: a claim
that is missing refuses. What is believed stands in the ID token, which was issued to us alone
(allauth checks issuer, audience and expiry); the rest of the answer must be about the same subject.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone

from schoolgate.accounts import actions
from schoolgate.accounts.models import Account
from schoolgate.people import queries as people
from schoolgate.people.models import School

_UNKNOWN = (
    "Nobody here has an account with this address. The school office opens accounts; "
    "ask there which address it has for you."
)
_ELSEWHERE = "This address belongs to another organisation. Sign in with your school’s own."
_UNPROVED = "The provider did not say whose address this is. Tell the school’s technician."
_UNVERIFIED = "The provider has not checked your e-mail address. Tell the school’s technician."
_CLOSED = "This account is closed. The school office can tell you more."


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Who may come in through a provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody opens an account for themselves."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse whom the provider or the roster does not vouch for, before anything is linked.

        Raises ImmediateHttpResponse: a plain page; the refusal stands in the journal.
        """
        told = sociallogin.account.extra_data
        account = sociallogin.user if sociallogin.is_existing else None
        _forget_the_rest(sociallogin)
        settings = sociallogin.provider.app.settings
        school = _school(settings, account)
        why = refusal(settings, told) or _not_ours(sociallogin, account, settings)
        if why:
            if school is not None:
                actions.record_provider_refusal(
                    school=school, provider=sociallogin.provider.name, account=account,
                    because=why, at=timezone.now(),
                )  # fmt: skip
            page = render(request, "accounts/refused.html", {"why": why}, status=403)
            raise ImmediateHttpResponse(page)

    def is_email_verified(self, provider: Any, email: str) -> bool:
        """Believe the school's own provider about addresses; `refusal` looks at the rest."""
        return bool(provider.app.settings.get("verified_email", False))


def refusal(settings: Mapping[str, Any], told: Mapping[str, Any]) -> str:
    """Return why what a provider told refuses somebody, as a sentence; empty when it does not.

    `settings` are the provider's (`tid`, `hd`: what a token must carry); `told` is its ID token and
    its answer about the user. Microsoft Entra puts the tenant into `tid`, Google the domain into
    `hd`, both into the ID token. Neither may be missing where it is wanted.
    """
    token, userinfo = told.get("id_token"), told.get("userinfo")
    if not isinstance(token, dict) or not token.get("sub"):
        return _UNPROVED
    if userinfo is not None and userinfo.get("sub") != token["sub"]:
        return _UNPROVED
    for claim in ("tid", "hd"):
        wanted, given = settings.get(claim), token.get(claim)
        if wanted and (not isinstance(given, str) or given.casefold() != wanted.casefold()):
            return _ELSEWHERE
    if any(part.get("email_verified") in (False, "false") for part in (token, userinfo or {})):
        return _UNVERIFIED
    return ""


def used_two_steps(request: HttpRequest, account: Account) -> bool:
    """Tell whether somebody came through a provider that says they used two steps there just now.

    `amr` of RFC 8176: the value `mfa`. See `config.oidc` for who sends it.
    """
    through = [one for one in get_authentication_records(request, account)
               if one["method"] == "socialaccount"]  # fmt: skip
    if not through:
        return False
    latest = SocialAccount.objects.filter(
        user=account, provider=through[-1]["provider"], uid=through[-1]["uid"]
    ).first()
    methods = latest.extra_data.get("amr") if latest else None
    return isinstance(methods, list) and "mfa" in methods


def _forget_the_rest(sociallogin: Any) -> None:
    """Keep nothing of what the provider told but how somebody signed in there."""
    link = sociallogin.account
    token = link.extra_data.get("id_token")
    link.extra_data = {"amr": token.get("amr", [])} if isinstance(token, dict) else {}
    if link.pk:
        link.save(update_fields=["extra_data"])


def _not_ours(sociallogin: Any, account: Account | None, settings: Mapping[str, Any]) -> str:
    if account is None or sociallogin.state.get("process") != "login":
        return _UNKNOWN
    if not account.is_active:
        return _CLOSED
    if account.school.slug not in _slugs(settings):
        return _ELSEWHERE
    by_address = sociallogin._did_authenticate_by_email
    if by_address and (account.person is None or not _same(account.person.email, by_address)):
        return _UNKNOWN  # the roster knows them by another address now
    return ""


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _slugs(settings: Mapping[str, Any]) -> list[str]:
    """Return the schools that a provider may sign in to: as its file says, or the only one."""
    every = list(people.schools().values_list("slug", flat=True))
    said: list[str] = list(settings.get("schools", ()))
    return said or (every if len(every) == 1 else [])


def _school(settings: Mapping[str, Any], account: Account | None) -> School | None:
    """Return whose journal tells of a refusal: the account's school, else the provider's first."""
    slugs = _slugs(settings)
    if account is not None and account.school.slug in slugs:
        return account.school
    return School.objects.filter(slug__in=slugs[:1]).first()
