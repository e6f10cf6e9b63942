"""The server behind Squid."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LARGE = 2_000_000  # bytes of `/large`


class Origin(ThreadingHTTPServer):
    """A server that says what it was asked, and remembers the hosts."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Said)
        self.port = int(self.server_address[1])
        self.asked: list[str] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """A proxy that is killed hangs up: nothing to say of it."""


class _Said(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Origin

    def do_GET(self) -> None:
        host = self.headers.get("Host", "")
        self.server.asked.append(host + self.path)
        told = json.dumps(dict(self.headers.items())).encode()
        body = bytes(LARGE) if self.path == "/large" else told
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
