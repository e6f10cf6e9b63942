"""What stands in the way of approving a policy, apart from mistakes: header, references, credit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from schoolgate.policies.analysis.findings import Finding
from schoolgate.policies.analysis.references import references
from schoolgate.policies.language.effective import Pack, PackClause
from schoolgate.policies.language.front import Front
from schoolgate.policies.language.inheritance import renumber

REVISIONS: Final = ("complete", "partial", "new", "no changes")
AUTHORS: Final = ("local authority", "school", "other")


def header_faults(front: Front) -> Iterator[str]:
    """Yield what the header of a version lacks before it can be approved.

    Source: the header sheets of the three printed policies (POL-01, POL-02, POL-03).
    """
    for key, words in (("title", "a title"), ("approver", "who approves it"),
                       ("review", "when it is reviewed")):  # fmt: skip
        if not getattr(front, key).strip():
            yield f"The header does not say {words}. Write it."
    if front.revision not in REVISIONS:
        yield f"Choose one type of revision: {', '.join(REVISIONS)}."
    if front.written_by not in {"", *AUTHORS}:
        yield f"Choose one source of the text: {', '.join(AUTHORS)}."
    if front.written_by == "other" and not (front.author.strip() and front.author_details.strip()):
        yield "Another author wrote it: give the name and the details."


def changed_clauses(before: Pack | None, after: Pack) -> list[str]:
    """Return the numbers of the clauses that were changed, added or left out, in order."""
    old = _by_name(before) if before is not None else {}
    new = _by_name(after)
    changed = [name for name, clause in new.items() if old.get(name) != clause]
    return [*changed, *(name for name in old if name not in new)]


def _by_name(pack: Pack) -> dict[str, object]:
    return {clause.ref or clause.title: clause.canonical() for clause in pack.clauses}


def no_changes_is_true(front: Front, changed: list[str]) -> bool:
    """Tell whether a revision that says that nothing changed changed nothing."""
    return front.revision != "no changes" or not changed


def overridden(pack: Pack) -> list[str]:
    """Return the numbers of the template's clauses that a pack writes anew."""
    if pack.base is None:
        return []
    theirs = {clause.ref for clause in pack.base.clauses}
    theirs = {renumber(ref, pack.front.renumber) for ref in theirs if ref}
    return [one.ref for one in pack.clauses if one.origin == pack.id and one.ref in theirs]


def uncredited(pack: Pack) -> Iterator[Finding]:
    """Yield the clauses with somebody else's wording that name no source or no permission."""
    for clause in pack.clauses:
        for box in clause.boxes:
            if box.all("third party") and not (box.all("source") and box.all("permission")):
                says = (
                    f"{clause.ref}: the wording is somebody else’s. Add 'source:' and "
                    "'permission:' to its box."
                )
                yield Finding("credit", says, (clause.ref,), clause.file, box.line)


def credit_of(clause: PackClause) -> str:
    """Return the credit that is printed with a clause, or nothing."""
    box = next((one for one in clause.boxes if one.all("third party")), None)
    if box is None:
        return ""
    permission = box.one("permission")
    return f"Wording from {box.one('third party')}" + (f", {permission}." if permission else ".")


def unresolved(pack: Pack) -> Iterator[Finding]:
    """Yield the references that lead nowhere."""
    for kind, text, ref in references(pack):
        if kind == "reference":
            clause = pack.by_ref.get(ref)
            where = (clause.file, clause.line) if clause else ("", 0)
            yield Finding("reference", text, (ref,) if ref else (), *where)
