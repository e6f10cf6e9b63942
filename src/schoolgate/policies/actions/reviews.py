"""Reviews opened before their time and closed; editions of law and guidance looked at."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.models import EarlyReview, Edition, ReviewEnd
from schoolgate.policies.models.proposals import LONGEST
from schoolgate.policies.queries import reviews as queries
from schoolgate.policies.rules import reviewing
from schoolgate.policies.rules.reviewing import Trigger
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System


class UnableToReview(Exception):
    """Nothing was written. The message says why and what to do."""


@transaction.atomic
def open_review(
    *,
    school: School,
    trigger: str,
    why: str,
    by: Person | System,
    at: datetime,
    mark: str = "",
) -> EarlyReview:
    """Open a review before its time; the same `mark` (what happened) opens one only.

    Other rooms call it with a System: a serious incident closed, a first channel registered.
    Raises UnableToReview.
    """
    text = _text(why, "Write down what happened.")
    if trigger not in set(Trigger):
        raise UnableToReview("Choose what happened from the list.")
    _may(by, school, at)
    name = mark or f"{trigger} {at.isoformat()}"
    made, is_new = EarlyReview.objects.get_or_create(
        school=school, document="", mark=name[:120],
        defaults={"trigger": trigger, "why": text, "opened_at": at,
                  "by": by if isinstance(by, Person) else None},
    )  # fmt: skip
    if is_new:
        journal.write(school=school, by=by, at=at, verb=PoliciesVerb.EARLY_REVIEW_OPENED,
                      object=made, clause=_clause(school, trigger),
                      body={"trigger": trigger, "why": text})  # fmt: skip
    return made


def happened(
    *, school: School, trigger: Trigger, what: str, mark: str, by: System, at: datetime
) -> EarlyReview | None:
    """Tell the policy what happened; a review is opened if one of its clauses asks for one then.

    For rooms that know of incidents and channels: in the transaction of the act, with a `mark` for
    what happened (`concern 7`), so that telling it twice opens one review. None where no clause
    asks, or the policy has mistakes. Raises UnableToReview. Source: POL-07.
    """
    if not _clause(school, trigger):
        return None
    return open_review(school=school, trigger=trigger, why=what, by=by, at=at, mark=mark)


def _clause(school: School, trigger: str) -> str:
    """Return the first clause that asks for a review on this trigger."""
    try:
        found = queries.asked(library.of(school))
    except PackError:
        return ""
    return next((one.clause for one in reviewing.asking(found, Trigger(trigger))), "")


def _may(by: Person | System, school: School, at: datetime) -> None:
    on = timezone.localdate(at)
    if isinstance(by, Person) and not people.may(
        by, Capability.POLICY_DRAFT, school=school.pk, on=on
    ):
        raise UnableToReview("This is for those who write the policy. Tell the headteacher.")


def _text(text: str, missing: str) -> str:
    plain = text.strip()
    if not plain:
        raise UnableToReview(missing)
    if len(plain) > LONGEST:
        raise UnableToReview(f"Write at most {LONGEST} characters.")
    return plain


@transaction.atomic
def close_review(*, review: EarlyReview, outcome: str, by: Person, at: datetime) -> ReviewEnd:
    """Close an early review with what came of it. Raises UnableToReview."""
    text = _text(outcome, "Write down what came of it.")
    _may(by, review.school, at)
    try:
        with transaction.atomic():
            made = ReviewEnd.objects.create(school=review.school, review=review, outcome=text,
                                            by=by, ended_at=at)  # fmt: skip
    except IntegrityError:
        raise UnableToReview("Somebody else has just closed this review. Look again.") from None
    journal.write(school=review.school, by=by, at=at, verb=PoliciesVerb.EARLY_REVIEW_CLOSED,
                  object=review, clause=_clause(review.school, review.trigger),
                  body={"trigger": review.trigger, "outcome": text})  # fmt: skip
    return made


@transaction.atomic
def check_edition(
    *, school: School, name: str, edition: str, by: Person, at: datetime, life: int = 0
) -> Edition:
    """Write down which edition of a law or standard the school holds to. Raises UnableToReview."""
    _may(by, school, at)
    made = Edition.objects.create(
        school=school, name=_text(name, "Name the document.")[:120],
        edition=_text(edition, "Write which edition or year holds.")[:40],
        life=life, by=by, checked_at=at,
    )  # fmt: skip
    journal.write(school=school, by=by, at=at, verb=PoliciesVerb.EDITION_CHECKED, object=made,
                  body={"name": made.name, "edition": made.edition})  # fmt: skip
    return made
