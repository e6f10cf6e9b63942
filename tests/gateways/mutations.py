"""Messages and frames, changed at random: what fuzzing and CI feed the readers."""

from __future__ import annotations

from random import Random

from schoolgate.activity.mail.reading import read
from schoolgate.gateways.events.drafts import Manner
from schoolgate.gateways.events.saying import of_frame
from schoolgate.gateways.events.syslog import LARGEST, Frames
from tests.gateways.mail.samples import AWKWARD, letter, report

_PIECES = (
    b"\r\n", b"\n", b"\0", b"--b", b"--b--", b"--_journal_", b"Content-Type: ", b"multipart/mixed",
    b"message/rfc822", b"boundary=", b'"', b"=?utf-8?B?", b"?=", b"*0*=", b"filename", b"=", b":",
    b"Content-Transfer-Encoding: base64", b"\xff\xfe", b"<", b">", b"[", b"]", b"\\", b"99999 ",
)  # fmt: skip
_FRAME = b'<134>1 2026-10-14T09:30:00Z fw web 7 - [a user="ann" host="x.example"] text\n'


def messages() -> list[bytes]:
    """Whole messages to begin with; the largest are left out."""
    some = [raw for raw, _ in AWKWARD.values() if len(raw) < 6_000]
    return [letter(), report(letter()), *some]


def frames() -> list[bytes]:
    """Streams of syslog to begin with."""
    return [_FRAME * 3, b"%d %s" % (len(_FRAME), _FRAME)]


def mutated(chance: Random, raw: bytes) -> bytes:
    """Return the bytes with a few changes."""
    some = bytearray(raw)
    for _ in range(chance.randrange(1, 8)):
        place = chance.randrange(len(some) + 1)
        piece = chance.choice(_PIECES) if chance.random() < 0.7 else chance.randbytes(3)
        some[place : place + chance.randrange(20)] = piece * chance.choice((1, 1, 1, 30))
    return bytes(some)


def survive_message(raw: bytes) -> None:
    """Read a message both ways; what is said of it can be written down."""
    for reports in (False, True):
        said = read(raw, reports=reports)
        assert len(said.original) == said.size
        assert all(one and "@" in one for _, one in said.recipients)
        for attached in said.attachments:
            assert attached.name.isprintable()
            assert len(attached.name) <= 255
        assert len(said.identity) == 32


def survive_stream(raw: bytes, step: int) -> None:
    """Cut a stream in pieces of `step` bytes and read its frames."""
    cut = Frames()
    found = [
        one for place in range(0, len(raw), step) for one in cut.feed(raw[place : place + step])
    ]
    for one in (*found, *cut.end()):
        assert len(one) <= LARGEST
        said = of_frame(one, Manner(), {})
        assert (said.draft is None) == bool(said.reason)
