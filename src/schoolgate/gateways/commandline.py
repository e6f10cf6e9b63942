"""The sub-commands of `./sg roster`: words in, text out, an exit code back."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from schoolgate.gateways import actions, printing
from schoolgate.gateways.actions import Order, Prepared, UnableToImport
from schoolgate.gateways.roster import headers
from schoolgate.gateways.roster.faults import UnableToRead
from schoolgate.people import actions as people
from schoolgate.people import queries, rules
from schoolgate.people.models import School
from schoolgate.records.parties import System

_ABOUT: Final = """\
Take in a school's people from its management system.

FILE is a OneRoster 1.1 or 1.2 export (a zip, a folder, or its CSV files), or plain CSV files as
Arbor, SIMS and Bromcom write them: one row a person, with an id that stays the same.
People are known again by that id, never by their names. Who is missing from a file is held, and
leaves only when somebody confirms it. No file makes anybody a leader: see appointments.
"""
_AFTER: Final = """\
  ./sg roster plan elmfield export.zip
  ./sg roster apply elmfield pupils.csv staff.csv contacts.csv --source arbor
  ./sg roster apply elmfield pupils.csv --column id="Student Ref" --column year="NC Yr"
  ./sg roster confirm-gone elmfield --count 12 --last-day 2026-07-21

Columns that were told once are remembered for the school. Exit code: 0 done; 1 done, but rows that
are wrong were left out; 2 nothing was done.
"""
_ERRORS: Final = (UnableToImport, UnableToRead, people.NotAllowed, people.UnableToChange)


class NoSuchSchool(Exception):
    """The words name no school."""


def parser(prog: str = "./sg roster") -> argparse.ArgumentParser:
    """Return the parser of every sub-command."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog, None, _ABOUT, _AFTER, formatter_class=plain)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    plan = commands.add_parser("plan", help="show what would change; write nothing")
    plan.set_defaults(run=_plan)
    apply = commands.add_parser("apply", help="take in all of it, or nothing")
    apply.add_argument("--confirm-gone", type=int, metavar="N",
                       help="this many are missing, and that is right")  # fmt: skip
    apply.add_argument("--confirm-back", type=int, metavar="N",
                       help="this many who left are back, and that is right")  # fmt: skip
    apply.set_defaults(run=_apply)
    for one in (plan, apply):
        one.add_argument("school", metavar="SCHOOL", help="its short name, as in web addresses")
        one.add_argument("files", nargs="+", type=Path, metavar="FILE")
        _reading(one)
    _confirming(commands.add_parser("confirm-gone", help="list who is held, or let them leave"))
    return top


def _reading(one: argparse.ArgumentParser) -> None:
    one.add_argument("--source", default="", metavar="NAME", help="the system, such as arbor")
    one.add_argument("--kind", default="", choices=[kind.value for kind in rules.Kind],
                     metavar="KIND", help="whom a plain CSV lists, if it does not say")  # fmt: skip
    one.add_argument("--org", default="", metavar="ID",
                     help="which school of a OneRoster export of several")  # fmt: skip
    one.add_argument("--column", action="append", default=[], metavar="FIELD=HEADER",
                     help="what a column holds; remembered by apply")  # fmt: skip
    one.add_argument("--json", action="store_true", help="for machines, with every person")


def _confirming(one: argparse.ArgumentParser) -> None:
    one.add_argument("school", metavar="SCHOOL")
    one.add_argument("ids", nargs="*", metavar="ID", help="only these; else all who are held")
    one.add_argument("--count", type=int, metavar="N", help="how many leave; without it, a list")
    one.add_argument("--last-day", type=date.fromisoformat, metavar="YYYY-MM-DD",
                     help="without it, the day before they were first missing")  # fmt: skip
    one.set_defaults(run=_confirm)


def main(words: list[str]) -> int:
    """Run one sub-command; 0 done, 1 done without some wrong rows, 2 nothing was done."""
    options = parser().parse_args(words)
    try:
        return int(options.run(options))
    except (NoSuchSchool, *_ERRORS) as error:
        print(error, file=sys.stderr)
    except DatabaseError as error:
        said = str(error).strip().rstrip(".")
        print(f"The database refused, and nothing was done: {said}.", file=sys.stderr)
    return 2


def _plan(options: argparse.Namespace) -> int:
    prepared = actions.prepare(school=_school(options.school), order=_order(options),
                               by=_operator(), on=timezone.localdate())  # fmt: skip
    return _say(prepared, options, done=False)


def _apply(options: argparse.Namespace) -> int:
    with _bar(options) as watch:
        prepared = actions.import_roster(
            school=_school(options.school), order=_order(options), by=_operator(),
            at=timezone.localtime(), confirm_gone=options.confirm_gone,
            confirm_back=options.confirm_back, watch=watch,
        )  # fmt: skip
    return _say(prepared, options, done=True)


def _say(prepared: Prepared, options: argparse.Namespace, *, done: bool) -> int:
    if options.json:
        print(json.dumps(printing.values(prepared), ensure_ascii=False, indent=1))
    else:
        print(printing.told(prepared, done=done))
    return 1 if prepared.plan.faults else 0


def _confirm(options: argparse.Namespace) -> int:
    school, at = _school(options.school), timezone.localtime()
    held = queries.missing(school=school, viewer=_operator(), on=at.date()).order_by("name")
    if options.ids:
        held = held.filter(external_id__in=options.ids)
    leaving = list(held)
    if options.count is None or not leaving:
        print(printing.held(leaving))
        return 0
    if options.count != len(leaving):
        raise UnableToImport(f"{len(leaving)} people are held, not {options.count}. Look again.")
    first = min(one.missing_since for one in leaving if one.missing_since)
    last_day = options.last_day or timezone.localdate(first) - timedelta(days=1)
    people.confirm_gone(school=school, people=leaving, last_day=last_day, by=_operator(), at=at)
    print(f"{len(leaving)} people left on {last_day}.")
    return 0


def _order(options: argparse.Namespace) -> Order:
    return Order(
        options.files, options.source, options.kind, options.org, headers.parsed(options.column)
    )


def _operator() -> System:
    return System("command-line", f"{getpass.getuser()} at the command line")


def _school(slug: str) -> School:
    there = {school.slug: school for school in queries.schools()}
    if slug not in there:
        raise NoSuchSchool(f"There is no school “{slug}”. There are: {', '.join(there) or 'none'}.")
    return there[slug]


@contextmanager
def _bar(options: argparse.Namespace) -> Iterator[Callable[[Prepared], Callable[[int], None]]]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=options.json) as progress:

        def begin(prepared: Prepared) -> Callable[[int], None]:
            made: Any = prepared.plan
            parts = (made.new, made.changed, made.returned, made.gone)
            task = progress.add_task("Taking in people", total=sum(map(len, parts)))
            return lambda done: progress.advance(task, done)

        yield begin
