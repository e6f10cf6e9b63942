"""Guesses at the same time: ten are tried in five minutes, and never one more."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection, connections

from schoolgate.accounts import actions, rules
from schoolgate.accounts.models import Account, Attempt
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.records.models import Entry
from schoolgate.records.parties import VISITOR
from tests.accounts.conftest import account_of
from tests.accounts.guessing import guess
from tests.accounts.test_signing_in import sign_in
from tests.cast import NOW, Cast, assemble
from tests.records import programs

AT_ONCE = 4
EACH = 6


def guesser(folder: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.accounts.guessing", name, str(EACH)]
    return subprocess.Popen(command, env=programs.environment(folder), cwd=programs.ROOT,
                            stdout=subprocess.PIPE, text=True)  # fmt: skip


@pytest.mark.real_clock
@pytest.mark.one_engine
@pytest.mark.parametrize("name", ["aokafor", "nobody"])
def test_four_processes_guess_on_one_file(tmp_path: Path, name: str) -> None:
    programs.demonstrated(tmp_path)
    running = [guesser(tmp_path, name) for _ in range(AT_ONCE)]
    said = [word for one in running for word in one.communicate(timeout=120)[0].split()]
    assert len(said) == AT_ONCE * EACH
    assert 0 < said.count("tried") <= rules.MOST_GUESSES


@pytest.mark.real_clock
@pytest.mark.django_db(transaction=True)
def test_four_threads_guess_on_postgresql() -> None:
    account_of(assemble().parent)
    if connection.vendor != "postgresql":
        assert Attempt.objects.count() == 0  # SQLite is tried above, with processes on a file
        return
    said: list[str] = []

    def run() -> None:
        said.extend(guess("pparent", EACH))
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == AT_ONCE * EACH
    assert 0 < said.count("tried") <= rules.MOST_GUESSES


# --- What is written down of it -------------------------------------------------------------------


def after(minutes: int) -> dt.datetime:
    return NOW + dt.timedelta(minutes=minutes)


def blocked() -> list[Entry]:
    return list(Entry.objects.filter(verb=AccountsVerb.SIGN_IN_BLOCKED))


def test_an_account_that_was_guessed_at_is_written_down_by_the_sweep_once(
    cast: Cast, parent: Account
) -> None:
    for number in range(12):
        sign_in("PParent" if number % 2 else "pparent", "guess", ip=f"10.0.0.{number}")
        sign_in("nobody", "guess", ip=f"10.0.1.{number}")
    assert blocked() == []
    assert actions.forget_old_attempts(at=after(4)) == 0  # it goes on, perhaps
    assert actions.forget_old_attempts(at=after(6)) == 48
    (entry,) = blocked()
    assert (entry.object_label, entry.actor) == ("Pat Parent", f"system:{VISITOR.name}")
    assert entry.at == NOW
    assert actions.forget_old_attempts(at=after(60)) == 0
    assert len(blocked()) == 1


def test_ten_mistakes_or_slow_ones_are_nobodys_business(cast: Cast, parent: Account) -> None:
    for _ in range(10):
        actions.record_attempt(keys=["x"], at=NOW)
        sign_in("pparent", "guess", ip="10.0.0.1")
    actions.forget_old_attempts(at=after(6))
    assert blocked() == []


def test_the_limit_stopped_guesses_where_the_eleventh_came_in_time() -> None:
    quick = [NOW + dt.timedelta(seconds=10 * number) for number in range(12)]
    slow = [NOW + dt.timedelta(seconds=31 * number) for number in range(40)]
    assert rules.stopped_at(quick) == quick[10]
    assert rules.stopped_at(quick[:10]) is None
    assert rules.stopped_at(slow) is None
    assert rules.stopped_at([*slow, *(slow[-1] + dt.timedelta(seconds=one) for one in range(11))])
    assert rules.stopped_at([]) is None


def test_a_right_password_takes_back_its_own_guess_alone(cast: Cast, parent: Account) -> None:
    wrong, _ = actions.record_attempt(keys=["a"], at=NOW)
    right, tried = actions.record_attempt(keys=["a"], at=NOW)  # at the same instant
    assert tried
    actions.forgive_attempt(right)
    assert list(Attempt.objects.values_list("pk", flat=True)) == wrong
