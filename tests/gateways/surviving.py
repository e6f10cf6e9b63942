"""What must hold of any bytes: lists, zones, Squid's questions, and heads that reach our proxy.

`test_surviving` runs the seeds; `fuzz` runs what atheris makes of them. What a fuzzer finds is put
among the seeds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.filtering.lists.reading import Form, Listed, read
from schoolgate.filtering.names import UnableToRead, host_of
from schoolgate.gateways.dns import dnsmasq, rpz
from schoolgate.gateways.dns.answers import Act, Answer, trouble
from schoolgate.gateways.proxy import reading, rewriting, targets
from schoolgate.gateways.proxy.refusals import UnableToPass
from schoolgate.gateways.squid.helper import LONGEST_LINE, Helper

_FORMS: Final = tuple(Form)
_RECORD: Final = re.compile(rb"[!-~]+ CNAME [!-~]+")
_ANSWER: Final = re.compile(rb"(?:\d{1,10} )?(?:OK|ERR) [ -~]*")


class _Judge:
    """Opens `open.test` and closes everything else."""

    def decide(self, address: str, *, client: str, user: str = "", at: float) -> Decision:
        try:
            is_open = host_of(address) == "open.test"
        except UnableToRead:
            is_open = False
        return Decision(Verdict.ALLOW if is_open else Verdict.BLOCK, Why.UNLISTED)

    def refresh(self) -> None:
        """Nothing is ever replaced."""

    def trouble(self) -> str:
        return ""


def lists(data: bytes) -> None:
    """Every entry of a list is a host as the filter compares it, whatever the lines are."""
    form = _FORMS[data[0] % len(_FORMS)] if data else Form.DOMAINS
    for one in read(form, data[1:].decode(errors="replace").splitlines()):
        if isinstance(one, Listed):
            assert host_of(f"[{one.host}]" if ":" in one.host else one.host) == one.host
            assert not one.path or one.path.startswith("/")


def zones(data: bytes) -> None:
    """A name is left out, or its records are whole lines that say nothing else."""
    for line in data.splitlines():
        try:
            name = host_of(line.decode(errors="replace")).encode()
        except UnableToRead:
            continue
        if trouble(name):
            continue
        answer = (Answer(name, Act.BLOCK, None),)
        text = b"".join(rpz.lines(answer, profile=b"pupil", serial=1))
        records = text.partition(b"@ NS localhost.\n")[2].splitlines()
        assert len(records) == 2
        assert all(_RECORD.fullmatch(one) for one in records)
        said = b"".join(dnsmasq.lines(answer, profile=b"pupil", serial=1, page=(), resolved={}))
        assert name in said
        assert said.isascii()


def questions(data: bytes) -> None:
    """Each line of Squid's gets one line; a yes is given to the one open site alone."""
    helper = Helper(_Judge(), whole_address=bool(data[:1] > b"\x7f"))
    half = len(data) // 2
    answers = helper.fed(data[:half], 0.0) + helper.fed(data[half:], 0.0)
    said = answers.splitlines()
    if all(len(one) < LONGEST_LINE for one in data.split(b"\n")):
        assert len(said) == data.count(b"\n")
    for one in said:
        assert _ANSWER.fullmatch(one), one
    assert b" OK " not in answers or b"open.test" in data.lower() or b"%" in data


def heads(data: bytes) -> None:
    """A head is refused with a status of HTTP, or goes on with one host, one reading."""
    try:
        request = reading.request(data)
        target = targets.of(request)
    except UnableToPass as no:
        _is_of_http(no.status)
        return
    assert host_of(target.address) == target.host
    if request.method != b"CONNECT":
        sent = rewriting.request(request, target, mark=b"me", mode=b"Strict")
        assert sent.count(b"\r\n\r\n") == 1
        assert len(re.findall(rb"(?i)\r\nhost:", sent)) == 1
        assert len(re.findall(rb"(?i)\r\n(?:content-length|transfer-encoding):", sent)) <= 1


_HEAD: Final = b"GET http://fine.test/a?b HTTP/1.1\r\nHost: fine.test\r\n"


def _is_of_http(status: int) -> None:
    assert 400 <= status < 600


TARGETS: Final[dict[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]]] = {
    "lists": (lists, (
        b"\x00name,category\nbets.test,games\n\"a\nb\",x\n", b"\x01bets.test # a\n*.co.uk\n.x.\n",
        b"\x020.0.0.0 a.test b.test\n::1 localhost\n", b"\x03a.test CNAME .\n*.a.test CNAME *.\n",
        b"\x04||a.test^$all\n@@||b.test^\n||*^\n", b"\x05http://a.test:80/%2e%2e/x?y#z\n//\n",
        b"\x01xn--\xc3\xbc.test\n0x7f.1\n[::1]\n\xff\n", b"",
    )),
    "zones": (zones, (
        b"a.test\nb\xc3\xbccher.test\n", b"a.rpz-client-ip\n_x.test\n1.2.3.4\n[::1]\n",
        b"a" * 64 + b".test\n" + b".".join([b"a" * 63] * 4) + b"\n",
        b"%0a.test\n\\.test\n;a.test\n",
    )),
    "questions": (questions, (
        b"1 10.0.0.1 - open.test 443 CONNECT -\n", b"2 10.0.0.1 x%0ay http://open.test/ -\n",
        b"\xff\n3\n 4 x - y z\n", b"9999999999 ::1 - %5B::1%5D 443 CONNECT\n",
        b"x" * 70_000 + b"\n1 ",
    )),
    "heads": (heads, (
        _HEAD + b"\r\n", _HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"CONNECT fine.test:443 HTTP/1.1\r\nHost: fine.test:443\r\n\r\n",
        b"GET http://a@b.test/ HTTP/1.0\r\n\r\n", _HEAD + b" folded\r\nHost: x\r\n\r\n",
    )),
}  # fmt: skip
