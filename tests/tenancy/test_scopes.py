"""For whom code runs: nested, broken off, on pooled connections, in threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from schoolgate.people.models import Person, School
from schoolgate.records import tenancy
from schoolgate.records.tenancy import scope
from tests.cast import Cast, assemble


def setting() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('schoolgate.school', true), '')")
        return str(cursor.fetchone()[0])


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that was opened to no school, as a server is."""
    monkeypatch.setattr(scope, "_process", [scope.NOWHERE])
    scope.tell(connection)
    yield
    monkeypatch.undo()
    scope.tell(connection)


def test_a_scope_ends_with_its_block_and_the_one_around_it_holds_again(cast: Cast) -> None:
    here, there = str(cast.school.pk), str(cast.other_school.pk)
    with tenancy.acting_for(cast.school.pk):
        with tenancy.acting_for(cast.other_school.pk):
            assert setting() == there
            with tenancy.everywhere(because="A test."):
                assert setting() == "*"
            assert setting() == there
        assert setting() == here
    assert setting() == "*"


def test_a_scope_ends_when_its_block_raises(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), tenancy.acting_for(cast.school.pk):
        _ = 1 / 0
    assert setting() == "*"


def test_a_failed_statement_leaves_the_scope_around_it(cast: Cast) -> None:
    with tenancy.acting_for(cast.school.pk):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            tenancy.acting_for(cast.other_school.pk),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")
        assert setting() == str(cast.school.pk)


def test_a_scope_inside_a_savepoint_that_is_taken_back_ends_too(cast: Cast) -> None:
    with tenancy.acting_for(cast.school.pk):
        with transaction.atomic():
            with tenancy.acting_for(cast.other_school.pk):
                pass
            transaction.set_rollback(True)
        assert setting() == str(cast.school.pk)


def test_a_reason_must_say_something() -> None:
    with pytest.raises(ValueError, match="Say why"), tenancy.everywhere(because=" "):
        pass


@pytest.mark.django_db(transaction=True)
def test_a_server_sees_nothing_until_it_says_for_whom(server: None) -> None:
    with tenancy.everywhere(because="The cast comes in."):
        cast = assemble()
        assert setting() == "*"
    assert setting() == ""
    assert Person.objects.count() == 0
    with tenancy.acting_for(cast.other_school.pk):
        assert [one.name for one in Person.objects.all()] == ["Olga Other"]
    assert Person.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_acting_for_a_school_is_one_transaction(server: None) -> None:
    school = School.objects.create(slug="elm", name="Elm", pack="none")
    with pytest.raises(ZeroDivisionError):
        _add_somebody_and_fail(school)
    with tenancy.acting_for(school.pk):
        assert Person.objects.count() == 0


def _add_somebody_and_fail(school: School) -> None:
    with tenancy.acting_for(school.pk):
        Person.objects.create(school=school, name="Pip", role="pupil_ks1")
        _ = 1 / 0


@pytest.mark.django_db(transaction=True)
def test_a_connection_back_from_the_pool_has_forgotten_for_whom(server: None) -> None:
    with tenancy.everywhere(because="The connection goes back to the pool half-way."):
        assert setting() == "*"
        connection.close()
        assert setting() == "*"
        connection.close()
    for _ in range(10):
        assert setting() == ""
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_pool_never_leaks_a_school_between_threads(server: None) -> None:
    with tenancy.everywhere(because="The cast comes in."):
        cast = assemble()
    schools = {cast.school.pk: 7, cast.other_school.pk: 1, None: 0}
    wrong: list[tuple[int | None, int]] = []

    def ask(turn: int) -> None:
        for number in range(60):
            school = list(schools)[(turn + number) % 3]
            if (turn + number) % 5 == 0:
                with tenancy.everywhere(because="A test."):
                    found = Person.objects.count()
                expected = 8
            else:
                with tenancy.acting_for(school):
                    found = Person.objects.count()
                expected = schools[school]
            leaked = Person.objects.count()
            if found != expected or leaked:
                wrong.append((school, found))
            connection.close()

    threads = [threading.Thread(target=ask, args=[turn]) for turn in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
