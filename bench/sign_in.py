"""`python -m bench.sign_in`: signing in as a school does at nine, and what guessing times tell.

A server of its own (two workers of two threads, as `./sg run` has it) on an SQLite file; real HTTP
from this process. Sign-ins arrive on time whether or not the earlier ones are done (open loop), so
waiting counts. Guesses come from addresses of their own, so that the limit on guesses stops none.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from tests.ports import free_port

LINE = "{:<66}{:>18}{:>16}"
PASSWORD = "copper kettle sunrise 7"
ACCOUNTS = 200
A_MINUTE = 200


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=60, help="how long sign-ins arrive")
    options.add_argument("--folder", default=str(Path.cwd() / "var"), help="on the disk to measure")
    chosen = options.parse_args()
    print(LINE.format("measurement", "here", "aim"))
    Path(chosen.folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-sign-in-", dir=chosen.folder) as folder:
        _set_up(folder)
        port = free_port()
        server = serve(port)
        try:
            _hash()
            before = processor_time(server.pid)
            count = _sign_ins(port, chosen.seconds)
            spent = (processor_time(server.pid) - before) * 1000 / count
            _row(
                "processor time of the server for one sign-in, its page too: ms", f"{spent:.0f}", ""
            )
            _guesses(port)
        finally:
            server.terminate()
            server.wait(timeout=20)
    return 0


def _set_up(folder: str) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings",
        "SCHOOLGATE_VAR": folder,
        "SCHOOLGATE_DATABASE_URL": f"sqlite://{folder}/schoolgate.db",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from schoolgate.accounts.models import Account
    from schoolgate.config import secret_key
    from schoolgate.people.models import Person, School

    secret_key.kept_in(Path(folder))  # a server makes one only where nobody is yet
    school = School.objects.create(slug="elmfield", name="Elmfield Primary", pack="brookside")
    hashed, now = make_password(PASSWORD), timezone.now()
    for number in range(ACCOUNTS):
        person = Person.objects.create(school=school, name=f"Person {number}", role="parent")
        Account.objects.create(school=school, person=person, username=f"known{number}",
                               password=hashed, opened_at=now, issuer="bench")  # fmt: skip


def serve(port: int) -> subprocess.Popen[bytes]:
    """Start the server as `./sg run` does; return when it has answered."""
    process = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("granian")),
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", "2", "--blocking-threads", "2", "--log-level", "warning"),
            "schoolgate.config.wsgi:application",
        ]
    )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    for _ in range(8):  # each worker has read everything
        Browser(port, "127.0.0.1").get("/account/login/")
    return process


class Browser:
    """One browser at one address: its cookies, one connection."""

    def __init__(self, port: int, address: str) -> None:
        self.link = http.client.HTTPConnection("localhost", port, timeout=60,
                                               source_address=(address, 0))  # fmt: skip
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        return self._ask("GET", path, None)[1]

    def sign_in(self, name: str, password: str) -> tuple[int, float]:
        """Return the status of signing in, and how long its answer took, in milliseconds."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get("/account/login/"))
        assert token
        body = urlencode({"login": name, "password": password, "csrfmiddlewaretoken": token[1]})
        began = time.perf_counter()
        status, _ = self._ask("POST", "/account/login/", body)
        return status, (time.perf_counter() - began) * 1000

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.link.request(method, path, body, headers)
        answer = self.link.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return answer.status, answer.read().decode()


def _hash() -> None:
    from django.contrib.auth.hashers import check_password, make_password

    hashed = make_password(PASSWORD)
    spent = _times(20, lambda: check_password(PASSWORD, hashed))
    _row("one Argon2 comparison, alone: p50 ms", f"{median(spent):.0f}", "")


def _times(count: int, work: Callable[[], object]) -> list[float]:
    spent = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return spent


def processor_time(top: int) -> float:
    """Return the seconds of processor time that a process and its children have used."""
    parents, used = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            pid = int(stat.parent.name)
            parents[pid], used[pid] = int(fields[1]), int(fields[11]) + int(fields[12])
    own = [pid for pid in used if pid == top or parents[pid] == top]
    return sum(used[pid] for pid in own) / os.sysconf("SC_CLK_TCK")


def _sign_ins(port: int, seconds: int) -> int:
    spent: list[float] = []
    wrong: list[Any] = []

    def one(number: int) -> None:
        status, took = Browser(port, "127.0.0.1").sign_in(f"known{number % ACCOUNTS}", PASSWORD)
        spent.append(took)
        if status != 302:
            wrong.append(status)

    threads = []
    began = time.perf_counter()
    for number in range(A_MINUTE * seconds // 60):
        due = began + number * 60 / A_MINUTE
        time.sleep(max(0.0, due - time.perf_counter()))
        threads.append(threading.Thread(target=one, args=[number]))
        threads[-1].start()
    for thread in threads:
        thread.join()
    spent.sort()
    at = {share: spent[min(len(spent) - 1, int(len(spent) * share))] for share in (0.5, 0.95, 0.99)}
    _row(f"{len(spent)} sign-ins at {A_MINUTE} a minute: p50 / p95 / p99 ms",
         f"{at[0.5]:.0f} / {at[0.95]:.0f} / {at[0.99]:.0f}", "p95 < 400")  # fmt: skip
    _row("of these refused", str(len(wrong)), "0")
    return len(spent)


def _guesses(port: int) -> None:
    """Wrong passwords for names that exist and names that do not, in turn."""
    spent: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(ACCOUNTS):
        for offset, kind in enumerate(("known", "unknown")):
            address = f"127.{1 + offset}.{number // 100}.{1 + number % 100}"
            status, took = Browser(port, address).sign_in(f"{kind}{number}", "wrong")
            assert status == 200, status
            spent[kind].append(took)
    known, unknown = (sorted(spent[kind]) for kind in ("known", "unknown"))
    _row(f"{ACCOUNTS} wrong passwords each, names known / unknown: p50 ms",
         f"{median(known):.1f} / {median(unknown):.1f}", "the same")  # fmt: skip
    quarters = [(one[len(one) // 4], one[len(one) * 3 // 4]) for one in (known, unknown)]
    _row("the same: middle half ms", " / ".join(f"{a:.0f}–{b:.0f}" for a, b in quarters), "")
    wins = sum(a > b for a, b in zip(spent["known"], spent["unknown"], strict=True))
    _row("how often the known name of a pair took longer", f"{100 * wins / ACCOUNTS:.0f} %", "50 %")


def _row(what: str, here: str, aim: str) -> None:
    print(LINE.format(what, here, aim), flush=True)


if __name__ == "__main__":
    sys.exit(main())
