"""The questions of a kind as a school asks them: with its own bodies, with the outcomes that its
policy names, without what it has not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from schoolgate.concerns import directory, kept, registers, routing
from schoolgate.concerns.rules import outcomes
from schoolgate.concerns.rules.registers import What
from schoolgate.concerns.rules.shapes import Field, Kind
from schoolgate.people.models import School

RESOURCES: Final = "resources"
SIGNPOSTS: Final = "signposts"
DRAFTING: Final = "drafting"


def asked(kind: Kind, school: School, *, on: date) -> tuple[Field, ...]:
    """Return the questions of a kind with the answers that a school offers to them."""
    fields = outcomes.fitted(kind, routing.pack_of(school)).fields
    found = (_of_school(one, school, on) for one in fields)
    return tuple(one for one in found if one is not None)


def _of_school(one: Field, school: School, on: date) -> Field | None:
    if one.source == SIGNPOSTS:
        return replace(one, choices=signposts(school, on=on))
    if one.source == RESOURCES:
        return replace(one, choices=kept.resources(school))
    if one.source == DRAFTING and registers.arranged(school, What.DRAFTING) != "yes":
        return None
    return one


def signposts(school: School, *, on: date) -> tuple[tuple[str, str], ...]:
    """Return whom a school can point somebody to; what was not checked for a year says so before it
    is used. Source: HSM-09."""
    return tuple((one.name, _label(one)) for one in directory.signposts(school, on=on))


def _label(one: directory.Entry) -> str:
    reach = one.telephone or one.web
    flag = ". Check first: nobody has for a year" if one.is_stale else ""
    return f"{one.name}, {reach} ({one.title}){flag}"
