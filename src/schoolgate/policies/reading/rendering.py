"""A policy as one document: HTML that stands alone, and tagged PDF for paper."""

from __future__ import annotations

import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst
from django.template.loader import render_to_string

from schoolgate.policies.english import prose
from schoolgate.policies.english.wording import british, capital
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.reading.outline import BoxPart, Grid, Part, Prose, Section, outline

HERE = Path(__file__).parent
ROOM = HERE.parent
FONTS = ROOM.parent / "web" / "static" / "fonts"
STYLE = ROOM / "static" / "policies" / "policies.css"
MARKS = {
    "rule": "Rule", "duty": "Duty", "agreement": "Agreement", "approval": "Approval",
    "notice": "Notice", "keep": "Keep", "route": "Route", "role": "Role",
    "register": "Register", "summary": "Summary", "statement": "Statement",
}  # fmt: skip


def facts_about(pack: Pack) -> list[tuple[str, str]]:
    """Return what a reader looks for first: version, status, approval and review."""
    front = pack.front
    rows = [
        ("Version", front.version),
        ("Status", capital(front.status)),
        ("Approved", british(front.approved) or "No date is stated"),
        ("Next review", british(front.review or ", ".join(front.reviews)) or "No date is stated"),
    ]
    if pack.base is not None:
        rows.append(("Built on", f"{pack.base.front.title}, issue {pack.base.front.version}"))
    return rows


def document_html(pack: Pack) -> str:
    """Return the policy as a page that needs nothing else: no script, no font, no link outwards."""
    context = {
        "pack": pack,
        "facts": facts_about(pack),
        "sections": outline(pack),
        "style": STYLE.read_text("utf-8"),
    }
    return render_to_string("policies/alone.html", context)


@cache
def _fonts() -> typst.Fonts:
    folders = [str(FONTS)] if FONTS.is_dir() else []
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def document_pdf(pack: Pack, url: str = "") -> bytes:
    """Return the policy as tagged PDF (PDF/UA-1); with a URL, with a QR code that opens it."""
    data = {
        "title": pack.front.title,
        "school": pack.front.school,
        "facts": facts_about(pack),
        "footer": f"{pack.id}, {pack.front.status}",
        "hash": pack.hash,
        "url": url,
        "qr": _qr(url) if url else "",
        "sections": [_section(section) for section in outline(pack)],
    }
    made = typst.compile(
        str(HERE / "typst" / "policy.typ"),
        root=str(HERE / "typst"),
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        font_paths=_fonts(),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave pages where one document was asked for")
    return made


def _qr(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=4, xmldecl=False)
    return out.getvalue().decode()


def _section(section: Section) -> dict[str, Any]:
    heading = f"{section.ref} {section.title}".strip()
    return {
        "level": section.level,
        "title": heading,
        "inherited": section.inherited,
        "parts": [_part(part) for part in section.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Prose):
        return {"t": "prose", "blocks": prose.blocks(part.text)}
    if isinstance(part, BoxPart):
        return {
            "t": "box",
            "mark": MARKS[part.plain.mark],
            "force": part.plain.force,
            "text": part.plain.text,
            "steps": part.plain.steps,
        }
    return _grid(part)


def _grid(grid: Grid) -> dict[str, Any]:
    rows = [[prose.inline_blocks(cell.text) for cell in row.cells] for row in grid.rows]
    return {"t": "table", "kind": grid.kind, "header": grid.header, "rows": rows}
