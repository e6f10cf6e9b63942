"""The front matter of a document: what it may hold, checked."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from schoolgate.policies.language.document import Document
from schoolgate.policies.language.mistakes import Notebook, did_you_mean, nearest

STATUSES = ("draft", "consulted", "approved", "in force", "replaced")
KINDS = ("school", "template", "standards")


class Omission(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template's clause that is left out, and why."""

    clause: str
    because: str = ""


class Revision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the revision record: when, by which roles, what changed."""

    on: str
    change: str
    by: tuple[str, ...] = ()


class Front(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The front matter. Dates are kept as written (a day, a month or a term)."""

    title: str = ""
    pack: str = ""
    version: str = ""
    status: str = "draft"
    kind: str = "school"
    part_of: str = ""
    extends: str = ""
    omit: tuple[Omission, ...] = ()
    renumber: dict[str, str] = {}
    school: str = ""
    approved: str = ""
    approver: str = ""
    review: str = ""
    reviews: tuple[str, ...] = ()
    cycle: str = ""
    revision: str = ""
    author: str = ""
    written_by: str = ""
    author_details: str = ""
    headteacher: str = ""
    safeguarding_lead: str = ""
    computing_lead: str = ""
    chair: str = ""
    safeguarding_governor: str = ""
    issues: tuple[str, ...] = ()
    revisions: tuple[Revision, ...] = ()
    consulted: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    commitment: str = ""
    credit: str = ""
    supersedes: str = ""
    related: tuple[str, ...] = ()
    source: str = ""
    dated: str = ""
    url: str = ""
    standards: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()


def front_matter(document: Document, notes: Notebook) -> Front:
    """Check the front matter; mistakes go to `notes`, and what is right is kept."""
    lines = document.front_lines
    good: dict[str, Any] = {}
    for key, found in document.front.items():
        value = found.isoformat() if isinstance(found, date) else found
        line = lines.get(key, 1)
        if key not in Front.__struct_fields__:
            hint = did_you_mean(key, Front.__struct_fields__)
            notes.note(line, f"the front matter has no key '{key}'.{hint}")
            continue
        try:
            msgspec.convert({key: value}, Front)
        except (msgspec.ValidationError, RecursionError):
            notes.note(line, _wanted(key, value))
            continue
        good[key] = value
    front = msgspec.convert(good, Front)
    _needs(front, document, notes)
    for key, value, allowed in (("status", front.status, STATUSES), ("kind", front.kind, KINDS)):
        if value not in allowed:
            hint = did_you_mean(value, allowed) or f" Write one of: {', '.join(allowed)}."
            notes.note(lines.get(key, 1), f"'{value}' is not a {key} I know.{hint}")
    return front


def _wanted(key: str, value: object) -> str:
    shapes = {
        "omit": 'omit = [{ clause = "3.1", because = "…" }]',
        "renumber": 'renumber = { "5" = "7" }',
        "revisions": 'revisions = [{ on = "2024-04", by = ["…"], change = "…" }]',
    }
    lists = {"reviews", "issues", "consulted", "contents", "related", "standards", "aims"}
    plain = str(value) if isinstance(value, (int, float)) else "…"
    example = shapes.get(key, f'{key} = ["…", "…"]' if key in lists else f'{key} = "{plain}"')
    shown = f"{value!r}"[:40]
    return f"{key} = {shown} is not of the right kind; write {example}"


def _needs(front: Front, document: Document, notes: Notebook) -> None:
    if not document.front and notes.mistakes:
        return
    meant = {nearest(key, Front.__struct_fields__) for key in document.front}  # noted already
    for key in ("title", "version"):
        if not getattr(front, key) and key not in meant:
            notes.note(1, f'the front matter lacks {key}; add {key} = "…"')
    if not front.pack and not front.part_of and meant.isdisjoint({"pack", "part_of"}):
        notes.note(1, 'the front matter lacks pack; add pack = "…" (or part_of = "…")')
