"""A page whose form was refused says so first, in its title."""

from __future__ import annotations

import pytest

from tests.cast import Cast, client_of


@pytest.mark.parametrize(
    ("page", "act"),
    [("places", "add"), ("administrators", "add"), ("rights/change", "system")],
)
def test_the_title_of_a_refused_form_begins_with_error(cast: Cast, page: str, act: str) -> None:
    path, client = f"/elmfield/access/{page}/", client_of(cast.technician)
    assert "<title>Error: " not in client.get(path).text
    assert "<title>Error: " in client.post(path, {"act": act}).text
