"""`python -m bench.filter_squid`: what our helper costs a real Squid, beside none and squidGuard.

Five Squids run at once on loopback and are asked in turn, round after round, so that what else the
machine does falls on all of them: one that filters nothing; our part of its settings with everybody
let through in place of the helper; ours as `./sg squid conf` writes it; ours that remembers no
answer; and squidGuard as `url_rewrite_program` on an empty list. Processor time is that of Squid
itself; that of the helpers stands beside it. Needs Squid, and as root user namespaces.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import socket
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from bench.beside import answering, origin_site
from bench.filter_helper import GUARD
from schoolgate.gateways.squid.conf import Settings, part
from tests.ports import free_port

LINE: Final = "{:<34}{:>12}{:>12}{:>12}{:>14}{:>14}"
PAGE: Final = 1024
NAME: Final = "www.fine.test"
A_SECOND: Final = 150
BARE: Final = "ours, nobody asked"
WAYS: Final = ("no filter", BARE, "ours", "ours, nothing remembered", GUARD)
_MAIN: Final = """\
http_port 127.0.0.1:{port}
pid_filename {folder}/squid.pid
cache_log {folder}/cache.log
coredump_dir {folder}
hosts_file {folder}/hosts
shutdown_lifetime 0 seconds
pinger_enable off
cache deny all
cache_mem 8 MB
{part}
"""


class Peer(NamedTuple):
    """A Squid that runs."""

    port: int
    pid: int

    def spent(self) -> tuple[float, float]:
        """Return the seconds of Squid itself, and of the helpers below it."""
        helpers = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return _seconds(self.pid), sum(_seconds(int(one)) for one in helpers)


def main() -> int:
    """Print one line a way: processor time a request and a tunnel, what a request waits."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument(
        "--requests", type=int, default=1000, help="a round; a quarter of it tunnels"
    )
    chosen = options.parse_args()
    if shutil.which("squid", path="/usr/sbin") is None:
        print("There is no Squid here: apt-get install squid.")
        return 1
    with tempfile.TemporaryDirectory(prefix="bench-squid-") as there, ExitStack() as open_ones:
        origin = open_ones.enter_context(origin_site())
        peers = {way: open_ones.enter_context(_squid(Path(there), way, origin)) for way in WAYS
                 if way != GUARD or shutil.which(GUARD)}  # fmt: skip
        found: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
        waits: dict[str, list[float]] = defaultdict(list)
        for number in range(chosen.rounds + 1):
            for way, peer in peers.items():
                for kind, ask, count in (("GET", _gets, chosen.requests),
                                         ("CONNECT", _tunnels, chosen.requests // 4)):  # fmt: skip
                    spent = _spent(peer, ask, origin, count)
                    if number:  # the first warms up
                        found[way, kind].append(spent)
                waits[way] += _paced(peer.port, origin)
    _table(found, waits)
    return 0


def _table(
    found: dict[tuple[str, str], list[tuple[float, float]]], waits: dict[str, list[float]]
) -> None:
    print(LINE.format("µs of processor (of helpers)", "a GET", "", "a tunnel", "", "p50 ms added"))
    for way in waits:
        cells = []
        for kind in ("GET", "CONNECT"):
            own, base = found[way, kind], found[WAYS[0], kind]
            ratio = median(one[0] / other[0] for one, other in zip(own, base, strict=True))
            mid = median(one[0] for one in own), median(one[1] for one in own)
            cells += [f"{mid[0]:.0f} ({mid[1]:.0f})", f"{(ratio - 1) * 100:+.0f} %"]
        added = median(waits[way]) - median(waits[WAYS[0]])
        print(LINE.format(way, *cells, f"{added:+.2f}"))
    print(LINE.format("aim", "", "<= +10 %", "", "<= +4 %", "<= +0.50"))


def _spent(
    peer: Peer, ask: Callable[[int, int, int], None], origin: int, count: int
) -> tuple[float, float]:
    """Return the microseconds of a question: Squid's own, its helpers'."""
    before = peer.spent()
    ask(peer.port, origin, count)
    after = peer.spent()
    return (after[0] - before[0]) / count * 1e6, (after[1] - before[1]) / count * 1e6


# --- What is asked --------------------------------------------------------------------------------


def _gets(port: int, origin: int, count: int) -> None:
    with socket.create_connection(("127.0.0.1", port), 10) as one:
        for _ in range(count):
            _get(one, f"http://{NAME}:{origin}/", origin)


def _get(one: socket.socket, address: str, origin: int) -> None:
    one.sendall(f"GET {address} HTTP/1.1\r\nHost: {NAME}:{origin}\r\n\r\n".encode())
    data = one.recv(65_536)
    while len(data) < data.find(b"\r\n\r\n") + 4 + PAGE:
        data += one.recv(65_536)
    if not data.startswith(b"HTTP/1.1 200"):
        raise SystemExit(f"Not answered: {data[:200]!r}")


def _tunnels(port: int, origin: int, count: int) -> None:
    for _ in range(count):
        with socket.create_connection(("127.0.0.1", port), 10) as one:
            place = f"{NAME}:{origin}"
            one.sendall(f"CONNECT {place} HTTP/1.1\r\nHost: {place}\r\n\r\n".encode())
            if not one.recv(4096).startswith(b"HTTP/1.1 200"):
                raise SystemExit("A tunnel was not opened.")
            _get(one, "/", origin)


def _paced(port: int, origin: int) -> list[float]:
    """Ask for a second, at an even pace; return the milliseconds of each request."""
    taken, start = [], time.perf_counter()
    with socket.create_connection(("127.0.0.1", port), 10) as one:
        for number in range(A_SECOND):
            time.sleep(max(start + number / A_SECOND - time.perf_counter(), 0))
            begun = time.perf_counter()
            _get(one, f"http://{NAME}:{origin}/", origin)
            taken.append((time.perf_counter() - begun) * 1000)
    return taken


# --- The processes --------------------------------------------------------------------------------


@contextmanager
def _squid(folder: Path, way: str, origin: int) -> Iterator[Peer]:
    own, port = folder / way.replace(" ", "-").replace(",", ""), free_port()
    own.mkdir()
    (own / "hosts").write_text(f"127.0.0.1 {NAME}\n")
    (own / "squid.conf").write_text(
        _MAIN.format(port=port, folder=own, part=_part(own, way, origin))
    )
    words = ["/usr/sbin/squid", "-N", "-n", f"bench{port}", "-f", str(own / "squid.conf")]
    with answering([*_not_as_root(), *words], port) as process:
        yield Peer(port, process.pid)


def _part(own: Path, way: str, origin: int) -> str:
    if way == GUARD:
        (own / "guard.conf").write_text(
            f"dbhome {own}\nlogdir {own}\nacl {{\n default {{\n pass all\n }}\n}}\n"
        )
        return (f"url_rewrite_program {shutil.which(GUARD)} -c {own}/guard.conf\n"
                "url_rewrite_children 2 startup=2 idle=1 concurrency=0\nhttp_access allow all\n"
                f"access_log stdio:{own}/access.log\n")  # fmt: skip
    if not way.startswith("ours"):
        return f"http_access allow all\naccess_log stdio:{own}/access.log\n"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.config.settings_test")
    from tests.filtering.schools import make

    network = {"cidr": "127.0.0.0/8", "name": "Classrooms", "profile": "pupil_ks1"}
    make(own / "filter", networks=[network], since=datetime.now(UTC).date() - timedelta(1))
    settings = Settings(
        own / "filter", "http://page.test/ashbrook/blocked/", "proxy.test", ("127.0.0.0/8",),
        own / "access.log", ("127.0.0.1/32",), ports=(origin,), tunnel_ports=(origin,),
        allowed_for=0 if "nothing" in way else 60,
    )  # fmt: skip
    made = part(settings)
    return re.sub(r"(?m)^(acl sg_\w+) external \w+$", r"\1 src all", made) if way == BARE else made


def _not_as_root() -> Sequence[str]:
    if os.geteuid() != 0:
        return ()
    return ("unshare", "--user", "--map-user=65534", "--map-group=65534")


def _seconds(pid: int) -> float:
    spent = (one.read_text().split()[0] for one in Path(f"/proc/{pid}/task").glob("*/schedstat"))
    return sum(map(int, spent)) / 1e9


if __name__ == "__main__":
    sys.exit(main())
