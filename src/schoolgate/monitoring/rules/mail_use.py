"""Numbers of mail for the headteacher: what a clause must say, and how a list is put in order.
Pure. Source: 003 §16 (MON-10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from schoolgate.activity.mail.using import Use


class Line(NamedTuple):
    """One employee's numbers of a week; `person` is their key."""

    person: int
    name: str
    use: Use


_BY: Final[dict[str, Callable[[Line], Any]]] = {
    "sent": lambda one: -one.use.sent,
    "sent-outside": lambda one: -one.use.sent_outside,
    "received": lambda one: -one.use.received,
    "received-outside": lambda one: -one.use.received_outside,
    "attachments": lambda one: -one.use.with_attachments,
    "size": lambda one: -one.use.size,
}


def allows_summaries(about: str) -> bool:
    """Tell whether what a clause states is that email use is summarised."""
    plain = about.lower()
    return "summar" in plain and "email" in plain


def in_order(lines: list[Line], *, sort: str, words: str) -> list[Line]:
    """Return the lines with some words in the name, by name or the largest number first."""
    fitting = [one for one in lines if words.casefold() in one.name.casefold()]
    by_name = sorted(fitting, key=lambda one: (one.name.casefold(), one.person))
    return sorted(by_name, key=_BY[sort]) if sort in _BY else by_name
