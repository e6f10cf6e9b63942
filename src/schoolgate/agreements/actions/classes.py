"""A class agrees: the lesson first, then the pupils who are there (003 L104; 002 L150)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.access.actions import gates
from schoolgate.access.models import GateRecord
from schoolgate.agreements import permissions, queries
from schoolgate.agreements.actions.opening import open_what_waited
from schoolgate.agreements.actions.storing import UnableToSign, keep_text, store
from schoolgate.agreements.models import Lesson, Signature
from schoolgate.agreements.queries import TRAINING
from schoolgate.agreements.rules.kinds import Kind, Method
from schoolgate.agreements.rules.standing import State
from schoolgate.agreements.verbs import AgreementsVerb
from schoolgate.people.actions import NotAllowed, require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System, Thing


@transaction.atomic
def record_lesson(
    *, class_name: str, held_on: date, about: str, by: Person, at: datetime
) -> Lesson:
    """Record that a class was taught what the agreement means. Raises NotAllowed, UnableToSign."""
    _require_class(class_name, by, at)
    said = " ".join(about.split())[:300]
    if not said:
        raise UnableToSign("Say in a few words what the lesson was about.")
    if held_on > timezone.localdate(at):
        raise UnableToSign("That lesson is still to come. Record it afterwards.")
    made = Lesson(school=by.school, class_name=class_name, held_on=held_on, about=said,
                  taught_by=by, recorded_at=at)  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise UnableToSign("That lesson is recorded already.") from None
    journal.write(school=by.school, by=by, at=at, verb=AgreementsVerb.LESSON_RECORDED, object=made,
                  body={"on": str(held_on), "about": said})  # fmt: skip
    return made


@transaction.atomic
def sign_class(
    *, class_name: str, present: Collection[int], by: Person, at: datetime
) -> list[Signature]:
    """Record that the pupils who are there agreed to the golden rules, with one signing.

    `present` are their keys; who is absent stays outstanding. Raises NotAllowed, UnableToSign.
    """
    _require_class(class_name, by, at)
    lesson = Lesson.objects.filter(school=by.school, class_name=class_name).first()
    if lesson is None:
        raise UnableToSign("Record the lesson first: pupils sign what was explained to them.")
    waits = [one for one in queries.of_class(by.school, class_name, at=at)
             if one.document.kind is Kind.CLASS_RULES and one.state is not State.SIGNED
             and one.person.pk in present]  # fmt: skip
    if not waits:
        raise UnableToSign("Tick the pupils who are there and have not signed yet.")
    made = []
    with journal.one_act():
        for line in waits:
            text = keep_text(line.text, school=by.school, at=at)
            signature = Signature(
                school=by.school, signer=line.person, for_person=line.person, text=text,
                document=line.document.key, role=line.person.role, method=Method.CLASS,
                statements=" ".join(one.key for one in line.text.statements), witness=by,
                name_written=line.person.name, lesson=lesson,
            )  # fmt: skip
            made.append(store(signature, by=by, at=at))
            open_what_waited(line.person, at=at)
        journal.write(
            school=by.school, by=by, at=at, verb=AgreementsVerb.CLASS_SIGNED,
            object=Thing("people.class", class_name, class_name),
            body={"count": len(made), "lesson": str(lesson.held_on)},
        )  # fmt: skip
    return made


@transaction.atomic
def record_training(
    *, school: School, present: Collection[int], words: str, by: Person | System, at: datetime
) -> int:
    """Record that staff were trained, as the gate before their agreement; return how many.

    Whoever records it is trained by somebody else's word. Raises NotAllowed, UnableToSign.
    """
    require(by, Capability.GATE_RECORD, school.pk, at)
    there = Person.objects.filter(school=school, pk__in=present)
    done = set(GateRecord.objects.filter(person__in=there, gate=TRAINING).values_list("person"))
    new = [one for one in there if (one.pk,) not in done and one != by]
    if not new:
        raise UnableToSign("Tick colleagues of whom no training is recorded yet. A colleague "
                           "records yours.")  # fmt: skip
    said = " ".join(words.split())[:300]
    if len(said) < 5:
        raise UnableToSign("Say when, where and by whom they were trained.")
    with journal.one_act():
        for person in new:
            gates.pass_gate(person=person, gate=TRAINING, evidence=said, by=by, at=at)
        journal.write(school=school, by=by, at=at, verb=AgreementsVerb.TRAINING_RECORDED,
                      object=school, body={"count": len(new), "words": said})  # fmt: skip
    return len(new)


def _require_class(class_name: str, by: Person, at: datetime) -> None:
    require(by, Capability.CLASS_SIGN, by.school_id, at)
    if class_name not in permissions.classes_of(by, on=timezone.localdate(at)):
        raise NotAllowed("You sign with the classes that you teach. Ask the school office.")
