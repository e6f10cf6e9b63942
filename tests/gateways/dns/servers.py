"""Real name servers on loopback ports, the world behind them, and a client to ask them."""

from __future__ import annotations

import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Final, NamedTuple

import pytest

A, CNAME, AAAA, HTTPS = 1, 5, 28, 65
NO_SUCH_NAME: Final = 3
WORLD: Final = {
    A: ip_address("192.0.2.7").packed, AAAA: ip_address("2001:db8::7").packed,
    HTTPS: b"\0\1\0",  # priority 1, the name itself (RFC 9460)
}  # fmt: skip
PACKAGES: Final = {
    "dnsmasq": "dnsmasq-base", "named": "bind9", "named-checkzone": "bind9-utils",
    "unbound": "unbound",
}  # fmt: skip


def program(name: str) -> str:
    """Return where a program is; Debian keeps daemons where not everybody looks."""
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    if found is None:
        pytest.fail(f"{name} is missing: apt-get install {PACKAGES[name]}")
    return found


class Reply(NamedTuple):
    """What was answered: 0 for fine, 3 for no such name; CNAMEs and addresses in their order."""

    code: int
    names: list[str]
    addresses: list[str]


def ask(port: int, name: str, kind: int = A) -> Reply:
    """Ask a name server on this machine, again where a packet is lost."""
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    sent = struct.pack(">6H", 7, 0x0100, 1, 0, 0, 0) + labels + struct.pack(">BHH", 0, kind, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.settimeout(2)
        for _ in range(5):
            line.sendto(sent, ("127.0.0.1", port))
            try:
                return _read(line.recv(4096))
            except (TimeoutError, ConnectionRefusedError):
                time.sleep(0.1)
    raise TimeoutError(f"No answer for {name}.")


def _read(said: bytes) -> Reply:
    _, flags, questions, answers, _, _ = struct.unpack_from(">6H", said)
    at, reply = 12, Reply(flags & 15, [], [])
    for _ in range(questions):
        at = _name(said, at)[1] + 4
    for _ in range(answers):
        at = _name(said, at)[1]
        kind, _, _, size = struct.unpack_from(">HHIH", said, at)
        at += 10
        if kind == CNAME:
            reply.names.append(_name(said, at)[0])
        elif kind == HTTPS:
            reply.addresses.append("https")
        elif kind in WORLD:
            reply.addresses.append(str(ip_address(said[at : at + size])))
        at += size
    return reply


def _name(said: bytes, at: int) -> tuple[str, int]:
    parts: list[str] = []
    while size := said[at]:
        if size >= 192:
            rest = _name(said, struct.unpack_from(">H", said, at)[0] & 0x3FFF)[0]
            return ".".join([*parts, rest]), at + 2
        parts.append(said[at + 1 : at + 1 + size].decode())
        at += 1 + size
    return ".".join(parts), at + 1


@contextmanager
def world() -> Iterator[int]:
    """The world: it knows every name, each at the same address. Yields its port."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(line,))
    thread.start()
    try:
        yield line.getsockname()[1]
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.sendto(b"", line.getsockname())
        thread.join()
        line.close()


def _serve(line: socket.socket) -> None:
    while True:
        asked, back = line.recvfrom(4096)
        if not asked:
            return
        end = _name(asked, 12)[1] + 4
        (kind,) = struct.unpack_from(">H", asked, end - 4)
        data = WORLD.get(kind, b"")
        answer = struct.pack(">HHHIH", 0xC00C, kind, 1, 60, len(data)) + data
        head = asked[:2] + struct.pack(">5H", 0x8580, 1, 1 if data else 0, 0, 0)
        line.sendto(head + asked[12:end] + (answer if data else b""), back)


@contextmanager
def running(command: list[str], port: int, folder: Path) -> Iterator[int]:
    """Run a name server until it answers as its zone says; yield its port."""
    with Path(folder, "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
    try:
        _wait(process, port, folder)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            if ask(port, "use-application-dns.net").code == NO_SUCH_NAME:
                return
        except TimeoutError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{folder.name} does not answer: {Path(folder, 'log').read_text()[-2000:]}")


def unbound(folder: Path, zone: str, file: Path, port: int, world: int) -> list[str]:
    conf = Path(folder, "unbound.conf")
    conf.write_text(f"""
server:
  interface: 127.0.0.1
  port: {port}
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  do-daemonize: no
  do-not-query-localhost: no
  module-config: "respip iterator"
  local-zone: "test." transparent
rpz:
  name: "{zone}"
  zonefile: "{file}"
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@{world}
remote-control:
  control-enable: no
""")
    return [program("unbound"), "-d", "-c", str(conf)]


def bind(folder: Path, zone: str, file: Path, port: int, world: int) -> list[str]:
    conf = Path(folder, "named.conf")
    conf.write_text(f"""
options {{
  directory "{folder}"; pid-file none; session-keyfile none; managed-keys-directory "{folder}";
  listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }};
  forward only; forwarders {{ 127.0.0.1 port {world}; }};
  recursion yes; dnssec-validation no; empty-zones-enable no; notify no;
  response-policy {{ zone "{zone}"; }};
}};
controls {{ }};
zone "{zone}" {{ type primary; file "{file}"; allow-query {{ none; }}; }};
""")
    return [program("named"), "-g", "-n", "1", "-c", str(conf)]


def dnsmasq(folder: Path, zone: str, file: Path, port: int, world: int) -> list[str]:
    return [
        program("dnsmasq"), "--keep-in-foreground", f"--conf-file={file}", f"--port={port}",
        "--listen-address=127.0.0.1", "--bind-interfaces", "--no-resolv", "--no-hosts",
        f"--server=127.0.0.1#{world}", "--pid-file=", "--user=", "--log-facility=-",
    ]  # fmt: skip


KINDS: Final[dict[str, Callable[[Path, str, Path, int, int], list[str]]]] = {
    "bind": bind, "dnsmasq": dnsmasq, "unbound": unbound,
}  # fmt: skip
