"""Files that a page hands out."""

from __future__ import annotations

from django.http import HttpResponse


def pdf_of(made: bytes, name: str, *, save: bool = False) -> HttpResponse:
    """Return a PDF called `name`, without its ending: shown in the browser, or saved."""
    how = "attachment" if save else "inline"
    headers = {"Content-Disposition": f'{how}; filename="{name}.pdf"'}
    return HttpResponse(made, content_type="application/pdf", headers=headers)
