"""Invented traffic of a school, as lines of our own log, of Squid's native one, or combined.

330 people, 300 devices, 60,000 hosts (Zipf), 55 % tunnels, 3 % refused, a few odd lines. The same
seed gives the same lines: method as in the note on the log bench of 21 November 2026.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path
from typing import Final

SEED: Final = 20261122
BEGINS: Final = 1_790_060_400  # Tuesday 22 September 2026, 08:00 in London
_PARTS: Final = ("maps", "news", "cdn", "static", "api", "img", "play", "learn", "docs", "video")
_FILES: Final = ("/index.html", "/a/b/logo.png", "/lesson/worksheet.pdf", "/search?q=volcano+facts",
                 "/watch?v=42", "/v2/items?id=7&page=3")  # fmt: skip
_BLOCK: Final = 64_000


def lines(form: str, count: int, seed: int = SEED) -> Iterator[str]:
    """Yield `count` lines of "own", "native" or "combined", in order of time."""
    rng = random.Random(seed)
    hosts = [f"{_PARTS[n % 10]}.site{n}.example" for n in range(60_000)]
    by_rank = list(accumulate(1 / rank for rank in range(1, len(hosts) + 1)))
    users = [f"pupil{n:03}" for n in range(330)]
    by_use = list(accumulate(1 / rank**0.55 for rank in range(1, 331)))
    write = {"own": _own, "native": _native, "combined": _combined}[form]
    at = float(BEGINS)
    while count > 0:
        size = min(count, _BLOCK)
        chosen = rng.choices(hosts, cum_weights=by_rank, k=size)
        who = rng.choices(users, cum_weights=by_use, k=size)
        for host, user in zip(chosen, who, strict=True):
            at += rng.random() * 0.05
            yield write(rng, at, host, user)
        count -= size


def _own(rng: random.Random, at: float, host: str, user: str) -> str:
    client = f"10.1.{rng.randrange(2)}.{rng.randrange(1, 151)}"
    sent, took = int(rng.lognormvariate(8, 2)), int(rng.lognormvariate(4, 1.5))
    if rng.random() < 0.03:
        said = f"block,category,pupil_ks2,gambling,9.1.r3,{host},,{rng.randrange(1 << 40):x}-1"
        return f"{at:.3f} {client} {user} CONNECT {host} TCP_DENIED 403 412 3417 1 {said} -\n"
    said = "allow,unlisted,pupil_ks2,,,,,"
    if rng.random() < 0.55:
        return (
            f"{at:.3f} {client} {user} CONNECT {host} TCP_TUNNEL 200 812 {sent} {took} {said} -\n"
        )
    path = rng.choice(_FILES)
    return f"{at:.3f} {client} {user} GET {host} TCP_MISS 200 633 {sent} {took} {said} {path}\n"


def _native(rng: random.Random, at: float, host: str, user: str) -> str:
    client = f"10.1.{rng.randrange(2)}.{rng.randrange(1, 151)}"
    sent, took = int(rng.lognormvariate(8, 2)), int(rng.lognormvariate(4, 1.5))
    kind = rng.random()
    if kind < 0.001:
        said = "NONE_NONE/000 0 - error:transaction-end-before-headers - HIER_NONE/- -"
        return f"{at:.3f} {0:6} {client} {said}\n"
    if kind < 0.03:
        said = f"TCP_DENIED/403 3417 CONNECT {host}:443 {user} HIER_NONE/- text/html"
        return f"{at:.3f} {1:6} {client} {said}\n"
    if kind < 0.58:
        said = f"TCP_TUNNEL/200 {sent} CONNECT {host}:443 {user} HIER_DIRECT/198.51.100.7 -"
        return f"{at:.3f} {took:6} {client} {said}\n"
    said = f"TCP_MISS/200 {sent} GET https://{host}{rng.choice(_FILES)} {user}"
    return f"{at:.3f} {took:6} {client} {said} HIER_DIRECT/198.51.100.7 text/html\n"


def _combined(rng: random.Random, at: float, host: str, user: str) -> str:
    client = f"10.1.{rng.randrange(2)}.{rng.randrange(1, 151)}"
    sent = int(rng.lognormvariate(8, 2))
    when = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(at))
    asked = f"GET https://{host}{rng.choice(_FILES)} HTTP/1.1"
    agent = "Mozilla/5.0 (X11)"
    return f'{client} - {user} [{when}] "{asked}" 200 {sent} "-" "{agent}" TCP_MISS:HIER_DIRECT\n'


def write(path: Path, form: str, count: int) -> None:
    """Write a file of that many lines."""
    made = lines(form, count)
    with path.open("w") as file:
        while block := list(islice(made, _BLOCK)):
            file.writelines(block)
