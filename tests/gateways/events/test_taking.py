"""Records become events once, and what is no event lies sealed on the shelf."""

from __future__ import annotations

import asyncio
import itertools
import socket
import ssl
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from schoolgate.activity.events import WebEvent
from schoolgate.activity.store import Store
from schoolgate.gateways import shelf
from schoolgate.gateways.events import receiving
from schoolgate.gateways.events.drafts import Manner, draft
from schoolgate.gateways.events.reading import Read
from schoolgate.gateways.events.taking import Rules, Taken, Taker
from schoolgate.gateways.mail.receiving import context_of, networks_of
from tests.gateways.conftest import Certificate

KEY = bytes(range(32))
NOW = 1_791_970_200_000
SENT = b"<1>1 one\n6 <1>1 b<1>1 no end"
RULES = Rules(lambda login: login == "oak", frozenset({"help.example"}))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "activity", school="elmfield", key=KEY)


def _read(number: int, host: str = "maps.example", user: str = "ann") -> Read:
    said = {"at": str(NOW + number), "user": user, "host": host, "path": "/secret", "client": "d1"}
    return Read(f"line {number} {host} {user}", draft(said, Manner()), "")


def _taker(store: Store, rules: Rules = RULES) -> Taker:
    return Taker(store, source="vendor", rules=rules)


def _events(store: Store) -> list[WebEvent]:
    return [one for one in store.since("web", 0, 99_999)[0] if isinstance(one, WebEvent)]


def test_names_become_pseudonyms_and_pages_digests(store: Store) -> None:
    taken = _taker(store).take_all(lambda: [_read(0), _read(1, user="Oak")], now=NOW)

    one, two = _events(store)
    assert taken.events == 2
    assert one.who == store.pseudonym("person", "ann")
    assert two.who == store.pseudonym("class", "oak")
    assert (one.path, one.device) == ("", store.pseudonym("device", "d1"))
    assert one.path_digest
    assert store.name_of(one.who, leave=object()) == "ann"
    _taker(store, Rules(keeps_paths=True)).take_all(lambda: [_read(2)], now=NOW)
    assert _events(store)[2].path == "/secret"


def test_of_places_of_help_nothing_is_kept(store: Store) -> None:
    hosts = ("help.example", "www.help.example", "nothelp.example")
    taken = _taker(store).take_all(lambda: [_read(0, host) for host in hosts], now=NOW)

    assert (taken.hidden, [one.host for one in _events(store)]) == (2, ["nothelp.example"])


def test_what_is_no_event_lies_sealed_with_its_reason(store: Store) -> None:
    bad = [Read("ann saw secrets", None, "no time"), Read("x", None, "no time"),
           Read("y", None, "no site")]  # fmt: skip
    taken = _taker(store).take_all(lambda: [*bad, _read(0)], now=NOW)

    assert taken.aside == {"no time": 2, "no site": 1} == shelf.counts(store, "vendor")
    with store.kept.reading() as one:
        sealed = one.execute("SELECT sealed FROM aside WHERE reason = 'no time'").fetchone()[0]
    assert b"secrets" not in sealed
    opened = zlib.decompress(store.pseudonyms.unseal(sealed, place="aside:no time"))
    assert opened == b"ann saw secrets\nx"


def test_a_file_is_gone_on_with_where_it_was_left(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schoolgate.gateways.events.taking.BATCH", 3)

    def breaks() -> itertools.chain[Read]:
        return itertools.chain((_read(n) for n in range(7)), iter(_broken, None))

    def _broken() -> Read:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        _taker(store).take_all(breaks, now=NOW)
    assert len(_events(store)) == 6
    for _ in range(2):
        _taker(store).take_all(lambda: [_read(n) for n in range(10)], now=NOW)
    assert [one.at for one in _events(store)] == [NOW + n for n in range(10)]


def test_a_file_with_another_rest_is_another_file(store: Store) -> None:
    _taker(store).take_all(lambda: [_read(n) for n in (0, 1, 2)], now=NOW)
    for _ in range(2):
        _taker(store).take_all(lambda: [_read(n) for n in (0, 7, 8, 9)], now=NOW)

    assert [one.at - NOW for one in _events(store)] == [0, 1, 2, 0, 7, 8, 9]


def test_a_clock_that_runs_ahead_is_noted(store: Store) -> None:
    assert _taker(store).take_all(lambda: [_read(3_600_000)], now=NOW) == Taken(1, 0, 1, {})


async def _serve(
    networks: list[str], keep: receiving.Keep, files: Certificate | None = None
) -> None:
    """Serve for one sender, who ends within a frame."""
    listener = receiving.Listener(networks_of(networks), keep, every=0)
    ended, ports = asyncio.Event(), list[int]()
    context = context_of(str(files.file), str(files.key)) if files else None
    serving = receiving.serve(
        listener, host="127.0.0.1", port=0, context=context, ready=ports.append, ended=ended
    )
    served = asyncio.create_task(serving)
    while not ports:
        await asyncio.sleep(0)
    await asyncio.to_thread(_send, ports[0], files)
    while not listener.heard_to_its_end or listener.waits:
        await asyncio.sleep(0.001)
    ended.set()
    await served


def _send(port: int, files: Certificate | None) -> None:
    with suppress(ConnectionError), socket.create_connection(("127.0.0.1", port), 10) as one:
        if files is None:
            one.sendall(SENT)
            return
        trust = ssl.create_default_context(cafile=str(files.file))
        with trust.wrap_socket(one, server_hostname="localhost") as sealed:
            sealed.sendall(SENT)
            sealed.unwrap()


def test_syslog_of_known_networks_is_kept_and_a_full_disk_loses_nothing() -> None:
    kept: list[bytes] = []
    fails = [True]

    def keep(frames: Sequence[bytes]) -> None:
        if fails:
            fails.clear()
            raise OSError(28, "No space left on device")
        kept.extend(frames)

    asyncio.run(_serve(["203.0.113.0/24"], keep))
    assert kept == []
    asyncio.run(_serve(["127.0.0.0/8"], keep))
    assert kept == [b"<1>1 one", b"<1>1 b", b"<1>1 no end"]


def test_syslog_comes_through_tls(certificate: Certificate) -> None:
    kept: list[bytes] = []
    asyncio.run(_serve(["127.0.0.0/8"], kept.extend, certificate))
    assert kept == [b"<1>1 one", b"<1>1 b", b"<1>1 no end"]
