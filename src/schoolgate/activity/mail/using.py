"""How much mail each address sends and receives: numbers, by whole weeks; never what it says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple, cast

from schoolgate.activity import days, manifest
from schoolgate.activity.reports.spans import MOST, monday
from schoolgate.activity.store import Store

_WEEK: Final = timedelta(days=7)


class Message(NamedTuple):
    """What the log says of one message: `at` is in ms since 1970, `size` in bytes."""

    name: str
    at: int
    sender: str
    inside: bool
    size: int
    attachments: int


class Recipient(NamedTuple):
    """One recipient of a message, by its name; `domain` is the pseudonym of what stands after
    the @."""

    message: str
    who: str
    inside: bool
    domain: str = ""


class Use(NamedTuple):
    """Numbers of one address: messages, those of them that left the school's domain or came from
    outside it, those with attachments, and the bytes of all."""

    sent: int = 0
    sent_outside: int = 0
    received: int = 0
    received_outside: int = 0
    with_attachments: int = 0
    size: int = 0

    def and_sent(self, message: Message, *, outside: bool) -> Use:
        """Return the numbers with one more message that was sent."""
        return self._with(message)._replace(
            sent=self.sent + 1, sent_outside=self.sent_outside + outside
        )

    def and_received(self, message: Message) -> Use:
        """Return the numbers with one more message that came."""
        return self._with(message)._replace(
            received=self.received + 1,
            received_outside=self.received_outside + (not message.inside),
        )

    def _with(self, message: Message) -> Use:
        return self._replace(
            with_attachments=self.with_attachments + (message.attachments > 0),
            size=self.size + message.size,
        )


def counted(messages: Iterable[Message], recipients: Iterable[Recipient]) -> dict[str, Use]:
    """Return the numbers of each address, by its pseudonym."""
    to: dict[str, list[Recipient]] = {}
    for one in recipients:
        to.setdefault(one.message, []).append(one)
    found: dict[str, Use] = {}
    for message in messages:
        there = to.get(message.name, [])
        outside = any(not one.inside for one in there)
        found[message.sender] = found.get(message.sender, Use()).and_sent(message, outside=outside)
        for who in {one.who for one in there}:
            found[who] = found.get(who, Use()).and_received(message)
    return found


def use_of(store: Store, week: date) -> dict[str, Use]:
    """Return the numbers of each address in the week that begins on a Monday."""
    last = week + _WEEK - timedelta(days=1)
    return counted(*mail_of(store, since=days.starts(week), until=days.ends(last)))


def mail_of(store: Store, *, since: int, until: int) -> tuple[list[Message], list[Recipient]]:
    """Return the messages from `since` to before `until` (ms), and to whom they went."""
    span = {"since": since, "until": until}
    messages = [Message(*cast(tuple[str, int, str, bool, int, int], row))
                for row in store.ask("mail_messages", **span)]  # fmt: skip
    return messages, recipients_of(store, since=since, until=until)


def recipients_of(store: Store, *, since: int, until: int) -> list[Recipient]:
    """Return to whom the messages from `since` to before `until` (ms) went."""
    return [Recipient(*cast(tuple[str, str, bool, str], row))
            for row in store.ask("mail_to", since=since, until=until)]  # fmt: skip


def weeks(store: Store, *, today: date) -> Iterator[date]:
    """Yield the Mondays of the weeks that are over, back to the first of which the log has mail."""
    with store.kept.reading() as one:
        kept = [file.day for file in manifest.files(one, "mail") if file.kind != "held"]
    week = monday(today) - _WEEK
    oldest = max(min(kept, default=today), monday(today) - MOST * _WEEK)
    while week + _WEEK > oldest:
        yield week
        week -= _WEEK
