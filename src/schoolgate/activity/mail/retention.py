"""Copies go with their day, but those of a case that holds them; those go when it releases them.

Which copies a hold means is read from the copies themselves, so it does not matter whether the
day's rows are there still. Where no hold touches a day none of it is opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from schoolgate.activity import days, manifest
from schoolgate.activity.mail.copies import Copies, UnableToOpen
from schoolgate.activity.mail.opening import everybody, letter_of
from schoolgate.activity.manifest import Hold
from schoolgate.activity.store import Store

_OF_MAIL: Final = ("mail", "recipients")


def drop_day(store: Store, copies: Copies, day: date) -> int:
    """Delete the copies of a day that no case holds; return how many."""
    touching = [one for one in _holds(store)
                if one.since < days.ends(day) and one.until > days.starts(day)]  # fmt: skip
    keep = {name for name in copies.names(day) if touching and _is_held(
        store, copies, day, name, touching)}  # fmt: skip
    return copies.drop(day, keep=keep)


def release(store: Store, copies: Copies) -> int:
    """Delete the copies past their day that no case holds any more; return how many."""
    holds = _holds(store)
    loose = [(day, name) for day, name in copies.held()
             if not _is_held(store, copies, day, name, holds)]  # fmt: skip
    return sum(copies.release(day, name) for day, name in loose)


def _holds(store: Store) -> list[Hold]:
    with store.kept.reading() as one:
        return [hold for hold in manifest.holds(one) if hold.tab in _OF_MAIL]


def _is_held(store: Store, copies: Copies, day: date, name: str, holds: Sequence[Hold]) -> bool:
    try:
        copy = copies.open(day, name)
    except UnableToOpen:
        return bool(holds)  # it may be one of them, and what is deleted does not come back
    people = {store.pseudonym("address", one) for one in everybody(letter_of(copy))}
    return any(one.who in people and one.since <= copy.at < one.until for one in holds)
