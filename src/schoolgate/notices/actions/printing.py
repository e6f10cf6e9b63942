"""Letters for those who have no e-mail: asked for together, made in parts, each part once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from schoolgate.jobs import progress, whose
from schoolgate.notices import paper, permissions, queries
from schoolgate.notices.models import LetterPart, LetterRun, Notice, Step, Telling
from schoolgate.notices.rules import Mark
from schoolgate.notices.verbs import NoticesVerb
from schoolgate.people.models import Person, School
from schoolgate.records import actions as journal
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for

PRINTER: Final = System("letters", "The letter run")
AT_ONCE: Final = 50  # letters in one file


class UnableToPrint(Exception):
    """There is nothing to print, or not for this person. The message says what to do."""


@transaction.atomic
def print_letters(*, notice: Notice, by: Person, at: datetime) -> LetterRun:
    """Ask for the letters of everybody who needs one and has none. Raises UnableToPrint.

    A job makes them, file by file; whoever asks twice gets nobody's letter twice.
    """
    if by.school_id != notice.school_id or not permissions.may_send(by, on=timezone.localdate(at)):
        raise UnableToPrint("Only those who send notices print letters.")
    School.objects.select_for_update().get(pk=by.school_id)  # two who ask at once, one by one
    wanted = list(queries.to_print(notice).values_list("pk", flat=True))
    if not wanted:
        raise UnableToPrint("Everybody who needs a letter has one, or it is being printed.")
    run = LetterRun.objects.create(school=by.school, notice=notice, by=by, asked_at=at)
    LetterPart.objects.bulk_create(_parts(run, wanted))
    journal.write(school=by.school, by=by, at=at, verb=NoticesVerb.LETTERS_ASKED, object=notice,
                  clause=notice.clause, body={"count": len(wanted)})  # fmt: skip
    with whose.of_school(by.school_id):
        print_run.enqueue(run.pk)
    return run


def _parts(run: LetterRun, wanted: Sequence[int]) -> list[LetterPart]:
    slices = [wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE)]
    return [
        LetterPart(school=run.school, run=run, number=number,
                   tellings=" ".join(str(one) for one in ids))
        for number, ids in enumerate(slices, start=1)
    ]  # fmt: skip


@task
def print_run(run: int) -> None:
    """Make the letters of a run, part after part; begun again, it goes on where it stopped."""
    parts = LetterPart.objects.filter(run=run, made_at=None).order_by("number")
    left = list(parts.select_related("run__notice__school", "school"))
    for number, part in enumerate(left, start=1):
        with acting_for(part.school_id):  # each part is whole by itself
            make_part(part=part, at=timezone.now())
        progress.tell(number, len(left))


def make_part(*, part: LetterPart, at: datetime) -> bool:
    """Make the letters of one part; False when another worker has made them.

    Killed before the end, nothing of it is there, and it is made again. Raises
    web.paper.making.UnableToPrint.
    """
    if part.made_at is not None:
        return False
    notice = part.run.notice
    tellings = Telling.objects.filter(pk__in=part.ids).select_related("person")
    made = paper.letters(notice, list(tellings.order_by("person__name", "pk")))
    with transaction.atomic():
        unmade = LetterPart.objects.filter(pk=part.pk, made_at=None)
        if unmade.update(pdf=made, made_at=at) != 1:
            return False
        Step.objects.bulk_create(
            Step(school_id=part.school_id, telling_id=pk, kind=Mark.PRINTED, at=at)
            for pk in part.ids
        )
        journal.write(school=part.school, by=PRINTER, at=at, verb=NoticesVerb.LETTERS_PRINTED,
                      object=notice, clause=notice.clause,
                      body={"count": len(part.ids), "part": part.number})  # fmt: skip
    return True


@transaction.atomic
def note_fetched(*, part: LetterPart, by: Person, at: datetime) -> None:
    """Write that somebody took a file of letters away: names and addressees stand in it."""
    journal.write(school=part.school, by=by, at=at, verb=NoticesVerb.LETTERS_FETCHED, object=part,
                  clause=part.run.notice.clause)  # fmt: skip
