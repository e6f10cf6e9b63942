"""Sources of the log: who may keep them, when their silence is told, what files leave behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from time_machine import Traveller

from schoolgate.activity import actions as activity
from schoolgate.activity import copies_of
from schoolgate.activity.copies_of import open_body
from schoolgate.activity.leave import Leave, OutsideLeave, Scope
from schoolgate.activity.opening import store_of
from schoolgate.gateways import jobs
from schoolgate.gateways.mail import commandline, post
from schoolgate.gateways.mail.files import UnableToTake, messages
from schoolgate.gateways.mail.receiving import Delivery
from schoolgate.gateways.models import Source
from schoolgate.gateways.sources import actions, queries
from schoolgate.gateways.sources.rules import BadSource, networks, silent_for
from schoolgate.gateways.verbs import GatewaysVerb
from schoolgate.people import needs
from schoolgate.people.actions import NotAllowed
from schoolgate.records.models import Entry
from tests.activity.test_intake import OWN
from tests.cast import LONDON, NOW, OPERATOR, Cast, client_of
from tests.gateways.mail.samples import letter, report

pytestmark = pytest.mark.django_db
JOURNAL = "elmfield@journal.example"


@pytest.fixture
def source(cast: Cast, settings: Settings, tmp_path: Path) -> Source:
    """The school's journal, entered a moment ago."""
    settings.VAR = tmp_path
    return actions.add_source(
        school=cast.school, name="mail-365", kind="reports", address=JOURNAL,
        domains="elmfield.example", networks="127.0.0.0/8", by=cast.technician, at=NOW,
    )  # fmt: skip


def _entries(verb: GatewaysVerb) -> int:
    return Entry.objects.filter(verb=verb).count()


def test_a_technician_enters_a_source_and_others_may_not(cast: Cast, source: Source) -> None:
    assert _entries(GatewaysVerb.SOURCE_ADDED) == 1
    for by in (cast.head, cast.teacher, cast.pupil, cast.other_head):
        with pytest.raises(NotAllowed):
            actions.add_source(school=cast.school, name="other", kind="squid", by=by, at=NOW)
    assert Source.objects.count() == 1


def test_an_address_is_one_schools_alone(cast: Cast, source: Source) -> None:
    with pytest.raises(actions.UnableToKeep, match="Choose another"):
        actions.add_source(school=cast.other_school, name="mail", kind="copies", address=JOURNAL,
                           by=OPERATOR, at=NOW)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"name": "Mail 365!"}, "small letters"),
        ({"kind": "fax"}, "no kind"),
        ({"address": ""}, "address"),
        ({"kind": "squid"}, "Leave it empty"),
        ({"networks": "10.0.0.0/99"}, "no network"),
        ({"domains": "a b"}, "no mail domain"),
        ({"quiet_hours": 0}, "Silence"),
    ],
)
def test_what_makes_no_sense_is_said_and_not_kept(
    cast: Cast, more: dict[str, object], says: str
) -> None:
    said: dict[str, object] = {"name": "mail", "kind": "copies", "address": "a@b.example"}
    with pytest.raises(actions.UnableToKeep, match=says):
        actions.add_source(school=cast.school, by=OPERATOR, at=NOW, **(said | more))  # type: ignore[arg-type]
    assert not Source.objects.exists()


@pytest.mark.row("MON-12")
def test_silence_over_the_threshold_is_on_the_list_of_the_technician(
    cast: Cast, source: Source, clock: Traveller
) -> None:
    def told(at: dt.datetime) -> list[str]:
        return [one.title for one in needs.of(cast.technician, at) if "mail-365" in one.title]

    actions.note_received(source=source, events=3, not_understood=0, at=NOW)
    assert told(NOW + dt.timedelta(hours=23)) == []
    later = NOW + dt.timedelta(hours=25)
    assert told(later) == ["Nothing comes from mail-365: last on 14 October at 10:30. Find out why"]
    assert not any("mail-365" in one.title for one in needs.of(cast.teacher, later))
    clock.move_to(later)
    page = client_of(cast.technician).get("/elmfield/sources/").content.decode()
    assert "14 October 2026, 10:30" in page
    assert "Silent" in page
    actions.note_received(source=source, events=1, not_understood=0, at=later)
    assert told(later) == []


