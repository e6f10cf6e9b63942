"""Origins on this machine: one that behaves, and ones that say what they are told to."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """`/bytes/N`: so many; `/chunks/N`: so many chunks of 1,000; else what was asked."""
        kind, _, count = self.path.strip("/").partition("/")
        if kind == "bytes":
            self._say(b"x" * int(count))
        elif kind == "chunks":
            self._chunks(int(count))
        else:
            self._say(self._asked())

    def _asked(self) -> bytes:
        length = self.headers.get("Content-Length")
        chunked = self.headers.get("Transfer-Encoding") == "chunked"
        body = self._read_chunks() if chunked else self.rfile.read(int(length or 0))
        return self.requestline.encode() + b"\n" + bytes(self.headers) + body

    def _read_chunks(self) -> bytes:
        parts = []
        while size := int(self.rfile.readline(), 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _say(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Connection", "X-Own")
        self.send_header("X-Own", "of this connection")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _chunks(self, count: int) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for _ in range(count):
            self.wfile.write(b"3e8;note=x\r\n" + b"y" * 1000 + b"\r\n")
        self.wfile.write(b"0\r\nX-Behind: 1\r\n\r\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def handle(self) -> None:
        """Serve; a client that goes away is nothing to report."""
        with contextlib.suppress(ConnectionError):
            super().handle()


for _method in ("POST", "PUT", "DELETE", "HEAD", "OPTIONS"):
    setattr(_Handler, f"do_{_method}", _Handler.do_GET)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


@contextmanager
def behaved() -> Iterator[int]:
    """An origin that knows HTTP; yields its port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


class Told:
    """An origin that does with every connection what it is told, and keeps what it heard."""

    def __init__(self, act: Callable[[socket.socket, Told], None]) -> None:
        self.heard: list[bytes] = []
        self._act = act
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self._open: list[socket.socket] = []

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                one, _ = self._socket.accept()
                self._open.append(one)
                threading.Thread(target=self._one, args=(one,), daemon=True).start()

    def _one(self, one: socket.socket) -> None:
        with contextlib.suppress(OSError):
            self._act(one, self)
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()

    def read_head(self, one: socket.socket) -> bytes:
        """Read up to an empty line, and keep it."""
        data = b""
        while b"\r\n\r\n" not in data:
            more = one.recv(65536)
            if not more:
                break
            data += more
        self.heard.append(data)
        return data

    def close(self) -> None:
        """End, with all connections."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)


@contextmanager
def told(act: Callable[[socket.socket, Told], None]) -> Iterator[Told]:
    """An origin that does what it is told."""
    origin = Told(act)
    try:
        yield origin
    finally:
        origin.close()


def saying(answer: bytes, *, then: str = "close") -> Callable[[socket.socket, Told], None]:
    """What to tell: read a head, say these bytes, then close or reset or wait."""

    def act(one: socket.socket, origin: Told) -> None:
        origin.read_head(one)
        one.sendall(answer)
        if then == "reset":
            one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            one.close()
        elif then == "wait":
            one.recv(1)

    return act
