"""The same lines give the same events, to the byte, as on the day on which this was written.

`same_events.tsv` was made by the first intake (22 November 2026), before it was made faster; only
lines of hidden hosts without a user, which it set aside, were taken out since, and empty lines are
counted no longer.
`python -m tests.activity.test_same_events` writes it anew, which only a change of what an event is
may ask for.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, cast

import pytest

from schoolgate.activity.days import day_of, ends
from schoolgate.activity.events import WebEvent
from schoolgate.activity.intake import batches, formats
from schoolgate.activity.intake.known import Known
from schoolgate.activity.intake.sessions import Session
from schoolgate.activity.intake.taking import Intake, Rules, Taken
from schoolgate.activity.store import Store
from tests.activity.conftest import NOON
from tests.activity.test_intake import COMBINED, NATIVE, OWN

KEPT: Final = Path(__file__).parent / "same_events.tsv"
_SAID: Final = (
    "-", "allow,unlisted,pupil_ks2,,,,,", "allow,list,teacher,news,4.2,docs.example,,",
    "allow,grant,pupil_ks2,,,docs.example,token{n},", "allow,unlisted,pupil_ks2,,,,,ref-{n}",
    "block,category,pupil_ks2,gambling,9.1.r3,bets{n}.example,,{n:x}-1", "block,odd{n}", "block",
    "allow,category,pupil%20two,games%2Cplay,9.1,,,", "odd,,,,,,,,,{n}", ",,,", "é,ü,ß",
)  # fmt: skip
_HOSTS: Final = ("docs.example", "www.google.com", "duckduckgo.com", "chat.helpline.example", "-",
                 "helpline.example", "nohelpline.example", "UPPER.Example", "[2001:db8::7]",
                 "m.youtube.com", "bücher.example")  # fmt: skip
_PATHS: Final = ("-", "/", "?q=1", "/a%2520b/plan.pdf?v=2", "/search?q=how+old%3F&hl=en",
                 "/x.zip?y=1#z", "/results?search_query=tea%26cake", "/a=b.docx",
                 "/q=1?", "/%E2%82%AC%09x", "/a.b.tar",
                 "/watch?v=42&p=%C3%A9t%C3%A9", "/plan.PDF")  # fmt: skip


class Case(NamedTuple):
    """Lines, how a school takes them, in batches of how many bytes; and who sat where."""

    text: str
    rules: Rules = Rules()
    size: int = 1 << 20
    sat: tuple[Session, ...] = ()


def _own(seed: int, count: int, begins: int = NOON) -> str:
    """Invented lines of our own form, odd ones among them."""
    rng = random.Random(seed)
    lines = [_line(rng, begins + n * 397, n) for n in range(count)]
    return "".join(lines)


def _line(rng: random.Random, at: int, n: int) -> str:
    stamp = f"{at // 1000}.{at % 1000:03}"
    if rng.random() < 0.04:
        odd = ("", "cut", f"- 10.1.0.7 ann GET odd.example TCP_MISS 200 1 2 3 - /{n}",
               f"noon 10.1.0.7 ben GET maps.example TCP_MISS 200 97 1 15 - /{n}",
               f"{stamp} 10.1.0.7 ben GET maps.example TCP_MISS 200 97 1 15 - / {n}",
               f"{stamp} 10.1.0.7 ben GET maps.example TCP_MISS x{n} 97 1 15 - /")  # fmt: skip
        return rng.choice(odd) + "\n"
    user = rng.choice(["ann", "Ann", "ben%40SCHOOL", "a%20b", "-", "cara", f"new{n}", "d'arcy"])
    client = rng.choice(["10.1.0.7", "10.1.0.8", "-", "2001:db8::9"])
    method = rng.choice(["GET", "CONNECT", "POST", "-", "XDGY"])
    result = rng.choice(["TCP_MISS", "TCP_DENIED", "TCP_TUNNEL", "PASSED", "DENIED"])
    said = rng.choice(_SAID).format(n=n)
    sizes = f"{rng.randrange(900)} {rng.randrange(1 << 33)} {rng.randrange(90_000)}"
    return (
        f"{stamp} {client} {user} {method} {rng.choice(_HOSTS)} {result}"
        f" {rng.choice([0, 200, 403])} {sizes} {said} {rng.choice(_PATHS)}\n"
    )


def _native(seed: int, count: int) -> str:
    """Invented lines of the native form, odd ones among them."""
    rng = random.Random(seed)
    lines = []
    for n in range(count):
        host = rng.choice(_HOSTS)
        url = rng.choice([f"{host}:443", f"http://{host}:8080{rng.choice(_PATHS)}", "/", "-",
                          f"https://me@{host}{rng.choice(_PATHS)}", f"https://{host}"])  # fmt: skip
        code = rng.choice(["TCP_MISS/200", "TCP_DENIED/407", "NONE_NONE/000", "TCP_TUNNEL", "-"])
        method = rng.choice(["GET", "CONNECT", "POST"])
        user = rng.choice(["ann", "a%5Cben", "-", f"new{n}"])
        lines.append(
            f"{NOON // 1000 + n}.{n % 1000:03} {rng.randrange(90_000):6} 10.1.0.{n % 5} {code}"
            f" {rng.randrange(1 << 33)} {method} {url} {user}"
            f" {rng.choice(['HIER_DIRECT/198.51.100.7', '-'])} {rng.choice(['text/html', '- x'])}\n"
        )
    return "".join(lines)


def _cases(store: Store) -> Iterator[tuple[str, Case]]:
    device, who = store.pseudonym("device", "10.1.0.7"), store.pseudonym("person", "somebody")
    hidden = Rules(hidden=("helpline.example", "tell.elmfield.example"))
    at_desk = (Session(device, who, NOON, NOON + 60_000),)
    of_school = Rules(known=lambda name: Known("class" if name == "ann" else "person", name[:1]),
                      network=lambda address: address[:4])  # fmt: skip
    midnight = ends(day_of(NOON)) - 20_000
    yield "own", Case(OWN + _own(1, 200), hidden)
    yield "small batches", Case(_own(2, 200), Rules(), 1500)
    yield "digests", Case(_own(3, 120), Rules(keeps_paths=False))
    yield "sessions", Case(_own(4, 150), Rules(), 9000, at_desk)
    yield "of the school", Case(_own(5, 120), of_school, 4000)
    yield "over midnight", Case(_own(6, 150, midnight), hidden)
    yield "years apart", Case(_own(7, 20) + _own(8, 20, NOON + 400 * 86_400_000), Rules(), 3000)
    yield "nothing but odd lines", Case(OWN.splitlines(keepends=True)[0] + "cut\n" * 3)
    yield "native", Case(NATIVE, hidden, 300)
    yield "native, invented", Case(_native(9, 150), hidden, 5000)
    yield "native, digests", Case(_native(10, 100), Rules(keeps_paths=False))
    yield "combined", Case(COMBINED, hidden)


def _taken(folder: Path, case: Case) -> Iterator[list[str]]:
    store = Store(folder / "store", school="elmfield", key=bytes(32))
    store.sit(case.sat)
    log = folder / "access.log"
    log.write_text(case.text)
    first = case.text.encode()
    form = formats.told(first)
    intake = Intake(store, form=form, columns=formats.with_extra(form, first), rules=case.rules)
    total = Taken()
    for batch in batches.batches(log, "", size=case.size):
        total.add(intake.take(batch, source="log", now=NOON))
    events = cast(list[WebEvent], store.since("web", 0, 10_000)[0])
    yield from ([*map(str, event)] for event in events)
    aside = ((one.reason, store.set_aside(one.id, leave="the test")) for one in store.aside())
    yield from sorted(["aside", reason, line] for reason, lines in aside for line in lines)
    yield ["counts", str(total.lines), str(total.events), str(sorted(total.aside.items()))]
    for pseudonym in sorted({event.who for event in events} | {event.device for event in events}):
        yield ["name", pseudonym, store.name_of(pseudonym, leave="the test").casefold()]


def _all() -> dict[str, list[list[str]]]:
    found = {}
    with TemporaryDirectory() as name:
        cases = [*_cases(Store(Path(name), school="elmfield", key=bytes(32)))]
        for title, case in cases:
            folder = Path(name) / title
            folder.mkdir()
            found[title] = [*_taken(folder, case)]
    return found


def _kept() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    with KEPT.open(newline="") as file:
        for title, *row in csv.reader(file, delimiter="\t", lineterminator="\n"):
            found.setdefault(title, []).append(row)
    return found


@pytest.fixture(scope="module")
def here() -> dict[str, list[list[str]]]:
    """What becomes of all lines today."""
    return _all()


@pytest.mark.parametrize("title", [*_kept()] if KEPT.exists() else [])
def test_the_same_lines_give_the_same_events(title: str, here: dict[str, list[list[str]]]) -> None:
    assert here[title] == _kept()[title]


if __name__ == "__main__":
    rows = [(title, *row) for title, of in _all().items() for row in of]
    with KEPT.open("w", newline="") as written:
        csv.writer(written, delimiter="\t", lineterminator="\n").writerows(rows)
    sys.exit()
