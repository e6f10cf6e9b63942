"""`./sg filter proxy FOLDER --listen HOST:PORT`: words to a running proxy. No Django."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import os
import resource
import signal
import sys
from collections.abc import Coroutine, Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from schoolgate.filtering.judging import Judge
from schoolgate.filtering.names import UnableToRead, host_of
from schoolgate.gateways.proxy import safe_search, serving, users
from schoolgate.gateways.proxy.addresses import UnableToReadNetworks, networks
from schoolgate.gateways.proxy.limits import Limits
from schoolgate.gateways.proxy.logbook import Logbook
from schoolgate.gateways.proxy.office import Office
from schoolgate.gateways.proxy.opening import Opener, Resolver
from schoolgate.gateways.proxy.pages import Words
from schoolgate.gateways.proxy.targets import TLS, WEB

_MODES = {"strict": safe_search.STRICT, "moderate": safe_search.MODERATE, "off": b""}


class UnableToServe(Exception):
    """Words or files that no proxy can be made of; says which."""


def main(words: Sequence[str]) -> int:
    """Serve until told to end: 0; 2 with one sentence where that is not possible."""
    chosen = _parser().parse_args(words)
    try:
        if chosen.new_user:
            print(users.line(chosen.new_user, sys.stdin.readline().rstrip("\n")))
            return 0
        host, port = _place(chosen.listen)
        office = _office(chosen, host, port)
        return _run(_serve(office, host, port))
    except (UnableToServe, UnableToReadNetworks, users.UnableToReadUsers) as error:
        print(error, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sg filter proxy", description="A forward proxy that carries the filter's decisions."
    )
    add = parser.add_argument
    add("folder", type=Path, help="the folder of the filter's snapshot")
    add("--listen", default="127.0.0.1:3128", metavar="HOST:PORT")
    add("--users", type=Path, metavar="FILE", help="who signs in, one name:scrypt:… a line")
    add("--no-sign-in", action="append", default=[], metavar="NETWORK")
    add("--allow", action="append", default=[], metavar="NETWORK", help="own servers")
    add("--hosts", type=Path, metavar="FILE", help="names of own servers, as in /etc/hosts")
    add("--port", action="append", default=[], type=int, metavar="PORT", help="besides 80 and 443")
    add("--log", type=Path, metavar="FILE", help="default: standard output")
    add("--page", default="", metavar="ADDRESS", help="the school's block page")
    add("--decides", default=Words().decides, metavar="WHO", help="named on the block page")
    add("--safe-search", choices=sorted(_MODES), default="strict")
    add("--per-client", type=int, default=Limits().per_client, metavar="CONNECTIONS")
    add("--new-user", metavar="NAME", help="read a password, print a line for --users, and end")
    return parser


def _office(chosen: argparse.Namespace, host: str, port: int) -> Office:
    limits = Limits(per_client=chosen.per_client, in_all=_files())
    own = networks(chosen.allow)
    resolver = Resolver(_hosts(chosen.hosts) if chosen.hosts else {})
    people = users.Users(chosen.users) if chosen.users else None
    if people is not None and people.trouble:
        raise UnableToServe(people.trouble)
    return Office(
        judge=Judge(chosen.folder),
        opener=Opener(resolver, own, port, limits.connect),
        log=Logbook(chosen.log),
        mark=serving.mark(host, port),
        limits=limits,
        users=people,
        no_sign_in=networks(chosen.no_sign_in),
        words=Words(chosen.page, chosen.decides),
        safe=_MODES[chosen.safe_search],
        ports=frozenset({WEB, TLS, *chosen.port}),
    )


def _place(written: str) -> tuple[str, int]:
    host, _, port = written.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise UnableToServe("--listen wants an address and a port, such as 10.0.0.5:3128.")
    return host.strip("[]"), int(port)


def _files() -> int:
    """Two files a connection: never more connections than the system has files for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = min(hard, 65536) if hard != resource.RLIM_INFINITY else 65536
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
    return max((max(soft, most) - 100) // 2, 16)


def _hosts(file: Path) -> dict[str, list[str]]:
    """Read lines `ADDRESS NAME…`, as in /etc/hosts. Raises UnableToServe with the line."""
    found: dict[str, list[str]] = {}
    try:
        lines = file.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnableToServe(f"{file} cannot be read: {error}.") from error
    for number, written in enumerate(lines, start=1):
        address, *names = written.partition("#")[0].split() or [""]
        try:
            for name in names:
                found.setdefault(host_of(name), []).append(str(ip_address(address)))
        except (ValueError, UnableToRead) as error:
            raise UnableToServe(f"{file}, line {number}: no address and names.") from error
    return found


def _run(work: Coroutine[Any, Any, int]) -> int:
    """Run, on uvloop where somebody has installed it; nothing needs it."""
    try:
        make = importlib.import_module("uvloop").new_event_loop
    except ImportError:
        make = None
    with asyncio.Runner(loop_factory=make) as runner:
        return runner.run(work)


async def _serve(office: Office, host: str, port: int) -> int:
    proxy = serving.Proxy(office)
    try:
        port = await proxy.listen(host, port)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise UnableToServe(f"Cannot listen on {host}:{port}: {why}.") from error
    office.say("judge", office.judge.trouble())
    print(f"schoolgate proxy: listens on {host}:{port}.", file=sys.stderr, flush=True)
    ends = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(one, ends.set)
    await ends.wait()
    await proxy.close()
    return 0
