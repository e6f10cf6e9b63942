"""Debian's own Squid, our part of its settings, our helper: nothing passes that is not judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from schoolgate.filtering.decisions import Verdict
from tests.gateways.squid.origin import Origin
from tests.gateways.squid.proxy import HERE, Squid, address, make, squid, until

pytestmark = [pytest.mark.real_clock, pytest.mark.one_engine]


@pytest.fixture(scope="module")
def proxy(origin: Origin, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Squid]:
    """One Squid for all tests that leave it as it is."""
    with squid(make(tmp_path_factory.mktemp("squid") / "filter"), origin) as made:
        yield made


def said(leads: str) -> dict[str, str]:
    """What the block page is told by the address to which a browser is sent."""
    (told,) = parse_qs(urlsplit(leads).query)["said"]
    return {name: value for name, (value,) in parse_qs(told, separator=";").items()}


def test_an_open_site_is_fetched_and_tunnelled(proxy: Squid, origin: Origin) -> None:
    assert proxy.status(address(origin, "open.test")) == 200
    assert proxy.tunnel("open.test") == 200


def test_a_blocked_page_leads_to_the_block_page_with_its_reason(
    proxy: Squid, origin: Origin
) -> None:
    asked = address(origin, "www.bets.test", "/a%20b?x=1&y='<z>'")
    status, leads, _ = proxy.get(asked)
    assert status == 303
    page, told = urlsplit(leads), said(leads)
    assert (page.netloc, page.path) == (f"page.test:{origin.port}", "/ashbrook/blocked/")
    assert told.pop("ref")
    assert told == {
        "why": "category", "category": "gambling", "clause": "9.1.r3", "role": "pupil_ks1",
        "address": asked.replace("<", "%3C").replace(">", "%3E").replace("'", "%27"),
    }  # fmt: skip
    assert not [one for one in origin.asked if "bets.test" in one.partition("/")[0]]
    assert proxy.status(leads) == 200


def test_a_form_that_is_sent_to_a_blocked_site_is_not_sent_to_the_block_page(
    proxy: Squid, origin: Origin
) -> None:
    with proxy.connected() as made:
        made.request("POST", address(origin, "bets.test"), body="secret=1")
        assert made.getresponse().status == 303


def test_a_blocked_tunnel_is_refused_before_anything_is_connected(
    proxy: Squid, origin: Origin
) -> None:
    assert proxy.tunnel("bets.test") == 403
    assert proxy.tunnel("www.bets.test.") == 403
    assert not [one for one in origin.asked if "bets.test" in one.partition("/")[0]]


def test_every_request_of_one_connection_is_judged(proxy: Squid, origin: Origin) -> None:
    with proxy.connected() as made:
        found = []
        for host in ("open.test", "bets.test", "open.test"):
            made.request("GET", address(origin, host))
            answer = made.getresponse()
            answer.read()
            found.append(answer.status)
    assert found == [200, 303, 200]


def test_a_rule_about_a_path_closes_that_path_only(proxy: Squid, origin: Origin) -> None:
    found = [proxy.status(address(origin, "paths.test", path))
             for path in ("/good", "/bad", "/bad/x?y", "/%62ad", "/badger", "/%2562ad", "//bad",
                          "/bad%2f..%2fgood", "/x/..;/bad", "/BAD", "/%2e%2e/bad")]  # fmt: skip
    assert found == [200, 303, 303, 303, 200, 303, 303, 303, 303, 303, 303]


@pytest.mark.parametrize(
    "host", ["0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "private.test", "127.0.0.2", "[::1]"]
)
def test_a_private_address_is_refused_however_it_is_written(
    proxy: Squid, origin: Origin, host: str
) -> None:
    # 127.0.0.1 is the school's own server here, so its other names may open; nothing else may.
    allowed = {200} if host in {"0x7f.1", "2130706433", "[::ffff:127.0.0.1]"} else set()
    assert proxy.status(address(origin, host)) in {400, 403, 303, 503} | allowed
    if not allowed:
        assert proxy.tunnel(host) == 403


def test_other_ports_loops_and_the_proxys_own_pages_are_refused(
    proxy: Squid, origin: Origin
) -> None:
    assert proxy.tunnel("open.test", 25) == 403
    assert proxy.status(f"http://open.test:{proxy.port}/") == 403
    assert (
        proxy.status(address(origin, "open.test"), headers={"Via": "1.1 proxy.test (squid)"}) == 403
    )
    assert proxy.status(f"http://proxy.test:{proxy.port}/squid-internal-mgr/info") == 403
    assert proxy.status(address(origin, "open.test"), headers={"Via": "1.1 another.test"}) == 200


def test_safe_search_is_asked_for_whatever_the_browser_says(proxy: Squid, origin: Origin) -> None:
    told = proxy.get(address(origin, "www.youtube.com"), headers={"YouTube-Restrict": "Moderate"})[
        2
    ]
    assert told["YouTube-Restrict"] == "Strict"
    assert (
        proxy.get(address(origin, "www.bing.com"), headers={"Prefer": "none"})[2]["Prefer"]
        == "safe"
    )
    told = proxy.get(
        address(origin, "open.test"), headers={"Prefer": "x", "X-Forwarded-For": "1.2.3.4"}
    )[2]
    assert told["Prefer"] == "x"
    assert "X-Forwarded-For" not in told
    assert "YouTube-Restrict" not in told


def test_every_line_of_the_log_tells_what_happened_and_why(tmp_path: Path, origin: Origin) -> None:
    with squid(make(tmp_path / "filter"), origin) as proxy:
        proxy.get(address(origin, "open.test", "/hidden?q=1"))
        proxy.get(address(origin, "bets.test"))
        proxy.tunnel("bets.test")
        proxy.tunnel("open.test", 25)
        until(lambda: len([one for one in proxy.lines() if one.method]) == 4, 20, proxy.logged)
        opened, page, tunnel, port = [one for one in proxy.lines() if one.method]
    assert (opened.path, tunnel.path) == ("/hidden?q=1", "")
    assert (opened.verdict, opened.why, opened.host) == (Verdict.ALLOW, "unlisted", "open.test")
    assert (opened.client, opened.method, opened.status) == ("127.0.0.1", "GET", 200)
    assert opened.sent > 0
    assert (page.verdict, page.category, page.clause) == (Verdict.BLOCK, "gambling", "9.1.r3")
    assert (tunnel.method, tunnel.entry, tunnel.role) == ("CONNECT", "bets.test", "pupil_ks1")
    assert (port.verdict, port.why, port.status) == (Verdict.BLOCK, "", 403)


def test_a_new_snapshot_and_an_opening_are_seen_without_a_reconfigure(
    tmp_path: Path, origin: Origin
) -> None:
    with squid(make(tmp_path / "filter"), origin) as proxy:
        assert proxy.tunnel("late.test") == 200
        assert proxy.status(address(origin, "fresh.test")) == 200
        make(tmp_path / "filter", listed=[("late.test", "gambling"), ("fresh.test", "gambling")])
        until(lambda: proxy.tunnel("late.test") == 403, 20, proxy.said)
        until(lambda: proxy.status(address(origin, "fresh.test")) == 303, 20)
        entry = {"host": "late.test", "path": "", "allow": True, "roles": [], "until": 0}
        make(tmp_path / "filter", listed=[("late.test", "gambling")], entries=[entry])
        until(lambda: proxy.tunnel("late.test") == 200, 20)
        assert "econfiguring" not in proxy.said()


def test_a_user_whom_the_proxy_knows_has_the_rules_of_that_user(
    tmp_path: Path, origin: Origin
) -> None:
    before = ("auth_param basic program /usr/lib/squid/basic_fake_auth\n"
              "auth_param basic realm School\n")  # fmt: skip
    made = make(tmp_path / "filter", users={"a man": "teacher"}, networks=[HERE])
    with squid(made, origin, before=before, login=True) as proxy:
        ask = address(origin, "open.test")
        assert proxy.status(ask) == 407
        assert proxy.status(ask, headers={"Proxy-Authorization": "Basic YSBtYW46eA=="}) == 200
        until(lambda: any(one.status == 200 for one in proxy.lines()), 20)
        (opened,) = [one for one in proxy.lines() if one.status == 200]
        assert (opened.user, opened.role) == ("a man", "teacher")


def test_a_network_that_the_proxy_does_not_serve_gets_nothing(
    tmp_path: Path, origin: Origin
) -> None:
    with squid(make(tmp_path / "filter"), origin, networks=("10.1.0.0/16",)) as proxy:
        assert proxy.status(address(origin, "open.test")) == 403
        assert proxy.status(address(origin, "page.test", "/ashbrook/blocked/")) == 403


def test_without_a_filter_everything_but_the_block_page_is_closed(
    tmp_path: Path, origin: Origin
) -> None:
    with squid(tmp_path / "filter", origin) as proxy:
        status, leads, _ = proxy.get(address(origin, "open.test"))
        assert (status, said(leads)["why"]) == (303, "broken")
        assert proxy.tunnel("open.test") == 403
        assert proxy.status(address(origin, "page.test", "/ashbrook/blocked/")) == 200
        until(lambda: "schoolgate: " in proxy.said(), 20)
