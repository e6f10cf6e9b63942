"""Evidence of a case lies in the vault (`evidence`), in a folder that the case keeps.

Who may see the case today, by an admission that is in force, may see the folder; where the law may
be touched nothing is ever attached; whoever told the school is named in no bundle.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone

from schoolgate.concerns import finding, identity, keys, permissions, queries, routing
from schoolgate.concerns.models import Admission, Case, Report
from schoolgate.concerns.rules import keeping
from schoolgate.concerns.rules.words import Part, State, Track
from schoolgate.evidence import entitled
from schoolgate.evidence import queries as evidence
from schoolgate.evidence.models import Folder
from schoolgate.people.models import Person

PREFIX: Final = "concerns:case"
ILLEGAL: Final = "Nothing is attached where the law may be broken. Nobody looks at it or copies it."
_JOINED: Final = "The case was joined to another one. Put it into the evidence of that."
_OPEN: Final = "Kept while the case is open."
NO_PERIOD: Final = (
    "The policy states no period for evidence. It is kept until somebody decides one: ask the data "
    "protection lead."
)


def keeper(case: Case) -> str:
    """Return the name under which the vault knows a case."""
    return f"{PREFIX}:{case.pk}"


def holder(admission: Admission) -> str:
    """Return the name under which the vault knows who is admitted."""
    return f"role:{admission.role}" if admission.role else f"person:{admission.person_id}"


def rules() -> entitled.Rules:
    """Return what holds for the folders of cases."""
    return entitled.Rules(see=_see, attach=_attach, export=_export, hidden=_hidden, title=_title,
                          until=_until, people=_people, beside=_beside)  # fmt: skip


def is_illegal(case: Case) -> bool:
    """Tell whether a case, or any report of it, may touch the law: also by what was merged into it,
    or what it was merged into."""
    every = _together(case)
    told = Report.objects.filter(case__in=every, illegal=True)
    return any(one.track == Track.ILLEGAL for one in every) or told.exists()


def _case(name: str) -> Case | None:
    return (
        Case.objects.filter(pk=int(name.rpartition(":")[2]))
        .select_related("school", "into")
        .first()
    )


def _whole(name: str) -> Case | None:
    """Return the case that a folder belongs to by now: of a case that was merged, the other one."""
    case = _case(name)
    return case and (case.into or case)


def _see(name: str, viewer: Person, on: date) -> Sequence[str]:
    case = _whole(name)
    if case is None or not permissions.may_see(viewer, case, on=on):
        return ()
    return [holder(one) for one in permissions.admissions_of(viewer, on=on).filter(case=case)]


def _attach(name: str) -> str:
    case = _case(name)
    if case is None or is_illegal(case):
        return ILLEGAL
    if case.state == State.MERGED:
        return _JOINED
    if case.state not in {State.NEW, State.OPEN}:
        return "The case is closed. Open it again before you add to its evidence."
    return ""


def _export(name: str, viewer: Person, on: date) -> str:
    case = _whole(name)
    if case is None or not permissions.may_lead(viewer, case, on=on):
        return "Only who leads the case makes a bundle of its evidence."
    return ""


def _hidden(name: str) -> Sequence[str]:
    case = _whole(name)
    first = Admission.objects.filter(case=case, until_at=None).order_by("pk").first()
    if case is None or first is None:
        return ()
    return sorted(identity.withheld(keys.opened(case, first)))


def _until(name: str) -> entitled.Until:
    case = _case(name)
    return entitled.Until(None, _OPEN) if case is None else kept_until(case)


def kept_until(case: Case) -> entitled.Until:
    """Return until when evidence is kept: while the case is open, and then as the policy says."""
    whole = case.into or case
    if whole.closed_at is None:
        return entitled.Until(None, _OPEN)
    period = keeping.period_of(routing.pack_of(case.school))
    if period is None:
        return entitled.Until(None, NO_PERIOD)
    last = period.after(timezone.localdate(whole.closed_at))
    says = f"Kept for {period.said} after the case was closed (clause {period.clause})."
    return entitled.Until(last, says)


def is_held(case: Case) -> bool:
    """Tell whether evidence of a case is held for the police or a court, in any of its folders."""
    return any(evidence.hold(one) is not None for one in folders_of(case))


def folders_of(case: Case) -> list[Folder]:
    """Return the folders of a case: its own, that of the case it was merged into, and of any that
    was merged into that one."""
    found = (evidence.folder_of(school=case.school, keeper=keeper(one)) for one in _together(case))
    return [one for one in found if one is not None]


def _together(case: Case) -> list[Case]:
    whole = case.into or case
    return [whole, *finding.merged_into(whole)]


def _beside(name: str) -> Sequence[str]:
    case = _case(name)
    every = map(keeper, _together(case)) if case else ()
    return [one for one in every if one != name]


def _people(name: str, viewer: Person) -> Sequence[str]:
    """Everybody in the case but who told: whoever makes a bundle may leave them out."""
    case, on = _whole(name), timezone.localdate()
    if case is None or not permissions.may_see(viewer, case, on=on):
        return ()
    there = queries.parties(queries.opened(case=case, viewer=viewer, on=on))
    return sorted({one.name for one in there if one.row.part != Part.REPORTER})


def _title(name: str, viewer: Person) -> tuple[str, str]:
    case = _case(name)
    if case is None:
        return "Evidence", ""
    page = reverse("concerns:case", args=[viewer.school.slug, case.pk])
    return f"Case {case.name}", page
