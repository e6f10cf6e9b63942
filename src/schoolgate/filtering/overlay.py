"""What must hold within two seconds, beside the snapshot: who asks, the school's own entries,
openings, a switched-off filter. One small JSON file, replaced whole by renaming. No Django, and no
module that a helper of a proxy would carry in its memory for nothing (dataclasses, tempfile).

    networks   [{"cidr": "10.1.0.0/16", "name": "Classrooms", "profile": "pupil_ks1"}]
    devices    {"10.1.2.3": "teacher"}            address or MAC to profile
    users      {"araman": "teacher+"}             name at the proxy to profile
    help       ["childline.example"]              never blocked
    entries    [{"host", "path", "allow", "roles", "until"}]
    owners     {"10.1.2.3": "araman"}             address or MAC to user name, if nobody signed in
    downloads  [{"token", "host", "path", "users", "from", "until"}]  marked as lesson work
    openings   [{"token", "host", "path", "roles", "users", "from", "until"}]
    off        [{"token", "users", "from", "until"}]          no users: everybody
    withdrawn  [{"users", "from", "until"}]       no internet but sites of help; 0: no end known
    lessons    [{"networks", "users", "hosts", "from", "until"}]

Instants are UNIX seconds; an `until` of 0 has no end. Empty `roles` and `users` are everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from itertools import islice
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from schoolgate.filtering.names import suffixes
from schoolgate.filtering.paths import below

FILE: Final = "overlay.json"
_NOWHERE: Final = "192.0.2.1"  # kept for examples (RFC 5737): no network of a school
_MOST_DEVICES: Final = 4096  # that are looked through for a free address
_NONE: Final[Mapping[str, Any]] = MappingProxyType({})
STRICTEST: Final = ""  # the profile of whoever is not known: what is blocked for anybody


class Asker(NamedTuple):
    """Whose rules count: profile (`teacher+` is a nominated one), network, and user name."""

    profile: str
    network: str = ""
    user: str = ""

    @property
    def role(self) -> str:
        """The role without the mark of nominated users."""
        return self.profile.removesuffix("+")


class Entry(NamedTuple):
    """A rule about a host and everything below it, or about one of its paths."""

    host: str
    path: str = ""
    allow: bool = False
    roles: frozenset[str] = frozenset()
    since: float = 0
    until: float = 0
    token: str = ""
    users: frozenset[str] = frozenset()

    def speaks(self, asker: Asker, path: str | None, at: float) -> bool:
        """Tell whether it is about this request. A path that is not known is none of its paths;
        one that closes does so in capitals too, as some servers take both for the same."""
        closes_for_unknown = not self.allow and not asker.role
        if self.roles and asker.role not in self.roles and not closes_for_unknown:
            return False
        if self.users and asker.user.casefold() not in self.users:
            return False
        if not (self.since <= at and (not self.until or at < self.until)):
            return False
        if not self.path or path is None:
            return not self.path
        return below(path, self.path) if self.allow else below(path.lower(), self.path.lower())


class Span(NamedTuple):
    """Something that holds between two instants for some users or networks; for all, if none."""

    since: float
    until: float
    users: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    token: str = ""

    def covers(self, asker: Asker, at: float) -> bool:
        """Tell whether it holds for somebody at an instant."""
        if not self.since <= at < self.until:
            return False
        everybody = not self.users and not self.networks
        return everybody or asker.user.casefold() in self.users or asker.network in self.networks


class Overlay(NamedTuple):
    """An overlay as it was read."""

    askers: Askers
    help: frozenset[str] = frozenset()
    entries: Mapping[str, tuple[Entry, ...]] = _NONE
    openings: Mapping[str, tuple[Entry, ...]] = _NONE
    off: tuple[Span, ...] = ()
    lessons: tuple[Span, ...] = ()
    downloads: Mapping[str, tuple[Entry, ...]] = _NONE
    withdrawn: tuple[Span, ...] = ()
    hosts: frozenset[str] = frozenset()  # all of which some rule speaks

    def opening(self, host: str, path: str | None, asker: Asker, at: float) -> Entry | None:
        """Return what opens a site for a time, where something does."""
        return next(_speaking(self.openings, host, path, asker, at), None)

    def download(self, host: str, path: str | None, asker: Asker, at: float) -> Entry | None:
        """Return what says that a download is for a lesson, where somebody said so."""
        return next(_speaking(self.downloads, host, path, asker, at), None)

    def own(self, host: str, path: str | None, asker: Asker, at: float) -> Entry | None:
        """Return the school's own entry that counts: one that allows beats all that block, at
        every depth."""
        found = [*_speaking(self.entries, host, path, asker, at)]
        return next((one for one in found if one.allow), found[0] if found else None)


def _speaking(
    of: Mapping[str, tuple[Entry, ...]], host: str, path: str | None, asker: Asker, at: float
) -> Iterator[Entry]:
    for name in suffixes(host):
        yield from (one for one in of.get(name, ()) if one.speaks(asker, path, at))


class Askers:
    """Who somebody is: by the name that a proxy asked for, by device, by network; else unknown."""

    def __init__(
        self, users: Mapping[str, str], devices: Mapping[str, str],
        networks: Iterable[tuple[str, str, str]], owners: Mapping[str, str] = _NONE,
    ) -> None:  # fmt: skip
        self._users = {name.casefold(): profile for name, profile in users.items()}
        self._devices = {key.casefold(): profile for key, profile in devices.items()}
        self._owners = {key.casefold(): name for key, name in owners.items()}
        nets = [(ip_network(cidr, strict=False), name, who) for cidr, name, who in networks]
        self._networks = sorted(nets, key=lambda one: -one[0].prefixlen)  # the narrowest first
        self._known: dict[tuple[str, str], Asker] = {}

    def who(self, client: str, user: str = "") -> Asker:
        """Return whose rules count for an address and a user name."""
        found = self._known.get((client, user))
        if found is None:
            if len(self._known) > 50_000:
                self._known.clear()
            found = self._known[client, user] = self._who(client, user)
        return found

    def samples(self) -> Iterator[tuple[str, str, Asker]]:
        """Yield an address and a user name for whoever the filter tells apart: in each network a
        device that nobody registered, and somebody of each profile; and a device from nowhere."""
        by_profile = {profile: name for name, profile in sorted(self._users.items())}
        for net, name, _ in self._networks:
            client = self._stranger(net, name)
            if not client:
                continue
            for user in ("", *sorted(by_profile.values())):
                yield client, user, self.who(client, user)
        yield _NOWHERE, "", self.who(_NOWHERE)

    def _stranger(self, net: IPv4Network | IPv6Network, name: str) -> str:
        """Return the first address of a network that belongs to no device; "" where none does."""
        near = (str(one) for one in islice(net.hosts(), _MOST_DEVICES))
        free = (one for one in near if one not in self._devices)
        return next((one for one in free if self._network(one)[0] == name), "")

    def _who(self, client: str, user: str) -> Asker:
        name, profile = self._network(client)
        known = self._users.get(user.casefold()) if user else None
        known = known or self._devices.get(client.casefold())
        return Asker(known or profile, name, user or self._owners.get(client.casefold(), ""))

    def _network(self, client: str) -> tuple[str, str]:
        try:
            address = ip_address(client.partition("%")[0])
        except ValueError:
            return "", STRICTEST
        for net, name, profile in self._networks:
            if _in(address, net):
                return name, profile
        return "", STRICTEST


def _in(address: Any, net: IPv4Network | IPv6Network) -> bool:
    mapped = getattr(address, "ipv4_mapped", None) or address
    return mapped.version == net.version and mapped in net


NOBODY: Final = Overlay(Askers({}, {}, ()))
