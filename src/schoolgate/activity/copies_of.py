"""Opens a school's sealed copies of mail: their folder, and the key this installation unwraps."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import date
from pathlib import Path

from schoolgate.activity.leave import Leave
from schoolgate.activity.mail import retention
from schoolgate.activity.mail.copies import Copies, UnableToOpen
from schoolgate.activity.mail.opening import Body, body_of, letter_of
from schoolgate.activity.mail.opening import open_body as opened
from schoolgate.activity.opening import folder_of as folder_of_log
from schoolgate.activity.opening import store_of
from schoolgate.kernel import keyfile
from schoolgate.people.models import School
from schoolgate.records import sealing


def folder_of(school: School) -> Path:
    """Return the folder of a school's copies."""
    return folder_of_log(school) / "mail"


def key_of(school: School) -> bytes:
    """Return the school's mail key, made when it is first asked for.

    Raises records.sealing.UnableToOpen where it is not of this installation.
    """
    to = f"{school.slug}:mail"
    wrapped = keyfile.kept_in(
        folder_of(school) / "key",
        lambda: b64encode(sealing.wrap(sealing.new_key(), to=to)).decode(),
    )
    return sealing.unwrap(b64decode(wrapped), to=to)


def copies_of(school: School) -> Copies:
    """Return the sealed copies of a school."""
    return Copies(folder_of(school), school=school.slug, key=key_of(school))


def drop_day(school: School, day: date) -> int:
    """Delete a school's copies of a day that no case holds; return how many."""
    return retention.drop_day(store_of(school), copies_of(school), day)


def release(school: School) -> int:
    """Delete copies past their day that no case holds any more; return how many."""
    return retention.release(store_of(school), copies_of(school))


def words_for_the_machine(
    school: School, body: str
) -> tuple[str, tuple[str, ...], tuple[str, ...]]:  # fmt: skip
    """Return subject, plain texts and pages of what `MailEvent.body` names, never an attachment.

    For monitoring's automatic stage alone, which asks the policy before, keeps no word, and shows
    none to anybody. Raises copies.UnableToOpen.
    """
    copy = copies_of(school).open(*_place(body))
    said = body_of(letter_of(copy))
    return said.letter.subject, said.words, said.pages


def _place(body: str) -> tuple[date, str]:
    day, _, name = body.partition("/")
    try:
        return date.fromisoformat(day), name
    except ValueError:
        raise UnableToOpen(f"“{body}” names no copy.") from None


def open_body(leave: Leave, *, school: School, body: str) -> Body:
    """Open what `MailEvent.body` names; monitoring's look-up alone has a leave, and journals it.

    Raises OutsideLeave, copies.UnableToOpen.
    """
    on, name = _place(body)
    copies = copies_of(school)
    return opened(leave, copies=copies, pseudonym=store_of(school).pseudonym, day=on, name=name)
