"""What is said on line is treated as if it had been said to somebody's face."""

from __future__ import annotations

import re

import pytest

from schoolgate.concerns import actions
from schoolgate.concerns.actions import Draft, Naming, UnableToAct
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules import gates
from schoolgate.concerns.rules.kinds import KINDS, OUTCOMES
from schoolgate.concerns.rules.situations import ALL
from schoolgate.concerns.rules.standing import Standing
from schoolgate.concerns.rules.words import Part
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.conftest import told

_OPTION = re.compile(r'name="outcome" value="([a-z-]+)"')


def _abuse(cast: Cast, who: Person, situation: str, manner: str) -> Case:
    """Somebody abused the teacher; sorted by hand on the page."""
    case = actions.report(school=cast.school, told=told(), by=cast.teacher, at=NOW)
    for part, person in ((Part.TARGET, cast.teacher), (Part.SUBJECT, who)):
        actions.name_party(case=case, naming=Naming(part, person), by=cast.head, at=NOW)
    sorting = {"situation": situation, "track": "inappropriate", "seriousness": "serious",
               "manner": manner, "why": "Read it."}  # fmt: skip
    sort = client_of(cast.head).post(f"/elmfield/concerns/{case.pk}/sort/", sorting)
    assert sort.status_code == 302
    return case


def _offered(cast: Cast, case: Case) -> dict[str, list[str]]:
    """The outcomes that the pages of a case offer, by kind."""
    client, here = client_of(cast.head), f"/elmfield/concerns/{case.pk}/"
    page = client.get(here).text
    kinds = [kind for kind in sorted(OUTCOMES) if f"{here}write/{kind}/" in page]
    return {kind: _OPTION.findall(client.get(f"{here}write/{kind}/").text) for kind in kinds}


def _taken(cast: Cast, case: Case, kind: str, outcome: str) -> str:
    said = {"outcome": outcome, "words": "Because.", "clause": "4.2", "heard": "yes"}
    try:
        actions.write(case=case, draft=Draft(kind, said, NOW), by=cast.head, at=NOW)
    except UnableToAct as error:
        return str(error)
    return "written"


@pytest.mark.row("HSM-28")
@pytest.mark.parametrize("who", ["parent", "pupil", "technician"])
def test_abuse_on_line_and_face_to_face_is_offered_the_same_outcomes(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    online = _abuse(cast, person, "abusive-post", "online")
    face = _abuse(cast, person, "bullying", "face")
    offered = _offered(cast, online)
    assert offered == _offered(cast, face)
    assert len(offered) == 2  # the head's decision, and the outcome for somebody of that kind
    for kind, outcomes in offered.items():
        for outcome in outcomes:
            assert _taken(cast, online, kind, outcome) == _taken(cast, face, kind, outcome)
    shown = client_of(cast.head).get(f"/elmfield/concerns/{face.pk}/").text
    assert "Face to face" in shown
    assert Entry.objects.filter(verb="concerns:case:sorted").count() == 2


def test_no_situation_changes_what_is_offered() -> None:
    for subject in ("other", "pupil", "staff"):
        found = {
            tuple(kind for kind in sorted(OUTCOMES) if gates.offered(
                kind, Standing("posts", "inappropriate", (), situation=one, subjects={subject})))
            for one in ALL
        }  # fmt: skip
        assert len(found) == 1
    assert all(KINDS[kind].fields[0].choices for kind in OUTCOMES)
