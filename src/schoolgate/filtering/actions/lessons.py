"""Lists of sites looked at before a lesson, and lessons that keep to one (FIL-19)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.filtering import floors, permissions
from schoolgate.filtering.actions.storing import (
    FLOOR,
    UnableToAct,
    moment,
    require,
    require_words,
    stored,
    tell_gateways,
    token,
)
from schoolgate.filtering.models import LessonList, LessonMode
from schoolgate.filtering.names import UnableToRead
from schoolgate.filtering.queries import openings as queries
from schoolgate.filtering.rules.openings import Span, too_long
from schoolgate.filtering.rules.places import Place, places_of
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal

_TITLE: Final = 120
_OLD: Final = timedelta(days=365)
_LONGEST: Final = timedelta(days=1)
_STAFF: Final = "Staff keep lists for lessons. Ask your teacher."
_FASTER: Final = "Somebody else was faster. Look again."


@dataclass(frozen=True, slots=True)
class Sites:
    """Sites of a lesson, one a line, and the day on which somebody looked at each of them."""

    title: str
    lines: str
    checked_on: date
    ticket: UUID = field(default_factory=uuid4)


@transaction.atomic
def keep_list(*, sites: Sites, by: Person, at: datetime) -> LessonList:
    """Keep a list of sites for a lesson. The same ticket twice is once. Raises UnableToAct."""
    sent = LessonList.objects.filter(school=by.school_id, teacher=by, ticket=sites.ticket)
    if before := sent.first():
        return before
    require(by, Capability.LESSON_KEEP, at, _STAFF)
    require_words(sites.title, most=_TITLE)
    today = timezone.localdate(at)
    if not today - _OLD <= sites.checked_on <= today:
        raise UnableToAct("Write the day on which you looked at the sites; it is over, and recent.")
    places = _places(by, sites.lines)
    made = stored(LessonList(
        school=by.school, ticket=sites.ticket, teacher=by, title=sites.title.strip(),
        sites="\n".join(map(str, places)), checked_on=sites.checked_on, kept_at=at,
    ), _FASTER)  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=FilteringVerb.LESSON_LIST_KEPT, object=made,
                  body={"checked": date_format(sites.checked_on, "j F Y")})  # fmt: skip
    return made


def _places(by: Person, lines: str) -> tuple[Place, ...]:
    try:
        places = places_of(lines)
    except UnableToRead as error:
        raise UnableToAct(str(error)) from error
    if any(floors.holds(by.school, one) for one in places):
        raise UnableToAct(FLOOR)
    return places


@transaction.atomic
def take_off(*, row: LessonList, by: Person, at: datetime) -> None:
    """Offer a list no longer; lessons that run keep it. Its teacher does. Raises UnableToAct."""
    if by.pk != row.teacher_id:
        raise UnableToAct(f"This is a list of {row.teacher}.")
    if not LessonList.objects.filter(pk=row.pk, taken_off_at=None).update(taken_off_at=at):
        raise UnableToAct(_FASTER)
    journal.write(school=row.school, by=by, at=at, verb=FilteringVerb.LESSON_LIST_TAKEN_OFF,
                  object=row)  # fmt: skip


@transaction.atomic
def start_lesson(
    *, row: LessonList, class_name: str, span: Span, by: Person, at: datetime, ticket: UUID,
) -> LessonMode:  # fmt: skip
    """Hold a class to the sites of a list between two times. Raises UnableToAct."""
    sent = LessonMode.objects.filter(school=by.school_id, starter=by, ticket=ticket)
    if before := sent.first():
        return before
    require(by, Capability.LESSON_KEEP, at, _STAFF)
    visible = permissions.lists_visible_to(by, on=timezone.localdate(at))
    if not visible.filter(pk=row.pk, taken_off_at=None).exists():
        raise UnableToAct("This list is not in use. Keep a new one.")
    require_words(class_name, most=60)
    if not queries.users_of_class(by.school_id, class_name.strip()):
        raise UnableToAct(f"Class {class_name} has no log-in, so the filter cannot know it.")
    if fault := too_long(span, at, longest=_LONGEST):
        raise UnableToAct(fault)
    made = stored(LessonMode(
        school=by.school, ticket=ticket, token=token(), list=row, class_name=class_name.strip(),
        starter=by, from_at=max(span.from_at, at), until_at=span.until_at, started_at=at,
    ), _FASTER)  # fmt: skip
    journal.write(school=by.school, by=by, at=at, verb=FilteringVerb.LESSON_STARTED, object=made,
                  body={"until": moment(span.until_at)})  # fmt: skip
    tell_gateways(by.school)
    return made


@transaction.atomic
def end_lesson(*, lesson: LessonMode, by: Person, at: datetime) -> None:
    """End a lesson early; any member of staff may. Raises UnableToAct."""
    if by.school_id != lesson.school_id:
        raise UnableToAct("This is not a lesson of your school.")
    require(by, Capability.LESSON_KEEP, at, _STAFF)
    running = LessonMode.objects.filter(pk=lesson.pk, ended_at=None, until_at__gt=at)
    if not running.update(ended_at=at):
        raise UnableToAct("The lesson is over.")
    journal.write(school=lesson.school, by=by, at=at, verb=FilteringVerb.LESSON_ENDED,
                  object=lesson)  # fmt: skip
    tell_gateways(lesson.school)
