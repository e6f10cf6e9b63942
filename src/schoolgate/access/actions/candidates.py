"""Searches on candidates: recorded by the headteacher, erased when their time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from schoolgate.access.actions import erasing
from schoolgate.access.actions.shared import UnableToRecord, name_of, words
from schoolgate.access.models import CandidateSearch
from schoolgate.access.verbs import AccessVerb
from schoolgate.people.actions import require
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

LONGEST = timedelta(days=366)
_GONE = erasing.Erasing(CandidateSearch, {"candidate": "", "note": "", "places": ""},
                        AccessVerb.CANDIDATE_ERASED)  # fmt: skip


@transaction.atomic
def record_search(  # noqa: PLR0913 a search is all of these
    *,
    school: School,
    candidate: str,
    post: str,
    places: Sequence[str],
    note: str,
    searched_on: date,
    keep_until_on: date,
    by: Person,
    at: datetime,
) -> CandidateSearch:
    """Record a search on a candidate; the journal learns the post and never the name.

    Raises NotAllowed, UnableToRecord.
    """
    require(by, Capability.CANDIDATE_SEARCH, school.pk, at)
    called, job = words(candidate, "Enter the candidate’s name."), words(post, "Enter the post.")
    said = words(note, "Write the outcome, even if nothing was found.")
    today = timezone.localdate(at)
    if not places:
        raise UnableToRecord("Choose where was searched.")
    if searched_on > today:
        raise UnableToRecord("This day has not come yet. Give the day of the search.")
    if not today < keep_until_on <= today + LONGEST:
        raise UnableToRecord("Keep it until a day after today, and for a year at most.")
    made = CandidateSearch.objects.create(
        school=school, post=job, candidate=called, places=", ".join(places), note=said,
        searched_on=searched_on, searched_by=name_of(by), recorded_at=at,
        keep_until_on=keep_until_on,
    )  # fmt: skip
    journal.write(school=school, by=by, at=at, verb=AccessVerb.CANDIDATE_SEARCHED, object=made,
                  body={"post": job})  # fmt: skip
    return made


@transaction.atomic
def record_look(*, school: School, by: Person, at: datetime) -> None:
    """Record that the headteacher looked at the searches. Raises NotAllowed."""
    require(by, Capability.CANDIDATE_SEARCH, school.pk, at)
    journal.write(school=school, by=by, at=at, verb=AccessVerb.CANDIDATE_SEEN, object=school)


def erase_past(*, school: School, by: System, at: datetime) -> int:
    """Blank the searches whose time is over, and the words of their entries; return how many."""
    return erasing.erase_past(_GONE, school=school, by=by, at=at)
