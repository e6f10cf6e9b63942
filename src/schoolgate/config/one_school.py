"""Each request sees the rows of one school: the person's own, or for a visitor the address's."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponseBase

from schoolgate.people.models import School
from schoolgate.records import tenancy
from schoolgate.records.tenancy.scope import STACK

Answer = Callable[[HttpRequest], HttpResponseBase]


class UnableToCommit(Exception):
    """A statement failed and the view went on: nothing of the request could be kept."""


class OneSchool:
    """On PostgreSQL, a transaction a request, and inside it nothing but one school.

    The viewer's own school wins over the address's; a page about another school that is public says
    so itself, with `tenancy.acting_for`. On SQLite one school has the database to itself, and a
    transaction would keep others waiting: there is none.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if connection.vendor != "postgresql":
            return self.get_response(request)
        with ExitStack() as stack:
            try:
                own = getattr(request.user, "school_id", None)  # read before any wall
                stack.enter_context(transaction.atomic())
                stack.enter_context(tenancy.acting_for(own))
            except DatabaseError:  # the view says so: nothing can be read anyway
                return self.get_response(request)
            setattr(request, STACK, stack.enter_context(ExitStack()))
            answer = self.get_response(request)
            _refuse_to_lose_anything(answer)
        return answer

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> None:
        slug = kwargs.get("school")
        if not slug or not hasattr(request, STACK) or request.user.is_authenticated:
            return
        school = School.objects.filter(slug=slug).values_list("pk", flat=True).first()
        if school is not None:
            tenancy.rest_of_request(request, school)


def _refuse_to_lose_anything(answer: HttpResponseBase) -> None:
    """A page must not say “done” when PostgreSQL will take back what the request did."""
    if not tenancy.is_broken():
        return
    transaction.set_rollback(True)
    if answer.status_code < 500:
        raise UnableToCommit("A statement failed, and its view answered as if it had not.")
