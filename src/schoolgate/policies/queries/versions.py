"""Versions: which is in force on a day, which there are, and what is recorded about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery

from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies import library, permissions
from schoolgate.policies.analysis.approvable import unresolved
from schoolgate.policies.analysis.findings import Finding
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import Consultation, RelatedPolicy, Revision, Typing, Version
from schoolgate.policies.rules import life
from schoolgate.policies.rules.life import Stage, State
from schoolgate.records.tenancy import acting_for


@dataclass(frozen=True, slots=True)
class Related:
    """A line of the register of related policies.

    `here` is the version in force of a document kept in Schoolgate; `row` what was entered by hand.
    """

    name: str
    here: Version | None = None
    row: RelatedPolicy | None = None


def version_in_force(*, school: School, document: str = "", at: date) -> Version | None:
    """Return the version of a document that is in force on a day. It is public."""
    with acting_for(school.pk):
        published = Version.objects.filter(
            school=school, document=document, stage=Stage.APPROVED, from_on__lte=at
        )
        found = published.order_by("-from_on", "-number").first()
    ended = found is not None and found.until_on is not None and found.until_on <= at
    return None if ended else found


def versions(*, viewer: Person | None, school: School, on: date) -> QuerySet[Version]:
    """Return the versions of a school that the viewer may see, newest first in each document.

    Each has `replaced_on`, the first day of its successor. For people of other schools and
    visitors, evaluate it within `acting_for(school.pk)`.
    """
    newer = Version.objects.filter(school=OuterRef("school"), document=OuterRef("document")).filter(
        Q(from_on__gt=OuterRef("from_on"))
        | Q(from_on=OuterRef("from_on"), number__gt=OuterRef("number"))
    )
    first = newer.order_by().values("document").annotate(first=Min("from_on")).values("first")
    seen = permissions.versions_visible_to(viewer, school, on=on)
    return seen.select_related("school", "signoff").annotate(replaced_on=Subquery(first))


def state(version: Version, *, on: date) -> State:
    """Return what a version is on a day; the version comes from `versions`."""
    return life.state(
        version.stage, from_on=version.from_on, until_on=version.until_on,
        replaced_on=cast(Any, version).replaced_on, on=on,
    )  # fmt: skip


def may(viewer: Person | None, capability: Capability, *, school: School, on: date) -> bool:
    """Tell whether somebody may do something with a school's versions."""
    return viewer is not None and people.may(viewer, capability, school=school.pk, on=on)


def revisions(version: Version) -> QuerySet[Revision]:
    """Return the revision record of a version, oldest first."""
    return Revision.objects.filter(version=version)


def consultations(version: Version) -> QuerySet[Consultation]:
    """Return the consultation record of a version, oldest first."""
    return Consultation.objects.filter(version=version)


def not_consulted(version: Version) -> list[str]:
    """Return the groups that nobody has consulted on a version.

    Expected are the four main groups, and those that were consulted on the version before.
    """
    rows = Consultation.objects.filter(version__in=[version.pk, version.drafted_from_id])
    asked = [one.group for one in rows if one.version_id == version.pk]
    before = [one.group for one in rows if one.version_id != version.pk]
    known = [one for one in before if life.not_consulted([one]) == [*life.GROUPS]]
    return life.not_consulted(asked, expected=[*life.GROUPS, *dict.fromkeys(known)])


def typed(*, version: Version, viewer: Person, part: str) -> Typing | None:
    """Return what the viewer typed into a part of a draft and has not saved."""
    return Typing.objects.filter(version=version, person=viewer, part=part).first()


def others_typing(*, version: Version, viewer: Person) -> QuerySet[Typing]:
    """Return what others are typing into a draft, last first."""
    return (
        Typing.objects.filter(version=version).exclude(person=viewer)
        .select_related("person").order_by("-at")
    )  # fmt: skip


def to_do(*, viewer: Person, on: date) -> QuerySet[Version]:
    """Return the versions of the viewer's school that wait for somebody's next step."""
    return Version.objects.filter(school=viewer.school_id, from_on=None).exclude(
        stage=Stage.WITHDRAWN
    ).select_related("school", "made_by").order_by(F("changed_at"))  # fmt: skip


def register(*, viewer: Person, on: date) -> list[Related]:
    """Return the register of related policies: what headers name, and what was entered by hand."""
    rows = {one.name.lower(): one for one in RelatedPolicy.objects.filter(school=viewer.school_id)}
    found = {name: Related(row.name, None, row) for name, row in rows.items()}
    for name in _named(viewer.school):
        found.setdefault(name.lower(), Related(name, None, rows.get(name.lower())))
    published = versions(viewer=viewer, school=viewer.school, on=on).filter(from_on__lte=on)
    for one in published.exclude(document=""):
        if state(one, on=on) is State.IN_FORCE:
            found[one.title.lower()] = Related(one.title, one, rows.get(one.title.lower()))
    return sorted(found.values(), key=lambda one: one.name.lower())


def _named(school: School) -> list[str]:
    try:
        fronts = library.of(school).pack.fronts
    except PackError:
        return []
    return [name for front in fronts for name in (*front.related, front.supersedes) if name]


def gaps_of_register(*, viewer: Person, on: date) -> list[Finding]:
    """Return findings: clauses that cite what is neither in the policy nor on the register."""
    try:
        pack = library.of(viewer.school).pack
    except PackError:
        return []
    known = {one.name.lower() for one in register(viewer=viewer, on=on)}
    return [
        one for one in unresolved(pack)
        if "refers to" in one.text and not any(f"“{name}”" in one.text.lower() for name in known)
    ]  # fmt: skip
