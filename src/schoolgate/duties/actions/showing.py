"""Who looked at what proves a clause: entries of the journal stand beside it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from schoolgate.duties.verbs import DutiesVerb
from schoolgate.people.models import Person
from schoolgate.records import actions as journal
from schoolgate.records.parties import Thing


@transaction.atomic
def look_at_evidence(*, clause: str, by: Person, at: datetime) -> None:
    """Write down that somebody looked at the proofs of a clause, on a page or in a file."""
    journal.write(school=by.school, by=by, at=at, verb=DutiesVerb.EVIDENCE_SEEN,
                  object=Thing("policies.clause", clause, f"clause {clause}"),
                  clause=clause)  # fmt: skip
