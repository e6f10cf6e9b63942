"""What every page's template is given."""

from __future__ import annotations

from django.http import HttpRequest

from schoolgate.web import menu


def school_menu(request: HttpRequest) -> dict[str, list[menu.Link]]:
    """`menu`: links to the pages of the school in the address; empty where it names none."""
    match = request.resolver_match
    if match is None or "school" not in match.kwargs:
        return {"menu": []}
    return {"menu": menu.links(match.kwargs["school"], current=match.view_name)}
