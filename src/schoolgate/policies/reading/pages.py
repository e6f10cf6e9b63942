"""The document as HTML, made once for each state of the policy, and searched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse

from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.policies.analysis.findings import KINDS, Finding
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.reading.beside import Link
from schoolgate.policies.reading.outline import Section, anchor, outline

MOST_SHOWN = 60
MOST_LISTED = 120
_HEADING = re.compile(r"<(/?)h[2-6](?=[ >])")
_PIECES = re.compile(r"(<[^>]*>|&#?\w+;)")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A section as HTML, with its words in lower case for the search."""

    section: Section
    html: str
    words: str


@dataclass(frozen=True, slots=True)
class FindingKind:
    """The findings of one kind; `placed` are those with the anchor and number of their clause."""

    title: str
    placed: list[tuple[Finding, str, str]]


def sections(
    known: library.Loaded, school: School, today: date, links: tuple[Link, ...] = ()
) -> list[Rendered]:
    """Return every section as HTML with its findings and the links that stand beside a clause,
    rendered once for this state, day and these links."""
    return known.once(("sections", school.slug, today, links),
                      lambda: _rendered(known, school, today, links))  # fmt: skip


def _rendered(
    known: library.Loaded, school: School, today: date, links: tuple[Link, ...]
) -> list[Rendered]:
    found = library.found_in(known, today)
    made = []
    for section in outline(known.pack):
        shown = [(link.label, reverse(link.route, args=[school.slug, section.ref]))
                 for link in links if section.ref in known.pack.by_ref]  # fmt: skip
        html = _html(section, school, _beside(section, found), shown)
        made.append(Rendered(section, html, section.text().lower()))
    return made


def _beside(section: Section, found: Sequence[Finding]) -> list[Finding]:
    mine = set(section.refs) - {""}
    return [item for item in found if mine & set(item.clauses)]


def _html(
    section: Section, school: School, found: list[Finding], links: list[tuple[str, str]]
) -> str:
    context = {"section": section, "school": school, "findings": found, "kinds": KINDS,
               "links": links}  # fmt: skip
    return render_to_string("policies/parts/section.html", context)


def summary(known: library.Loaded, today: date) -> list[FindingKind]:
    """Return the findings of a policy by kind, with where each stands."""
    return known.once(("summary", today), lambda: _by_kind(known, today))


def _by_kind(known: library.Loaded, today: date) -> list[FindingKind]:
    found = library.found_in(known, today)
    made = [
        FindingKind(
            title, [(item, *_place(known.pack, item)) for item in found if item.kind == kind]
        )
        for kind, title in KINDS.items()
    ]
    return [kind for kind in made if kind.placed]


def _place(pack: Pack, item: Finding) -> tuple[str, str]:
    """Return the anchor and the number of the first clause that the page shows."""
    ref = next((ref for ref in item.clauses if ref in pack.by_ref), "")
    return (anchor(ref), ref) if ref else ("", "")


def contents(known: library.Loaded, school: School, today: date) -> list[Section]:
    """Return the sections of the printed contents: the two upper levels."""
    upper = [one.section for one in sections(known, school, today) if one.section.level <= 2]
    return upper if len(upper) <= MOST_LISTED else [one for one in upper if one.level == 1]


def search(found: Sequence[Rendered], words: str) -> list[Rendered]:
    """Return the sections that hold every word, the words marked; at most `MOST_SHOWN`."""
    wanted = words.lower().split()
    hits = [one for one in found if all(word in one.words for word in wanted)]
    return [
        Rendered(hit.section, mark(_HEADING.sub(r"<\1h2", hit.html), wanted), hit.words)
        for hit in hits[:MOST_SHOWN]
    ]


def hits(found: Sequence[Rendered], words: str) -> int:
    """Return how many sections hold every word."""
    wanted = words.lower().split()
    return sum(all(word in one.words for word in wanted) for one in found)


def mark(html: str, wanted: Sequence[str]) -> str:
    """Return HTML with words marked, tags and character references left alone."""
    pattern = re.compile(
        "|".join(re.escape(word) for word in sorted(wanted, key=len, reverse=True)), re.I
    )
    pieces = _PIECES.split(html)
    pieces[::2] = [pattern.sub(r"<mark>\g<0></mark>", piece) for piece in pieces[::2]]
    return "".join(pieces)
