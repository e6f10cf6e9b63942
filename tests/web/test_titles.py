"""A page whose form was refused says so first, in its title."""

from __future__ import annotations

import re

import pytest

from tests.cast import Cast, client_of


@pytest.mark.parametrize(
    ("role", "path", "sent"),
    [
        ("technician", "/elmfield/access/places/", {"act": "add"}),
        ("technician", "/elmfield/access/administrators/", {"act": "add"}),
        ("technician", "/elmfield/access/rights/change/", {"act": "system"}),
        ("head", "/elmfield/sources/", {"act": "add"}),
        ("head", "/elmfield/accounts/passwords/", {"days": "-1"}),
        ("teacher", "/elmfield/filter/openings/new/", {"address": ""}),
        ("stranger", "/account/login/", {"login": "", "password": ""}),
        ("teacher", "/elmfield/concerns/tell/?illegal=no", {"what": "x"}),
    ],
)
def test_the_title_of_a_refused_form_begins_with_error(
    cast: Cast, role: str, path: str, sent: dict[str, str]
) -> None:
    client = client_of(getattr(cast, role))
    assert not title(client.get(path).text).startswith("Error: ")
    assert re.match(r"Error: (?!Error)\S", title(client.post(path, sent).text))


def title(page: str) -> str:
    """The title of a page."""
    found = re.search("<title>(.*?)</title>", page)
    assert found
    return found[1]
