"""What a message says of itself, however it is built."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schoolgate.activity.mail.parts import DEEPEST
from schoolgate.activity.mail.reading import read
from tests.gateways.mail.samples import AWKWARD, letter, report

SENT = datetime(2026, 10, 12, 8, 15, tzinfo=UTC)


def test_a_message_gives_the_items_that_the_policies_ask_for() -> None:
    said = read(letter())

    assert said.sender == "ann@elmfield.example"
    assert said.recipients == (("to", "bob@elmfield.example"), ("to", "eve@outside.example"),
                               ("cc", "cat@elmfield.example"))  # fmt: skip
    assert said.sent == SENT
    assert [(one.name, one.size) for one in said.attachments] == [
        ("letter home.pdf", 15), ("who pays.csv", 10)]  # fmt: skip
    assert said.original == letter()
    assert said.troubles == ()


def test_a_report_of_exchange_names_whom_the_message_hides() -> None:
    said = read(report(letter()), reports=True)

    assert ("bcc", "dan@elmfield.example") in said.recipients
    assert ("cc", "cat@elmfield.example") in said.recipients
    assert not any("all.staff" in one for _, one in said.recipients), "a list reads nothing"
    assert said.original == letter()
    assert said.message_id == "1@elmfield.example"
    assert said.troubles == ()


def test_recipients_of_unknown_kind_were_blind() -> None:
    said = read(report(letter(), "Sender: ann@elmfield.example", "Message-ID: <1@elmfield.example>",
                       "Recipient: bob@elmfield.example", "Recipient: zoe@elmfield.example"),
                reports=True)  # fmt: skip

    assert ("to", "bob@elmfield.example") in said.recipients, "the message itself says to"
    assert ("bcc", "zoe@elmfield.example") in said.recipients


def test_a_report_that_somebody_sends_by_mail_is_a_message_like_others() -> None:
    forged = report(letter()).replace(b"From: journal@tenant.example", b"From: eve@outside.example")

    assert read(forged).sender == "eve@outside.example"
    within = read(report(forged, "Sender: eve@outside.example", "To: bob@elmfield.example"),
                  reports=True)  # fmt: skip
    assert within.sender == "eve@outside.example"


def test_a_journal_that_sends_no_report_is_said_to() -> None:
    said = read(letter(), reports=True)

    assert "not a journal report" in said.troubles
    assert said.sender == "ann@elmfield.example"


def test_a_plain_copy_names_its_reader_by_the_mark_of_the_mail_system() -> None:
    said = read(b"X-Gm-Original-To: zoe@elmfield.example\r\n" + letter(), sent_to=("y@e.example",))

    assert ("bcc", "zoe@elmfield.example") in said.recipients
    assert ("bcc", "y@e.example") in said.recipients


def test_marks_of_the_way_make_no_other_message() -> None:
    again = b"Received: from a by b\r\nX-Spam: 0\r\n" + letter()

    assert read(again).identity == read(letter()).identity
    assert read(letter(2)).identity != read(letter()).identity
    assert read(letter(cc="fay@elmfield.example")).identity != read(letter()).identity


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_message_is_read_and_what_is_odd_is_said(name: str) -> None:
    raw, trouble = AWKWARD[name]
    said = read(raw)

    assert said.original == raw
    assert said.size == len(raw)
    assert trouble in said.troubles if trouble else not said.troubles
    assert read(report(raw), reports=True).sender == "ann@elmfield.example"


def test_there_are_more_than_sixty_awkward_messages() -> None:
    assert len(AWKWARD) >= 60


def test_a_file_name_is_a_name_and_not_a_way() -> None:
    assert read(AWKWARD["names with a way"][0]).attachments[0].name == "b.exe"
    assert read(AWKWARD["names by RFC 2231"][0]).attachments[0].name == "résume.pdf"
    assert read(AWKWARD["8-bit file names"][0]).attachments[0].name == "été.pdf"
    odd = read(AWKWARD["names of control signs"][0]).attachments[0].name
    assert odd.isprintable()


def test_what_lies_deep_is_an_attachment_as_it_came() -> None:
    said = read(AWKWARD["rfc822 100 deep"][0])

    assert 0 < len(said.attachments) <= DEEPEST + 2
