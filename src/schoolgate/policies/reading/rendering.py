"""A policy as one document: HTML that stands alone, and tagged PDF for paper."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from schoolgate.policies.english.wording import british, capital
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.reading.outline import BoxPart, Grid, Part, Prose, Section, outline
from schoolgate.web import prose
from schoolgate.web.paper import making

HERE = Path(__file__).parent
ROOM = HERE.parent
TEMPLATE = HERE / "typst" / "policy.typ"
STYLE = ROOM / "static" / "policies" / "policies.css"
_MOST_IN_CONTENTS = 90  # sections; two pages
MARKS = {
    "rule": "Rule", "duty": "Duty", "agreement": "Agreement", "approval": "Approval",
    "notice": "Notice", "keep": "Keep", "route": "Route", "role": "Role",
    "register": "Register", "summary": "Summary", "statement": "Statement",
}  # fmt: skip


def facts_about(pack: Pack, instead: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """Return what a reader looks for first: version, status, approval and review.

    `instead` is what is known better than the front matter knows it, by the same names.
    """
    front = pack.front
    rows = [
        ("Version", front.version),
        ("Status", capital(front.status)),
        ("Approved", british(front.approved) or "No date is stated"),
        ("Next review", british(front.review or ", ".join(front.reviews)) or "No date is stated"),
    ]
    if pack.base is not None:
        rows.append(("Built on", f"{pack.base.front.title}, issue {pack.base.front.version}"))
    if pack.front.credit:
        rows.append(("Credit", pack.front.credit))
    known = dict(rows) | dict(instead or {})
    return list(known.items())


def document_html(pack: Pack) -> str:
    """Return the policy as a page that needs nothing else: no script, no font, no link outwards."""
    context = {
        "pack": pack,
        "facts": facts_about(pack),
        "sections": outline(pack),
        "style": STYLE.read_text("utf-8"),
    }
    return render_to_string("policies/alone.html", context)


def document_pdf(pack: Pack, url: str = "", instead: Mapping[str, str] | None = None) -> bytes:
    """Return the policy as tagged PDF (PDF/UA-1); with a URL, with a QR code that opens it.

    Raises web.paper.making.UnableToPrint.
    """
    sections = outline(pack)
    data = {
        "title": pack.front.title,
        "school": pack.front.school,
        "facts": facts_about(pack, instead),
        "commitment": pack.front.commitment,
        "footer": f"{pack.id}, {(instead or {}).get('Status', pack.front.status).lower()}",
        "hash": pack.hash,
        "url": url,
        "qr": making.code(url) if url else "",
        # Two pages of contents help to find a clause; eight do not.
        "depth": 1 if len(sections) > _MOST_IN_CONTENTS else 2,
        "sections": [_section(section) for section in sections],
    }
    return making.pdf(TEMPLATE, data)


def _section(section: Section) -> dict[str, Any]:
    heading = f"{section.ref} {section.title}".strip()
    return {
        "level": section.level,
        "title": heading,
        "inherited": section.inherited,
        "credit": section.credit,
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
