"""What is to be said of a version's texts: mistakes, findings, what blocks its approval.

The same checks as `./sg policy check`, over the texts together with the documents in force beside
them. Other parts of the room add what blocks an approval, and what lifts a block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.policies.analysis import approvable
from schoolgate.policies.analysis.findings import Finding
from schoolgate.policies.language.front import Front
from schoolgate.policies.language.mistakes import Mistake, PackError
from schoolgate.policies.language.pieces import front_of
from schoolgate.policies.models import RelatedPolicy, Version
from schoolgate.policies.rules.life import Stage

MISTAKE: Final = "mistake"
HEADER: Final = "header"


@dataclass(frozen=True, slots=True)
class Checked:
    """Texts, judged: `known` is None while there are mistakes."""

    known: library.Loaded | None
    mistakes: tuple[Mistake, ...] = ()
    findings: tuple[Finding, ...] = ()

    def said(self) -> list[Finding]:
        """Return mistakes and findings alike."""
        wrong = [Finding(MISTAKE, one.text, (), one.file, one.line) for one in self.mistakes]
        return [*wrong, *self.findings]


Block = Callable[[Version], Iterable[Finding]]
Lift = Callable[[Version, Finding], bool]
_blocks: dict[str, Block] = {}
_lifts: dict[str, Lift] = {}


def also_block(name: str, block: Block) -> None:
    """Ask `block` too what stands in the way of approving a version; same name: in its place."""
    _blocks[name] = block


def lift(name: str, lifts: Lift) -> None:
    """Ask `lifts` whether a finding stands in the way no more: a waiver, a reason recorded."""
    _lifts[name] = lifts


def check(
    school: School, document: str, texts: Mapping[str, str], *, on: date, issue: str | None = None
) -> Checked:
    """Judge texts as `./sg policy check` does, with what is in force beside them.

    `issue` is the stored issue of the template that they build on; None: the one on file.
    """
    try:
        known = library.assembled(school, document, texts, on=on, issue=issue)
    except PackError as error:
        return Checked(None, tuple(error.mistakes))
    return Checked(known, (), tuple(library.found_in(known, on)))


def loaded_version(version: Version, *, on: date) -> library.Loaded:
    """Return a version as a policy, with what is in force beside it on a day. Raises PackError."""
    return library.assembled(
        version.school, version.document, version.files, on=on, issue=version.issue_id,
        is_draft=version.stage == Stage.DRAFT,
    )  # fmt: skip


def header(version: Version) -> Front:
    """Return the header of a version: the front matter of its first document."""
    return front_of(next(iter(version.files.values()), ""))


def changed(version: Version, *, on: date) -> list[str]:
    """Return the clauses that a version changes against the one it was drafted from; none where
    either has mistakes, or there is nothing to compare with."""
    if version.drafted_from is None:
        return []
    try:
        before = loaded_version(version.drafted_from, on=on).pack
        after = loaded_version(version, on=on).pack
    except PackError:
        return []
    return approvable.changed_clauses(before, after)


def blocks_approval(version: Version, *, on: date) -> list[Finding]:
    """Return what stands in the way of approving a version, waivers taken off."""
    every = every_block(version, on=on)
    return [one for one in every if not any(lifts(version, one) for lifts in _lifts.values())]


def every_block(version: Version, *, on: date) -> list[Finding]:
    """Return what stands in the way of approving a version, and what would without its waiver."""
    return [*_own_blocks(version, on), *(one for ask in _blocks.values() for one in ask(version))]


def _own_blocks(version: Version, on: date) -> Iterator[Finding]:
    front = header(version)
    for fault in approvable.header_faults(front):
        yield Finding(HEADER, fault)
    if not approvable.no_changes_is_true(front, changes := changed(version, on=on)):
        says = f"The header says “no changes”, but {', '.join(changes[:8])} changed."
        yield Finding(HEADER, says, tuple(changes))
    try:
        pack = loaded_version(version, on=on).pack
    except PackError as error:
        yield from (Finding(MISTAKE, one.text, (), one.file, one.line) for one in error.mistakes)
        return
    mine, register = set(version.files), _register(version)
    for one in (*approvable.unresolved(pack), *approvable.uncredited(pack)):
        if one.file in mine and not any(f"“{name}”" in one.text.lower() for name in register):
            yield one


def _register(version: Version) -> list[str]:
    """Return what stands on the school's register of related policies, in lower case."""
    rows = RelatedPolicy.objects.filter(school=version.school_id)
    return [name.lower() for name in rows.values_list("name", flat=True)]
