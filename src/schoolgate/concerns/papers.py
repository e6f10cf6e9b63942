"""Numbered paper: which pages there are, and how they look printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db.models import Count

from schoolgate.concerns.models import PaperPage
from schoolgate.concerns.rules import papers
from schoolgate.concerns.rules.papers import LINES, Page, Paper, State
from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.web.paper import making

_TEMPLATE: Final = Path(__file__).parent / "typst" / "papers.typ"


def pages(*, paper: Paper, viewer: Person | None, on: date) -> list[tuple[PaperPage, int, State]]:
    """Return the printed pages with how many entries were typed in, and what is known of them."""
    if viewer is None or not people.may(
        viewer, Capability.PAPER_TYPE, school=viewer.school_id, on=on
    ):
        return []
    found = PaperPage.objects.filter(school=viewer.school_id, paper=paper)
    rows = {one.number: one for one in found.annotate(count=Count("typed"))}
    known = [Page(one.number, one.count, one.empty_at is not None) for one in rows.values()]
    return [(rows[one.number], one.typed, state) for one, state in papers.states(known)]


def printed(paper: Paper, rows: Sequence[PaperPage], school: School) -> bytes:
    """Return pages as PDF, each with its number. Raises making.UnableToPrint."""
    data: dict[str, Any] = {
        "paper": paper, "title": f"{school.name}: {paper.says.lower()}s", "school": school.name,
        "pages": [one.reference for one in rows], "lines": LINES,
    }  # fmt: skip
    return making.pdf(_TEMPLATE, data)
