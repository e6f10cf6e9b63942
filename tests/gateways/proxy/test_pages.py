"""What the block page says, to whom, and what it never says."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.gateways.proxy.pages import Site, Words, answer, blocked, plain, short

WORDS = Words("https://gate.test/brookside/blocked/", "The network manager")
GAMBLING = Decision(
    Verdict.BLOCK, Why.CATEGORY, "teacher", "social_media", "bets.test", "UA.r17",
    "Social media: the policy says that this is for nominated users.",
)  # fmt: skip
FLOOR = Decision(Verdict.BLOCK, Why.FLOOR, "teacher", message="This address is closed by law.")


def test_an_adult_reads_why_and_who_decides_without_the_pictures() -> None:
    page = blocked(GAMBLING, Site("www.bets.test"), WORDS)
    for words in ("nominated users", "www.bets.test is listed as “social media”", "clause UA.r17",
                  "The network manager decides", "how do I ask for it?"):  # fmt: skip
        assert words in page, words
    assert "Tell an adult" not in page


@pytest.mark.parametrize("role", ["pupil_ks1", "pupil_ks4", ""])
def test_a_pupil_and_whoever_is_not_known_is_told_to_turn_over_and_tell(role: str) -> None:
    page = blocked(GAMBLING._replace(role=role), Site("bets.test"), WORDS)
    assert "Turn the screen over." in page
    assert "Tell an adult." in page
    assert page.count("<svg") == 2


@pytest.mark.parametrize("role", ["pupil_ks2", "teacher"])
def test_what_is_illegal_is_not_named_and_nothing_is_offered(role: str) -> None:
    page = blocked(FLOOR._replace(role=role), Site("dark.test", "6f-1"), WORDS)
    assert "closed by law" in page
    for words in ("dark.test", "ask for it", "decides", "clause"):
        assert words not in page, words
    assert f"/blocked/?said=why=floor;role={role};ref=6f-1" in page


def test_what_others_wrote_is_never_markup() -> None:
    evil = '<script>alert("x")</script>'
    decision = GAMBLING._replace(message=evil, category=evil, clause=evil)
    page = blocked(decision, Site(evil), Words(f'https://g.test/"{evil}', evil)) + plain(400, evil)
    assert "<script" not in page
    assert "alert(&quot;x" in page


def test_a_page_needs_nothing_from_elsewhere_and_runs_nothing() -> None:
    whole = answer(403, blocked(GAMBLING, Site("bets.test"), WORDS), close=True, bodiless=False)
    head, _, page = whole.decode().partition("\r\n\r\n")
    style = re.search(r"<style>(.*?)</style>", page)
    assert style is not None
    allowed = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{allowed}'" in head
    assert not re.search(r"src=|<script|url\(|style=", page)
    assert "Cache-Control: no-store" in head
    assert f"Content-Length: {len(page.encode())}" in head


def test_without_an_address_of_the_school_there_is_no_link() -> None:
    assert "href" not in blocked(GAMBLING, Site("bets.test"), Words())


def test_a_refused_tunnel_hears_one_sentence() -> None:
    assert short(GAMBLING).count("\n") == 1
    assert short(Decision(Verdict.BLOCK, Why.BROKEN)) == "This site is closed at school.\n"


@pytest.mark.parametrize("status", [400, 403, 405, 407, 408, 414, 417, 431, 502, 503, 504, 508])
def test_every_status_has_its_phrase(status: int) -> None:
    said = answer(status, plain(status, "x"), close=False, bodiless=True)
    assert re.match(rb"HTTP/1\.1 \d{3} [A-Z][A-Za-z -]+\r\n", said)
    assert said.endswith(b"\r\n\r\n")
