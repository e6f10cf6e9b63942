"""A plain CSV, one row a person, as a school's management system exports it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from schoolgate.gateways.roster.drafts import Draft, Reading
from schoolgate.gateways.roster.faults import Fault, NeedsKind
from schoolgate.gateways.roster.headers import columns
from schoolgate.gateways.roster.kinds import kind_word
from schoolgate.gateways.roster.tables import Bundle, Line, Table, table

_KIND_IN_NAME: Final = (
    ("pupil", "pupil"), ("student", "pupil"), ("staff", "staff"), ("workforce", "staff"),
    ("governor", "governor"), ("volunteer", "volunteer"), ("contact", "parent"),
    ("parent", "parent"), ("guardian", "parent"), ("carer", "parent"),
)  # fmt: skip
_ALIKE: Final = ("kind", "given", "family", "name", "email")


def read(bundle: Bundle, told: Mapping[str, str], kind: str = "") -> Reading:
    """Read every file; `told` maps our fields to folded headers, `kind` is for rows without one.

    Raises UnableToRead.
    """
    drafts: dict[tuple[str, str], Draft] = {}
    faults: list[Fault] = []
    covers: set[str] = set()
    loose: set[str] = set()
    for name, data in sorted(bundle.files.items()):
        read = table(name, data)
        faults += read.faults
        loose |= read.loose
        where = columns(read.headers, told, name)
        fallback = kind or _kind_of(read, where)
        covers.add(fallback)
        for line in read.lines:
            _keep(_draft(name, line, where, fallback), drafts, faults)
    covers |= {kind_word(draft.kind) for draft in drafts.values()}
    return Reading("CSV", list(drafts.values()), faults,
                   frozenset(covers - {""}), frozenset(loose))  # fmt: skip


def _kind_of(read: Table, where: Mapping[str, str]) -> str:
    for word, kind in _KIND_IN_NAME:
        if word in read.name.lower():
            return kind
    if "kind" in where:
        return ""
    if "year" in where:
        return "pupil"
    raise NeedsKind(
        f"{read.name} does not say whom it lists. Add a column “kind”, or write --kind staff, "
        "--kind pupil or --kind parent.",
        read.name,
    )


def _draft(file: str, line: Line, where: Mapping[str, str], kind: str) -> Draft:
    said = {field: line.cells[header] for field, header in where.items()}
    relation = said.pop("relation", "") or "parent"
    pupils = re.split(r"[;,\s]+", said.pop("guards", ""))
    classes = re.split(r"\s*[;,]\s*", said.pop("teaches", ""))
    draft = Draft(
        file, line.number,
        guards=tuple((pupil, relation) for pupil in pupils if pupil),
        teaches=tuple(sorted({one for one in classes if one})),
    )  # fmt: skip
    return draft.with_(**(said | {"kind": said.get("kind") or kind}))


def _keep(draft: Draft, drafts: dict[tuple[str, str], Draft], faults: list[Fault]) -> None:
    """Keep a row; a guardian with a row for each child becomes one person with all of them."""
    key = (draft.id, draft.file if not draft.id else "")
    first = drafts.get(key)
    if first is None or not draft.id:
        drafts[key if draft.id else (f"line {draft.line}", draft.file)] = draft
    elif draft.guards and all(getattr(first, one) == getattr(draft, one) for one in _ALIKE):
        drafts[key] = first.with_(guards=tuple(sorted({*first.guards, *draft.guards})))
    else:
        says = f"The id “{draft.id}” stands twice, first at {first.file} line {first.line}."
        faults.append(Fault(draft.file, draft.line, f"{says} The first is taken."))
