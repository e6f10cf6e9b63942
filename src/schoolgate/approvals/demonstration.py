"""Two requests that wait and one that was granted, among the invented people of Brookside."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from schoolgate.approvals import actions
from schoolgate.approvals.actions import Terms, Wish
from schoolgate.approvals.models import Approval
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School

_TERM: Final = timedelta(days=42)
_WANTED: Final = (
    ("S03", "5.4#0", "Reading records at home while I write reports",
     "A school laptop, the one with the red label", "school laptop 14"),
    ("S09", "9.4#0", "Year 5 topic on volcanoes: the museum’s videos",
     "Open the museum’s video page for Year 5", "museum videos"),
    ("S04", "9.6/headteacher_permission", "Times tables by voice in Year 4",
     "A smart speaker in class 4 Oak, with me in the room", "speaker in 4 Oak"),
)  # fmt: skip


def show(school: School, at: datetime) -> None:
    """Ask for the three and grant the last, once."""
    if Approval.objects.filter(school=school).exists():
        return
    people = Person.objects.filter(school=school, source=SOURCE)
    known = {one.external_id: one for one in people.select_related("school")}
    made = [
        actions.ask(
            wish=Wish(key, purpose, scope, at, at + _TERM, thing=thing,
                      ticket=uuid5(NAMESPACE_URL, f"{school.slug}/{key}")),
            by=known[who], at=at,
        )
        for who, key, purpose, scope, thing in _WANTED
    ]  # fmt: skip
    terms = Terms("It helps learning, and nothing is recorded.", "Unplugged after the lesson.")
    actions.grant(approval=made[-1], terms=terms, by=known["S01"], at=at)
