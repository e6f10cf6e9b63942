"""Brookside: most staff have signed, some are yet to, one has declined; families too."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import Given
from schoolgate.agreements.models import Signature
from schoolgate.agreements.queries import Line
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School

_TRAINED: Final = ("S01", "S02", "S03", "S05", "S06", "S07", "S08", "S09", *(
    f"S{number}" for number in range(10, 22)))  # fmt: skip
_STAFF: Final = ("S01", "S02", "S06", "S07", "S09", *(f"S{number}" for number in range(10, 19)))
_DECLINES: Final = "S08"
_CLASS: Final = "2 Oak"
_TRAINING: Final = "INSET day in the hall, with the e-safety coordinator"
_REASON: Final = "I would like to talk first about what is logged on my own phone."


def show(school: School, at: datetime) -> None:
    """Train, sign and decline, once; all of it a week ago."""
    if Signature.objects.filter(school=school).exists():
        return
    week = at - timedelta(days=7)
    known = {one.external_id: one for one in Person.objects.filter(school=school, source=SOURCE)
             .select_related("school")}  # fmt: skip
    actions.note_texts(school=school, at=week)
    for keeper, present in (("S06", _TRAINED), ("S01", ("S06",))):
        keys = [known[one].pk for one in present if one != keeper]
        actions.record_training(school=school, present=keys, words=_TRAINING, by=known[keeper],
                                at=week)  # fmt: skip
    own = queries.lines(school, [known[one] for one in (*_STAFF, "G01", "G02")], at=week)
    pupils = [one for one in known.values() if one.class_name == _CLASS]
    for line in (*own, *queries.lines(school, pupils, at=week)):
        _sign(line, known, week)
    declines = queries.lines(school, [known[_DECLINES]], at=week)[0]
    actions.decline(document=declines.document.key, for_=declines.person, reason=_REASON,
                    by=declines.person, at=week)  # fmt: skip


def _sign(line: Line, known: dict[str, Person], at: datetime) -> None:
    signers = [one for one in known.values() if one.pk in line.signers]
    if not signers:
        return
    given = Given(line.text.hash, tuple(one.key for one in line.text.statements),
                  signers[0].name, how="demonstration")  # fmt: skip
    actions.sign(document=line.document.key, for_=line.person, given=given, by=signers[0], at=at)