def test_silence_counts_on_days_with_lessons_only() -> None:
    def weekday(day: dt.date) -> bool:
        return day.weekday() < 5

    friday = dt.datetime(2026, 10, 16, 18, tzinfo=LONDON)
    monday = dt.datetime(2026, 10, 19, 9, tzinfo=LONDON)
    assert silent_for(friday, monday, weekday) == dt.timedelta(hours=6 + 9)
    assert silent_for(monday, friday, weekday) == dt.timedelta()


@pytest.mark.row("MON-12")
def test_a_log_of_the_web_is_a_source_from_the_first_time_it_is_taken_in(
    cast: Cast, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    log = tmp_path / "access.log"
    for text, at in ((OWN, NOW), (OWN * 2, NOW + dt.timedelta(hours=2))):
        log.write_text(text)
        activity.take(school=cast.school, path=log, by=OPERATOR, at=at)
    one = Source.objects.get()
    assert (one.name, one.kind, one.last_at) == ("web-log", "squid", NOW + dt.timedelta(hours=2))
    assert (one.events, one.not_understood) == (6, 6)
    assert "web-log" in client_of(cast.technician).get("/elmfield/sources/").text
    assert _entries(GatewaysVerb.SOURCE_ADDED) == 1
    actions.end_source(source=one, by=cast.technician, at=NOW)
    log.write_text(OWN * 3)
    activity.take(school=cast.school, path=log, by=OPERATOR, at=NOW)
    one.refresh_from_db()
    assert one.events == 6, "somebody took it off the list"


def test_the_hours_of_silence_are_changed_on_the_page(cast: Cast, source: Source) -> None:
    answer = client_of(cast.technician).post(
        "/elmfield/sources/", {"act": "quiet", "quiet-source": source.pk, "quiet-hours": 8}
    )

    assert answer.status_code == 303
    source.refresh_from_db()
    assert source.quiet_hours == 8
    assert _entries(GatewaysVerb.SOURCE_CHANGED) == 1


def test_a_source_that_ended_is_known_no_more(cast: Cast, source: Source) -> None:
    assert post.Post().known(JOURNAL, "127.0.0.1")
    assert not post.Post().known(JOURNAL, "203.0.113.9"), "the source names its networks"
    actions.end_source(source=source, by=cast.technician, at=NOW)
    assert not post.Post().known(JOURNAL, "127.0.0.1")
    assert not queries.sources(school=cast.school.pk, viewer=cast.head, on=NOW.date()).exists()
    with pytest.raises(actions.UnableToKeep):
        actions.end_source(source=source, by=cast.technician, at=NOW)


def test_a_delivery_reaches_the_school_of_its_address(cast: Cast, source: Source) -> None:
    post.Post().keep([Delivery(JOURNAL, report(letter())), Delivery(JOURNAL, report(b"odd"))])

    source.refresh_from_db()
    assert (source.events, source.not_understood, source.last_at) == (2, 1, NOW)
    assert len(store_of(cast.school).since("mail", 0, 9)[0]) == 2
    assert store_of(cast.other_school).since("mail", 0, 9)[0] == []


@pytest.mark.row("MON-02")
def test_a_file_is_taken_at_the_command_line_and_read_with_leave_only(
    cast: Cast, source: Source, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    box = tmp_path / "export.mbox"
    box.write_bytes(b"".join(b"From a@b.example Mon Oct 12 09:15:00 2026\n"
                             + report(letter(n)).replace(b"\r\n", b"\n") + b"\n"
                             for n in range(3)))  # fmt: skip

    assert commandline.main(["take", str(box), "--school", "elmfield"]) == 0
    assert capsys.readouterr().out == ("Taken: 3. There already: 0. Not fully understood: 0.\n")
    assert commandline.main(["take", str(box), "--school", "elmfield"]) == 0
    assert "There already: 3" in capsys.readouterr().out
    assert _entries(GatewaysVerb.FILE_TAKEN) == 2
    store = store_of(cast.school)
    row = store.since("mail", 0, 9)[0][0]
    ann = frozenset({store.pseudonym("address", "ann@elmfield.example")})
    leave = Leave(ann, frozenset({Scope.MAIL}), 0, 2**62, "look-up 7")
    read = open_body(leave, school=cast.school, body=row.body)  # type: ignore[union-attr]
    assert read.contents[0] == b"%PDF-1.7 letter"
    with pytest.raises(OutsideLeave):
        open_body(Leave(ann, frozenset(), 0, 2**62, "x"), school=cast.school, body=row.body)  # type: ignore[union-attr]


def test_a_file_that_is_not_taken_says_why(
    cast: Cast, source: Source, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.eml"
    empty.touch()
    for words, says in (
        (["take", str(empty), "--school", "elmfield"], "is empty"),
        (["take", str(tmp_path / "no.eml"), "--school", "elmfield"], "No such file"),
        (["take", str(empty), "--school", "nowhere"], "Sources of the log"),
        (["receive", "--networks", "10.0.0.0/8"], "certificate"),
        (["receive", "--networks", "ten", "--without-tls"], "does not appear"),
        (["receive", "--networks", "10.0.0.0/8", "--certificate", str(empty)], ""),
    ):
        assert commandline.main(words) == 2
        assert says in capsys.readouterr().err
    assert not Entry.objects.filter(verb=GatewaysVerb.FILE_TAKEN).exists()


def test_an_mbox_is_split_where_messages_begin(tmp_path: Path) -> None:
    box = tmp_path / "some.mbox"
    box.write_bytes(b"From a@b Mon Oct 12 09:15:00 2026\nA: 1\n\n>From me\nFrom you, no date\n\n"
                    b"From b@c Mon Oct 12 09:16:00 2026\nA: 2\n\nx\n")  # fmt: skip

    assert list(messages(box)) == [b"A: 1\n\nFrom me\nFrom you, no date\n", b"A: 2\n\nx\n"]
    with pytest.raises(UnableToTake):
        list(messages(Path("/dev/null")))


def test_networks_are_stored_in_one_form() -> None:
    assert networks("10.0.0.5/8, 2001:DB8::/32 10.0.0.0/8") == ["10.0.0.0/8", "2001:db8::/32"]
    with pytest.raises(BadSource, match="no network"):
        networks("everywhere")


@pytest.mark.row("MON-19")
def test_a_chat_log_is_taken_into_the_same_record_under_the_same_leave(
    cast: Cast, source: Source, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    actions.add_source(school=cast.school, name="teams", kind="chat", by=OPERATOR, at=NOW,
                       address="chat@journal.example")  # fmt: skip
    log = tmp_path / "chat.jsonl"
    log.write_text(
        '{"at": "2026-10-14T09:00:00+01:00", "from": "ann@elmfield.example", "id": "7@teams",'
        ' "to": ["bob@elmfield.example"], "text": "See you at nine",'
        ' "files": [{"name": "plan.txt", "data": "eA=="}]}\n{"at": 7}\n'
    )

    words = ["take", str(log), "--school", "elmfield", "--source", "teams"]
    assert commandline.main(words) == 1, "one line of it is not understood"
    assert capsys.readouterr().out == "Taken: 2. There already: 0. Not fully understood: 1.\n"
    store = store_of(cast.school)
    row = next(one for one in store.since("mail", 0, 9)[0] if one.sender)  # type: ignore[union-attr]
    assert (row.kind, row.attachments) == ("chat", 1)  # type: ignore[union-attr]
    ann = frozenset({store.pseudonym("address", "ann@elmfield.example")})
    leave = Leave(ann, frozenset({Scope.MAIL}), 0, 2**62, "look-up 7")
    said = open_body(leave, school=cast.school, body=row.body)  # type: ignore[union-attr]
    assert said.words == ("See you at nine\r\n",)
    with pytest.raises(OutsideLeave):
        open_body(Leave(ann, frozenset({Scope.WEB}), 0, 2**62, "x"), school=cast.school,
                  body=row.body)  # type: ignore[union-attr]  # fmt: skip


def test_the_nightly_job_deletes_copies_of_days_that_the_log_dropped(
    cast: Cast, source: Source
) -> None:
    later = letter(2).replace(b"12 Oct", b"13 Oct")
    post.record(source, [report(letter()), report(later)], at=NOW, dated=False)
    store_of(cast.school).drop(dt.date(2026, 10, 12))

    jobs.tidy_mail.call()
    assert list(copies_of.copies_of(cast.school).days()) == [dt.date(2026, 10, 13)]
