"""Letters through a real mail server on this machine: refused, away, back again, and none lost."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.db import transaction

from schoolgate.jobs import letters, rules
from schoolgate.jobs.letters import BadLetter
from schoolgate.jobs.models import Job, State
from schoolgate.jobs.schedule import Schedule
from schoolgate.jobs.working import Worker
from schoolgate.people.models import Person
from schoolgate.web import mail
from tests.cast import Cast
from tests.jobs import tasks
from tests.jobs.programs import House
from tests.ports import free_port
from tests.post_office import BACKENDS, PostOffice, use


@pytest.fixture
def work(schedules: dict[str, Schedule], clock: time_machine.Traveller) -> Callable[[], int]:
    """A worker does what is due, and then the longest wait goes by."""

    def run() -> int:
        ran = Worker().work(until_empty=True)
        clock.shift(max(rules.WAITS))
        return ran

    return run


def stored() -> str:
    """Everything that the rows of jobs say."""
    return str(list(Job.objects.values()))


def test_a_letter_arrives(cast: Cast, office: PostOffice, work: Callable[[], int]) -> None:
    letters.post("tests:greeting", person=cast.parent.pk)
    assert work() == 1
    (said,) = office.taken
    for line in (
        b"Subject: Welcome back, Pat Parent",
        b"From: Elmfield Primary <policy@elmfield.example>",
        b"To: pat.parent@elmfield.example",
        b"Auto-Submitted: auto-generated",
        b"Dear Pat Parent\r\n\r\nTerm begins on 7 September.",
    ):
        assert line in said
    assert b"@elmfield.example>\r\n" in said.split(b"Message-ID:")[1].split(b"Date")[0]


def test_a_letter_that_is_refused_once_arrives_the_next_time(
    cast: Cast, office: PostOffice, work: Callable[[], int]
) -> None:
    office.answers = ["451 try again later"]
    letters.post("tests:greeting", person=cast.parent.pk)
    assert work() == 1
    assert office.taken == []
    assert Job.objects.get().trouble == "The mail server 127.0.0.1 refused the message (451)."
    assert work() == 1
    assert len(office.taken) == 1
    assert (Job.objects.get().state, Job.objects.get().trouble) == (State.DONE, "")


def test_a_row_says_nothing_of_what_a_letter_says(
    cast: Cast, office: PostOffice, work: Callable[[], int]
) -> None:
    office.recipient = "550 <pat.parent@elmfield.example> unknown: Pat Parent has left"
    letters.post("tests:greeting", person=cast.parent.pk)
    for _ in range(rules.ATTEMPTS):
        assert not {"Pat", "pat.", "Welcome", "@"} & set(stored().replace("'", " ").split())
        work()
    row = Job.objects.get()
    assert row.state == State.FAILED
    assert row.trouble == (
        "The mail server 127.0.0.1 refused the address that the message goes to (550)."
    )
    assert "pat" not in stored().lower().replace("schoolgate", "")


def test_a_server_that_is_away_loses_nothing(
    cast: Cast, settings: Any, work: Callable[[], int], office: PostOffice
) -> None:
    there = settings.EMAIL_PORT
    use(settings, free_port())
    letters.post("tests:greeting", person=cast.parent.pk)
    work()
    assert Job.objects.get().trouble.startswith("The mail server 127.0.0.1 does not answer as it")
    use(settings, there)
    work()
    assert len(office.taken) == 1


def test_a_letter_says_what_is_true_when_it_is_sent(
    cast: Cast, office: PostOffice, work: Callable[[], int]
) -> None:
    letters.post("tests:greeting", person=cast.parent.pk)
    Person.objects.filter(pk=cast.parent.pk).update(name="Pat Married")
    work()
    assert b"Dear Pat Married" in office.taken[0]


def test_nothing_is_sent_when_there_is_nothing_to_say_any_more(
    db: None, office: PostOffice, work: Callable[[], int]
) -> None:
    letters.post("tests:greeting", person=999_999)
    assert work() == 1
    assert office.taken == []
    assert Job.objects.get().state == State.DONE


def test_a_letter_of_an_act_that_is_undone_is_not_sent(
    cast: Cast, office: PostOffice, work: Callable[[], int]
) -> None:
    with transaction.atomic():
        letters.post("tests:greeting", person=cast.parent.pk)
        transaction.set_rollback(True)
    assert work() == 0
    assert office.taken == []


def test_an_address_with_a_line_break_smuggles_nothing_in(
    db: None, office: PostOffice, work: Callable[[], int]
) -> None:
    letters.post("tests:nonsense")
    work()
    assert office.taken == []
    assert Job.objects.get().trouble == (
        "The message has an address or a heading that no mail can have."
    )


@pytest.mark.parametrize("kind", ["tests:unknown", "tests:greetings"])
def test_an_unknown_letter_is_refused_when_it_is_posted(db: None, kind: str) -> None:
    with pytest.raises(BadLetter, match=f"No room has the letter “{kind}”"):
        letters.post(kind)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("greeting", "Write room:thing."), ("tests:greeting", "is a letter already.")],
)
def test_a_kind_of_letter_has_a_name_of_its_own(kind: str, sentence: str) -> None:
    with pytest.raises(BadLetter, match=sentence):
        letters.register(kind, tasks.bad_heading)


# --- Without a mail server ------------------------------------------------------------------------


def test_without_a_server_mail_lies_in_a_folder_for_its_owner_alone(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = BACKENDS + "filebased.EmailBackend"
    settings.MAIL_FOLDER = tmp_path / "var" / "mail"
    settings.EMAIL_FILE_PATH = str(settings.MAIL_FOLDER)
    with caplog.at_level(logging.WARNING):
        mail.send(subject="Hello", lines=["Dear Pat"], to=tasks.ADDRESS)
    (file,) = settings.MAIL_FOLDER.iterdir()
    assert "Dear Pat" in file.read_text()
    assert settings.MAIL_FOLDER.stat().st_mode & 0o777 == 0o700
    assert f"a message was put into {settings.MAIL_FOLDER}." in caplog.text
    assert "pat" not in caplog.text.replace(str(tmp_path), "").lower()


def test_a_folder_that_cannot_be_written_is_named(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = BACKENDS + "filebased.EmailBackend"
    settings.MAIL_FOLDER = tmp_path / "file" / "mail"
    (tmp_path / "file").touch()
    with pytest.raises(mail.UnableToSend, match="mail cannot be written: Not a directory"):
        mail.send(subject="Hello", lines=["Dear Pat"], to=tasks.ADDRESS)


# --- The whole way --------------------------------------------------------------------------------


def _greeting(house: House) -> dict[str, Any]:
    """The letter's own job: the demonstration has letters too."""
    (found,) = (one for one in house.rows() if "tests:greeting" in str(one["arguments"]))
    return found


@pytest.mark.real_clock
def test_a_worker_finds_its_server_by_the_setting(house: House) -> None:
    decisions, port = PostOffice(), free_port()
    house.environment["SCHOOLGATE_SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    house.environment["SCHOOLGATE_MAIL_FROM"] = "policy@elmfield.example"
    house.sg("demo")  # asks for a filter
    house.run("post")
    house.run("until-empty", "60")
    waiting = _greeting(house)
    assert waiting["trouble"].startswith("The mail server 127.0.0.1 does not answer")
    house.run("hurry")
    controller = Controller(decisions, hostname="127.0.0.1", port=port)
    controller.start()
    house.run("until-empty", "60")
    controller.stop()
    assert {one["pk"]: one["state"] for one in house.rows()}[waiting["pk"]] == "done"
    assert len(decisions.taken) == 1
