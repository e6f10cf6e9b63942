"""Two concerns at Brookside: one that nobody has read yet, and one that is dealt with by half."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from schoolgate.concerns import actions
from schoolgate.concerns.actions import Draft, Sorting, Told
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Seriousness, Track, Way
from schoolgate.people.demonstration import SOURCE
from schoolgate.people.models import Person, School

_COPIED: Final = {
    "what": "Three groups copied whole pages of a museum’s website into their volcano posters, "
            "pictures too. The posters were to go on our website on Friday.",
    "who": "5 Oak", "where": "In the ICT room",
}  # fmt: skip
_COVERED: Final = {
    "what": "While the class did sums, an advertisement for a lottery covered the page on two "
            "tablets. The children laughed and closed it. It came back twice.",
    "who": "1 Oak, two tables", "where": "Tablets 7 and 9",
}  # fmt: skip
_WHY: Final = "The pictures belong to the museum. Nobody meant harm."
_NOTE: Final = (
    "The posters are on the classroom wall only. The museum’s education desk lets schools use six "
    "pictures if its name stands beside them; I have asked which."
)


def show(school: School, at: datetime) -> None:
    """Tell both, once, and take the older one a few steps along."""
    if Case.objects.filter(school=school).exists():
        return
    people = Person.objects.filter(school=school, source=SOURCE).select_related("school")
    known = {one.external_id: one for one in people}
    older = at - timedelta(days=2)
    _sort(_tell(known["S09"], _COPIED, older), known["S02"], older + timedelta(minutes=40))
    _tell(known["S03"], _COVERED, at)


def _tell(by: Person, words: dict[str, str], at: datetime) -> Case:
    told = Told(Way.STAFF_FORM, words | {"danger": "no"}, found_at=at - timedelta(minutes=10),
                ticket=uuid5(NAMESPACE_URL, f"{by.school.slug}/{words['where']}"))  # fmt: skip
    return actions.report(school=by.school, told=told, by=by, at=at)


def _sort(case: Case, by: Person, at: datetime) -> None:
    actions.note_view(case=case, by=by, at=at)
    sorting = Sorting("copyright", "copying", Track.INAPPROPRIATE, Seriousness.ORDINARY, _WHY)
    actions.sort(case=case, sorting=sorting, by=by, at=at + timedelta(minutes=5))
    then = at + timedelta(minutes=20)
    actions.write(case=case, draft=Draft("note", {"words": _NOTE}, then), by=by, at=then)
