"""Findings that somebody has to answer for before a version is approved, with their reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone

from schoolgate.people.models import School
from schoolgate.policies import judging, library
from schoolgate.policies.analysis.findings import Finding
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import Reason, Version
from schoolgate.policies.queries.texts import of_version
from schoolgate.records.tenancy import acting_for

NEEDS_WAIVER: Final = "reference"  # a pointer that leads nowhere. Source: POL-22
NEEDS_REASON: Final = "departure"


@dataclass(frozen=True, slots=True)
class Weighed:
    """A finding that somebody has to answer for, and the reason in force, if there is one."""

    finding: Finding
    mark: str
    reason: Reason | None

    @property
    def waivable(self) -> bool:
        """Tell whether a waiver, with a day on which it ends, is asked for."""
        return self.finding.kind == NEEDS_WAIVER


def mark(finding: Finding) -> str:
    """Return the SHA-256 of a finding's kind and words, hexadecimal."""
    return hashlib.sha256(f"{finding.kind}\n{finding.text}".encode()).hexdigest()


def reasons(school: School, *, on: date) -> dict[str, Reason]:
    """Return the reasons of a school in force on a day, by the mark of their finding."""
    with acting_for(school.pk):
        rows = Reason.objects.filter(school=school).select_related("by").order_by("pk")
        last = {row.finding: row for row in rows}
    return {key: row for key, row in last.items() if row.until_on is None or on < row.until_on}


def weighed(version: Version, *, on: date) -> list[Weighed]:
    """Return the findings that need a reason or a waiver, those without one first."""
    given = reasons(version.school, on=on)
    found = [
        Weighed(finding, mark(finding), given.get(mark(finding)))
        for finding in judging.every_block(version, on=on)
        if finding.kind in {NEEDS_REASON, NEEDS_WAIVER}
    ]
    return sorted(found, key=lambda one: one.reason is not None)


def departures(version: Version) -> Iterator[Finding]:
    """Yield where a version departs from the dated standards; each needs a recorded reason."""
    try:
        known = of_version(version)
    except PackError:
        return  # mistakes block by themselves
    for finding in library.found_in(known, timezone.localdate()):
        if finding.kind == NEEDS_REASON:
            yield finding


def is_answered_for(version: Version, finding: Finding) -> bool:
    """Tell whether a reason or waiver in force lifts a finding from a version."""
    if finding.kind not in {NEEDS_REASON, NEEDS_WAIVER}:
        return False
    return mark(finding) in reasons(version.school, on=timezone.localdate())
