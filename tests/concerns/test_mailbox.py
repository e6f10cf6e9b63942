"""A message to the watched address is a concern; out of hours its sender gets numbers, once."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from schoolgate.concerns import mailbox
from schoolgate.concerns.actions.waiting import NUMBERS
from schoolgate.concerns.models import Answered, Case, Report
from schoolgate.jobs import letters
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of

EVENING = NOW.replace(hour=21)
WORDS = "Somebody frightens me in a game."


Take = Callable[..., str]


def message(number: int = 1, **headers: str) -> EmailMessage:
    made = EmailMessage()
    usual = {"From": "Robin Reed <robin@home.example>", "To": "tell@elmfield.example",
             "Subject": "Worried", "Message-ID": f"<{number}@home.example>"}  # fmt: skip
    for name, said in (
        usual | {key.replace("_", "-"): one for key, one in headers.items()}
    ).items():
        made[name] = said
    made.set_content(WORDS)
    return made


@pytest.fixture
def take(tmp_path: Path, cast: Cast, clock: time_machine.Traveller) -> Take:
    """Hand a message over at some time, as the mail server's pipe does; what the program says."""

    def given_at(made: EmailMessage | bytes, at: datetime = EVENING) -> str:
        clock.move_to(at, tick=False)
        file, said = tmp_path / "message", io.StringIO()
        file.write_bytes(made if isinstance(made, bytes) else bytes(made))
        call_command("take_mail", "elmfield", str(file), stdout=said)
        return said.getvalue()

    return given_at


def answers() -> list[str]:
    """To whom numbers were sent, once the letters are on their way."""
    for row in Answered.objects.exclude(sealed=b""):
        letters.send.call(NUMBERS, {"answered": row.pk})
    return [one.to[0] for one in mail.outbox if "numbers for out of hours" in one.subject]


@pytest.mark.row("CON-27")
def test_a_message_at_night_is_a_concern_and_is_answered_with_numbers(
    cast: Cast, take: Take
) -> None:
    assert take(message()).startswith("Taken in: case 2026/001")
    assert answers() == ["robin@home.example"]
    body = mail.outbox[-1].body
    assert "999" in body
    assert "frightens" not in body
    case = Case.objects.get()
    page = client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/").text
    for said in (WORDS, "Robin Reed", "robin@home.example", "Worried", "Came in by e-mail"):
        assert said in page
    assert Entry.objects.get(verb="concerns:report:made").actor == "system:tell"
    assert Answered.objects.get().sealed == b""


@pytest.mark.row("CON-27")
def test_in_school_hours_nobody_is_answered(take: Take) -> None:
    take(message(), NOW)
    assert answers() == []
    assert Case.objects.count() == 1


@pytest.mark.row("CON-27")
def test_whoever_writes_again_is_answered_once_a_day(take: Take) -> None:
    for number in range(3):
        take(message(number, From="ROBIN@home.example" if number else "robin@home.example"))
        answers()
    assert answers() == ["robin@home.example"]
    assert Case.objects.count() == 3


@pytest.mark.row("CON-27")
@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"}, {"Precedence": "bulk"}, {"List_Id": "<x.example>"},
        {"From": "MAILER-DAEMON@home.example"}, {"From": "no-reply@shop.example"},
        {"From": "tell@elmfield.example"}, {"Reply_To": "Tell@elmfield.example"}, {"From": "robin"},
    ],
)  # fmt: skip
def test_a_machine_or_the_school_itself_is_never_answered(
    take: Take,
    headers: dict[str, str],
) -> None:
    take(message(1, **headers))
    assert Case.objects.count() == 1
    assert answers() == []


@pytest.mark.parametrize("headers", [{"Auto_Submitted": "auto-replied"}, {"Return_Path": "<>"}])
def test_an_answer_of_a_machine_opens_nothing(take: Take, headers: dict[str, str]) -> None:
    assert "A machine answers" in take(message(1, **headers))
    assert not Case.objects.exists()


def test_a_message_handed_over_twice_is_taken_in_once(take: Take) -> None:
    assert take(message()) == take(message())
    assert Report.objects.count() == 1


def test_what_hangs_on_it_is_named_and_never_kept(cast: Cast, take: Take) -> None:
    made = message()
    made.add_attachment(b"PICTURE-BYTES", maintype="image", subtype="jpeg", filename="me.jpg")
    take(made)
    page = client_of(cast.dsl).get(f"/elmfield/concerns/{Case.objects.get().pk}/").text
    assert "me.jpg" in page
    assert "PICTURE-BYTES" not in page


def test_a_page_of_marks_is_read_for_its_words(cast: Cast, take: Take) -> None:
    made = message()
    made.set_content("<style>p{}</style><p>He <b>sent</b> it.</p><script>no()</script>", "html")
    take(made)
    page = client_of(cast.dsl).get(f"/elmfield/concerns/{Case.objects.get().pk}/").text
    assert "He sent it." in page
    assert "no()" not in page


def test_an_empty_message_is_still_somebody_who_writes(take: Take) -> None:
    take(b"From: robin@home.example\n\n")
    assert Case.objects.count() == 1


def test_what_says_nothing_at_all_is_refused_in_a_sentence(take: Take) -> None:
    with pytest.raises(CommandError, match="Say in a few words"):
        take(b"")
    with pytest.raises(CommandError, match="no school “nowhere”"):
        call_command("take_mail", "nowhere", __file__)


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda it: f"From: {it}\n\n{it}".encode())
)
def test_no_message_breaks_the_reader(raw: bytes) -> None:
    found = mailbox.read(raw)
    assert len(found.text) < mailbox.LONGEST_TEXT + 100
    assert "\x00" not in "".join((found.text, found.name, found.subject))
