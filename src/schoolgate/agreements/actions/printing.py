"""Forms on paper: asked for together, made in files, each file once; a run can be withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from schoolgate.agreements import paper, queries
from schoolgate.agreements.actions.storing import UnableToSign, keep_text, version_of
from schoolgate.agreements.models import FormPart, FormRun, PaperForm, SignedText
from schoolgate.agreements.queries import Line, ToPrint, Wanted
from schoolgate.agreements.rules import forms
from schoolgate.agreements.verbs import AgreementsVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System
from schoolgate.records.tenancy import acting_for

PRINTER: Final = System("agreement-forms", "The run of agreement forms")
AT_ONCE: Final = 50  # forms in one file
_SOON: Final = 3  # so few are made while somebody waits


@transaction.atomic
def print_forms(*, want: Wanted, whose: str, by: Person, at: datetime) -> FormRun:
    """Ask for the forms of whoever is wanted and has still to sign; `whose` says so in words.

    A few are made at once, more by a job, file by file. Raises NotAllowed, UnableToSign, PackError,
    web.paper.making.UnableToPrint.
    """
    require(by, Capability.PAPER_RECORD, by.school_id, at)
    school = School.objects.select_for_update().get(pk=by.school_id)
    found = queries.to_print(viewer=by, want=want, at=at)
    if not found.lines:
        raise UnableToSign(_why_none(found))
    going = FormRun.objects.filter(school=school, by=by, whose=whose[:200], withdrawn_at=None)
    if going.filter(parts__made_at=None).exists():
        raise UnableToSign("These forms are being printed. Their files appear below.")
    run = FormRun.objects.create(school=school, by=by, whose=whose[:200], asked_at=at)
    parts = _parts(run, len(found.lines))
    _forms(parts, found.lines, at)
    with journal.one_act():
        journal.write(school=school, by=by, at=at, verb=AgreementsVerb.FORMS_ASKED, object=run,
                      body={"count": len(found.lines)})  # fmt: skip
        if len(found.lines) <= _SOON:
            make_forms(part=parts[0], at=at)
        else:
            print_run.enqueue(run.pk)
    return run


def _why_none(found: ToPrint) -> str:
    if found.untrained:
        return "Training comes first, and none is recorded. Record it, then print."
    if found.unmonitored:
        return ("This agreement does not say that use is monitored, so it cannot be signed. "
                "Tell the headteacher: the policy needs a clause on it.")  # fmt: skip
    return "Nobody you chose has anything left to sign."


def _parts(run: FormRun, count: int) -> list[FormPart]:
    return [
        FormPart.objects.create(school=run.school, run=run, number=number,
                                count=min(AT_ONCE, count - first))
        for number, first in enumerate(range(0, count, AT_ONCE), start=1)
    ]  # fmt: skip


def _forms(parts: Sequence[FormPart], lines: Sequence[Line], at: datetime) -> None:
    school = parts[0].school
    texts: dict[str, SignedText] = {}
    version, pack_hash = version_of(school, at)
    for line in lines:
        if line.text.hash not in texts:
            texts[line.text.hash] = keep_text(line.text, school=school, at=at)
    PaperForm.objects.bulk_create(
        PaperForm(school=school, part=parts[place // AT_ONCE], number=forms.new_number(),
                  text=texts[line.text.hash], text_hash=line.text.hash, for_person=line.person,
                  version=version, pack_hash=pack_hash)
        for place, line in enumerate(lines)
    )  # fmt: skip


@task
def print_run(run: int) -> None:
    """Make the files of a run, one after the other; begun again, it goes on where it stopped."""
    parts = FormPart.objects.filter(run=run, made_at=None).order_by("number")
    for part in parts.select_related("run", "school"):
        with acting_for(part.school_id):  # each file is whole by itself
            make_forms(part=part, at=timezone.now())


def make_forms(*, part: FormPart, at: datetime) -> bool:
    """Make the forms of one file; False when another worker has made them.

    Raises web.paper.making.UnableToPrint.
    """
    every = PaperForm.objects.filter(part=part).select_related("text", "for_person", "school")
    made = paper.forms(part.school, list(every.order_by("pk")))
    with transaction.atomic():
        unmade = FormPart.objects.filter(pk=part.pk, made_at=None)
        if unmade.update(pdf=made, made_at=at) != 1:
            return False
        journal.write(school=part.school, by=PRINTER, at=at, verb=AgreementsVerb.FORMS_PRINTED,
                      object=part.run, body={"count": part.count, "file": part.number})  # fmt: skip
    return True


@transaction.atomic
def withdraw_forms(*, run: FormRun, by: Person, at: datetime) -> None:
    """Take forms back that are not to be signed any more. Raises NotAllowed, UnableToSign."""
    require(by, Capability.PAPER_RECORD, run.school_id, at)
    if FormRun.objects.filter(pk=run.pk, withdrawn_at=None).update(withdrawn_at=at) != 1:
        raise UnableToSign("These forms are withdrawn already.")
    journal.write(school=run.school, by=by, at=at, verb=AgreementsVerb.FORMS_WITHDRAWN, object=run)


@transaction.atomic
def note_fetched(*, part: FormPart, by: Person, at: datetime) -> None:
    """Write that somebody took a file of forms away: names stand in it."""
    journal.write(school=part.school, by=by, at=at, verb=AgreementsVerb.FORMS_FETCHED, object=part)
