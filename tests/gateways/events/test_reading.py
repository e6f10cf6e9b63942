"""Web events by other ways: what lines say, and why some lie aside."""

from __future__ import annotations

import io

import pytest

from schoolgate.gateways.events.drafts import Manner, NotUnderstood, draft, instant, manner, named
from schoolgate.gateways.events.reading import Read, UnableToMap, of_csv, of_json
from schoolgate.gateways.events.saying import of_frame
from schoolgate.gateways.events.syslog import LARGEST, Frames, parsed

AT = 1_791_970_200_000  # 14 October 2026, 10:30 in London
GOOD = {"at": "2026-10-14T10:30:00", "user": "ann", "host": "maps.example"}


@pytest.mark.parametrize(
    ("said", "form", "zone"),
    [
        ("2026-10-14T09:30:00Z", "", "Europe/London"),
        ("2026-10-14T10:30:00", "", "Europe/London"),
        ("2026-10-14 11:30:00+02:00", "", "Europe/London"),
        ("1791970200", "", "Europe/London"),
        ("1791970200.000", "", "Europe/London"),
        ("1791970200000", "", "Europe/London"),
        ("1791970200000000", "", "Europe/London"),
        ("14/10/2026 10:30:00", "%d/%m/%Y %H:%M:%S", "Europe/London"),
        ("Oct 14 2026 05:30 AM", "%b %d %Y %I:%M %p", "America/New_York"),
    ],
)
def test_a_time_is_read_in_the_manner_of_its_source(said: str, form: str, zone: str) -> None:
    assert instant(said, manner(form, zone)) == AT


@pytest.mark.parametrize(
    ("less", "reason"),
    [
        ({"at": ""}, "no time"),
        ({"at": "soon"}, "a time that is none"),
        ({"at": "9" * 400}, "a time that is none"),
        ({"at": "0001-01-01T00:00:00"}, "a time that is none"),
        ({"user": ""}, "no user name"),
        ({"user": "-"}, "no user name"),
        ({"host": ""}, "no site"),
        ({"host": "a b"}, "no site"),
        ({"host": "", "url": "http://[::1"}, "no site"),
        ({"sent": "many"}, "a number that is none"),
    ],
)
def test_a_record_that_lacks_something_is_set_aside_with_the_reason(
    less: dict[str, str], reason: str
) -> None:
    with pytest.raises(NotUnderstood, match=reason):
        draft(GOOD | less, Manner())


def test_an_address_gives_site_page_and_what_was_searched_for() -> None:
    said = draft({**GOOD, "host": "", "url": "https://WWW.Google.example.:443/search?q=red+kite"},
                 Manner())  # fmt: skip

    assert (said.host, said.path, said.term) == ("www.google.example", "/search?q=red+kite",
                                                 "red kite")  # fmt: skip
    assert draft({**GOOD, "verdict": "Access DENIED"}, Manner()).verdict == "block"
    assert draft({**GOOD, "verdict": "permit"}, Manner()).verdict == "allow"
    assert named("SCHOOL\\Ann") == "ann"


def test_lines_of_json_are_read_one_by_one() -> None:
    lines = [b'{"time": 1791970200, "login": "ann", "host": "maps.example", "sent": 7}\n',
             b"\n", b"not json\n", b"[1, 2]\n", b'{"time": true}', b'{"a":' * 20_000,
             b'{"x": "' + b"a" * 300_000 + b'"}']  # fmt: skip
    found = list(of_json(lines, Manner(), {"at": "time", "user": "login"}))

    assert [one.reason for one in found] == ["", "no JSON", "no record", "no time", "no JSON",
                                             "too long"]  # fmt: skip
    assert found[0].draft is not None
    assert (found[0].draft.at, found[0].draft.sent) == (AT, 7)


def _csv(text: str, columns: dict[str, str] | None = None, how: Manner | None = None) -> list[Read]:
    return list(of_csv(io.StringIO(text), how or Manner(), columns or {}))


