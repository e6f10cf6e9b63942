"""`python -m bench.filter_term --hours 24`: days of a term at ×60 before the real programs.

Squid's helper and our own proxy run as a school runs them. A second stands for a minute: openings
come and end by themselves, overlays are written every five minutes, a snapshot of other lists is
swapped in every hour, and the classes ask. Each answer is held against what must be; memory, open
files and mapped tables are written down every hour. It ends with 1 where a closed site came
through, an open one did not, or memory grew.

`--lean` asks less, for a machine that others use too. Needs nothing but the project.
"""

from __future__ import annotations

import argparse
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Final, NamedTuple

from bench.beside import answering, origin_site
from bench.filter_helper import HELPER, running
from schoolgate.filtering.assembling import Material, assembled
from schoolgate.filtering.putting import put_overlay
from schoolgate.filtering.snapshot import Said
from tests.ports import free_port

LINE: Final = "{:>6} {:>10} {:>10} {:>10} {:>8} {:>8} {:>8} {:>9} {:>7} {:>7}"
HEADS: Final = ("hour", "questions", "helper kB", "proxy kB", "files", "tables", "swap ms",
                "grants", "wrong", "failed")  # fmt: skip
CATEGORIES: Final = ("gambling", "games")
OPEN, CLOSED, GRANTED = "www.fine.test", "bets.test", "play.test"
LEEWAY: Final = 2.5  # seconds: an overlay is seen within two
GROWTH: Final = 512  # kB that may come after the first third: what is remembered fills up


class Reading(NamedTuple):
    """What a process holds: its own memory in kB, open files, mapped tables."""

    own: int
    files: int
    tables: int


class Asked(NamedTuple):
    """One question: of whom it is asked, and what must come (None: either will do)."""

    host: str
    must_open: bool | None


