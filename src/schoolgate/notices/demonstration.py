"""Two notices at Brookside: one to everybody on staff to confirm, one to parents."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from schoolgate.notices import actions, owed
from schoolgate.notices.actions import Draft
from schoolgate.notices.models import Notice
from schoolgate.notices.rules import Group, How
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School
from schoolgate.policies import library

_EVENING: Final = "Online safety evening"


def show(school: School, at: datetime) -> None:
    """Send both, once, on the pages alone: nobody invented has a real address."""
    head = Person.objects.filter(school=school, source=SOURCE, external_id="S01").first()
    if head is None or Notice.objects.filter(school=school, subject=_EVENING).exists():
        return
    known = library.of(school)
    one = next((one for one in owed.to_tell(known).values() if Group.STAFF in one.groups), None)
    if one is not None:
        _send(head, at, Draft(owed.subject(one), owed.body(one, known), (Group.STAFF,), How.PAGE,
                              asks=True, key=one.key, clause=one.clause))  # fmt: skip
    _send(head, at, Draft(
        _EVENING, "Dear parents and carers,\n\nwe talk about games and chats, and "
        "about what helps at home. Come on Thursday at 6 pm, in the hall.", (Group.PARENTS,),
        How.PAGE,
    ))  # fmt: skip


def _send(by: Person, at: datetime, draft: Draft) -> None:
    ticket = uuid5(NAMESPACE_URL, f"{by.school.slug}/{draft.subject}")
    values = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    actions.send(draft=Draft(**(values | {"ticket": ticket})), by=by, at=at)
