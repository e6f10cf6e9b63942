"""A draft is put to the questions that were asked: which of them would change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from schoolgate.people.models import School
from schoolgate.policies import actions, recorded
from schoolgate.policies.analysis.replaying import Recorded, replayed
from schoolgate.policies.models import Proposal, Version
from schoolgate.policies.proposing.choosing import TAKE
from schoolgate.policies.queries import replaying
from schoolgate.policies.rules import Question, RuleBook
from tests.cast import NOW, Cast, client_of
from tests.policies.proposing.test_choosing import effective, found, issue_6, made, pack

LOOKED_UP = Question("headteacher", "search", "job_candidate", at=NOW)
WROTE = Question("teacher", "use", "generative_ai", at=NOW)
PLAIN = Question("teacher", "use", "website", at=NOW)


class Web:
    """A record of another room."""

    note = "Of the invented, little is shown."

    def recorded(self, *, school: School, since: datetime, most: int) -> Iterator[Recorded]:
        yield Recorded(WROTE, "Web", 38)


def draft(county: Cast) -> Version:
    client_of(county.head).post(
        "/elmfield/policy/proposals/choose/",
        {"do": "draft", **{f"choice-{at}": "take" for at in range(4)}},
    )
    return Proposal.objects.get().version


def test_like_questions_are_counted_together() -> None:
    asked = [Recorded(question, "Ask") for question in (LOOKED_UP, LOOKED_UP, PLAIN)]
    told = replayed([*asked, Recorded(WROTE, "Web", 38)], pack("cotmanhay").book,
                     _on_issue_6())  # fmt: skip
    assert (told.total, told.times) == (41, 40)
    assert [(one.kind, one.times) for one in told.changed] == [
        ("newly settled", 38), ("stricter", 2),
    ]  # fmt: skip


def _on_issue_6() -> RuleBook:
    return effective(made({item.ref: TAKE for item in found()}), issue_6()).book


def test_a_draft_is_put_to_what_was_asked(county: Cast) -> None:
    for question in (LOOKED_UP, LOOKED_UP, PLAIN):
        actions.ask_question(school=county.school, question=question, by=None, at=NOW)
    version = draft(county)
    page = f"/elmfield/policy/versions/{version.pk}/replay/"
    for person in (county.pupil, county.technician, county.teacher):
        assert client_of(person).get(page).status_code == 403
    assert client_of(county.other_head).get(page).status_code == 404
    governor = client_of(county.governor)
    shown = governor.get(page).text
    assert "These 2 requests would change" in shown
    assert "3 recorded requests were put" in shown
    assert "not allowed" in shown
    assert "Nothing matches" in governor.get(f"{page}?kind=looser").text
    assert "Nothing matches" in governor.get(f"{page}?who=pupils").text
    assert "2 requests, like ones" in governor.get(f"{page}?q=applicant&kind=stricter").text
    rows = governor.get(f"{page}?csv=1").text
    assert "2,The headteacher" in rows
    assert "Hana" not in shown + rows


def test_what_was_asked_too_long_ago_is_left_aside(county: Cast) -> None:
    actions.ask_question(
        school=county.school, question=LOOKED_UP, by=None, at=NOW - timedelta(days=200)
    )
    page = f"/elmfield/policy/versions/{draft(county).pk}/replay/"
    assert "Nothing was asked in this time" in client_of(county.head).get(page).text
    assert "These 1 request would change" in client_of(county.head).get(f"{page}?days=366").text


def test_another_room_offers_what_it_recorded(county: Cast) -> None:
    version = draft(county)
    recorded.offer("Invented", Web())
    try:
        every = replaying.replay(version, since=NOW - timedelta(days=1))
        assert (every.total, every.times) == (38, 38)
        only = replaying.replay(version, since=NOW - timedelta(days=1), source="Ask")
        assert only.total == 0
        shown = client_of(county.head).get(f"/elmfield/policy/versions/{version.pk}/replay/").text
        assert "Of the invented, little is shown." in shown
    finally:
        recorded._sources.pop("Invented")
