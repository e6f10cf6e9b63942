"""Every role tries every route with every method; the table in `permissions.csv` says what for."""

from __future__ import annotations

import csv

import pytest
from django.conf import settings
from django.test import override_settings

from tests import permissions
from tests.cast import Cast, client_of

WITH_REACHED = [*settings.MIDDLEWARE, "tests.permissions.Reached"]


def observed(cast: Cast, role: str) -> dict[tuple[str, str], str]:
    """What somebody in a role meets at their own school; the other head at the first school."""
    client = client_of(permissions.someone(cast, role))
    places = permissions.addresses(cast.school.slug)
    with override_settings(MIDDLEWARE=WITH_REACHED):
        return {
            (route, method): permissions.ask(client, method, places[route])
            for route in sorted(places)
            for method in permissions.METHODS
        }


@pytest.mark.row("PPL-17")
@pytest.mark.parametrize("role", permissions.ROLES)
def test_every_role_meets_what_the_table_says(cast: Cast, role: str) -> None:
    table = permissions.read()
    wrong = {
        cell: (found, table[cell][role] if cell in table else "no row")
        for cell, found in observed(cast, role).items()
        if cell not in table or table[cell][role] != found
    }
    assert wrong == {}


def test_the_table_has_no_row_of_a_route_that_is_gone() -> None:
    places = permissions.addresses("elmfield")
    assert {route for route, _ in permissions.read()} == set(places)


@pytest.mark.parametrize("role", permissions.ROLES)
def test_the_table_agrees_with_the_routes_that_the_program_reads(cast: Cast, role: str) -> None:
    person = permissions.someone(cast, role)
    for (route, method), row in permissions.read().items():
        at_home = role != "other_head" or "school" not in route_parts(route)
        gate = permissions.lets_through(route, person, at_home=at_home)
        if row[role] != permissions.NO_SUCH:
            assert (row[role] == permissions.OPEN) is gate, (route, method)


def route_parts(route: str) -> str:
    return "school" if permissions.addresses("elmfield")[route].startswith("/elmfield/") else ""


def test_write_the_table(cast: Cast, pytestconfig: pytest.Config) -> None:
    """Not a check: writes the table anew when `--write-table` asks for it."""
    if not pytestconfig.getoption("--write-table"):
        return
    every = {role: observed(cast, role) for role in permissions.ROLES}
    with permissions.TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["route", "method", *permissions.ROLES])
        for route, method in sorted(every["head"]):
            cells = [every[role][route, method] for role in permissions.ROLES]
            writer.writerow([route, method, *cells])
