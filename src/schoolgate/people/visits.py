"""A request with who makes it: what the views of all rooms are given."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from schoolgate.people.models import Person
from schoolgate.records.permissions import Reader


class Visit(HttpRequest):
    """Anybody's request. `account` is None for a visitor; `person` for a class login too.

    `reader` is the person as the journal sees them.
    """

    account: Any
    person: Person | None
    reader: Reader | None


class PersonsVisit(Visit):
    """A request to a page that only somebody signed in as themselves can open."""

    person: Person
    reader: Reader
