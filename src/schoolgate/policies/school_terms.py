"""A policy read with the terms of one school in place of the table of terms that it states, and
with the school's hours where it states none."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy

from schoolgate.kernel.times import Band, Calendar, Term
from schoolgate.policies.language.effective import Pack


def taught_in(pack: Pack, terms: Sequence[Term], bands: Sequence[Band] = ()) -> Pack:
    """Return the pack with other terms, and with hours if it states none. Its rules and its hash
    stay as they are, and are shared: what the governors approved has not changed."""
    other, book = copy(pack), copy(pack.book)
    stated = pack.book.calendar
    book.calendar = Calendar(stated.bands or tuple(bands), tuple(terms) or stated.terms)
    other.book = book
    return other
