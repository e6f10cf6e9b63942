"""Tell: forms without a name, what they keep, who reads them, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import override_settings

from schoolgate.concerns import actions, letterbox
from schoolgate.concerns.actions.letterbox import LETTERBOX
from schoolgate.concerns.models import Case, Conversation, Letter, Message, Report
from schoolgate.concerns.permissions import visible_to
from schoolgate.concerns.rules import receipts
from schoolgate.concerns.rules.words import Way
from schoolgate.concerns.verbs import ConcernsVerb
from schoolgate.config import tell as switch
from schoolgate.config.tell import stripped
from schoolgate.people.models import Appointment, Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of
from tests.concerns import telling
from tests.concerns.telling import get, picked, post, receipt_in, told

TODAY = NOW.date()
NIGHT = NOW + dt.timedelta(hours=17)
MORNING = TODAY + dt.timedelta(days=1)


def night(cast: Cast) -> int:
    return actions.empty(school=cast.school, by=LETTERBOX, at=NIGHT)


def talk_of(cast: Cast, receipt: str) -> letterbox.Talk:
    read = receipts.read(receipt)
    assert read is not None
    talk = letterbox.talk_with(school=cast.school, receipt=read)
    assert talk is not None
    return talk


# --- What a letter is -----------------------------------------------------------------------------


@pytest.mark.row("CON-45")
def test_a_parent_tells_without_a_name_and_gets_a_receipt(cast: Cast) -> None:
    receipt_in(told())
    letter = Letter.objects.get()
    assert {field.name for field in Letter._meta.fields} == {
        "key",
        "school",
        "on",
        "sealed",
        "keys",
    }
    assert (letter.on, letter.school) == (TODAY, cast.school)
    assert b"unkind" not in bytes(letter.sealed)
    assert not Case.objects.exists()
    assert not Entry.objects.exists()


def test_who_is_told_sees_it_at_once_and_nobody_else(cast: Cast) -> None:
    told()
    title = "Read a letter in the letterbox"
    assert title in [need.title for need in needs_of(cast.dsl)]
    assert title in [need.title for need in needs_of(cast.head)]
    for person in (cast.pupil, cast.parent, cast.teacher, cast.technician, cast.other_head):
        assert title not in [need.title for need in needs_of(person)]
        assert letterbox.letters(viewer=person, on=TODAY) == []
    assert letterbox.letters(viewer=None, on=TODAY) == []


def test_the_letterbox_shows_the_words_and_the_look_says_nothing(cast: Cast) -> None:
    told(what="<script>alert(1)</script>")
    answer = client_of(cast.dsl).get("/elmfield/concerns/letterbox/")
    assert "&lt;script&gt;alert(1)" in answer.text
    assert client_of(cast.teacher).get("/elmfield/concerns/letterbox/").status_code == 403
    entry = Entry.objects.get(verb=ConcernsVerb.LETTERBOX_VIEWED)
    assert (entry.object_label, entry.body) == ("the letterbox", "{}")


def test_in_the_night_it_becomes_a_case_of_its_day(cast: Cast) -> None:
    told()
    assert actions.empty(school=cast.school, by=LETTERBOX, at=NOW) == 0
    assert night(cast) == 1
    report = Report.objects.get()
    assert (report.way, report.made_on, report.made_at) == (Way.ANONYMOUS, TODAY, None)
    assert not Letter.objects.exists()
    entry = Entry.objects.get(verb=ConcernsVerb.REPORT_MADE)
    assert (entry.actor, entry.at) == ("system:tell", NIGHT)
    assert visible_to(cast.dsl, on=MORNING).get() == report.case
    assert night(cast) == 0


def test_the_same_form_twice_is_one_letter_with_one_receipt(cast: Cast) -> None:
    form = {"illegal": "no", "about": "none", "ticket": "ab" * 16, "what": "A.", "how": "quiet"}
    assert receipt_in(post("family/", form)) == receipt_in(post("family/", form))
    assert Letter.objects.count() == 1
    other = receipt_in(post("family/", form | {"what": "Another thing."}))
    assert other != receipt_in(post("family/", form))
    assert Letter.objects.count() == 2  # an old page, sent with other words, loses nothing
    night(cast)
    post("family/", form)
    assert not Letter.objects.exists()


def test_a_named_parent_is_a_report_at_once(cast: Cast) -> None:
    assert "Write your name" in told(how="named").text
    assert "how we can reach you" in told(how="named", name="Nora Falke").text
    receipt_in(told(how="named", name="Nora Falke", reach="01632 960123"))
    report = Report.objects.get()
    assert (report.way, report.made_at) == (Way.FAMILY_FORM, NOW)
    assert not Letter.objects.exists()
    page = client_of(cast.dsl).get(f"/elmfield/concerns/{report.case_id}/")
    assert "Nora Falke" in page.text
    assert "01632 960123" in page.text


def test_a_name_that_was_typed_and_then_not_wanted_is_not_kept(cast: Cast) -> None:
    told(how="quiet", name="Nora Falke", reach="01632 960123")
    (letter,) = letterbox.letters(viewer=cast.dsl, on=TODAY)
    assert letter.said.words == {"what": "Somebody was unkind in the game."}


def test_telling_a_person_now_says_that_the_time_is_known(cast: Cast) -> None:
    assert (
        "they will know what time it was"
        in post("family/", {"illegal": "no", "about": "none"}).text
    )
    told(how="now")
    assert Report.objects.get().made_at == NOW


# --- Who reads what -------------------------------------------------------------------------------


@pytest.mark.row("CON-21")
@pytest.mark.parametrize("path", ["work/", "family/"])
def test_about_the_headteacher_the_chair_reads_and_the_headteacher_never(
    cast: Cast, chair: Person, path: str
) -> None:
    receipt = receipt_in(told(path, about="headteacher"))
    there = (chair, cast.head, cast.dsl)
    assert [len(letterbox.letters(viewer=one, on=TODAY)) for one in there] == [1, 0, 0]
    night(cast)
    case = Case.objects.get()
    assert list(visible_to(chair, on=MORNING)) == [case]
    assert not visible_to(cast.head, on=MORNING).exists()
    assert not visible_to(cast.dsl, on=MORNING).exists()
    assert client_of(cast.head).get(f"/elmfield/concerns/{case.pk}/").status_code == 404
    assert [need for need in needs_of(cast.head, NIGHT) if "concern" in need.url] == []
    talk = talk_of(cast, receipt)
    actions.answer(talk=talk, words="Thank you.", ticket="1", by=chair, at=NIGHT)
    assert "Thank you." in post("receipt/", {"receipt": receipt}).text
    assert letterbox.talk(viewer=cast.head, key=talk.row.key, on=MORNING) is None


def test_a_headteacher_who_is_made_chair_still_reads_nothing_about_themselves(cast: Cast) -> None:
    told("work/", about="headteacher")
    Appointment.objects.create(school=cast.school, person=cast.head, role="chair", from_on=TODAY)
    assert letterbox.letters(viewer=cast.head, on=TODAY) == []


def test_without_a_chair_the_form_says_so_and_where_to_ring(cast: Cast) -> None:
    page = post("work/", {"illegal": "no", "about": "headteacher"})
    assert "no chair of governors just now" in page.text
    assert "0800 028 0285" in page.text
    told("work/", about="headteacher")
    assert letterbox.letters(viewer=cast.head, on=TODAY) == []


@pytest.mark.parametrize(
    ("about", "sees"),
    [("none", (1, 1)), ("colleague", (1, 1)), ("dsl", (1, 0)), ("chair", (1, 1))],
)
def test_about_a_colleague_the_headteacher_reads(
    cast: Cast, chair: Person, about: str, sees: tuple[int, int]
) -> None:
    told("work/", about=about)
    there = (cast.head, cast.dsl)
    assert tuple(len(letterbox.letters(viewer=one, on=TODAY)) for one in there) == sees
    assert letterbox.letters(viewer=chair, on=TODAY) == []
    night(cast)
    assert tuple(visible_to(one, on=MORNING).count() for one in there) == sees


# --- The way back ---------------------------------------------------------------------------------


def test_a_receipt_opens_a_conversation_both_ways(cast: Cast) -> None:
    receipt = receipt_in(told())
    assert "from tomorrow" in post("receipt/", {"receipt": receipt}).text
    night(cast)
    talk = talk_of(cast, receipt)
    page = f"/elmfield/concerns/talk/{talk.row.key}/"
    client = client_of(cast.dsl)
    assert client.post(page, {"words": "Which game?", "ticket": "a"}).status_code == 302
    assert "Which game?" in post("receipt/", {"receipt": receipt}).text
    more = {"receipt": receipt.upper(), "say": "The blocks one.", "ticket": "b" * 32}
    assert "Sent." in post("receipt/", more).text
    post("receipt/", more)
    assert Message.objects.filter(by=None).count() == 1
    assert "The blocks one." in client.get(page).text
    for other in (cast.teacher, cast.pupil, cast.other_head):
        assert client_of(other).get(page).status_code == 404
    assert b"blocks" not in b"".join(bytes(one.sealed) for one in Message.objects.all())
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {ConcernsVerb.CONVERSATION_ANSWERED, ConcernsVerb.CONVERSATION_VIEWED} <= verbs


def test_what_a_reporter_adds_is_journalled_by_night(cast: Cast) -> None:
    receipt = receipt_in(told())
    night(cast)
    talk = talk_of(cast, receipt)
    actions.say(talk=talk, words="More.", ticket="x", on=MORNING)
    assert "A reporter has written again: case 2026/001" in [
        need.title for need in needs_of(cast.dsl, NIGHT)
    ]
    assert not Entry.objects.filter(verb=ConcernsVerb.CONVERSATION_CONTINUED).exists()
    actions.empty(school=cast.school, by=LETTERBOX, at=NIGHT + dt.timedelta(days=1))
    entry = Entry.objects.get(verb=ConcernsVerb.CONVERSATION_CONTINUED)
    assert (entry.actor, entry.object_label) == ("system:letterbox", "case 2026/001")
    actions.note_talk_viewed(talk=talk, by=cast.dsl, at=NIGHT + dt.timedelta(days=1))
    assert letterbox.unread(viewer=cast.dsl, on=MORNING) == []


def test_a_wrong_receipt_opens_nothing_and_says_what_to_do(cast: Cast) -> None:
    told()
    for typed in ("", "cat", "cat " * 7, "one two three four five six seven"):
        assert "We cannot find this receipt" in post("receipt/", {"receipt": typed}).text
    assert Conversation.objects.count() == 1


def test_guessing_is_slowed_for_all_and_nothing_about_it_is_kept(cast: Cast) -> None:
    for _ in range(120):
        post("receipt/", {"receipt": "cat dog cow bee fox owl kiwi"})
    assert post("receipt/", {"receipt": "cat dog cow bee fox owl kiwi"}).status_code == 429
    assert not Entry.objects.exists()


def test_a_receipt_is_tapped_picture_by_picture(cast: Cast) -> None:
    receipt = receipt_in(post("child/", picked(ticket="c" * 32, quiet="1")))
    so_far = ""
    for word in receipt.split():
        answer = post("receipt/pictures/", {"chosen": so_far, "add": word})
        so_far = f"{so_far} {word}".strip()
    assert "We have what you told us." in answer.text
    undone = post("receipt/pictures/", {"chosen": "cat dog", "undo": "1"})
    assert 'name="chosen" value="cat"' in undone.text


# --- Children -------------------------------------------------------------------------------------


@pytest.mark.row("CON-04")
def test_a_child_tells_with_six_taps_and_types_nothing(cast: Cast) -> None:
    page = get("child/")
    assert "Screen off. Tell a grown-up now." in page.text
    fields = {"ticket": telling.ticket_in(page)}
    for name, value in picked().items():
        answer = post("child/", fields)
        assert f'name="{name}" value="{value}"' in answer.text
        assert "textarea" not in answer.text
        fields[name] = value
    receipt_in(post("child/", fields | {"quiet": "1"}))
    (letter,) = letterbox.letters(viewer=cast.dsl, on=TODAY)
    assert letter.said.words == {
        "feels": "Sad", "what": "Someone was unkind", "where": "In a game",
        "wants_to_talk_to": "My teacher", "year": "Year 2",
    }  # fmt: skip
    assert cast.pupil.name not in answer.text


def test_a_child_who_gives_a_name_is_found_at_once(cast: Cast) -> None:
    answer = post("child/", picked(ticket="d" * 32, name="", found="1"))
    assert "Write your name, or tap the letter" in answer.text
    post("child/", picked(ticket="d" * 32, name=" Kit  F ", found="1"))
    report = Report.objects.get()
    assert (report.way, report.made_at) == (Way.PUPIL_PAGE, NOW)
    assert "Kit F" in client_of(cast.dsl).get(f"/elmfield/concerns/{report.case_id}/").text


# --- No file, no trace ----------------------------------------------------------------------------


def test_the_first_question_has_a_branch_without_words_about_the_picture(cast: Cast) -> None:
    page = post("family/", {"illegal": "yes", "about": "none"})
    assert "Do not look at it again" in page.text
    assert 'name="what"' not in page.text
    assert 'type="file"' not in page.text
    told(illegal="yes", what="It shows something", told="Nobody")
    (letter,) = letterbox.letters(viewer=cast.dsl, on=TODAY)
    assert letter.said.illegal
    assert set(letter.said.words) == {"where", "put_away", "told"}


_PART = (
    b'--x\r\nContent-Disposition: form-data; name="what"; filename="a.jpg"\r\n\r\nJPEG\r\n--x--\r\n'
)


@pytest.mark.parametrize("path", ["family/", "work/", "child/", "receipt/", "receipt/pictures/"])
@pytest.mark.parametrize(
    "kind", ["multipart/form-data; boundary=x", "application/json", "image/jpeg", ""]
)
def test_twenty_attempts_to_attach_a_file_are_refused(cast: Cast, path: str, kind: str) -> None:
    answer = telling.ask("POST", telling.HERE + path, _PART, CONTENT_TYPE=kind)
    assert answer.status_code == 415
    assert "Files and pictures are never taken here" in answer.text
    assert not Letter.objects.exists()
    assert not Report.objects.exists()


def test_no_page_sets_a_cookie_or_lets_itself_be_kept(cast: Cast) -> None:
    answers = [get(path) for path in ("", "help/", "family/", "work/", "child/", "receipt/",
                                      "receipt/pictures/", "no-such-page/")]  # fmt: skip
    for answer in [*answers, told(), post("child/", picked(ticket="e" * 32, quiet="1"))]:
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "'unsafe" not in answer.headers["Content-Security-Policy"]
        assert "style=" not in answer.text
        assert "sessionid" not in answer.text


def test_a_request_is_stripped_of_whoever_makes_it() -> None:
    kept = stripped({"HTTP_COOKIE": "a", "REMOTE_ADDR": "b", "HTTP_USER_AGENT": "c",
                             "QUERY_STRING": "d", "PATH_INFO": "/"})  # fmt: skip
    assert kept == {"PATH_INFO": "/"}


def test_a_page_that_fails_logs_where_and_not_what(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**_: object) -> None:
        raise ValueError("the words of a report")

    monkeypatch.setattr("schoolgate.concerns.actions.put", fail)
    assert told().status_code == 500
    assert "ValueError in" in caplog.text
    assert "the words" not in caplog.text


def test_forms_of_other_sites_and_other_methods_are_refused(cast: Cast) -> None:
    path = telling.HERE + "family/"
    assert (
        telling.ask("POST", path, b"illegal=no", HTTP_SEC_FETCH_SITE="cross-site").status_code
        == 403
    )
    assert telling.ask("POST", path, b"", CONTENT_LENGTH="999999").status_code == 413
    assert telling.ask("DELETE", path).status_code == 405
    assert telling.ask("GET", "/tell/nowhere/").status_code == 404
    assert telling.ask("GET", path, HTTP_HOST="elsewhere.example").status_code == 400


@pytest.mark.parametrize(
    ("own", "host", "path", "which"),
    [
        ("", "localhost", "/tell/elmfield/", "tell"),
        ("", "localhost", "/elmfield/do/", "house"),
        ("tell.example", "tell.example", "/elmfield/do/", "tell"),
        ("tell.example", "localhost", "/tell/elmfield/", "house"),
    ],
)
def test_the_house_does_not_answer_where_tell_does(
    own: str, host: str, path: str, which: str
) -> None:
    said: list[str] = []

    def application(name: str) -> Callable[..., list[bytes]]:
        def answer(environ: object, start_response: object) -> list[bytes]:
            said.append(name)
            return []

        return answer

    with override_settings(TELL_HOST=own), pytest.MonkeyPatch.context() as patch:
        patch.setattr(switch, "Tell", lambda: application("tell"))
        choose = switch.beside(application("house"))
        choose({"HTTP_HOST": f"{host}:8000", "PATH_INFO": path}, None)
    assert said == [which]


@pytest.mark.row("CON-22")
def test_complaints_are_signposted_where_people_tell(cast: Cast) -> None:
    for path in ("", "family/", "work/"):
        assert "complaints procedure" in get(path).text


@pytest.mark.row("CON-01")
def test_the_public_page_lists_the_ways_in_and_who_can_help(cast: Cast) -> None:
    page = get("").text
    for way in ("child/", "family/", "work/", "receipt/", "help/"):
        assert f'href="/tell/elmfield/{way}"' in page
    assert "0800 1111" in page
    assert cast.dsl.name in get("help/").text


def test_the_pages_of_the_house_lead_to_tell_and_a_pupil_to_the_pictures(cast: Cast) -> None:
    cast.pupil.kind = "pupil"
    cast.pupil.save()
    for person, where in ((cast.pupil, "child/"), (cast.parent, ""), (None, "")):
        answer = client_of(person).get("/elmfield/concerns/tell-us/")
        assert answer.headers["Location"] == f"/tell/elmfield/{where}"
    assert "/elmfield/concerns/tell-us/" in client_of(cast.pupil).get("/elmfield/do/").text
    assert "/elmfield/concerns/tell-us/" in client_of(None).get("/").text
    with override_settings(TELL_HOST="tell.example", TELL_ADDRESS="https://tell.example"):
        answer = client_of(None).get("/elmfield/concerns/tell-us/")
    assert answer.headers["Location"] == "https://tell.example/tell/elmfield/"
