"""Real BIND, unbound and dnsmasq load what is written, and answer as the filter decides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from schoolgate.filtering.table import Table
from schoolgate.filtering.table.building import build
from schoolgate.gateways.dns import BlockPage, Own, Profile, Video, write_zones
from tests.gateways.dns.servers import (
    AAAA,
    HTTPS,
    KINDS,
    NO_SUCH_NAME,
    Reply,
    ask,
    running,
    world,
)
from tests.ports import free_port

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]
GAMBLING, ADULT, NEWS = 1, 2, 4
LISTED = {
    "bets.test": GAMBLING, "www.bets.test": ADULT, "deep.under.adult.test": ADULT,
    "adult.test": ADULT, "daily.test": NEWS, "help.test": ADULT, "xn--bcher-kva.test": GAMBLING,
    "_odd.example.test": GAMBLING, "192.0.2.99": GAMBLING, "32.1.0.0.127.rpz-client-ip": GAMBLING,
    "wide.test": GAMBLING,
}  # fmt: skip
OWN = Own(
    help=frozenset({b"help.test", b"chat.help.wide.test"}),
    allow=frozenset({b"museum.adult.test", b"a.b.c.wide.test", b"school.test"}),
    block=frozenset({b"bad.school.test", b"own.test", b"shop.museum.adult.test"}),
)
BLOCKED = [
    "bets.test", "www.bets.test", "any.thing.bets.test", "adult.test", "x.adult.test",
    "deep.under.adult.test", "under.adult.test", "own.test", "x.own.test", "xn--bcher-kva.test",
    "_odd.example.test", "wide.test", "c.wide.test", "b.c.wide.test", "z.c.wide.test",
    "z.b.c.wide.test", "help.wide.test", "use-application-dns.net", "mask.icloud.com",
]  # fmt: skip
OPEN = [
    "daily.test", "never.test", "bets.test.example", "notbets.test", "help.test", "www.help.test",
    "museum.adult.test", "x.museum.adult.test", "shop.museum.adult.test", "a.b.c.wide.test",
    "z.a.b.c.wide.test", "chat.help.wide.test", "school.test", "bad.school.test", "example.test",
]  # fmt: skip


def served(
    kind: str, folder: Path, page: BlockPage | None = None, profile: Profile | None = None
) -> Iterator[int]:
    names = ((name.encode(), bits) for name, bits in LISTED.items())
    build(names, folder / "table", categories=["gambling", "adult", "news"])
    profile = profile or Profile("pupil", GAMBLING | ADULT, OWN)
    table = Table(folder / "table")
    done, = write_zones(folder, [profile], table, serial=1_700_000_000, page=page)  # fmt: skip
    table.close()
    file, port = done.dnsmasq if kind == "dnsmasq" else done.rpz, free_port()
    with world() as behind, running(
        KINDS[kind](folder, done.zone, file, port, behind), port, folder
    ):  # fmt: skip
        yield port


@pytest.fixture(scope="module", params=sorted(KINDS))
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[
    tuple[str, int]
]:  # fmt: skip
    for port in served(request.param, tmp_path_factory.mktemp(request.param)):
        yield request.param, port


@pytest.mark.parametrize("name", BLOCKED)
def test_what_is_blocked_has_no_address(server: tuple[str, int], name: str) -> None:
    for kind in (1, AAAA, HTTPS):
        assert ask(server[1], name, kind) == Reply(NO_SUCH_NAME, [], [])


@pytest.mark.parametrize("name", OPEN)
def test_what_is_open_is_as_in_the_world(server: tuple[str, int], name: str) -> None:
    assert ask(server[1], name) == Reply(0, [], ["192.0.2.7"])


@pytest.mark.parametrize(
    ("host", "safe", "at"),
    [
        ("www.google.co.uk", "forcesafesearch.google.com", "216.239.38.120"),
        ("www.google.com", "forcesafesearch.google.com", "216.239.38.120"),
        ("www.bing.com", "strict.bing.com", "204.79.197.220"),
        ("m.youtube.com", "restrict.youtube.com", "216.239.38.120"),
    ],
)
def test_a_search_engine_searches_safely(
    server: tuple[str, int], host: str, safe: str, at: str
) -> None:
    kind, port = server
    expected = Reply(0, [], [at]) if kind == "dnsmasq" else Reply(0, [safe], ["192.0.2.7"])
    assert ask(port, host) == expected
    for other in (AAAA, HTTPS):  # the world's answer is not the safe host's
        reply = ask(port, host, other)
        assert reply.names == [safe] or not {"2001:db8::7", "https"} & {*reply.addresses}
    assert ask(port, "maps.google.com").addresses == ["192.0.2.7"]


def test_an_engine_whose_safe_address_nobody_publishes_is_not_left_open(
    server: tuple[str, int],
) -> None:
    kind, port = server
    if kind == "dnsmasq":
        assert ask(port, "duckduckgo.com").code == NO_SUCH_NAME
    else:
        assert ask(port, "duckduckgo.com").names == ["safe.duckduckgo.com"]
    assert ask(port, "safe.duckduckgo.com").addresses == ["192.0.2.7"]


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_blocked_visitors_are_sent_to_the_block_page(kind: str, tmp_path: Path) -> None:
    page = BlockPage("blocked.school.test", ("10.9.8.7",))
    for port in served(kind, tmp_path, page):
        reply = ask(port, "x.bets.test")
        if kind == "dnsmasq":
            assert reply == Reply(0, [], ["10.9.8.7"])
            assert not [*ask(port, "bets.test", AAAA).addresses, *ask(port, "bets.test", HTTPS)[2]]
        else:
            assert reply == Reply(0, ["blocked.school.test"], ["192.0.2.7"])
        assert ask(port, "blocked.school.test").addresses == ["192.0.2.7"]
        assert ask(port, "use-application-dns.net").code == NO_SUCH_NAME


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_profile_may_leave_search_and_video_alone(kind: str, tmp_path: Path) -> None:
    profile = Profile("staff", GAMBLING, search=False, video=Video.ALL)
    for port in served(kind, tmp_path, profile=profile):
        assert ask(port, "www.google.com") == Reply(0, [], ["192.0.2.7"])
        assert ask(port, "www.youtube.com") == Reply(0, [], ["192.0.2.7"])
        assert ask(port, "adult.test").addresses == ["192.0.2.7"]
        assert ask(port, "www.bets.test").code == NO_SUCH_NAME
