"""What the proxy says by itself: small pages that need nothing from elsewhere. Pure.

Only a page for plain HTTP is ever seen: a browser shows no page of a refused CONNECT.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from html import escape
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import quote

from schoolgate.filtering.decisions import Decision, Why

_STYLE: Final = (
    "body{font:1.15rem/1.6 system-ui,sans-serif;max-width:36rem;margin:10vh auto;padding:0 1rem;"
    "color:#0b0c0c;background:#fff}h1{font-size:1.7rem;line-height:1.25}"
    "a{color:#1d70b8}ol{padding-left:1.4rem}svg{width:5rem;height:5rem;margin-right:1rem}"
    ".about{color:#505a5f;font-size:1rem}"
)
_STYLE_HASH: Final = b64encode(sha256(_STYLE.encode()).digest()).decode()
_ALWAYS: Final = (
    "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\n"
    f"Content-Security-Policy: default-src 'none'; style-src 'sha256-{_STYLE_HASH}'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
)
SIGN_IN: Final = 'Proxy-Authenticate: Basic realm="Schoolgate", charset="UTF-8"\r\n'
_KEPT: Final = "/:?=,@~!*()$"  # in a link, as gateways.squid has it
_OTHER_PHRASES: Final = {431: "Request Header Fields Too Large", 508: "Loop Detected"}

# A device turned on its face; a child beside a grown-up.
_PICTURES: Final = (
    '<p aria-hidden="true"><svg viewBox="0 0 40 40" fill="none" stroke="#0b0c0c" stroke-width="2">'
    '<rect x="8" y="14" width="24" height="20" rx="2" fill="#0b0c0c"/>'
    '<path d="M8 10a13 9 0 0 1 24 0m0 0v-6m0 6h-6"/></svg>'
    '<svg viewBox="0 0 40 40" fill="#0b0c0c"><circle cx="27" cy="8" r="5"/>'
    '<path d="M20 36V22q0-7 7-7t7 7v14z"/><circle cx="11" cy="20" r="4"/>'
    '<path d="M6 36v-6q0-5 5-5t5 5v6z"/></svg></p>'
)
_PUPIL: Final = (
    _PICTURES + "<ol><li>Turn the screen over.</li><li>Tell an adult.</li></ol>"
    "<p>You are not in trouble for telling.</p>"
)


class Site(NamedTuple):
    """What was asked for, and what the log knows the refusal by."""

    host: str
    reference: str = ""
    file: str = ""  # host and path of a download: whoever says what it is for says it of the file


class Words(NamedTuple):
    """What a school says on its pages: where its own block page is, and who decides."""

    link: str = ""  # https://gate.school.example/brookside/blocked/
    decides: str = "The school"


def answer(status: int, page: str, *, fields: str = "", close: bool, bodiless: bool) -> bytes:
    """Return a whole answer; `bodiless` after HEAD."""
    data = page.encode()
    end = "Connection: close\r\n" if close else ""
    head = f"HTTP/1.1 {status} {_phrase(status)}\r\n{_ALWAYS}{fields}{end}"
    return f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + (b"" if bodiless else data)


def plain(status: int, sentence: str) -> str:
    """Return the page of what the proxy cannot carry."""
    return _page(_phrase(status), f"<h1>{escape(sentence)}</h1>")


def blocked(decision: Decision, site: Site, words: Words) -> str:
    """Return the block page; nothing of the illegal floor is offered or named."""
    pupil = decision.role.startswith("pupil") or not decision.role
    illegal = decision.why is Why.FLOOR
    parts = [f"<h1>{escape(decision.message or 'This site is closed at school.')}</h1>"]
    if pupil:
        parts.append(_PUPIL)
    if not illegal:
        parts.append(f"<p>{_why(decision, site.host)} {escape(words.decides)} decides.</p>")
    if words.link:
        parts.append(_link(decision, site, words))
    return _page("Closed at school", "".join(parts))


def short(decision: Decision) -> str:
    """Return what a refused CONNECT says; hardly anybody sees it."""
    sentence = decision.message or "This site is closed at school."
    return f"{sentence} ({decision.clause})\n" if decision.clause else f"{sentence}\n"


def _why(decision: Decision, host: str) -> str:
    kind = decision.category.replace("_", " ")
    parts = [f"{host}"]
    parts.append(f"is listed as “{kind}”" if kind else "is closed")
    if decision.clause:
        parts.append(f"by clause {decision.clause} of the school’s policy")
    return f"<span class='about'>{escape(' '.join(parts))}.</span>"


def _link(decision: Decision, site: Site, words: Words) -> str:
    """Tell the school's page names and no sentence, as Squid does: it looks up what it says."""
    illegal = decision.why is Why.FLOOR
    told = {
        "why": decision.why, "category": decision.category, "clause": decision.clause,
        "role": decision.role, "ref": site.reference,
        "address": "" if illegal else site.file or site.host,
    }  # fmt: skip
    said = ";".join(f"{name}={quote(value, safe=_KEPT)}" for name, value in told.items() if value)
    offer = "Tell us" if illegal else "Why is it closed, and how do I ask for it?"
    return f'<p><a href="{escape(words.link)}?said={escape(said)}">{offer}</a></p>'


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<main>{body}</main></html>\n"
    )


def _phrase(status: int) -> str:
    return _OTHER_PHRASES.get(status) or HTTPStatus(status).phrase
