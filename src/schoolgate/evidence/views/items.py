"""One item: what is known of it, its copy to look at, and a stamped copy to take away."""

from __future__ import annotations

import re
from typing import Any, Final

from csp.constants import SELF
from csp.decorators import csp_update
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.evidence import actions, parsing, queries, rules, showing, stamping, storing
from schoolgate.evidence.models import Copy, Item
from schoolgate.evidence.opening import Opened
from schoolgate.evidence.rules import Kind
from schoolgate.evidence.views import finding
from schoolgate.people.visits import PersonsVisit

_LOOK: Final = "evidence.look"
_LASTS: Final = 2 * 3600  # seconds that a look lasts: a film may be long
_RANGE: Final = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")


@csp_update({"media-src": [SELF]})  # type: ignore[arg-type]  # a request with who makes it
@require_safe
@never_cache
def item(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """What is known of an item, and its copy. Opening it is a look, written down."""
    opened, found = finding.item(request, pk)
    if request.method == "GET":
        actions.note_view(item=found, by=request.person, at=timezone.now())
    copy = _copy(found)
    context: dict[str, Any] = finding.about(request, found.folder) | {
        "item": found, "name": opened.name(found), "source": opened.source(found), "copy": copy,
        "look": signing.dumps([found.pk, request.person.pk], salt=_LOOK),
        "shown": showing.how(Kind(copy.kind)) if copy else "",
        "pages": _pages(opened, copy) if copy and copy.kind == Kind.PDF else 0,
        "page": showing.number(request.GET.get("page")),
        "lines": queries.custody(items=[found]),
        "stamped": copy is not None and stamping.bears_stamp(Kind(copy.kind)),
    }  # fmt: skip
    return render(request, "evidence/item.html", context)


@require_safe
def picture(request: PersonsVisit, school: str, pk: int) -> HttpResponseBase:
    """The copy of an item, for the page that was just opened and for nobody else."""
    opened, found = finding.item(request, pk)
    copy = _copy(found)
    if copy is None or not _is_looking(request, found):
        raise Http404("Open the page of the item.")
    if copy.kind == Kind.PDF:
        drawn = _page(opened, copy, showing.number(request.GET.get("page")))
        return finding.private(HttpResponse(drawn, content_type="image/png"))
    if not showing.how(Kind(copy.kind)):
        raise Http404("This kind of file is not shown.")
    return finding.private(_streamed(request, opened, copy))


@require_safe
def download(request: PersonsVisit, school: str, pk: int) -> HttpResponseBase:
    """The copy of an item to take away; stamped with who took it when, where it bears a stamp."""
    opened, found = finding.item(request, pk)
    copy = _copy(found)
    if copy is None:
        raise Http404("There is no copy of this item.")
    now, kind = timezone.now(), Kind(copy.kind)
    if request.method == "GET":
        actions.note_download(item=found, by=request.person, at=now)
    if stamping.bears_stamp(kind):
        moment = date_format(timezone.localtime(now), "j F Y, H:i")
        words = f"{request.person.name}, {found.school.name}, {moment}, item {found.number}"
        with opened.file(copy) as file:
            answer: HttpResponseBase = HttpResponse(parsing.stamped(file, kind, words))
    else:
        answer = StreamingHttpResponse(storing.pieces(opened.file(copy)))
    answer["Content-Type"] = rules.MEDIA[kind]
    name = rules.safe_name(found.number, kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return finding.private(answer)


def _pages(opened: Opened, copy: Copy) -> int:
    with opened.file(copy) as file:
        return parsing.pages(file)


def _page(opened: Opened, copy: Copy, number: int) -> bytes:
    with opened.file(copy) as file:
        drawn = parsing.page(file, number)
    if not drawn:
        raise Http404("There is no such page.")
    return drawn


def _copy(item: Item) -> Copy | None:
    return getattr(item, "copy", None)


def _is_looking(request: PersonsVisit, item: Item) -> bool:
    try:
        told = signing.loads(request.GET.get("look", ""), salt=_LOOK, max_age=_LASTS)
    except signing.BadSignature:
        return False
    return bool(told == [item.pk, request.person.pk])


def _streamed(request: PersonsVisit, opened: Opened, copy: Copy) -> HttpResponseBase:
    """Answer with the file or, for players of films, the part they ask for (RFC 9110, 14)."""
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    start = int(asked[1]) if asked else 0
    stop = min(int(asked[2]) + 1, copy.size) if asked and asked[2] else copy.size
    if start >= stop:
        start, stop, asked = 0, copy.size, None
    answer = StreamingHttpResponse(
        storing.pieces(opened.file(copy), start=start, stop=stop),
        status=206 if asked else 200, content_type=rules.MEDIA[Kind(copy.kind)],
    )  # fmt: skip
    answer["Accept-Ranges"] = "bytes"
    answer["Content-Length"] = str(stop - start)
    answer["Content-Disposition"] = "inline"
    if asked:
        answer["Content-Range"] = f"bytes {start}-{stop - 1}/{copy.size}"
    return answer
