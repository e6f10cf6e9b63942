"""What the pages of duties are sent, and the act that each leaves."""

from __future__ import annotations

from schoolgate.duties import actions
from schoolgate.duties.verbs import DutiesVerb
from schoolgate.people.models import School
from tests.cast import NOW, Cast
from tests.duties.conftest import with_year
from tests.posts import Sent, Words

_BACKUPS = "/elmfield/duties/of/10.3~1/"  # the IT technician, every term
_TERM = {"occurrence": "term/2026/1", "part": ""}


def _term(cast: Cast) -> Words:
    with_year(cast)
    return {"teacher": cast.teacher.pk}


def _heath(cast: Cast) -> Words:
    School.objects.filter(pk=cast.school.pk).update(pack="thatto-heath")
    return {}


def _opened(cast: Cast) -> Words:
    actions.open_feed(by=cast.teacher, at=NOW)
    return {}


LOOKS = {
    "duties:clause": (
        Sent("head", "/elmfield/duties/clauses/10.3/", DutiesVerb.EVIDENCE_SEEN, {}, _term),
    ),
}
POSTS = {
    "duties:answer": (
        Sent("head", "/elmfield/duties/of/Gov.b2~1/how-often/", DutiesVerb.PERIOD_CHOSEN,
             {"period": "term", "begins_on": "14/10/2026"}, _heath),
    ),
    "duties:done": (
        Sent("technician", f"{_BACKUPS}done/", DutiesVerb.DUTY_DONE,
             _TERM | {"on": "14/10/2026", "evidence": "One file brought back", "link": ""}, _term),
    ),
    "duties:feeds": (
        Sent("teacher", "/elmfield/duties/feed/", DutiesVerb.FEED_OPENED),
        Sent("teacher", "/elmfield/duties/feed/", DutiesVerb.FEED_CLOSED, {"close": "1"}, _opened),
    ),
    "duties:hand-over": (
        Sent("head", f"{_BACKUPS}hand-over/", DutiesVerb.DUTY_HANDED_OVER,
             {"person": "{teacher}", "because": "Leads it now"}, _term),
        Sent("head", f"{_BACKUPS}hand-over/", DutiesVerb.DUTY_HANDED_OVER,
             {"back": "1", "because": "Back from leave"}, _term),
    ),
    "duties:skip": (
        Sent("technician", f"{_BACKUPS}leave-out/", DutiesVerb.DUTY_SKIPPED,
             _TERM | {"because": "No server this term"}, _term),
    ),
}  # fmt: skip
