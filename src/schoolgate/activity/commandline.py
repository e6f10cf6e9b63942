"""The sub-commands of `./sg activity`: words in, text out, an exit code back."""

from __future__ import annotations

import argparse
import getpass
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import duckdb
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from schoolgate.activity import actions, sitting
from schoolgate.activity.intake.formats import BY_NAME, UnableToTell
from schoolgate.activity.intake.session_files import UnableToRead
from schoolgate.activity.intake.taking import Taken
from schoolgate.activity.opening import store_of
from schoolgate.people import queries
from schoolgate.people.models import School
from schoolgate.records.parties import System

_ABOUT: Final = """\
The activity log of a school: take logs of the web in, say how it stands.

A log is taken in once, however often it is given: what is new in it is added, also after it was
moved away. Lines that are no events are set aside, with the reason.
"""
_AFTER: Final = """\
  ./sg activity take /var/log/squid/schoolgate.log --school elmfield
  ./sg activity take old.log --school elmfield --format squid
  ./sg activity follow /var/log/squid/schoolgate.log --school elmfield
  ./sg activity status --school elmfield
  ./sg activity paths --school elmfield digests
  ./sg activity sessions logons.csv --school elmfield

A file of sessions is CSV with the columns address, user, from and until, or JSON with these words;
times are London's, such as 2026-11-20T09:05. It says who sat at a computer whose lines have no
user name. Where it says two people at once, nobody is named.

Exit code: 0 done; 1 done, but lines were set aside; 2 nothing was done.
"""
_WAIT: Final = 1  # seconds between looks at a log that is followed


class NoSuchSchool(Exception):
    """The words name no school."""


def parser(prog: str = "./sg activity") -> argparse.ArgumentParser:
    """Return the parser of every sub-command."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog, None, _ABOUT, _AFTER, formatter_class=plain)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    take = commands.add_parser("take", help="take in what is new in a log")
    take.set_defaults(run=_take)
    follow = commands.add_parser("follow", help="take it in as it is written, until stopped")
    follow.set_defaults(run=_follow)
    status = commands.add_parser("status", help="say what there is, and what was set aside")
    status.set_defaults(run=_status)
    paths = commands.add_parser("paths", help="keep whole addresses, or hosts with digests")
    paths.add_argument("kept", choices=["kept", "digests"])
    paths.set_defaults(run=_paths)
    sessions = commands.add_parser("sessions", help="take in who sat at which address, and when")
    sessions.set_defaults(run=_sessions)
    for one in (take, follow, sessions):
        one.add_argument("file", type=Path, metavar="FILE")
    for one in (take, follow):
        one.add_argument("--format", default="auto", choices=["auto", *BY_NAME])
    for one in (take, follow, status, paths, sessions):
        one.add_argument("--school", required=True, metavar="SCHOOL", help="its short name")
    return top


def main(words: list[str]) -> int:
    """Run one sub-command; return its exit code."""
    said = parser().parse_args(words)
    run: Callable[[argparse.Namespace], int] = said.run
    try:
        return run(said)
    except (NoSuchSchool, UnableToRead, UnableToTell) as error:
        sys.stderr.write(f"{error}\n")
    except FileNotFoundError as error:
        sys.stderr.write(f"There is no file {error.filename}.\n")
    except (OSError, duckdb.Error) as error:
        sys.stderr.write(f"The log stays as it was: {_first_line(error)}. Make room or repair "
                         "what it says, and give the command again.\n")  # fmt: skip
    return 2


def _take(said: argparse.Namespace) -> int:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Taking in", total=None)

        def watch(done: int, size: int) -> None:
            progress.update(task, completed=done, total=size)

        taken = actions.take(school=_school(said.school), path=said.file, form=said.format,
                             by=_operator(), at=timezone.now(), watch=watch)  # fmt: skip
    sys.stdout.write(told(taken))
    return 1 if taken.aside else 0


def _follow(said: argparse.Namespace) -> int:
    school = _school(said.school)
    while True:
        if said.file.exists():
            actions.take(school=school, path=said.file, form=said.format, by=_operator(),
                         at=timezone.now())  # fmt: skip
        time.sleep(_WAIT)


def _status(said: argparse.Namespace) -> int:
    store = store_of(_school(said.school))
    for table, days, rows, size, first, last in store.contents():
        sys.stdout.write(
            f"{table}: {rows:,} rows of {days} days, {first} to {last}, {size:,} bytes.\n"
        )
    reasons: dict[str, int] = {}
    for one in store.aside():
        reasons[one.reason] = reasons.get(one.reason, 0) + one.lines
    sys.stdout.write(_aside(reasons))
    kept = "hosts, with digests of the rest" if store.setting("paths") == "digests" else "whole"
    sys.stdout.write(f"Addresses are kept: {kept}.\n")
    return 0


def _paths(said: argparse.Namespace) -> int:
    actions.set_paths(school=_school(said.school), keeps=said.kept == "kept", by=_operator(),
                      at=timezone.now())  # fmt: skip
    return _status(said)


def _sessions(said: argparse.Namespace) -> int:
    taken = sitting.take(school=_school(said.school), path=said.file, by=_operator(),
                         at=timezone.now())  # fmt: skip
    left_out = "".join(f"Left out, {why}: {count:,}.\n" for why, count in taken.aside.items())
    sys.stdout.write(f"Sessions: {len(taken.sessions):,}.\n{left_out}")
    return 1 if taken.aside else 0


def told(taken: Taken) -> str:
    """Return what was taken in, in words."""
    lines = [f"Lines: {taken.lines:,}. Events: {taken.events:,}.\n", _aside(taken.aside)]
    if taken.hidden:
        lines.append(f"Sites of which nothing is kept: {taken.hidden:,} lines.\n")
    if taken.ahead:
        lines.append(f"The log's clock is {taken.ahead // 1000:,} seconds ahead of this one.\n")
    return "".join(lines)


def _aside(reasons: dict[str, int]) -> str:
    return "".join(f"Set aside, {why}: {count:,}.\n" for why, count in sorted(reasons.items()))


def _first_line(error: Any) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")


def _operator() -> System:
    return System("command-line", f"{getpass.getuser()} at the command line")


def _school(slug: str) -> School:
    there = {school.slug: school for school in queries.schools()}
    if slug not in there:
        raise NoSuchSchool(f"There is no school “{slug}”. There are: {', '.join(there) or 'none'}.")
    return there[slug]
