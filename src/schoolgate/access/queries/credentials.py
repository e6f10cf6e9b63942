"""Administrator credentials and how each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q, QuerySet

from schoolgate.access import permissions
from schoolgate.access.models import Credential
from schoolgate.access.rules import credentials as rules
from schoolgate.access.rules.credentials import Event, State
from schoolgate.kernel.times import Term
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError


@dataclass(frozen=True, slots=True)
class Standing:
    """A credential with its last dates and what waits."""

    credential: Credential
    changed_on: date | None
    deposited_on: date | None
    state: State
    late: bool


def terms(school: School) -> Sequence[Term]:
    """Return the terms that the school's policy states; none while its pack has mistakes."""
    try:
        return library.of(school).pack.book.calendar.terms
    except PackError:
        return ()


def credentials(viewer: Person | None, *, on: date) -> QuerySet[Credential]:
    """Return the credentials in use, with the last day of each event."""
    mine = permissions.rows(Credential, viewer, Capability.CREDENTIAL_SEE, on=on)
    last = {str(event): Max("dates__happened_on", filter=Q(dates__event=event)) for event in Event}
    return mine.filter(retired_at=None).select_related("holder").annotate(**last)


def standings(viewer: Person | None, *, on: date) -> list[Standing]:
    """Return every credential as it stands on a day, in the order of the register."""
    found = list(credentials(viewer, on=on))
    if viewer is None or not found:
        return []
    stated = terms(viewer.school)
    return [_standing(one, on, stated) for one in found]


def _standing(one: Credential, on: date, stated: Sequence[Term]) -> Standing:
    changed: date | None = getattr(one, Event.CHANGED)
    deposited: date | None = getattr(one, Event.DEPOSITED)
    state = rules.state(changed, deposited, on, stated)
    return Standing(one, changed, deposited, state,
                    state.late_on is not None and state.late_on <= on)  # fmt: skip
