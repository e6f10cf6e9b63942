"""Requests on PostgreSQL: each sees one school, in one transaction that loses nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from schoolgate.config import settings
from schoolgate.config.urls import urlpatterns as real_urls
from schoolgate.people.models import Person, School
from schoolgate.records import actions
from schoolgate.records.models import Entry
from schoolgate.records.parties import VISITOR, Thing
from schoolgate.records.tenancy import scope
from schoolgate.records.verbs import RecordsVerb
from tests.cast import NOW, Cast, assemble, client_of

View = Callable[..., HttpResponse]


def names(request: HttpRequest, school: str = "") -> HttpResponse:
    """Forgets to ask for whom, as a careless view would."""
    return HttpResponse("\n".join(Person.objects.values_list("name", flat=True)))


def acts_then(request: HttpRequest, school: str, then: str) -> HttpResponse:
    """Does something that is journalled, then goes wrong in some way."""
    with transaction.atomic():
        actions.write(
            school=School.objects.get(slug=school), by=VISITOR, at=NOW, body={"up_to": 1},
            verb=RecordsVerb.JOURNAL_EXPORTED, object=Thing("records.journal", "1", school),
        )  # fmt: skip
    return WRONG[then]()


def swallow() -> HttpResponse:
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT 1 / 0")
        except DatabaseError:
            return HttpResponse("done")
    raise AssertionError


def swallow_in_a_savepoint() -> HttpResponse:
    with connection.cursor() as cursor:
        try:
            with transaction.atomic():
                cursor.execute("SELECT 1 / 0")
        except DatabaseError:
            return HttpResponse("done")
    raise AssertionError


def refuse() -> HttpResponse:
    raise PermissionDenied


def crash() -> HttpResponse:
    raise ZeroDivisionError


WRONG: dict[str, Callable[[], HttpResponse]] = {
    "swallow": swallow, "savepoint": swallow_in_a_savepoint, "refuse": refuse, "crash": crash,
}  # fmt: skip

urlpatterns = [
    path("names/", names, name="names"),
    path("<slug:school>/names/", names, name="names-of"),
    path("<slug:school>/act/<slug:then>/", acts_then, name="act"),
    *real_urls,
]


@pytest.fixture(autouse=True)
def pages() -> Iterator[None]:
    """The pages of this file are open to everybody, behind the real middleware of tenancy."""
    chain = [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "schoolgate.config.one_school.OneSchool",
    ]
    with override_settings(ROOT_URLCONF="tests.tenancy.test_requests", MIDDLEWARE=chain):
        yield


def asked(where: str, person: Person | None = None, *, by: Client | None = None) -> set[str]:
    """The names on a page."""
    return set((by or client_of(person)).get(where).text.split("\n")) - {""}


def test_a_visitor_sees_nobody_where_the_address_names_no_school(cast: Cast) -> None:
    assert asked("/names/") == set()


def test_a_visitor_sees_what_the_school_of_the_address_shows(cast: Cast) -> None:
    assert asked("/oakhurst/names/") == {"Olga Other"}
    assert asked("/nowhere/names/") == set()


def test_a_person_sees_their_own_school_whatever_the_address_says(cast: Cast) -> None:
    own = set(Person.objects.filter(school=cast.school).values_list("name", flat=True))
    for where in ("/names/", "/elmfield/names/", "/oakhurst/names/"):
        assert asked(where, cast.pupil) == own
        assert asked(where, cast.other_head) == {"Olga Other"}


def test_the_test_itself_sees_every_school_before_and_after(cast: Cast) -> None:
    asked("/oakhurst/names/", cast.head)
    assert Person.objects.count() == 8
    assert scope.current() == scope.EVERYWHERE


@pytest.mark.parametrize(
    ("then", "status", "kept"),
    [("refuse", 403, 1), ("crash", 500, 1), ("savepoint", 200, 1), ("swallow", 500, 0)],
)
@pytest.mark.django_db(transaction=True)
def test_what_was_done_before_something_went_wrong_is_kept_or_not_claimed(
    client: Client, then: str, status: int, kept: int
) -> None:
    assemble()
    client.raise_request_exception = False
    answer = client.get(f"/elmfield/act/{then}/")
    assert answer.status_code == status
    assert Entry.objects.count() == kept


@pytest.mark.django_db(transaction=True)
def test_pooled_connections_carry_no_school_from_one_request_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast = assemble()
    theirs = client_of(cast.other_head)
    connection.close()
    monkeypatch.setattr(scope, "_process", [scope.NOWHERE])
    for _ in range(20):
        assert asked("/names/", by=theirs) == {"Olga Other"}
        connection.close()
        assert asked("/names/") == set()
        connection.close()
        assert Person.objects.count() == 0
        connection.close()
    monkeypatch.undo()
    scope.tell(connection)


def test_the_wall_stands_behind_the_session_and_before_whoever_reads_tables() -> None:
    order = settings.MIDDLEWARE
    here = order.index("schoolgate.config.one_school.OneSchool")
    assert order.index("django.contrib.auth.middleware.AuthenticationMiddleware") < here
    assert here < order.index("schoolgate.accounts.middleware.WhoIsThere")
