"""A visitor of Tell: each request goes the way that a server's does, but for the server."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from schoolgate.concerns.rules.receipts import LENGTH
from schoolgate.config.tell import Tell, stripped

HERE = "/tell/elmfield/"
FORM = "application/x-www-form-urlencoded"
_NOUN = re.compile(r'tell-noun__word" data-read>([a-z]+)<')


def ask(method: str, path: str, body: bytes = b"", **environ: Any) -> HttpResponse:
    """Send a request to Tell, with whatever a browser says of itself."""
    handler = Tell()
    given = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "SCRIPT_NAME": "", "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "localhost:8000",
        "REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "Known Browser/77",
        "wsgi.url_scheme": "http",
        "HTTP_COOKIE": "sessionid=known", "CONTENT_TYPE": FORM if method == "POST" else "",
        "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body), "wsgi.errors": BytesIO(),
        "HTTP_REFERER": "http://localhost/brookside/", "HTTP_X_FORWARDED_FOR": "203.0.113.78",
    }  # fmt: skip
    answer = handler.get_response(handler.request_class(stripped(given | environ)))
    assert isinstance(answer, HttpResponse)
    return answer


def get(path: str) -> HttpResponse:
    """Open a page."""
    return ask("GET", HERE + path)


def post(path: str, fields: dict[str, str]) -> HttpResponse:
    """Send a form."""
    return ask("POST", HERE + path, urlencode(fields).encode())


def ticket_in(answer: HttpResponse) -> str:
    """Return the form's own number."""
    found = re.search(r'name="ticket" value="([0-9a-f]{32})"', answer.text)
    assert found, answer.text
    return found[1]


def receipt_in(answer: HttpResponse) -> str:
    """Return the receipt that a page shows."""
    found = _NOUN.findall(answer.text)
    assert len(found) == LENGTH, answer.text
    return " ".join(found)


def told(path: str = "family/", **fields: str) -> HttpResponse:
    """Fill the forms in and send them; what is not said is said plainly."""
    first = {"illegal": "no", "about": "none"}
    first |= {name: fields.pop(name) for name in ("illegal", "about") if name in fields}
    opened = post(path, first)
    rest = {"what": "Somebody was unkind in the game.", "how": "quiet"}
    if first["illegal"] == "yes":
        rest = {"where": "A group chat", "put_away": "yes", "how": "quiet"}
    return post(path, first | {"ticket": ticket_in(opened)} | rest | fields)


def picked(**more: str) -> dict[str, str]:
    """What a child taps."""
    return {"feeling": "sad", "happened": "unkind", "where": "game", "whom": "teacher",
            "year": "year-2"} | more  # fmt: skip
