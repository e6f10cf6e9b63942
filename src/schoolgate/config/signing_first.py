"""Parents sign before anything of a child is shown, where the policy says so (002 L187)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from schoolgate.agreements import queries
from schoolgate.config import routes
from schoolgate.people.rules import Kind
from schoolgate.people.visits import Visit
from schoolgate.policies.language.mistakes import PackError

_ALWAYS: Final = frozenset({"people:do", "people:more", "accounts:mine", "accounts:compromise"})
_ROOMS: Final = ("agreements:", "account_", "mfa_")


class SigningFirst:
    """Leads a parent who has not signed to the page of agreements; every other page waits."""

    def __init__(self, get_response: Callable[[Visit], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Visit) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: Visit, *view: object) -> HttpResponseBase | None:
        """Lead on to the page of agreements, or let the view run."""
        person, match = request.person, request.resolver_match
        if person is None or person.kind != Kind.PARENT or match is None:
            return None
        route = match.view_name
        if routes.is_public(route) or route in _ALWAYS or route.startswith(_ROOMS):
            return None
        try:
            waits = queries.parent_must_sign_first(person, at=timezone.now())
        except PackError:
            return None
        page = reverse("agreements:mine", args=[person.school.slug])
        return HttpResponseRedirect(page) if waits else None
