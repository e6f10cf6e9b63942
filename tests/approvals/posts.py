"""What the pages of permission are sent, and the act that each leaves."""

from __future__ import annotations

import datetime as dt

from schoolgate.approvals import actions
from schoolgate.approvals.actions import Terms, Wish
from schoolgate.approvals.models import Approval
from schoolgate.approvals.verbs import ApprovalsVerb
from schoolgate.people.models import Person
from tests.cast import NOW, Cast
from tests.posts import Sent, Words

_SPEAKER = "9.6/headteacher_permission"
_UNTIL = NOW + dt.timedelta(hours=5)
_ROOM = "/elmfield/permissions/"
_SPAN = {"from_at": "14/10/2026 10:30", "until_at": "14/10/2026 15:30"}
_ASK = {"ticket": "6f8b8f0e-0000-4000-8000-000000000001", "purpose": "Songs", "scope": "Class 1",
        "thing": "", **_SPAN}  # fmt: skip
_DECIDE = {"decision": "grant", "reason": "Yes.", "conditions": "", **_SPAN}


def _asked(cast: Cast) -> Words:
    wish = Wish(_SPEAKER, "Songs", "Class 1", NOW, _UNTIL)
    return {"pk": actions.ask(wish=wish, by=cast.teacher, at=NOW).pk}


def _granted(cast: Cast) -> Words:
    made = _asked(cast)
    approval = Approval.objects.get()
    actions.grant(approval=approval, terms=Terms("Yes."), by=cast.head, at=NOW)
    return made


def _monitored(cast: Cast) -> Words:
    doer = Person.objects.create(school=cast.school, name="Tess Tech", role="it_technician")
    wish = Wish("11.2#0", "Good cause", "Mail of today", NOW, _UNTIL, cast.teacher, doer)
    return {"pk": actions.ask(wish=wish, by=cast.head, at=NOW).pk}


POSTS = {
    "approvals:ask": (
        Sent("teacher", f"{_ROOM}ask/?leave={_SPEAKER}", ApprovalsVerb.APPROVAL_ASKED, _ASK),
    ),
    "approvals:decide": (
        Sent("head", f"{_ROOM}{{pk}}/decide/", ApprovalsVerb.APPROVAL_GRANTED, _DECIDE, _asked),
        Sent("head", f"{_ROOM}{{pk}}/decide/", ApprovalsVerb.APPROVAL_REFUSED,
             _DECIDE | {"decision": "refuse"}, _asked),
    ),
    "approvals:end": (
        Sent("teacher", f"{_ROOM}{{pk}}/end/", ApprovalsVerb.APPROVAL_WITHDRAWN,
             {"reason": "It rains."}, _asked),
        Sent("head", f"{_ROOM}{{pk}}/end/", ApprovalsVerb.APPROVAL_REVOKED,
             {"reason": "A parent objects."}, _granted),
    ),
    "approvals:read": (
        Sent("teacher", f"{_ROOM}{{pk}}/read/", ApprovalsVerb.DECISION_READ, {}, _granted),
    ),
}  # fmt: skip
LOOKS = {
    "approvals:end": (
        Sent("head", f"{_ROOM}{{pk}}/end/", ApprovalsVerb.APPROVAL_VIEWED, {}, _monitored),
    ),
    "approvals:one": (
        Sent("head", f"{_ROOM}{{pk}}/", ApprovalsVerb.APPROVAL_VIEWED, {}, _monitored),
    ),
}  # fmt: skip
