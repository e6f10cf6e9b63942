"""Which of two applications answers: the pages of the house, or Tell.

Tell (`concerns.tell`) is handed a request from which everything that could say who is there has
been taken away: no cookie, address, browser or language reaches it, so none can be kept. It has
its own addresses and no middleware of the house; it sets no cookie, and no request to it is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final, cast

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.urls import resolve, set_urlconf
from whitenoise.middleware import WhiteNoiseMiddleware

from schoolgate.concerns.tell import pages

URLS: Final = "schoolgate.concerns.tell.urls"
PATH: Final = "/tell/"
MOST_BYTES: Final = 128 * 1024
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
# All that reaches Tell of a request. What a browser says of itself is not among it.
_KEPT: Final = frozenset({
    "CONTENT_LENGTH", "CONTENT_TYPE", "HTTP_HOST", "HTTP_SEC_FETCH_SITE", "PATH_INFO",
    "REQUEST_METHOD", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL",
})  # fmt: skip
_OF_WSGI: Final = frozenset({
    "wsgi.errors", "wsgi.input", "wsgi.input_terminated", "wsgi.multiprocess", "wsgi.multithread",
    "wsgi.run_once", "wsgi.url_scheme", "wsgi.version",
})  # fmt: skip
_FORM: Final = "application/x-www-form-urlencoded"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_log = logging.getLogger(__name__)


def stripped(environ: dict[str, Any]) -> dict[str, Any]:
    """Return a request without whatever could say who makes it."""
    return {name: value for name, value in environ.items() if name in _KEPT | _OF_WSGI}


class Tell(WSGIHandler):
    """The application of the public pages."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Put two pieces of middleware round the pages, and no more."""
        self._middleware_chain = SecurityMiddleware(WhiteNoiseMiddleware(_answered))

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Return the answer to a request; nothing about either is logged."""
        set_urlconf(URLS)
        try:
            request.get_host()  # refuses names that are not ours
            answer = cast("HttpResponseBase", self._middleware_chain(request))
        except DisallowedHost:
            answer = HttpResponse("There is nothing at this address.\n", "text/plain", status=400)
        finally:
            set_urlconf(None)  # the house answers next in this thread
        for name, value in _HEADERS.items():
            if name != "Cache-Control" or not answer.has_header("Cache-Control"):
                answer.headers[name] = value
        cast("Any", answer)._resource_closers.append(request.close)
        return answer


def _answered(request: WSGIRequest) -> HttpResponseBase:
    if refusal := _refused(request):
        return refusal
    try:
        view, args, kwargs = resolve(request.path_info, URLS)
        answer: HttpResponseBase = view(request, *args, **kwargs)
    except Http404:
        return pages.problem(request, 404)
    except Exception as error:
        _log.error("A page of Tell failed: %s", _where(error))
        return pages.problem(request, 500)
    return answer


def _refused(request: WSGIRequest) -> HttpResponseBase | None:
    """Refuse what no form of ours sends: files, floods, and forms of other sites."""
    if request.method in {"GET", "HEAD"}:
        return None
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if request.method != "POST":
        return pages.problem(request, 405)
    if request.content_type != _FORM:
        return pages.problem(request, 415)
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return pages.problem(request, 413)
    if request.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        return pages.problem(request, 403)
    return None


def _where(error: Exception) -> str:
    """Say what kind of error it was and where, and nothing that it says: it may quote a report."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    return f"{type(error).__name__} in {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"


def beside(house: Application) -> Application:
    """Return the application that hands each request to the house or to Tell."""
    tell = cast("Application", Tell())

    def choose(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        own = settings.TELL_HOST
        host = str(environ.get("HTTP_HOST", "")).rsplit(":", 1)[0].casefold()
        is_tell = host == own if own else str(environ.get("PATH_INFO", "")).startswith(PATH)
        return (
            tell(stripped(environ), start_response) if is_tell else house(environ, start_response)
        )

    return choose
