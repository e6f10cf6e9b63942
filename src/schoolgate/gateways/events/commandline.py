"""The sub-commands of `./sg events`: files of web events planned and taken, syslog received."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import signal
import sys
from pathlib import Path
from typing import Final

from django.utils import timezone

from schoolgate.activity import days
from schoolgate.gateways.events import posting, receiving
from schoolgate.gateways.events.drafts import FIELDS
from schoolgate.gateways.events.posting import Plan, Told, told_of
from schoolgate.gateways.events.reading import Read, UnableToMap
from schoolgate.gateways.mail.post import fresh
from schoolgate.gateways.mail.receiving import context_of, networks_of
from schoolgate.gateways.models import Source
from schoolgate.records.parties import System

_ABOUT: Final = "Take in web events that another system wrote: CSV, JSON lines, syslog."
_AFTER: Final = """\
  ./sg events plan vendor.csv --school elmfield --source vendor --column user="Login name"
  ./sg events take vendor.csv --school elmfield --source vendor
  ./sg events receive --school elmfield --source firewall --networks 10.0.0.2/32 \\
    --certificate log.pem --key log.key

What was told of columns and times is remembered with the first file that is taken.
Fields: """ + ", ".join(f"{name} ({what})" for name, what in FIELDS.items())


def parser(prog: str = "./sg events") -> argparse.ArgumentParser:
    """Return the parser of every sub-command."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog, None, _ABOUT, _AFTER, formatter_class=plain)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, run, about in (
        ("plan", _plan, "show what the first lines become; take nothing"),
        ("take", _take, "take a file in, from where it was left"),
    ):
        one = commands.add_parser(name, help=about)
        one.add_argument("file", type=Path, metavar="FILE")
        one.set_defaults(run=run)
        _source_of(one)
    serve = commands.add_parser("receive", help="serve syslog until it is stopped")
    serve.set_defaults(run=_receive)
    _source_of(serve)
    _receiving(serve)
    return top


def _source_of(one: argparse.ArgumentParser) -> None:
    add = one.add_argument
    add("--school", required=True, metavar="SCHOOL", help="its short name")
    add("--source", required=True, metavar="NAME", help="as on the page “Sources of the log”")
    add("--column", action="append", default=[], metavar="FIELD=HEADING", help="what holds a field")
    add("--time", default="", metavar="FORM", help="such as %%d/%%m/%%Y %%H:%%M:%%S")
    add("--zone", default="", metavar="ZONE", help="of times without one; Europe/London")


def _receiving(one: argparse.ArgumentParser) -> None:
    add = one.add_argument
    add("--networks", nargs="+", required=True, metavar="CIDR", help="who may send")
    add("--listen", default="0.0.0.0", metavar="ADDRESS")  # noqa: S104 behind an allow-list
    add("--port", type=int, default=6514)
    add("--certificate", default="", metavar="FILE", help="PEM; without it, TCP in the clear")
    add("--key", default="", metavar="FILE", help="of the certificate, if it is not in its file")


def main(words: list[str]) -> int:
    """Run one sub-command; 0 done, 1 done and some lines lie aside, 2 nothing was done."""
    options = parser().parse_args(words)
    try:
        return int(options.run(options))
    except (UnableToMap, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def _plan(options: argparse.Namespace) -> int:
    made = posting.plan(options.file, _told(options)[1])
    print("\n".join(shown(made)))
    return 1 if made.aside else 0


def _take(options: argparse.Namespace) -> int:
    source, told = _told(options)
    by = System("command-line", f"{getpass.getuser()} at the command line")
    taken = posting.take(source, options.file, told, by=by, at=timezone.now())
    print(f"Taken: {taken.events:,}. Not kept, as nothing of these sites is: {taken.hidden:,}. "
          f"Set aside: {sum(taken.aside.values()):,}.")  # fmt: skip
    for reason, count in sorted(taken.aside.items()):
        print(f"  {reason}: {count:,}")
    if taken.ahead:
        print(f"Later than this machine's clock: {taken.ahead:,}. Look at the sender's clock.")
    return 1 if taken.aside else 0


def shown(made: Plan) -> list[str]:
    """Return a plan as lines for people; users and pages are not shown."""
    found = [f"{name}: “{head}”" for name, head in made.told.columns.items()]
    lines = [f"Columns told: {', '.join(found)}." if found else "Columns found by their names."]
    lines += [_line(one) for one in made.first]
    lines.append(
        f"Of the first {made.good + sum(made.aside.values()):,}: {made.good:,} are events."
    )
    return lines + [f"  {reason}: {count:,}" for reason, count in sorted(made.aside.items())]


def _line(one: Read) -> str:
    said = one.draft
    if said is None:
        return f"  aside, {one.reason}"
    at = timezone.localtime(days.moment(said.at))
    return f"  {at:%d/%m/%Y %H:%M:%S}  {said.verdict}  {said.host}  {said.category}".rstrip()


def _told(options: argparse.Namespace) -> tuple[Source, Told]:
    here = Source.objects.filter(school__slug=options.school, ended_at=None)
    source = here.filter(name=options.source).select_related("school").first()
    if source is None:
        there = ", ".join(here.values_list("name", flat=True)) or "none"
        raise UnableToMap(f"{options.school} has no source “{options.source}”; it has: {there}. "
                          "Add it on the page “Sources of the log”.")  # fmt: skip
    pairs = [word.partition("=")[::2] for word in options.column]
    if not all(name and head for name, head in pairs):
        raise UnableToMap("Write --column FIELD=HEADING, such as --column user=Login.")
    return source, told_of(source, dict(pairs), options.time, options.zone)


def _receive(options: argparse.Namespace) -> int:
    source, told = _told(options)
    wire = posting.Wire(source, told)
    asyncio.run(_serve(options, wire))
    return 0


async def _serve(options: argparse.Namespace, wire: posting.Wire) -> None:
    ended, named = asyncio.Event(), options.certificate
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, ended.set)
    listener = receiving.Listener(networks_of(options.networks), fresh(wire.keep))
    await receiving.serve(
        listener, host=options.listen, port=options.port, ended=ended,
        context=context_of(named, options.key) if named else None,
        ready=lambda at: print(f"Receiving syslog on port {at}.", flush=True),
    )  # fmt: skip
