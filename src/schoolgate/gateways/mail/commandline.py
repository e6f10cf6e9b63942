"""The sub-commands of `./sg mail`: receive what is journalled, take in files."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import signal
import sys
from pathlib import Path
from typing import Final

from django.utils import timezone

from schoolgate.gateways.mail import post, receiving
from schoolgate.gateways.mail.files import UnableToTake
from schoolgate.gateways.models import Source
from schoolgate.gateways.sources import rules
from schoolgate.records.parties import System

_ABOUT: Final = "Keep the school's mail as its policy says: sealed, for its time, read with leave."
_AFTER: Final = """\
  ./sg mail receive --networks 203.0.113.0/24 --certificate mail.pem --key mail.key
  ./sg mail take export.mbox --school elmfield --source mail-365

Sources, with their journal addresses, stand on the page “Sources of the log”.
Exit code: 0 done; 1 done, and some messages were not fully understood; 2 nothing was done.
"""


def parser(prog: str = "./sg mail") -> argparse.ArgumentParser:
    """Return the parser of every sub-command."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog, None, _ABOUT, _AFTER, formatter_class=plain)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _receiving(commands.add_parser("receive", help="serve SMTP until it is stopped"))
    take = commands.add_parser("take", help="take in a message (.eml) or many (.mbox)")
    take.add_argument("file", type=Path, metavar="FILE")
    take.add_argument("--school", required=True, metavar="SCHOOL", help="its short name")
    take.add_argument("--source", default="", metavar="NAME",
                      help="whose messages they are, if the school has several")  # fmt: skip
    take.set_defaults(run=_take)
    return top


def _receiving(one: argparse.ArgumentParser) -> None:
    add = one.add_argument
    add("--networks", nargs="+", required=True, metavar="CIDR", help="who may connect")
    add("--listen", default="0.0.0.0", metavar="ADDRESS")  # noqa: S104 behind an allow-list
    add("--port", type=int, default=2525)
    add("--certificate", default="", metavar="FILE", help="PEM; STARTTLS is then asked for")
    add("--key", default="", metavar="FILE", help="of the certificate, if it is not in its file")
    add("--without-tls", action="store_true", help="take mail in the clear, inside the school only")
    add("--largest", type=int, default=64, metavar="MIB", help="of one message")
    add("--name", default="schoolgate", metavar="HOST", help="how the server calls itself")
    one.set_defaults(run=_receive)


def main(words: list[str]) -> int:
    """Run one sub-command; see the help for its exit code."""
    options = parser().parse_args(words)
    try:
        return int(options.run(options))
    except (UnableToTake, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2


def _take(options: argparse.Namespace) -> int:
    by = System("command-line", f"{getpass.getuser()} at the command line")
    source = source_of(options.school, options.source)
    counts = post.take(source, options.file, by=by, at=timezone.now())
    print(f"Taken: {counts.taken:,}. There already: {counts.there:,}. "
          f"Not fully understood: {counts.aside:,}.")  # fmt: skip
    return 1 if counts.aside else 0


def source_of(school: str, name: str) -> Source:
    """Return the source of a school that is meant. Raises UnableToTake."""
    here = Source.objects.filter(school__slug=school, ended_at=None, kind__in=rules.MAIL)
    found = list(here.filter(name=name) if name else here)
    if len(found) != 1:
        there = ", ".join(here.values_list("name", flat=True)) or "none"
        raise UnableToTake(f"Say with --source which of the sources of mail of {school}: {there}. "
                           "They stand on the page “Sources of the log”.")  # fmt: skip
    return found[0]


def _receive(options: argparse.Namespace) -> int:
    if not options.certificate and not options.without_tls:
        raise UnableToTake("Name a certificate with --certificate. Mail in the clear is taken with "
                           "--without-tls only, inside the school.")  # fmt: skip
    named = options.certificate
    context = receiving.context_of(named, options.key) if named else None
    told = receiving.Rules(
        receiving.networks_of(options.networks), options.largest * 1024 * 1024, context,
        options.without_tls, options.name,
    )  # fmt: skip
    asyncio.run(_serve(told, options.listen, options.port))
    return 0


async def _serve(told: receiving.Rules, host: str, port: int) -> None:
    ended = asyncio.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, ended.set)
    own = post.Post()
    office = receiving.Office(post.fresh(own.known), post.fresh(own.keep))
    await receiving.serve(
        office, told, host=host, port=port, ended=ended,
        ready=lambda at: print(f"Receiving mail on port {at}.", flush=True),
    )  # fmt: skip
