"""Whoever takes much is slowed, and the page of somebody else comes meanwhile: a real Squid."""

from __future__ import annotations

import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.gateways.squid.origin import LARGE, Origin
from tests.gateways.squid.proxy import HERE, Squid, address, make, squid

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]

SHARE = 4  # Mbit/s: the second megabyte takes two seconds


def asked(proxy: Squid, client: str, path: str) -> int:
    """Ask from a computer for a page of an open site; return how many bytes came."""
    made = HTTPConnection("127.0.0.1", proxy.port, timeout=60, source_address=(client, 0))
    made.request("GET", address(proxy.origin, "open.test", path))
    with made.getresponse() as answer:
        assert answer.status == 200
        size = len(answer.read())
    made.close()
    return size


@pytest.mark.row("MON-17")
def test_a_large_transfer_leaves_room_for_others(tmp_path: Path, origin: Origin) -> None:
    folder = make(tmp_path / "filter", networks=[HERE | {"cidr": "127.0.0.0/8"}])
    with squid(folder, origin, share=SHARE, at_once=1) as proxy:
        begun, ended = time.monotonic(), []

        def take() -> None:
            assert asked(proxy, "127.0.0.1", "/large") == LARGE
            ended.append(time.monotonic())

        large = threading.Thread(target=take)
        large.start()
        assert asked(proxy, "127.0.0.2", "/x") < 2_000
        assert not ended
        large.join()
        assert ended[0] - begun > 1
