"""What a session carries, and when it is over."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Final

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from schoolgate.accounts import actions, rules, throttling
from schoolgate.accounts.models import Account
from schoolgate.people import permissions, rights

_SEEN: Final = "seen"
_BEGUN: Final = "begun"
_ROLES: Final = "roles"
_USE: Final = "use"
_WHERE: Final = "where"
_ELSEWHERE: Final = "two-steps-elsewhere"
DEMONSTRATION: Final = "demonstration"
_FRESH: Final = 300  # seconds
_STEP: Final = 60  # seconds: a session is stored anew at most once a minute
_MEANS: Final = {"mfa": "second step", "password": "password", "password_reset": "invitation",
                 "socialaccount": "school account"}  # fmt: skip


def begin(
    request: HttpRequest, account: Account, at: datetime, *, two_steps_elsewhere: bool = False
) -> None:
    """Note when a session began, with which roles, on which machine, and whether the provider says
    that two steps were used there."""
    request.session[_BEGUN] = request.session[_SEEN] = at.timestamp()
    request.session[_ROLES] = _roles(account, at)
    request.session[_ELSEWHERE] = two_steps_elsewhere
    if not request.session.get(DEMONSTRATION):
        machine = throttling.digest("machine", throttling.machine(request))
        request.session[_USE] = actions.begin_use(account=account, machine=machine, at=at)
        _sits(request, account, at)


def end(request: HttpRequest, at: datetime) -> None:
    """Note that a session is over."""
    if use := request.session.get(_USE):
        actions.end_use(use=use, at=at)


def why_over(request: HttpRequest, account: Account, at: datetime) -> str:
    """Return why a session is over, as a sentence for who signs in again; empty while it lasts.

    Its roles are those of sign-in: who gains or loses one signs in anew.
    """
    seen, begun = (float(request.session.get(key, 0)) for key in (_SEEN, _BEGUN))
    now = at.timestamp()
    if rules.is_idle(now - seen, shared=_is_shared(account)):
        return "You were signed out because nothing was done for a while."
    if now - begun >= rules.LONGEST_SESSION.total_seconds():
        return "You were signed out because a day’s work is over. Sign in again."
    roles = _roles(account, at)
    if account.person is not None and not roles:
        return "You are not at this school any more, so you were signed out."
    if roles != request.session.get(_ROLES):
        return "Your roles have changed. Sign in again."
    return ""


def touch(request: HttpRequest, account: Account, at: datetime) -> None:
    """Note that something was done, once a minute at most: a session is not stored every time."""
    before = float(request.session.get(_SEEN, 0))
    if at.timestamp() - before >= _STEP:
        request.session[_SEEN] = at.timestamp()
        if use := request.session.get(_USE):
            actions.go_on(use=use, account=account, at=at)
            _sits(request, account, at, before)


def _sits(request: HttpRequest, account: Account, at: datetime, before: float = 0) -> None:
    """Note at which address an account is used, until now: since the last pause or other address.

    What others did at the computer in a pause is not theirs. `before` is when it was last used.
    Where the server cannot tell the address nobody is placed.
    """
    try:
        address = str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return
    where, since = request.session.get(_WHERE, ["", 0.0])
    if where != address or at.timestamp() - before > rules.STILL_THERE.total_seconds():
        since = at.timestamp()
        request.session[_WHERE] = [address, since]
    actions.sit(account=account, address=address, since=datetime.fromtimestamp(since, UTC), at=at)


def _is_shared(account: Account) -> bool:
    return account.person is None or account.person.kind == "pupil"


def _roles(account: Account, at: datetime) -> list[str]:
    if account.person is None:
        return []
    return sorted(permissions.keep_roles(account.person, on=timezone.localdate(at)))


def means(request: HttpRequest, account: Account) -> str:
    """Return how somebody signed in, in words."""
    if request.session.get(DEMONSTRATION):
        return "demonstration link"
    records = get_authentication_records(request, account)
    said = ["passkey" if one.get("passwordless") else _MEANS.get(one["method"], one["method"])
            for one in records]  # fmt: skip
    return " and ".join(dict.fromkeys(said)) or "unknown means"


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether somebody proved who they are in the last five minutes."""
    records = get_authentication_records(request, request.user)
    latest = max((float(one["at"]) for one in records), default=0.0)
    return time.time() - latest < _FRESH or bool(request.session.get(DEMONSTRATION))


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Send to a page that asks for the password or second step again, unless that was just given.

    Coming back, a form that was sent is sent on. Whoever has nothing to prove themselves with
    here (a school account alone) is asked nothing.
    """
    if is_fresh(request):
        return None
    methods = get_adapter().get_reauthentication_methods(request.user)
    return suspend_request(request, methods[0]["url"]) if methods else None


def lacks_second_step(request: HttpRequest, account: Account, at: datetime) -> bool:
    """Tell whether somebody who must have a second step has set none up yet.

    Two steps at the school's own provider count: see `providers.used_two_steps`.
    """
    person = account.person
    if person is None or request.session.get(DEMONSTRATION) or request.session.get(_ELSEWHERE):
        return False
    roles = permissions.roles_of(person, on=timezone.localdate(at))
    return rights.needs_second_step(person.kind, roles) and not is_mfa_enabled(account)