def test_columns_are_known_by_the_names_that_vendors_use() -> None:
    found = _csv("Date/Time,Username,URL,Action,Categories\n"
                 "2026-10-14 10:30:00,ann,https://bets.example/x,Blocked,Gambling\n")  # fmt: skip

    assert found[0].draft is not None
    assert found[0].draft[:2] == (AT, "ann")
    assert (found[0].draft.host, found[0].draft.verdict) == ("bets.example", "block")


def test_columns_are_told_and_what_is_not_there_is_said() -> None:
    text = "Wann;x,Wer,Wo\n14.10.2026 10:30,ann,maps.example\n,ann,maps.example\nshort\n"
    columns = {"at": "Wann;x", "user": "Wer", "host": "Wo"}

    found = _csv(text, columns, Manner("%d.%m.%Y %H:%M"))
    assert [one.reason for one in found] == ["", "no time", "too few fields"]
    with pytest.raises(UnableToMap, match="--column at=HEADING"):
        _csv(text)
    with pytest.raises(UnableToMap, match="no column “Who”"):
        _csv(text, {**columns, "user": "Who"})
    with pytest.raises(UnableToMap, match="no first line"):
        _csv("")


def test_frames_are_cut_by_count_and_by_line_also_in_one_stream() -> None:
    stream = b"6 <1>1 a" + b"<1>1 b\n" + b"<1>1 c\r\n" + b"8 <1>1 d\ne"
    for step in range(1, len(stream) + 1):
        frames = Frames()
        found = [one for place in range(0, len(stream), step)
                 for one in frames.feed(stream[place : place + step])]  # fmt: skip
        assert [*found, *frames.end()] == [b"<1>1 a", b"<1>1 b", b"<1>1 c", b"<1>1 d\ne"], step


def test_a_frame_that_is_too_large_is_one_line_aside_and_the_next_is_read() -> None:
    for start in (b"999999 <1>", b"<1>"):
        frames = Frames()
        found = frames.feed(start + b"x" * (3 * LARGEST))
        found += frames.feed(b"y\n<1>1 next\n")
        assert found == [b"", b"<1>1 next"]


def test_a_message_of_syslog_is_read_with_its_data() -> None:
    said = parsed(
        '<134>1 2026-10-14T09:30:00Z fw web 7 - [a x="1 \\"2\\" \\]"][b y="é"] text'.encode()
    )

    assert (said.host, said.app, said.data) == ("fw", "web", {"x": '1 "2" ]', "y": "é"})
    assert said.text == "text"


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (b"", "too long"),
        (b"plain words", "no syslog"),
        (b"<999>1 - - - - - -", "no syslog"),
        (b"<34>Oct 11 22:14:15 old bsd", "no syslog"),
        (b"<1>1 - h a - - [broken", "structured data"),
        (b'<1>1 - h a - - [a x="', "structured data"),
        (b"<1>1 - h a - - -", "no time"),
        (b"<1>1 2026-10-14T09:30:00Z h a - - - host=x.example", "no user name"),
        (b'<1>1 - h a - - - {"at": 1', "no JSON"),
    ],
)
def test_a_frame_that_says_nothing_of_a_request_lies_aside(frame: bytes, reason: str) -> None:
    found = of_frame(frame, Manner(), {})

    assert found.draft is None
    assert reason in found.reason


@pytest.mark.parametrize(
    "text",
    [
        '- user=ann url="https://maps.example/a?b" action=blocked',
        '[req user="ann" url="https://maps.example/a?b" action="blocked"]',
        '- {"user": "ann", "url": "https://maps.example/a?b", "action": "blocked"}',
    ],
)
def test_a_request_is_said_in_words_in_data_or_in_json(text: str) -> None:
    frame = f"<134>1 2026-10-14T09:30:00.000Z fw web 7 - {text}".encode()
    found = of_frame(frame, Manner("%d", "Asia/Tokyo"), {"verdict": "action"})

    assert found.draft is not None, found.reason
    assert found.draft[:2] == (AT, "ann")
    assert (found.draft.host, found.draft.verdict) == ("maps.example", "block")
