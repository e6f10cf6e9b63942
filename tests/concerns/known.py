"""A real server, and a hundred known computers that tell it something.

As a program, `python -m tests.concerns.known FOLDER` does what a night does, a day later.
"""

from __future__ import annotations

import datetime as dt
import http.client
import os
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from tests.ports import free_port
from tests.records import programs

MANY = 100
_FORM = "application/x-www-form-urlencoded"
_TICKET = re.compile(r'name="ticket" value="([0-9a-f]{32})"')


class Computer(NamedTuple):
    """Everything by which a computer could be known."""

    number: int
    address: str
    forwarded: str
    browser: str
    session: str

    @property
    def secret(self) -> str:
        """What it tells."""
        return f"secret words of computer {self.number:03}"


def environment(folder: Path) -> dict[str, str]:
    """The server's, with all that can be logged."""
    return programs.environment(folder) | {
        "DJANGO_SETTINGS_MODULE": "tests.concerns.loud", "SCHOOLGATE_DEMONSTRATION": "yes",
    }  # fmt: skip


@contextmanager
def serving(folder: Path, log: Path) -> Iterator[int]:
    """Serve as `./sg run` does; the port. Whatever the server says goes to `log`."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("granian")), "--interface", "wsgi", "--host",
               "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "2",
               "--log-level", "warning", "schoolgate.config.wsgi:application"]  # fmt: skip
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment(folder), stdout=out,
                                   stderr=subprocess.STDOUT, cwd=programs.ROOT)  # fmt: skip
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert process.poll() is None, "the server stopped"
        try:
            ask(port, "GET", "/healthz")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server has not answered")


def ask(
    port: int, method: str, path: str, fields: dict[str, str] | None = None,
    by: Computer | None = None, cookie: str = "",
) -> http.client.HTTPResponse:  # fmt: skip
    """Ask the server as one of the computers does; the answer, with its body in `said`."""
    source = (by.address, 0) if by else None
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=source)
    headers = {"Host": f"localhost:{port}", "Cookie": by.session if by else cookie}
    if by:
        headers |= {"User-Agent": by.browser, "X-Forwarded-For": by.forwarded}
        headers |= {"Accept-Language": f"en-x-known{by.number}", "Referer": "http://localhost/do/"}
    if fields is not None:
        headers["Content-Type"] = _FORM
    line.request(method, path, urlencode(fields) if fields is not None else None, headers)
    answer = line.getresponse()
    answer.said = answer.read().decode()  # type: ignore[attr-defined]
    line.close()
    return answer


def tell(port: int, one: Computer) -> None:
    """Fill in the form of families or of staff, where somebody is signed in to the house."""
    path = "/tell/brookside/work/" if one.number % 2 else "/tell/brookside/family/"
    first = {"illegal": "no", "about": "colleague"}
    opened = ask(port, "POST", path, first, by=one)
    found = _TICKET.search(opened.said)  # type: ignore[attr-defined]
    assert found
    fields = first | {"ticket": found[1], "what": one.secret, "how": "quiet"}
    done = ask(port, "POST", path, fields, by=one)
    assert done.status == 200
    assert done.getheader("Set-Cookie") is None
    assert "tell-noun" in done.said  # type: ignore[attr-defined]


def copied(folder: Path, to: Path) -> Path:
    """Back the database up as an operator does."""
    with sqlite3.connect(folder / "schoolgate.db") as live, sqlite3.connect(to) as copy:
        live.backup(copy)
    return to


def night(folder: Path) -> str:
    """Run the night in a process of its own: letters become reports, the daily e-mail is asked for.

    Return the secrets in the order of the reports' rows.
    """
    command = [sys.executable, "-m", "tests.concerns.known", "night"]
    done = subprocess.run(command, env=environment(folder), cwd=programs.ROOT, check=True,
                          capture_output=True, text=True)  # fmt: skip
    return done.stdout


def _night() -> None:
    import django
    import time_machine

    django.setup()
    from schoolgate.concerns import keys
    from schoolgate.concerns.jobs import empty_letterboxes
    from schoolgate.concerns.models import Admission, Report
    from schoolgate.concerns.rules.words import Way
    from schoolgate.people.jobs import send_digests
    from schoolgate.records import tenancy

    tenancy.open_process(because="A test runs the night.")
    morning = dt.datetime.now(dt.UTC).replace(hour=7) + dt.timedelta(days=1)
    with time_machine.travel(morning):
        empty_letterboxes.func()
        send_digests.func()
    letters = Report.objects.exclude(way=Way.STAFF_FORM)  # not what the demonstration told
    for report in letters.order_by("pk").select_related("case"):
        admission = Admission.objects.filter(case=report.case)[0]
        said = keys.opened(report.case, admission).read(report, "body")
        sys.stdout.write(f"{report.case_id} {report.pk} {said['what']}\n")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.concerns.loud")
    _night()
