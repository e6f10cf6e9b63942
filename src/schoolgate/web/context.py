"""What every page's template is given."""

from __future__ import annotations

from django.http import HttpRequest

from schoolgate.web import menu


def school_menu(request: HttpRequest) -> dict[str, list[menu.Link]]:
    """`menu`: links to the pages of the school in the address, else of whoever is signed in."""
    match = request.resolver_match
    if match is not None and "school" in match.kwargs:
        return {"menu": menu.links(request, match.kwargs["school"])}
    account = getattr(request, "account", None)
    return {"menu": menu.links(request, account.school.slug) if account else []}
