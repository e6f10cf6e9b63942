"""Mail of Elmfield for tests: invented letters, taken in by the real intake."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from schoolgate.activity.events import MailEvent, MailRecipient
from schoolgate.activity.opening import store_of
from schoolgate.gateways.mail import commandline
from schoolgate.gateways.models import Source
from schoolgate.gateways.sources import actions as sources
from schoolgate.people.models import Person, School
from tests.cast import LONDON, NOW, OPERATOR, Cast

WEEK = dt.date(2026, 10, 5)  # the last whole week before NOW
TEACHER, HEAD = "tara@elmfield.example", "hana@elmfield.example"
SUBJECT, WORDS = "About the trip", "We meet at nine."


def at(day: dt.date = WEEK, hour: int = 10, minute: int = 15) -> dt.datetime:
    """A moment in London."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def letter(
    *to: str, sender: str = TEACHER, sent_at: dt.datetime | None = None, files: int = 0,
    words: str = WORDS,
) -> EmailMessage:  # fmt: skip
    """One message."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, ", ".join(to), SUBJECT
    made["Date"] = format_datetime(sent_at or at())
    made.set_content(words)
    for number in range(files):
        made.add_attachment(b"a,b\r\n", "text", "csv", filename=f"{number}.csv")
    return made


def under(cast: Cast, pack: str) -> None:
    """Let the school have another policy in force."""
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    for one in (cast.school, *cast[1:8]):
        if one is not None and hasattr(one, "refresh_from_db"):
            one.refresh_from_db()


def with_addresses(cast: Cast) -> None:
    """Let teacher and head have addresses of mail."""
    for person, address in ((cast.teacher, TEACHER), (cast.head, HEAD)):
        Person.objects.filter(pk=person.pk).update(email=address)
        person.refresh_from_db()


def taken(cast: Cast, folder: Path, *letters: EmailMessage) -> None:
    """Take messages in, as `./sg mail take` does."""
    if not Source.objects.filter(school=cast.school).exists():
        sources.add_source(
            school=cast.school, name="mail", kind="copies", by=OPERATOR, at=NOW,
            address="elmfield@journal.example", domains="elmfield.example",
        )  # fmt: skip
    for number, one in enumerate(letters):
        one["Message-ID"] = f"<{number}-{one['Date']}-{one['To']}@elmfield.example>"
        path = folder / f"{number}.eml"
        path.write_bytes(one.as_bytes())
        assert commandline.main(["take", str(path), "--school", "elmfield"]) == 0


def logged(
    cast: Cast, sender: str, to: Iterable[str], *, sent_at: dt.datetime | None = None
) -> None:
    """Put one message into the log, without a copy of it."""
    store, moment = store_of(cast.school), int((sent_at or at()).timestamp() * 1000)
    name = store.pseudonym("message", f"{sender} {moment} {to}")
    inside = sender.endswith("@elmfield.example")
    message = MailEvent(name, moment, "elmfield", store.pseudonym("address", sender), inside, "",
                        900, 0, "")  # fmt: skip
    recipients = [
        MailRecipient(name, moment, "elmfield", "to", store.pseudonym("address", one),
                      one.endswith("@elmfield.example"),
                      store.pseudonym("domain", one.rpartition("@")[2])) for one in to]  # fmt: skip
    store.append_all({"mail": [message], "recipients": recipients}, source="test", upto=name)
