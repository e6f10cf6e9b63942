"""What Squid asks on a line, and what it is told. Nothing but a clear yes of the judge is OK.

Squid's `external_acl` protocol with channel numbers: each line begins with a number, and the answer
begins with the same one. Values are URL-escaped both ways. A line that is not what our part of
`squid.conf` sends is answered ERR, which that part takes as refused.
https://wiki.squid-cache.org/Features/AddonHelpers
"""

from __future__ import annotations

import os
from collections.abc import Callable
from ipaddress import ip_address
from typing import Final, NamedTuple, Protocol
from urllib.parse import quote, unquote

from schoolgate.filtering.decisions import Decision, Verdict, Why

_REMEMBERED: Final = 4096  # askers, and endings of answers, kept ready
_LONGEST_CHANNEL: Final = 10
_LONGEST_SHOWN: Final = 2000  # of an address, on its way to the block page
_KEPT: Final = "/:?=,@~!*()$"  # of an address; the rest of it is escaped
_NOBODY: Final = frozenset({"-", ""})
_MISREAD: Final = Decision(
    Verdict.BLOCK, Why.UNREADABLE, message="The proxy's question could not be read."
)
_FAILED: Final = Decision(Verdict.BLOCK, Why.BROKEN, message="The filter failed. Nothing is open.")


class Deciding(Protocol):
    """What decides: see `filtering.judging.Judge`."""

    def decide(self, address: str, *, client: str, user: str = "", at: float) -> Decision:
        """Return the decision on one request."""


class _Asker(NamedTuple):
    client: str
    user: str
    named: str  # " user=…", as Squid is told it


class Answers:
    """`answer(line, at)` returns the line for Squid, without its end; it never raises.

    Lines by host are `CHANNEL CLIENT USER HOST PORT METHOD`, by whole address
    `CHANNEL CLIENT USER ADDRESS`; Squid may add a field `-`. A user `-` is nobody.
    """

    def __init__(
        self, judge: Deciding, *, whole_address: bool, complain: Callable[[str], None]
    ) -> None:
        self._decide = judge.decide
        self._whole = whole_address
        self._lengths = (4, 5) if whole_address else (6, 7)
        self._complain = complain
        self._askers: dict[tuple[str, str], _Asker] = {}
        self._endings: dict[Decision, str] = {}
        self._blocked = 0
        self._process = os.getpid()

    def answer(self, line: str, at: float) -> str:
        """Answer one line of Squid's, at an instant in UNIX seconds."""
        fields = line.split(" ")
        channel = fields[0]
        if not (channel.isdecimal() and channel.isascii() and len(channel) <= _LONGEST_CHANNEL):
            self._complain("Squid sent a line without a channel number: set concurrency=256.")
            return self._refusal(_MISREAD, at, "").lstrip()
        if len(fields) not in self._lengths or not line.isascii():
            return channel + self._refusal(_MISREAD, at, "")
        try:
            asker = self._askers.get((fields[1], fields[2])) or self._asker(fields[1], fields[2])
            address = fields[3]
            if "%5" in address:
                address = _with_brackets(address)
            decision = self._decide(address, client=asker.client, user=asker.user, at=at)
            if decision.verdict is Verdict.ALLOW:
                ending = self._endings.get(decision) or self._ending(decision)
                return channel + ending + asker.named
            return channel + self._refusal(decision, at, address) + asker.named
        except _UnableToRead:
            return channel + self._refusal(_MISREAD, at, "")
        except Exception as error:  # whatever it was: nobody gets through by it
            self._complain(f"The filter failed and refused a request: {type(error).__name__}.")
            return channel + self._refusal(_FAILED, at, "")

    def _asker(self, client: str, user: str) -> _Asker:
        try:
            ip_address(client)
        except ValueError as error:
            raise _UnableToRead(client) from error
        name = "" if user in _NOBODY else unquote(user)
        asker = _Asker(client, name, f" user={_escaped(name)}" if name else "")
        if len(self._askers) >= _REMEMBERED:
            self._askers.clear()
        self._askers[client, user] = asker
        return asker

    def _ending(self, decision: Decision) -> str:
        """Return all of an answer that hangs on the decision alone."""
        ending = f" OK tag={_escaped(decision.category or decision.why)} log={_log(decision)}"
        if len(self._endings) >= _REMEMBERED:
            self._endings.clear()
        self._endings[decision] = ending
        return ending

    def _refusal(self, decision: Decision, at: float, address: str) -> str:
        """Return a refusal with its reference: what the log and the block page know it by."""
        self._blocked += 1
        reference = f"{int(at):x}-{self._process:x}-{self._blocked:x}"
        tag = _escaped(decision.category or decision.why)
        page = _for_page(decision, reference, address if self._whole else "")
        return f" ERR tag={tag} log={_log(decision, reference)} message={_escaped(page)}"


class _UnableToRead(ValueError):
    pass


def _with_brackets(address: str) -> str:
    """Undo what Squid escapes of an IPv6 host, there and nowhere else."""
    start = address.find("://") + 3 if "://" in address else 0
    rest = address[start:]
    if not rest.startswith("%5B"):
        return address
    host, closing, after = rest[3:].partition("%5D")
    return f"{address[:start]}[{host}]{after}" if closing else address


def _escaped(value: str) -> str:
    return quote(value, safe="", errors="replace")


def _log(decision: Decision, reference: str = "") -> str:
    """Return what `log.read` takes apart again: between commas, each escaped by itself first."""
    told = (decision.verdict, decision.why, decision.role, decision.category, decision.clause,
            decision.entry, decision.grant, reference)  # fmt: skip
    return quote(",".join([one and quote(one, safe="") for one in told]), safe=",")


def _for_page(decision: Decision, reference: str, address: str) -> str:
    """Return what the block page is told, `name=value` between semicolons: Squid turns & into
    &amp; on the way. `parse_qs(said, separator=";")` reads it. It carries names only, no sentence:
    what the page says, it looks up, so that nobody puts words into it by a link."""
    told = {"why": decision.why, "category": decision.category, "clause": decision.clause,
            "role": decision.role, "ref": reference,
            "address": address[:_LONGEST_SHOWN]}  # fmt: skip
    return ";".join(f"{name}={quote(value, safe=_KEPT)}" for name, value in told.items() if value)
