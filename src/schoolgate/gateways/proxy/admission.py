"""Whether a request goes on: who asks, what the filter says, and the way it takes then."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from schoolgate.filtering.decisions import Decision, Verdict
from schoolgate.gateways.proxy import pages, targets
from schoolgate.gateways.proxy.asked import Asked
from schoolgate.gateways.proxy.exchange import Exchange
from schoolgate.gateways.proxy.reading import Request
from schoolgate.gateways.proxy.refusals import UnableToPass
from schoolgate.gateways.proxy.tunnel import Tunnel
from schoolgate.gateways.proxy.users import Users

if TYPE_CHECKING:
    from schoolgate.gateways.proxy.client import Client


_DOWNLOADS: Final = "downloads"  # as the filter's categories call them


class Admission:
    """One request, until it is refused or under way."""

    def __init__(self, client: Client, request: Request, asked: Asked) -> None:
        self._client = client
        self._office = client.office
        self._request = request
        self._asked = asked
        self._target = targets.of(request)
        asked.host = self._target.host
        asked.path = self._target.path.decode("ascii")

    def start(self) -> None:
        """Ask who, ask whether, and send it on its way. Raises UnableToPass."""
        if self._office.log.is_full:
            raise UnableToPass(503, "The filter cannot keep its log. Tell the technician.")
        if self._office.mark in self._request.via:
            raise UnableToPass(508, "The request came back to the proxy that sent it.")
        if self._request.method == b"TRACE":
            raise UnableToPass(405, "This proxy does not trace.")
        users = self._office.users_for(self._client.address)
        if users is None:
            self._judge()
        else:
            self._sign_in(users)

    def _sign_in(self, users: Users) -> None:
        self._asked.user = users.known(self._request.password, asyncio.get_running_loop().time())
        if self._asked.user:
            self._judge()
        elif self._request.password:
            self._client.run(self._check(users))
        else:
            self._ask_who()

    async def _check(self, users: Users) -> None:
        client, at = self._client, asyncio.get_running_loop().time()
        self._asked.user = await users.sign_in(self._request.password, client.address, at)
        client.has_waited()
        if self._asked.user:
            self._judge()
        else:
            self._ask_who()

    def _ask_who(self) -> None:
        page = pages.plain(407, "Sign in with your school name and password.")
        self._client.say(407, page, fields=pages.SIGN_IN, close=self._cannot_stay)

    @property
    def _cannot_stay(self) -> bool:
        return self._request.has_body or not self._request.stays

    def _judge(self) -> None:
        asked, target = self._asked, self._target
        decision = self._office.decide(target.address, self._client.address, asked.user)
        asked.decided(decision)
        is_tunnel = self._request.method == b"CONNECT"
        if decision.verdict is not Verdict.ALLOW:
            self._block(decision, is_tunnel=is_tunnel)
            return
        self._office.may_reach(target.port, tunnel=is_tunnel)
        if is_tunnel:
            self._client.run(self._connect(decision))
        else:
            self._client.exchange(Exchange(self._client, self._request, target, asked))

    def _block(self, decision: Decision, *, is_tunnel: bool) -> None:
        if is_tunnel:
            page = pages.short(decision)
        else:
            is_file = decision.category == _DOWNLOADS
            site = pages.Site(self._target.host, self._asked.reference,
                              self._target.address if is_file else "")  # fmt: skip
            page = pages.blocked(decision, site, self._office.words)
        self._client.say(403, page, close=self._cannot_stay)

    async def _connect(self, decision: Decision) -> None:
        tunnel = Tunnel(self._office, self._asked, self._target, decision)
        try:
            await self._office.opener.open(self._target, lambda: tunnel.far)
            self._client.has_waited()
            tunnel.begin(self._client)
        except BaseException:
            tunnel.abort()
            raise