def main() -> int:
    """Print one line an hour of the term."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--hours", type=float, default=24, help="of the term")
    options.add_argument("--speed", type=float, default=60)
    options.add_argument("--names", type=int, default=50_000, help="on the lists")
    options.add_argument("--lean", action="store_true", help="a tenth of the questions")
    chosen = options.parse_args()
    print(LINE.format(*HEADS), flush=True)
    with tempfile.TemporaryDirectory(prefix="bench-term-") as there, ExitStack() as open_ones:
        folder = Path(there)
        term = Term(folder, chosen.names, 60 / chosen.speed)
        origin = open_ones.enter_context(origin_site())
        made, pipe = open_ones.enter_context(running([*HELPER, str(folder)]))
        proxy, port = open_ones.enter_context(_proxy(folder, origin))
        asking = Asking(term, pipe, port, origin, 30 if chosen.lean else 300)
        return asking.through(chosen.hours, (made.pid, proxy.pid))


class Term:
    """What the school does: openings, overlays and lists. A minute lasts `minute` seconds."""

    def __init__(self, folder: Path, names: int, minute: float) -> None:
        self.folder, self.minute, self.grants = folder, minute, 0
        self._names, self._chance = names, random.Random(42)
        self._from = self._until = 0.0
        self.swap()
        self.tell()

    def swap(self) -> float:
        """Put a snapshot of other lists in; return the milliseconds of building and swapping."""
        begun = time.perf_counter()
        end = int(time.time())
        why = dict.fromkeys(CATEGORIES, ("9.1.r2", "Closed."))
        said = Said((end - 86_400, end + 864_000), {"pupil_ks2": (0,)}, (why,), {})
        salt = self._chance.randrange(10**9)
        names = [(b"n%d-%d.test" % (salt, one), "games") for one in range(self._names)]
        names += [(CLOSED.encode(), "gambling"), (GRANTED.encode(), "games")]
        with assembled(self.folder, Material(CATEGORIES, names, said), _sign, _is_signed):
            pass
        return (time.perf_counter() - begun) * 1000

    def grant(self) -> None:
        """Open a site for ten minutes."""
        self.grants += 1
        self._from, self._until = time.time(), time.time() + 10 * self.minute
        self.tell()

    def tell(self) -> None:
        """Write the overlay anew."""
        at = {"roles": [], "users": [], "path": "", "host": GRANTED, "token": f"{self.grants:012x}"}
        many = [{"host": f"own{one}.test", "path": "", "allow": True, "roles": [], "until": 0}
                for one in range(200)]  # fmt: skip
        put_overlay(self.folder, {
            "networks": [{"cidr": "127.0.0.0/8", "name": "Classrooms", "profile": "pupil_ks2"}],
            "devices": {}, "help": [], "entries": many, "off": [], "lessons": [],
            "users": {f"user{one}": "pupil_ks2" for one in range(400)},
            "openings": [{**at, "from": self._from, "until": self._until}] if self.grants else [],
        })  # fmt: skip

    def question(self) -> Asked:
        """Return a site that somebody asks for now, and what must come of it."""
        kind = self._chance.random()
        if kind < 0.3:
            return Asked(self._chance.choice((CLOSED, f"w{self._chance.random()}.{CLOSED}")), False)
        if kind < 0.4:
            return Asked(GRANTED, self.is_granted())
        return Asked(OPEN if kind < 0.6 else f"h{self._chance.random()}.test", True)

    def is_granted(self) -> bool | None:
        """Tell whether the granted site must be open now; None about its beginning and end."""
        now = time.time()
        if self._from + LEEWAY < now < self._until - LEEWAY:
            return True
        return False if now > self._until + LEEWAY else None


class Asking:
    """The classes: what they ask of the helper and of the proxy, and what went wrong."""

    def __init__(self, term: Term, pipe: socket.socket, port: int, origin: int, each: int) -> None:
        self.term, self.pipe, self.each = term, pipe, each
        self._port, self._origin = port, origin
        self.count: Counter[str] = Counter()

    def through(self, hours: float, pids: tuple[int, int]) -> int:
        """Go through so many hours of the term; return 1 where it failed."""
        read: list[tuple[Reading, ...]] = []
        swapped = 0.0
        start = time.monotonic()
        for minute in range(1, int(hours * 60) + 1):
            if minute % 20 == 0:
                self.term.grant()
            elif minute % 5 == 0:
                self.term.tell()
            if minute % 60 == 30:
                swapped = self.term.swap()
            self._helper()
            self._proxy()
            if minute % 60 == 0:
                read.append(tuple(map(reading, pids)))
                self._say(minute // 60, read[-1], swapped)
            time.sleep(max(start + minute * self.term.minute - time.monotonic(), 0))
        return self._judged(read)

    def _helper(self) -> None:
        asked = [self.term.question() for _ in range(self.each)]
        lines = [f"{at % 256} 127.0.0.1 user{at % 400} {one.host} 443 CONNECT -\n"
                 for at, one in enumerate(asked)]  # fmt: skip
        self.pipe.sendall("".join(lines).encode())
        data = b""
        while data.count(b"\n") < len(lines):
            data += self.pipe.recv(65_536)
        for one, answer in zip(asked, data.splitlines(), strict=True):
            self._heard(one, is_open=answer.split(b" ")[1] == b"OK")

    def _proxy(self) -> None:
        """Ask on one kept connection, then by two tunnels."""
        client = HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            for _ in range(self.each // 10):
                one = self.term.question()
                client.request("GET", f"http://{one.host}:{self._origin}/")
                with client.getresponse() as answer:
                    answer.read()
                    # a name that nobody has: judged open, and found nowhere
                    self._heard(one, is_open=answer.status in {200, 502, 504})
        except OSError:
            self.count["failed"] += 1
        finally:
            client.close()
        self._tunnel(Asked(CLOSED, False))
        self._tunnel(Asked(OPEN, True))

    def _tunnel(self, one: Asked) -> None:
        head = f"CONNECT {one.host}:{self._origin} HTTP/1.1\r\nHost: {one.host}\r\n\r\n"
        with suppress(OSError), socket.create_connection(("127.0.0.1", self._port), 20) as client:
            client.sendall(head.encode())
            self._heard(one, is_open=client.recv(12) == b"HTTP/1.1 200")
            return
        self.count["failed"] += 1

    def _heard(self, one: Asked, *, is_open: bool) -> None:
        self.count["questions"] += 1
        if one.host == GRANTED and one.must_open != self.term.is_granted():
            return  # it began or ended while the question was on its way
        if one.must_open is not None and one.must_open != is_open:
            self.count["let through" if is_open else "wrong"] += 1

    def _say(self, hour: int, read: tuple[Reading, ...], swapped: float) -> None:
        helper, proxy = read
        wrong = self.count["wrong"] + self.count["let through"]
        print(LINE.format(hour, f"{self.count['questions']:,}", f"{helper.own:,}", f"{proxy.own:,}",
                          helper.files + proxy.files, helper.tables + proxy.tables,
                          f"{swapped:.0f}", self.term.grants, wrong, self.count["failed"]),
              flush=True)  # fmt: skip

    def _judged(self, read: list[tuple[Reading, ...]]) -> int:
        """Tell whether it held: nothing let through, nothing wrong, memory flat."""
        grew = 0
        third = len(read) // 3
        if third:
            for at, name in enumerate(("helper", "proxy")):
                before = median(one[at].own for one in read[third : 2 * third])
                after = median(one[at].own for one in read[-third:])
                print(f"{name}: {before:,.0f} kB in the second third, {after:,.0f} in the last")
                grew = max(grew, int(after - before))
        let, wrong, failed = (self.count[one] for one in ("let through", "wrong", "failed"))
        print(
            f"Let through: {let:,}. Wrongly closed: {wrong:,}. Connections that failed: {failed:,}."
        )
        return int(bool(let or wrong or grew > GROWTH))


def reading(pid: int) -> Reading:
    """Read what a process holds by now."""
    rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    own = next(int(one.split()[1]) for one in rows if one.startswith("Anonymous"))
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    tables = sum("/table" in one for one in maps)
    return Reading(own, len(list(Path(f"/proc/{pid}/fd").iterdir())), tables)


def _sign(_: bytes) -> str:
    return "bench"


def _is_signed(*_: object) -> bool:
    return True


# --- The processes --------------------------------------------------------------------------------


@contextmanager
def _proxy(folder: Path, origin: int) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    port = free_port()
    (folder / "hosts").write_text(f"127.0.0.1 {OPEN} {CLOSED} {GRANTED}\n")
    words = [sys.executable, "-m", "schoolgate.gateways.proxy", str(folder),
             "--listen", f"127.0.0.1:{port}", "--allow", "127.0.0.0/8", "--port", str(origin),
             "--log", "/dev/null", "--hosts", str(folder / "hosts")]  # fmt: skip
    with answering(words, port) as process:
        yield process, port


if __name__ == "__main__":
    sys.exit(main())
