"""A helper that dies, hangs, lies or talks nonsense lets nobody through, and comes back."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.gateways.squid.origin import Origin
from tests.gateways.squid.proxy import Squid, address, make, squid, until

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]

# How a helper answers a line of channel `at`, in Python; `say` writes at once.
WRONG = {
    "broken": "say(f'{at} BH message=x\\n')",
    "nonsense": "say('<html>OK</html>\\n')",
    "another channel": "say(f'{int(at) + 1000} OK\\n')",
    "no channel": "say('OK\\n')",
    "small letters": "say(f'{at} ok\\n')",
    "begins like OK": "say(f'{at} OKAY\\n')",
    "half a line": "say(f'{at} O')",
    "nothing": "pass",
    "too much": "say('x' * 200_000 + '\\n')",
    "empty lines": "say('\\n' * 50)",
    "junk": "say('\\x00\\xff\\x00 OK\\n')",
    "no first, then yes": "say(f'{at} ERR\\n{at} OK\\n')",
    "later than anybody waits": "time.sleep(6); say(f'{at} OK\\n')",
    "ends": "os._exit(0)",
}

# The real helper, whose answers get lost on their way, come late, half, or not at all.
_FAULTY = """\
#!{python}
import os, random, sys, time
from pathlib import Path
from schoolgate.filtering.judging import Judge
from schoolgate.gateways.squid.helper import Helper
words = [one for one in sys.argv[1:] if one not in ("-I", "-m", "schoolgate.gateways.squid.helper")]
helper = Helper(Judge(Path(words[0])), whole_address="--whole-address" in words)
chance = random.Random(os.getpid())
while data := os.read(0, 65536):
    for line in data.splitlines(True):
        answer, fault = helper.fed(line, time.time()), chance.random()
        if fault < 0.002:
            os._exit(1)
        if fault < 0.004:
            continue
        if fault < 0.008:
            answer = answer[: answer.find(b" ") + 2] + b"\\n"
        elif fault < 0.012:
            answer = b"\\n\\x00junk OK\\n" + answer
        elif fault < 0.02:
            time.sleep(0.1)
        os.write(1, answer)
"""
_REQUESTS = int(os.environ.get("REQUESTS", "500"))  # by hand: REQUESTS=10000


def lying(folder: Path, how: str) -> Path:
    """Write a program that Squid may start instead of Python: it answers as told."""
    path = folder / "liar"
    path.write_text(
        f"#!{sys.executable}\nimport os, sys, time\n"
        "def say(text):\n    os.write(1, text.encode('latin-1'))\n"
        f"for line in sys.stdin:\n    at = line.split()[0]\n    {how}\n"
    )
    path.chmod(0o755)
    return path


@pytest.mark.parametrize("how", WRONG)
def test_what_is_no_clear_yes_lets_nobody_through(tmp_path: Path, origin: Origin, how: str) -> None:
    program = lying(tmp_path, WRONG[how])
    with squid(make(tmp_path / "filter"), origin, python=program) as proxy:
        asked = f"{how.replace(' ', '-')}.test"
        for _ in range(2):
            assert proxy.status(address(origin, "open.test", f"/{asked}"), 0.3) in {0, 303, 403}
            assert proxy.tunnel("open.test", timeout=0.3) in {0, 403}
    assert not [one for one in origin.asked if asked in one]


def test_a_helper_that_says_yes_is_believed_so_that_the_tests_above_mean_something(
    tmp_path: Path, origin: Origin
) -> None:
    program = lying(tmp_path, "say(f'{at} OK\\n')")
    with squid(make(tmp_path / "filter"), origin, python=program) as proxy:
        assert proxy.status(address(origin, "open.test")) == 200
        assert proxy.tunnel("open.test") == 200


class Load:
    """Six clients that ask without a pause, for what is open and for what is blocked."""

    def __init__(self, proxy: Squid) -> None:
        self.proxy = proxy
        self.found: Counter[tuple[str, int]] = Counter()
        self.opened: list[float] = []  # when an open page came
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(6)]

    def __enter__(self) -> Load:
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._done.set()
        for one in self._threads:
            one.join(5)

    def _ask(self) -> None:
        while not self._done.is_set():
            for host in ("open.test", "bets.test"):
                status = self.proxy.status(address(self.proxy.origin, host, "/load"), 1)
                self.found[host, status] += 1
                self.found[host, self.proxy.tunnel(host, timeout=1)] += 1
                if host == "open.test" and status == 200:
                    self.opened.append(time.monotonic())

    def answered(self) -> int:
        """How many questions had an answer; there is none while Squid itself starts anew."""
        return sum(count for (_, status), count in [*self.found.items()] if status)

    def back_after(self, killed: float) -> float:
        """Wait for an open page after an instant; return how long it took."""
        until(lambda: self.opened[-1] > killed + 0.02, 20, self.proxy.said)
        return next(one for one in self.opened if one > killed + 0.02) - killed


def test_helpers_killed_under_load_are_back_within_a_second_and_nothing_slips_through(
    tmp_path: Path, origin: Origin
) -> None:
    gaps = []
    with squid(make(tmp_path / "filter"), origin) as proxy, Load(proxy) as load:
        for _ in range(3):
            more = len(load.opened) + 20
            until(lambda to=more: len(load.opened) > to, 10, proxy.said)  # type: ignore[misc]
            proxy.kill_helpers()
            gaps.append(load.back_after(time.monotonic()))
    assert max(gaps) < 1, gaps
    assert {status for host, status in load.found if host == "bets.test"} <= {0, 303, 403}
    assert load.found["open.test", 200] > 60
    assert not [one for one in origin.asked if "bets.test" in one.partition("/")[0]]


def test_no_fault_of_a_helper_lets_a_closed_site_through(tmp_path: Path, origin: Origin) -> None:
    program = tmp_path / "faulty"
    program.write_text(_FAULTY.format(python=sys.executable))
    program.chmod(0o755)
    with squid(make(tmp_path / "filter"), origin, python=program) as proxy, Load(proxy) as load:
        for count in range(0, _REQUESTS, 2000):
            until(lambda to=count: load.answered() > to, 120, proxy.said)  # type: ignore[misc]
            proxy.kill_helpers(b"faulty")
        until(lambda: load.answered() >= _REQUESTS, 600, proxy.said)
    assert {status for host, status in load.found if host == "bets.test"} <= {0, 303, 403}
    assert load.found["open.test", 200] > _REQUESTS // 10
    assert not [one for one in origin.asked if "bets.test" in one.partition("/")[0]]
