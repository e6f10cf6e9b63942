"""`python -m bench.reports`: 50 people tell of a worry at once, over HTTP.

A server of its own (two workers of two threads, as `./sg run` has it) on an SQLite file, or on the
database of SCHOOLGATE_DATABASE_URL; one browser and one thread for each person, all of whom have
the form open. First all 50 are sent in one instant, so that the last one waits for all others; then
each within a time of some seconds that chance chooses, as people do.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from bench.sign_in import LINE, processor_time, serve
from tests.ports import free_port

PAGE = "/elmfield/concerns/tell/?illegal=no"
_FIELD = re.compile(r'name="(csrfmiddlewaretoken|ticket)" value="([^"]+)"')


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=50)
    options.add_argument("--within", type=int, default=20, help="seconds in which all of them send")
    options.add_argument("--folder", default=str(Path.cwd() / "var"), help="on the disk to measure")
    chosen = options.parse_args()
    Path(chosen.folder).mkdir(parents=True, exist_ok=True)
    print(LINE.format("measurement", "here", "aim"))
    with tempfile.TemporaryDirectory(prefix="bench-reports-", dir=chosen.folder) as folder:
        sessions = _set_up(folder, chosen.people)
        port = free_port()
        server = serve(port)
        try:
            for within, name in ((0, "in one instant"), (chosen.within, f"in {chosen.within} s")):
                _measure(server, [Teller(port, one) for one in sessions], within, name)
        finally:
            server.terminate()
            server.wait(timeout=20)
        _check(2 * chosen.people)
    return 0


def _set_up(folder: str, people: int) -> list[str]:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "schoolgate.config.settings",
        "SCHOOLGATE_VAR": folder,
    }
    os.environ.setdefault("SCHOOLGATE_DATABASE_URL", f"sqlite://{folder}/schoolgate.db")
    from schoolgate.config import secret_key

    secret_key.kept_in(Path(folder))  # sessions are read under the same key by the server
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    from schoolgate.people.models import Person
    from schoolgate.records import tenancy
    from tests.cast import assemble, client_of

    tenancy.open_process(because="A measurement stands in for a command.")
    school = assemble().school
    tellers = [Person.objects.create(school=school, name=f"Teacher {number}", role="teacher",
                                     kind="staff") for number in range(people)]  # fmt: skip
    return [client_of(one).cookies["sessionid"].value for one in tellers]


class Teller:
    """One browser in which the form is open."""

    def __init__(self, port: int, session: str) -> None:
        self.link = http.client.HTTPConnection("localhost", port, timeout=120)
        self.link.request("GET", PAGE, headers={"Cookie": f"sessionid={session}"})
        answer = self.link.getresponse()
        page, cookies = answer.read().decode(), answer.headers.get_all("Set-Cookie") or []
        assert answer.status == 200, answer.status
        self.hidden = dict(_FIELD.findall(page))
        self.cookies = "; ".join([f"sessionid={session}", *(one.split(";")[0] for one in cookies)])
        self.link.close()  # the server would end it while others open theirs

    def send(self) -> float:
        """Send it, and return after how many milliseconds it was said to be saved."""
        said = {"what": "He said that he would hurt him.", "who": "Two of year 4", "danger": "no",
                "found_at": time.strftime("%Y-%m-%dT00:00")}  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookies}
        began = time.perf_counter()
        self.link.request("POST", PAGE, urlencode(said | self.hidden), headers)
        answer = self.link.getresponse()
        answer.read()
        assert answer.status == 302, answer.status
        return (time.perf_counter() - began) * 1000


def _measure(
    server: subprocess.Popen[bytes], tellers: list[Teller], within: int, name: str
) -> None:
    spent: list[float] = []
    chance = random.Random(1)  # the same for every run
    ready = threading.Barrier(len(tellers))

    def one(teller: Teller, after: float) -> None:
        ready.wait()
        time.sleep(after)
        spent.append(teller.send())

    threads = [threading.Thread(target=one, args=[teller, chance.uniform(0, within)])
               for teller in tellers]  # fmt: skip
    before = processor_time(server.pid)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    used = (processor_time(server.pid) - before) * 1000 / len(tellers)
    assert len(spent) == len(tellers)
    spent.sort()
    p50, p95 = spent[len(spent) // 2], spent[int(len(spent) * 0.95)]
    print(LINE.format(f"{len(spent)} reports {name}: p50 / p95 / most ms",
                      f"{p50:.0f} / {p95:.0f} / {spent[-1]:.0f}", "p95 < 300"))  # fmt: skip
    print(LINE.format("  processor time of the server for each: ms", f"{used:.0f}", ""))
    print(LINE.format("  load of the machine, last minute", f"{os.getloadavg()[0]:.1f}", ""),
          flush=True)  # fmt: skip


def _check(count: int) -> None:
    from schoolgate.concerns.models import Case, Report

    assert (Report.objects.count(), Case.objects.count()) == (count, count)


if __name__ == "__main__":
    sys.exit(main())
