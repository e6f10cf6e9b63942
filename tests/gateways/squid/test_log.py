"""Lines of the proxy's log are read again, and what is none is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.filtering.decisions import Verdict
from schoolgate.gateways.squid.commandline import told
from schoolgate.gateways.squid.log import UnableToRead, read

BEGINS = "1795299309.055 10.1.0.7 ann%20b"
BLOCKED = (f"{BEGINS} CONNECT www.bets.test TCP_DENIED 403 112 3417 1 "
           "block,category,pupil_ks1,gambling,9.1.r3,bets.test,,6b02-1 -")  # fmt: skip
OPENED = (f"{BEGINS} GET late.test TCP_MISS 200 97 1234 15 "
          "allow,grant,pupil_ks1,,,late.test,token7, /a%2520b?c\n")  # fmt: skip


def test_a_line_says_who_wanted_what_and_why_not() -> None:
    found = read(BLOCKED)
    assert (found.at, found.client, found.user) == (1795299309.055, "10.1.0.7", "ann b")
    assert (found.method, found.host, found.status) == ("CONNECT", "www.bets.test", 403)
    assert (found.received, found.sent, found.took_ms) == (112, 3417, 1)
    assert (found.verdict, found.why, found.role) == (Verdict.BLOCK, "category", "pupil_ks1")
    assert (found.category, found.clause, found.entry) == ("gambling", "9.1.r3", "bets.test")
    assert (found.grant, found.reference) == ("", "6b02-1")
    assert (read(OPENED).verdict, read(OPENED).grant) == (Verdict.ALLOW, "token7")
    assert (read(OPENED).path, read(BLOCKED).path) == ("/a%20b?c", "")


def test_what_the_proxy_refused_by_itself_is_blocked_whatever_the_filter_said() -> None:
    assert read(OPENED.replace("TCP_MISS 200", "TCP_DENIED 403")).verdict is Verdict.BLOCK
    found = read(f"{BEGINS} CONNECT x.test TCP_DENIED 403 1 2 3 - -")
    assert (found.verdict, found.why) == (Verdict.BLOCK, "")
    assert read("1.0 10.1.0.7 - GET page.test TCP_MISS 200 1 2 3 - -").verdict is Verdict.ALLOW


@pytest.mark.parametrize(
    "line", ["", "x", BLOCKED + " more", BLOCKED.replace("403", "many"),
             BLOCKED.replace("block,", "perhaps,"), BLOCKED.replace(",6b02-1", "")],
)  # fmt: skip
def test_what_is_no_line_of_ours_is_refused(line: str) -> None:
    with pytest.raises(UnableToRead, match=r"proxy’s log"):
        read(line)


@given(st.text(max_size=120))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(UnableToRead):
        assert read(text).verdict in set(Verdict)


def test_the_command_line_shows_what_was_blocked(capsys: pytest.CaptureFixture[str]) -> None:
    assert told([BLOCKED]) == 0
    assert capsys.readouterr().out == (
        "10.1.0.7\tann b\tCONNECT\twww.bets.test\tblock\tcategory\tgambling\t9.1.r3\n"
    )
    assert told([BLOCKED, "junk"]) == 1
    assert capsys.readouterr().err == "Lines that could not be read: 1.\n"
