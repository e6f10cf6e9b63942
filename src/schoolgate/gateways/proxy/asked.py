"""What the log will say of one request or tunnel."""

from __future__ import annotations

import itertools
import time
from typing import Final

from schoolgate.filtering.decisions import Decision, Verdict
from schoolgate.gateways.proxy.logbook import Entry

GONE: Final = 499  # the status of who went away before there was one
_COUNT: Final = itertools.count(1)


class Asked:
    """Filled while a request goes its way."""

    __slots__ = (
        "began", "bodiless", "client", "decision", "host", "method", "path", "received",
        "reference", "refused", "sent", "user",
    )  # fmt: skip

    def __init__(self, client: str) -> None:
        self.client = client
        self.began = time.time()
        self.method = self.host = self.path = self.user = self.reference = ""
        self.received = self.sent = 0  # bytes from the client, and to it
        self.bodiless = False  # HEAD
        self.refused = False  # by the proxy itself, whatever the filter says
        self.decision: Decision | None = None

    def decided(self, decision: Decision) -> None:
        """Take over what the filter said; a refusal gets a reference for who asks about it."""
        self.decision = decision
        if decision.verdict is not Verdict.ALLOW:
            self.reference = f"{int(self.began):x}-{next(_COUNT):x}"

    def entry(self, status: int) -> Entry:
        """Return the line, as of now."""
        now, decision = time.time(), self.decision
        if self.refused or decision is None or decision.verdict is not Verdict.ALLOW:
            result = "DENIED"
        else:
            result = "TUNNEL" if self.method == "CONNECT" else "PASSED"
        return Entry(
            now, self.client, self.user, self.method, self.host, result, status, self.received,
            self.sent, now - self.began, decision, self.reference, self.path,
        )  # fmt: skip
