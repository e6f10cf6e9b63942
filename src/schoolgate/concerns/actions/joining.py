"""Cases that belong together: linked, or one merged into another without loss."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schoolgate.concerns import keys, permissions, queries
from schoolgate.concerns.actions import holding, storing
from schoolgate.concerns.actions.storing import UnableToAct, open_for, write_entry
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Admission, Case, Link
from schoolgate.concerns.rules.words import SHUT_OUT, State, Track
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal


@transaction.atomic
def link(*, case: Case, other: Case, why: str, by: Person, at: datetime) -> Link:
    """Say that two cases belong together; both stay as they are. Raises UnableToAct."""
    mine, theirs = _both(case, other, why, by, at)
    first, second = sorted((mine.case, theirs.case), key=lambda one: one.pk)
    row, made = Link.objects.get_or_create(
        school_id=case.school_id, first=first, second=second, defaults={"made_at": at}
    )
    if not made:
        raise UnableToAct("They are linked already.")
    for here, there in ((mine, theirs), (theirs, mine)):
        said = {"case": there.case.name, "words": why.strip()}
        write_entry(here, kind="linked", said=said, by=by, at=at)
    _journal(ConcernsVerb.CASE_LINKED, mine.case, theirs.case, by, at)
    return row


@transaction.atomic
def merge(*, case: Case, into: Case, why: str, by: Person, at: datetime) -> Case:
    """Merge a case into another, and return that one. Nothing is moved or written again: the key of
    the merged case is sealed under that of the other, whose pages show both.

    Whoever was admitted to one is admitted to both, and whoever is in one is shut out of both. What
    the law may touch stays so. Raises UnableToAct.
    """
    lost, kept = _both(case, into, why, by, at)
    if {lost.case.state, kept.case.state} - {State.NEW, State.OPEN}:
        raise UnableToAct("Only open cases are merged. Open it again first.")
    _refuse_other_series(lost.case, kept.case)
    _admit_all(lost, kept, at)
    _lock_in(lost, kept)
    changed = Case.objects.filter(pk=lost.case.pk, state__in=[State.NEW, State.OPEN]).update(
        state=State.MERGED, into=kept.case, moved_at=at
    )
    if changed != 1:
        raise UnableToAct("Somebody was faster. Look again.")
    _shut_out_of_both(kept, by, at)
    if lost.case.track == Track.ILLEGAL:
        Case.objects.filter(pk=kept.case.pk).update(track=Track.ILLEGAL)
    said = {"case": lost.case.name, "words": why.strip()}
    write_entry(kept, kind="merged", said=said, by=by, at=at)
    _journal(ConcernsVerb.CASE_MERGED, lost.case, kept.case, by, at)
    return kept.case


def _both(case: Case, other: Case, why: str, by: Person, at: datetime) -> tuple[Opened, Opened]:
    """Open two cases that somebody leads, the older row first, so that no two wait for each
    other."""
    if case.pk == other.pk or case.school_id != other.school_id:
        raise UnableToAct("Choose another case.")
    if not why.strip():
        raise UnableToAct("Say why. It is kept in both cases.")
    opened = {one.pk: open_for(one, by, at) for one in sorted((case, other), key=lambda c: c.pk)}
    on = timezone.localdate(at)
    if not all(permissions.may_lead(by, one.case, on=on) for one in opened.values()):
        raise UnableToAct("Only who leads both cases does this.")
    return opened[case.pk], opened[other.pk]


def _refuse_other_series(lost: Case, kept: Case) -> None:
    """Refuse what would take a case away from the school's leaders, or show a gap in numbers."""
    if lost.series != kept.series:
        raise UnableToAct(
            "A case of the governors is not merged with one of the school. Link them."
        )


def _admit_all(lost: Opened, kept: Opened, at: datetime) -> None:
    theirs = Admission.objects.filter(case=lost.case, until_at=None).select_related("person")
    for one in theirs:
        storing.admit(kept, because=one.because, at=at, role=one.role, person=one.person)
    theirs.update(until_at=at, wrapped=None)


def _shut_out_of_both(kept: Opened, by: Person, at: datetime) -> None:
    """Take the keys of whoever was let see the one and is in the other."""
    there = {one.person for one in queries.parties(kept) if one.row.part in SHUT_OUT}
    for person in Person.objects.filter(pk__in=[pk for pk in there if pk]).order_by("pk"):
        holding.shut_out(kept.case, person, by=by, at=at)


def _lock_in(lost: Opened, kept: Opened) -> None:
    """Seal the key of a case, and of those that were merged into it before, under the other's."""
    for one in queries.together(lost):
        inner = keys.locked_in(kept, one)
        Case.objects.filter(pk=one.case.pk).update(inner=inner)
    Case.objects.filter(into=lost.case).update(into=kept.case)


def _journal(verb: ConcernsVerb, case: Case, other: Case, by: Person, at: datetime) -> None:
    journal.write(school=case.school, by=by, at=at, verb=verb, object=case,
                  body={"other": other.pk})  # fmt: skip
