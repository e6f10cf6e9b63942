"""Rows of one person read from the log: only `actions.looking` calls this, in the transaction that
writes the look down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple, cast

from django.utils.html import strip_tags

from schoolgate.activity import copies_of, days
from schoolgate.activity.events import WebEvent
from schoolgate.activity.leave import Leave, OutsideLeave
from schoolgate.activity.leave import Scope as Readable
from schoolgate.activity.mail.copies import UnableToOpen
from schoolgate.activity.mail.opening import Body
from schoolgate.activity.opening import store_of
from schoolgate.activity.store import Store
from schoolgate.monitoring import whose
from schoolgate.monitoring.rules.lookups import Scope, Wanted
from schoolgate.people.models import Person, School

_NOT_KEPT: Final = "No copy of this message is kept here."
_NO_WORDS: Final = "This message says nothing in words."


class Row(NamedTuple):
    """One row as a page shows it: when, what, more about it, what the filter said, and the name
    of a message, where its body may be opened."""

    at: datetime
    what: str
    more: str = ""
    verdict: str = ""
    message: str = ""


def rows_of(
    person: Person, wanted: Wanted, *, message: str, first: int, most: int, under: str
) -> Sequence[Row]:
    """Return what one person did in a time, by time: `most` rows from `first` on. With `message`,
    that message alone, where it is theirs; `under` names the look-up, as the leave to open it."""
    store = store_of(person.school)
    if wanted.scope == Scope.WEB:
        return _web(person, store, wanted)[first : first + most]
    found = _mail(person, store, wanted)
    if wanted.scope == Scope.MAIL_BODIES and message:
        leave = _leave(person, store, wanted, under)
        return [_opened(person.school, store, one, leave)
                for one in found if one.message == message][:1]  # fmt: skip
    return found[first : first + most]


def _web(person: Person, store: Store, wanted: Wanted) -> list[Row]:
    since, until = days.instant(wanted.from_at), days.instant(wanted.until_at)
    events = [event for who in whose.names_of(person, store)
              for event in store.web_of(who, since=since, until=until)]  # fmt: skip
    return [_of_web(one) for one in sorted(events, key=lambda one: one.at)]


def _of_web(event: WebEvent) -> Row:
    verdict = ", ".join(one for one in (event.verdict, event.category) if one)
    more = ", ".join(one for one in (event.term, event.file) if one)
    return Row(days.moment(event.at), f"{event.host}{event.path}", more, verdict)


def _mail(person: Person, store: Store, wanted: Wanted) -> list[Row]:
    span = {"since": days.instant(wanted.from_at), "until": days.instant(wanted.until_at)}
    found: dict[str, Row] = {}
    for who in whose.addresses_of(person, store):
        for name, at, size, files in store.ask("mail_sent", who=who, **span):
            found[str(name)] = _of_mail(store, str(name), at, size, files, span)
        for name, at, kind in store.ask("mail_received", who=who, **span):
            found.setdefault(str(name), Row(days.moment(cast(int, at)), "Received",
                                            f"as {kind}", message=str(name)))  # fmt: skip
    return sorted(found.values(), key=lambda row: row.at)


def _of_mail(
    store: Store, name: str, at: object, size: object, files: object, span: dict[str, int]
) -> Row:
    to = store.ask("mail_recipients", message=name, **span)
    inside = sum(bool(one[1]) for one in to)
    more = (f"{inside} recipients of the school, {len(to) - inside} outside; {size} bytes; "
            f"{files} attachments")  # fmt: skip
    return Row(days.moment(cast(int, at)), "Sent", more, message=name)


def _leave(person: Person, store: Store, wanted: Wanted, under: str) -> Leave:
    """Return the leave that the log asks for: this person's messages, of this time alone."""
    theirs = frozenset(whose.addresses_of(person, store))
    since, until = days.instant(wanted.from_at), days.instant(wanted.until_at)
    return Leave(theirs, frozenset({Readable.MAIL}), since, until, under)


def _opened(school: School, store: Store, row: Row, leave: Leave) -> Row:
    span = {"since": leave.since, "until": leave.until}
    named = store.ask("mail_body", message=row.message, **span)
    try:
        body = copies_of.open_body(leave, school=school, body=str(named[0][0]) if named else "")
    except OutsideLeave as error:
        return row._replace(more=str(error))
    except UnableToOpen:
        return row._replace(more=_NOT_KEPT)
    return row._replace(more=_words(body) or _NO_WORDS)


def _words(body: Body) -> str:
    """Return what a message says as plain text: a page that was sent is never shown as a page."""
    return "\n".join(body.words or [strip_tags(one) for one in body.pages]).strip()
