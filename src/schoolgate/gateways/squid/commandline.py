"""The sub-commands of `./sg squid`: what a technician needs to set Squid up. No Django."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from schoolgate.gateways.squid import conf, log

_AFTER: Final = """\
  ./sg squid conf /srv/schoolgate/filter/ashbrook --networks 10.1.0.0/16 10.2.0.0/16 \\
    --name proxy.school.example --page http://schoolgate.school.example/ashbrook/blocked/ \\
    > /etc/squid/conf.d/schoolgate.conf
  ./sg squid log < /var/log/squid/schoolgate.log

Exit code: 0 done; 1 some lines of the log could not be read; 2 nothing was done.
"""


def parser(prog: str = "./sg squid") -> argparse.ArgumentParser:
    """Return the parser of every sub-command."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog, None, "Let Squid ask the filter.", _AFTER,
                                  formatter_class=plain)  # fmt: skip
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    made = commands.add_parser("conf", help="write our part of squid.conf")
    made.add_argument("folder", type=Path, metavar="FOLDER", help="the school's filter")
    made.add_argument("--page", required=True, metavar="ADDRESS", help="of the block page")
    made.add_argument("--name", required=True, metavar="HOST", help="of the proxy")
    made.add_argument("--networks", nargs="+", required=True, metavar="CIDR", help="whom it serves")
    made.add_argument("--inside", nargs="+", default=[], metavar="CIDR",
                      help="the school's own servers, if their addresses are private")  # fmt: skip
    made.add_argument("--share", type=int, default=0, metavar="MBIT",
                      help="what one computer gets a second behind its first 20 MB")  # fmt: skip
    made.add_argument("--login", action="store_true", help="Squid asks who it is (auth_param)")
    made.add_argument("--log", type=Path, default=Path("/var/log/squid/schoolgate.log"),
                      metavar="FILE")  # fmt: skip
    made.set_defaults(run=_conf)
    shown = commands.add_parser("log", help="read Squid's log from standard input, as a table")
    shown.set_defaults(run=_log)
    return top


def main(words: list[str]) -> int:
    """Run one sub-command; see the help for its exit code."""
    options = parser().parse_args(words)
    try:
        return int(options.run(options))
    except conf.UnableToWrite as error:
        print(error, file=sys.stderr)
    return 2


def _conf(options: argparse.Namespace) -> int:
    settings = conf.Settings(
        options.folder.absolute(), options.page, options.name, tuple(options.networks),
        options.log.absolute(), tuple(options.inside), login=options.login,
        share=options.share,
    )  # fmt: skip
    print(conf.part(settings), end="")
    return 0


def _log(options: argparse.Namespace) -> int:
    return told(sys.stdin)


def told(lines: Iterable[str]) -> int:
    """Print what was blocked and why, a request on a line; 1 if some lines could not be read."""
    unread = 0
    for line in lines:
        try:
            one = log.read(line)
        except log.UnableToRead:
            unread += 1
            continue
        print(one.client, one.user or "-", one.method, one.host or "-", one.verdict,
              one.why or "-", one.category or "-", one.clause or "-", sep="\t")  # fmt: skip
    if unread:
        print(f"Lines that could not be read: {unread}.", file=sys.stderr)
    return 1 if unread else 0
