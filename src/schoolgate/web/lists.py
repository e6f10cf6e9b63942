"""Long lists: searched, sorted, in pages, and taken away as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse

ON_A_PAGE: Final = 50
# A spreadsheet takes a cell that begins like this for a formula and runs it.
_RUNS: Final = ("=", "+", "-", "@", "\t", "\r")


def page_of(request: HttpRequest, items: Any) -> Page[Any]:
    """Return the page of a list that `?page=` asks for; the nearest one if there is no such."""
    return Paginator(items, ON_A_PAGE).get_page(request.GET.get("page"))


def query_without(request: HttpRequest, *names: str) -> str:
    """Return the address's query without some fields, for links that keep the rest."""
    left = request.GET.copy()
    for name in (*names, "page"):
        left.pop(name, None)
    return left.urlencode()


def as_csv(name: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return rows as a file for a spreadsheet; no cell of it can run."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([_still(cell) for cell in row] for row in rows)
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"',
               "Cache-Control": "private, no-store"}  # fmt: skip
    return HttpResponse(
        "\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8", headers=headers
    )


def _still(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_RUNS) else text
