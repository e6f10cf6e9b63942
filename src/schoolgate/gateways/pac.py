"""The file that tells a browser which proxy to use (PAC): one for each network. Pure.

It looks nothing up: a name that a browser resolves itself is a second of waiting and a hint to
whoever answers. It ends with the proxy and never with “DIRECT”: no proxy, no web.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Final

from schoolgate.filtering.names import UnableToRead, host_of

MEDIA_TYPE: Final = "application/x-ns-proxy-autoconfig"
_PLACE: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+):([0-9]{1,5})")

# Old JavaScript only: some systems run this in an engine of 1999. Numbers of 2^31 and more turn
# negative in `&`; both sides of the comparison do.
_SCRIPT: Final = """\
// Made by Schoolgate. %(remark)s
var own = %(own)s;
var nets = %(nets)s;
var proxy = %(proxy)s;
function number(host) {
  var found = /^(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})$/.exec(host);
  if (!found) { return null; }
  for (var i = 1; i < 5; i++) { if (+found[i] > 255) { return null; } }
  return ((+found[1] * 256 + +found[2]) * 256 + +found[3]) * 256 + +found[4];
}
function inside(host) {
  var address = number(host);
  if (address === null) { return false; }
  for (var i = 0; i < nets.length; i++) {
    if ((address & nets[i][1]) === (nets[i][0] & nets[i][1])) { return true; }
  }
  return false;
}
function FindProxyForURL(url, host) {
  host = host.toLowerCase().replace(/\\.$/, "");
  if (host.indexOf(":") >= 0) { return host === "::1" || host === "[::1]" ? "DIRECT" : proxy; }
  if (host.indexOf(".") < 0 && /[^0-9]/.test(host) && !/^0x/.test(host)) { return "DIRECT"; }
  for (var i = 0; i < own.length; i++) {
    var at = host.length - own[i].length;
    if (host === own[i] || (at > 0 && host.substring(at - 1) === "." + own[i])) { return "DIRECT"; }
  }
  return inside(host) ? "DIRECT" : proxy;
}
"""


class UnableToWrite(ValueError):
    """A proxy, a name or a network that the file cannot hold; says which."""


def pac(proxies: Sequence[str], *, own: Sequence[str] = (), networks: Sequence[str] = ()) -> str:
    """Return the file for one network. Raises UnableToWrite.

    `proxies`: `host:port`, in the order in which they are tried. Fetched directly: names without a
    dot, this machine, `own` servers with what is below them, IPv4 addresses in `networks`.
    """
    if not proxies:
        raise UnableToWrite("A network without a proxy has no such file.")
    values = {
        "remark": "Ends with the proxy: nothing goes round it.",
        "own": json.dumps(["localhost", *map(_name, own)]),
        "nets": json.dumps([_pair("127.0.0.0/8"), *map(_pair, networks)]),
        "proxy": json.dumps("; ".join(f"PROXY {_place(one)}" for one in proxies)),
    }
    return _SCRIPT % values


def _place(written: str) -> str:
    found = _PLACE.fullmatch(written)
    if found is None or not 0 < int(found[2]) < 65536:
        raise UnableToWrite(f"“{written}” is no host and port, such as filter.school.test:3128.")
    return written


def _name(written: str) -> str:
    try:
        name = host_of(written.removeprefix("*.").removeprefix("."))
    except UnableToRead as error:
        raise UnableToWrite(f"“{written}” is no name of a server.") from error
    if "." not in name:
        raise UnableToWrite(f"“{written}” is a whole ending, and would let all of it go round.")
    return name


def _pair(written: str) -> tuple[int, int]:
    try:
        network: IPv4Network | IPv6Network = ip_network(written)
    except ValueError as error:
        raise UnableToWrite(f"“{written}” is no network, such as 10.20.0.0/16.") from error
    if isinstance(network, IPv6Network) or not network.prefixlen:
        raise UnableToWrite(f"“{written}” is no network of IPv4 addresses inside the school.")
    return int(network.network_address), int(network.netmask)
