"""The house itself: what is open, what settings it refuses, what the command line says."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils import timezone

from schoolgate.__main__ import main
from schoolgate.config.routes import ROUTES, TABLES
from schoolgate.config.urls import urlpatterns as real_urls
from schoolgate.people import actions
from schoolgate.people.models import Person, School
from schoolgate.people.views import home
from tests import cast

ROOT = Path(__file__).resolve().parents[1]


# --- Closed by default ----------------------------------------------------------------------------


def _routes(resolver: URLResolver, room: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _routes(entry, f"{entry.namespace}:" if entry.namespace else room)
        elif isinstance(entry, URLPattern):
            yield f"{room}{entry.name}"


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert set(_routes(get_resolver())) == set(ROUTES)
    assert len(ROUTES) == sum(map(len, TABLES))  # none has a row twice


urlpatterns = [path("secret/", home, name="secret"), *real_urls]


@override_settings(ROOT_URLCONF="tests.test_house")
def test_a_route_without_a_row_is_closed(client: Client, db: None) -> None:
    answer = client.get("/secret/")
    assert answer.status_code == 403
    assert "You cannot open this page" in answer.text


# --- Pages ----------------------------------------------------------------------------------------


def test_home_names_the_schools_and_nobody_in_them(client: Client, db: None) -> None:
    actions.set_up_demonstration()
    answer = client.get("/")
    assert "Brookside Primary School" in answer.text
    assert not [person for person in Person.objects.all() if person.name in answer.text]


def test_home_of_an_empty_house_says_what_to_do(client: Client, db: None) -> None:
    assert "./sg demo" in client.get("/").text


def test_a_missing_page_answers_404_in_plain_words(client: Client, db: None) -> None:
    answer = client.get("/no-such-page-anywhere/")
    assert answer.status_code == 404
    assert "Page not found" in answer.text


def test_a_broken_page_answers_500_in_plain_words(client: Client) -> None:
    client.raise_request_exception = False
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("schoolgate.people.queries.schools", lambda: 1 / 0)
        answer = client.get("/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text


def test_pages_allow_nothing_from_elsewhere_and_nothing_inline(client: Client, db: None) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives.pop("default-src") == "'none'"
    assert set(directives.values()) == {"'self'", "'none'"}


def test_healthz_answers_while_the_database_does(client: Client, db: None) -> None:
    assert client.get("/healthz").content == b"ok\n"


def test_healthz_says_when_the_database_does_not_answer(client: Client, db: None) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", _no_database)
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.content == b"The database does not answer.\n"


def _no_database() -> None:
    raise DatabaseError("gone")


# --- The demonstration ----------------------------------------------------------------------------


def test_the_demonstration_can_be_set_up_twice(db: None) -> None:
    actions.set_up_demonstration()
    before = list(Person.objects.values_list("pk", "name", "role"))
    actions.set_up_demonstration()
    assert list(Person.objects.values_list("pk", "name", "role")) == before
    assert set(School.objects.values_list("slug", flat=True)) == {
        "ashbrook",
        "brookside",
        "cotmanhay",
        "thatto-heath",
    }


def test_everyone_in_the_demonstration_is_at_the_invented_school(db: None) -> None:
    actions.set_up_demonstration()
    assert set(Person.objects.values_list("school__slug", flat=True)) == {"brookside"}


# --- Command line ---------------------------------------------------------------------------------


def test_no_word_at_all_prints_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    said = capsys.readouterr().out
    assert "Usage: ./sg COMMAND" in said
    assert "  demo " in said


def test_a_misspelt_command_is_answered_with_a_suggestion(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["demmo"]) == 2
    assert capsys.readouterr().err == ("Schoolgate has no command “demmo”. Did you mean “demo”?\n")


def test_nonsense_in_a_setting_stops_the_program_without_a_traceback() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "schoolgate", "demo"],
        env=os.environ
        | {"SCHOOLGATE_HTTPS": "perhaps", "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert run.stderr == "SCHOOLGATE_HTTPS is “perhaps”. Write yes or no.\n"


def test_the_launcher_alone_prints_help() -> None:
    run = subprocess.run([ROOT / "sg"], capture_output=True, text=True, check=True, cwd="/")
    for word in ("run", "test", "check", "bench", "lock"):
        assert f"\n  {word} " in run.stdout


def test_no_lock_names_an_address() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        assert "://" not in lock.read_text(), lock
    for lock in (ROOT / "package-lock.json", ROOT / "tests/browser/package-lock.json"):
        assert '"resolved"' not in lock.read_text(), lock


# --- Rules of the suite ---------------------------------------------------------------------------


def test_no_test_reaches_another_machine() -> None:
    with socket.socket() as out, pytest.raises(UserWarning, match="tried to use socket"):
        out.connect(("192.0.2.1", 80))


def test_the_clock_stands_still_until_it_is_moved(clock: time_machine.Traveller) -> None:
    assert timezone.now() == cast.NOW
    clock.shift(60)
    assert timezone.now() == cast.NOW + dt.timedelta(minutes=1)


A_TEST_THAT_SKIPS = "import pytest\ndef test_it():\n    pytest.skip('no Squid here')\n"


@pytest.mark.parametrize(("ci", "outcome"), [("true", "failed"), ("", "skipped")])
def test_a_skipped_test_fails_in_ci_and_only_there(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, ci: str, outcome: str
) -> None:
    monkeypatch.setenv("CI", ci)
    pytester.makepyfile(A_TEST_THAT_SKIPS)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    result = pytester.runpytest_subprocess("-p", "tests.no_skips", "-p", "no:django")
    result.assert_outcomes(**{outcome: 1})
