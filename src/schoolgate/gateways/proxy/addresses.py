"""Which addresses the proxy connects to: public ones, and what the school allows of its own.

The address is checked after the name was looked up, and that very address is connected to: a name
that answers otherwise the next time (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# IPv6 addresses that carry an IPv4 address within: NAT64 (RFC 6052, RFC 8215).
_TRANSLATED: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


class UnableToReadNetworks(ValueError):
    """A network or port that was written in no known way."""


def networks(written: Sequence[str]) -> tuple[Network, ...]:
    """Read networks such as 10.20.0.0/16. Raises UnableToReadNetworks."""
    try:
        return tuple(ip_network(one) for one in written)
    except ValueError as error:
        raise UnableToReadNetworks(f"A network is not readable: {error}.") from error


def may_open(address: str, own: Sequence[Network]) -> bool:
    """Tell whether an address is public, or in a network that the school allows."""
    try:
        ip = ip_address(address)
    except ValueError:  # such as fe80::1%eth0
        return False
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return any(ip in network for network in own) or is_public(ip)


def is_public(ip: Address) -> bool:
    """Tell whether an address belongs to the Internet, also the IPv4 address within an IPv6 one."""
    if not ip.is_global or ip.is_multicast or ip.is_reserved:
        return False
    if isinstance(ip, IPv4Address):
        return True
    if any(ip in network for network in _TRANSLATED):
        return False
    within = ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    return within is None and not ip.is_site_local


@lru_cache(maxsize=1024)
def is_of_this_machine(address: str) -> bool:
    """Tell whether packets to an address come back here. Only such an address can be bound to."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as trial:
        try:
            trial.bind((address, 0))
        except OSError:
            return False
    return True
