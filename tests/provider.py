"""A sign-in provider in its own process: `python -m tests.provider PORT`.

It is `oidc-provider-mock`, which knows nothing of PKCE; in front of it stands what insists on it
(RFC 7636): a code is exchanged only with the verifier whose SHA-256 came along when it was asked
for.
"""

from __future__ import annotations

import base64
import hashlib
import io
import sys
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

Start = Callable[..., Any]


class Pkce:
    """Refuses codes without a verifier that fits."""

    def __init__(self, app: Callable[..., Iterable[bytes]]) -> None:
        self.app = app
        self.challenges: dict[str, str] = {}

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        if path == "/oauth2/authorize":
            asked = parse_qs(environ["QUERY_STRING"])
            if asked.get("code_challenge_method") != ["S256"]:
                return refuse(start, "PKCE is missing")
            if method == "POST":
                return self.app(environ, self.remembering(asked["code_challenge"][0], start))
        if path == "/oauth2/token" and not self.fits(environ):
            return refuse(start, "the verifier does not fit")
        return self.app(environ, start)

    def remembering(self, challenge: str, start: Start) -> Start:
        def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            for name, value in headers:
                if name == "Location":
                    code = parse_qs(urlsplit(value).query).get("code", [""])[0]
                    self.challenges[code] = challenge
            return start(status, headers, *more)

        return started

    def fits(self, environ: dict[str, Any]) -> bool:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        sent = parse_qs(body.decode())
        verifier = sent.get("code_verifier", [""])[0]
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
        return self.challenges.pop(sent.get("code", [""])[0], None) == digest.decode()


def refuse(start: Start, why: str) -> Iterable[bytes]:
    start("400 Bad Request", [("Content-Type", "application/json")])
    return [f'{{"error": "invalid_grant", "error_description": "{why}"}}'.encode()]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


if __name__ == "__main__":
    import oidc_provider_mock  # type: ignore[import-untyped]

    make_server(
        "127.0.0.1", int(sys.argv[1]), Pkce(oidc_provider_mock.app()),
        server_class=_Server, handler_class=_Quiet,
    ).serve_forever()  # fmt: skip
