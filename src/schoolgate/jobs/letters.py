"""E-mail that is not lost: a letter is a job, tried again while the mail server is away.

The row holds the kind of letter and ids. What it says, and to whom, is put together when it is
sent, by the function that the room registered in its `jobs.py`:

    def digest(*, person: int) -> Letter | None: …

    letters.register("people:digest", digest)
    letters.post("people:digest", school=3, person=12)      # in the transaction of the act
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django_tasks import task

from schoolgate.jobs import whose
from schoolgate.kernel.trouble import Trouble
from schoolgate.web import mail

_FORM: Final = re.compile(r"[a-z]+:[a-z]+(-[a-z]+)*")


class BadLetter(Trouble):
    """A kind of letter is unknown, twice there or out of form. The message says which."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain-text e-mail to one address. Each line is a paragraph or an empty line."""

    subject: str
    lines: tuple[str, ...]
    to: str


Render = Callable[..., Letter | None]
Ended = Callable[..., object]


@dataclass(frozen=True, slots=True)
class _Kind:
    render: Render
    taken: Ended | None
    refused: Ended | None


_kinds: dict[str, _Kind] = {}


def register(
    kind: str, render: Render, *, taken: Ended | None = None, refused: Ended | None = None
) -> None:
    """Make a kind of letter known, `room:thing`. `render` takes the ids that `post` was given, and
    returns None when there is nothing to say any more. `taken` is told the ids once the mail server
    has the letter; `refused`, where it is given, once the server refuses the address for good, and
    then nothing is tried again. Raises BadLetter."""
    if not _FORM.fullmatch(kind):
        raise BadLetter(f"“{kind}” is not the name of a letter. Write room:thing.")
    if kind in _kinds:
        raise BadLetter(f"“{kind}” is a letter already. Choose another name.")
    _kinds[kind] = _Kind(render, taken, refused)


def post(kind: str, *, school: int | None = None, **ids: int) -> None:
    """Have a letter sent when the caller's transaction is committed. Raises BadLetter.

    It is sent at least once: a worker that is killed just after sending sends it again. `school` is
    the key of the school that writes; inside a job, that job's unless it is said.
    """
    _known(kind)
    with whose.of_school(whose.current() if school is None else school):
        send.enqueue(kind, ids)


@task
def send(kind: str, ids: dict[str, int]) -> None:
    """Write and send one letter. Raises web.mail.UnableToSend, and then it is tried again."""
    known = _known(kind)
    letter = known.render(**ids)
    if letter is None:
        return
    try:
        mail.send(subject=letter.subject, lines=letter.lines, to=letter.to)
    except mail.AddressRefused:
        if known.refused is None:
            raise
        known.refused(**ids)
        return
    if known.taken is not None:
        known.taken(**ids)


def _known(kind: str) -> _Kind:
    if kind not in _kinds:
        raise BadLetter(f"No room has the letter “{kind}”. Register it before posting it.")
    return _kinds[kind]
