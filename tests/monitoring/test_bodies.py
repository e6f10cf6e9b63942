"""What a message says: taken in by the real intake, sealed, and opened within a look-up alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schoolgate.gateways.mail import commandline
from schoolgate.gateways.sources import actions as sources
from schoolgate.monitoring.actions import UnableToAct
from schoolgate.monitoring.models import Look, LookUp
from schoolgate.monitoring.rules.lookups import Scope
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, OPERATOR, Cast, client_of
from tests.gateways.mail.samples import letter
from tests.monitoring.working import DAY, asked, looked, verbs, wanted

pytestmark = pytest.mark.django_db
SENT = NOW.date() - 2 * DAY  # as the letter itself says
WORDS = "We meet at nine. Bring lunch."


@pytest.fixture
def sent(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cast:
    """The teacher sent a message, which `./sg mail take` took in."""
    Person.objects.filter(pk=cast.teacher.pk).update(email="ann@elmfield.example")
    cast.teacher.refresh_from_db()
    sources.add_source(school=cast.school, name="mail", kind="copies", by=OPERATOR, at=NOW,
                       address="elmfield@journal.example", domains="elmfield.example")  # fmt: skip
    path = tmp_path / "one.eml"
    path.write_bytes(letter())
    assert commandline.main(["take", str(path), "--school", "elmfield"]) == 0
    assert capsys.readouterr().out.startswith("Taken: 1.")
    return cast


def _authorised(cast: Cast, scope: Scope) -> tuple[LookUp, str]:
    """A look-up of the teacher's mail, and the name of the message, from the list of that day."""
    row = asked(cast, scopes=(scope,), first=SENT, last=SENT)
    listed = looked(row, cast.technician, wanted=wanted(Scope.MAIL_HEADERS, SENT))
    assert [one.what for one in listed.rows] == ["Sent"]
    assert WORDS not in str(listed.rows)
    return row, listed.rows[0].message


def _page(row: LookUp, message: str) -> str:
    return (f"/elmfield/look-ups/{row.pk}/rows/?scope=mail-bodies&day={SENT:%d/%m/%Y}"
            f"&message={message}")  # fmt: skip


@pytest.mark.row("MON-06")
def test_whoever_is_named_reads_what_a_message_says_and_that_is_journalled(sent: Cast) -> None:
    row, message = _authorised(sent, Scope.MAIL_BODIES)
    answer = client_of(sent.technician).get(_page(row, message))
    assert answer.status_code == 200
    assert WORDS in answer.text
    assert Look.objects.latest("pk").message == message
    assert verbs() == ["look-up:asked", "look-up:read", "look-up:read"]
    last = Entry.objects.filter(verb="monitoring:look-up:read").latest("sequence")
    body = last.body or ""
    written = json.loads(body)
    assert f"message {message}" in written["query"]
    assert written["rows"] == 1
    assert WORDS not in body


@pytest.mark.row("MON-08")
@pytest.mark.parametrize("who", ["head", "dsl", "governor", "teacher", "pupil"])
def test_nobody_else_reads_it_whatever_they_authorised(sent: Cast, who: str) -> None:
    row, message = _authorised(sent, Scope.MAIL_BODIES)
    person = getattr(sent, who)
    seen = looked(row, person, wanted=wanted(Scope.MAIL_BODIES, SENT), message=message)
    assert "Only whoever is named" in seen.refused
    assert seen.rows == ()
    answer = client_of(person).get(_page(row, message))
    assert answer.status_code in {403, 404}
    assert WORDS not in answer.text
    assert Look.objects.filter(refused="", scope="mail-bodies").count() == 0


@pytest.mark.row("MON-08")
def test_leave_for_the_envelopes_opens_no_message(sent: Cast) -> None:
    row, message = _authorised(sent, Scope.MAIL_HEADERS)
    answer = client_of(sent.technician).get(_page(row, message))
    assert answer.status_code == 403
    assert WORDS not in answer.text
    assert verbs() == ["look-up:asked", "look-up:read", "look-up:refused"]


def test_leave_for_one_person_opens_nobody_elses_message(sent: Cast) -> None:
    _row, message = _authorised(sent, Scope.MAIL_BODIES)
    other = asked(sent, scopes=(Scope.MAIL_BODIES,), first=SENT, last=SENT, about=sent.dsl)
    seen = looked(other, sent.technician, wanted=wanted(Scope.MAIL_BODIES, SENT), message=message)
    assert seen.rows == ()


@pytest.mark.row("MON-08")
def test_another_schools_head_reads_nothing_and_is_named_in_no_record_of_ours(sent: Cast) -> None:
    row, message = _authorised(sent, Scope.MAIL_BODIES)
    with pytest.raises(UnableToAct, match="another school"):
        looked(row, sent.other_head, wanted=wanted(Scope.MAIL_BODIES, SENT), message=message)
    answer = client_of(sent.other_head).get(_page(row, message))
    assert answer.status_code == 404
    assert verbs() == ["look-up:asked", "look-up:read"]
