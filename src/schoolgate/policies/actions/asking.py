"""Questions asked, and the policy stored that answered them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from schoolgate.people.models import Person, School
from schoolgate.policies import library
from schoolgate.policies.english.sentences import as_bytes, record
from schoolgate.policies.language.pack import Pack
from schoolgate.policies.models import Asked, PolicyInForce
from schoolgate.policies.rules import OUTCOMES, Answer, Level, Question
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import VISITOR, System
from schoolgate.records.tenancy import acting_for


@transaction.atomic
def store_policy(*, school: School, by: Person | System, at: datetime) -> PolicyInForce:
    """Store the school's policy as it stands on file; the same content is stored once.

    Raises PackError when the pack has mistakes.
    """
    pack = library.of(school).pack
    values = {
        "pack": pack.id,
        "title": pack.front.title,
        "version": pack.front.version,
        "content": pack.text,
        "stored_at": at,
    }
    stored, is_new = PolicyInForce.objects.get_or_create(
        school=school, hash=pack.hash, defaults=values
    )
    if is_new:
        journal.write(
            school=school,
            by=by,
            at=at,
            verb=PoliciesVerb.POLICY_STORED,
            object=stored,
            body={"pack": pack.id, "hash": pack.hash},
        )
    return stored


def ask_question(
    *,
    school: School,
    question: Question,
    by: Person | None,
    at: datetime,
    grants: Sequence[str] = (),
) -> Answer:
    """Decide a question and write it down, without a word about who asked.

    `grants` are the numbers of the leave whose facts the question states.

    Raises PackError when the pack has mistakes: an answer that cannot be replayed is not given.
    """
    pack = library.of(school).pack
    answer = pack.book.decide(question)
    with transaction.atomic(), acting_for(school.pk):  # anyone may ask any school's policy
        _write_down(school, pack, (question, answer), at, grants)
    return answer


def _write_down(
    school: School, pack: Pack, said: tuple[Question, Answer], at: datetime, grants: Sequence[str]
) -> None:
    question, answer = said
    asked = Asked.objects.create(
        school=school,
        at=at,
        act=f"{question.action}:{question.resource}",
        outcome=answer.outcome,
        clauses=" ".join(answer.clauses),
        is_gap=answer.outcome == OUTCOMES[Level.SILENT],
        record=as_bytes(record(pack.id, pack.hash, question, answer)).decode(),
    )
    journal.write(
        school=school,
        by=VISITOR,  # whoever it was: nobody is told who asks
        at=at,
        verb=PoliciesVerb.QUESTION_ASKED,
        object=asked,
        clause=answer.clauses[0] if answer.clauses else "",
        body={"outcome": answer.outcome} | ({"grants": [*grants]} if grants else {}),
    )
