"""More questions than Squid may keep waiting: what comes then is refused, never let pass."""

from __future__ import annotations

import selectors
import socket
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.gateways.squid.origin import Origin
from tests.gateways.squid.proxy import Squid, make, squid, until

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]

WAITING = 4  # that may wait for the helper, besides the 256 that it is asked at once
MORE = 40  # than that
ASKED = 256 + WAITING + MORE

# It answers nothing as long as its gate is there.
_STUCK = """\
#!{python}
import os, sys, time
from pathlib import Path
from schoolgate.filtering.judging import Judge
from schoolgate.gateways.squid.helper import Helper
helper = Helper(Judge(Path(sys.argv[4])), whole_address="--whole-address" in sys.argv)
while data := os.read(0, 65536):
    while os.path.exists({gate!r}):
        time.sleep(0.02)
    os.write(1, helper.fed(data, time.time()))
"""


class Crowd:
    """Many clients that ask at once, each for a site of its own, every other one for a closed one;
    `found` counts what they were told: which kind, and the status."""

    def __init__(self, proxy: Squid, ask: str, among: ExitStack) -> None:
        self._waits = among.enter_context(selectors.DefaultSelector())
        self.found: Counter[tuple[str, int]] = Counter()
        for number in range(ASKED):
            kind = "bets" if number % 2 else "open"
            name = f"w{number}.{kind}.test:{proxy.origin.port}"
            one = among.enter_context(socket.create_connection(("127.0.0.1", proxy.port), 5))
            one.sendall(f"{ask.format(name)} HTTP/1.1\r\nHost: {name}\r\n\r\n".encode())
            self._waits.register(one, selectors.EVENT_READ, kind)

    def heard(self) -> int:
        """Hear who was answered by now; return how many were so far."""
        for key, _ in self._waits.select(0):
            assert isinstance(key.fileobj, socket.socket)
            self.found[key.data, int(key.fileobj.recv(12)[9:])] += 1
            self._waits.unregister(key.fileobj)
        return self.found.total()


@pytest.mark.parametrize(
    ("ask", "refused"), [("CONNECT {}", 403), ("GET http://{}/x", 303)], ids=["tunnel", "address"]
)
def test_what_finds_the_queue_full_is_refused_at_once_and_what_waits_is_judged(
    tmp_path: Path, origin: Origin, ask: str, refused: int
) -> None:
    gate, program = tmp_path / "gate", tmp_path / "stuck"
    gate.touch()
    program.write_text(_STUCK.format(python=sys.executable, gate=str(gate)))
    program.chmod(0o755)
    made = make(tmp_path / "filter")
    with squid(made, origin, python=program, helpers=1, waiting=WAITING) as proxy, \
            ExitStack() as among:  # fmt: skip
        crowd = Crowd(proxy, ask, among)
        until(lambda: crowd.heard() >= MORE, 20, proxy.said)
        assert crowd.found == {("open", refused): MORE // 2, ("bets", refused): MORE // 2}
        assert "queue full" in proxy.said()
        gate.unlink()
        until(lambda: crowd.heard() == ASKED, 20, proxy.said)
        assert proxy.tunnel("open.test") == 200  # and goes on as before
    assert crowd.found["bets", refused] == ASKED // 2
    assert crowd.found["open", refused] == MORE // 2  # the others were let on, to a site not there
    assert not [one for one in origin.asked if "bets.test" in one]
