"""Every write of the room; the others import from here."""

from __future__ import annotations

from schoolgate.notices.actions.printing import (
    UnableToPrint,
    make_part,
    note_fetched,
    print_letters,
)
from schoolgate.notices.actions.reading import acknowledge, note_look, note_read
from schoolgate.notices.actions.recording import (
    UnableToRecord,
    chase,
    note_emailed,
    note_undeliverable,
    record,
)
from schoolgate.notices.actions.sending import Draft, UnableToSend, send

__all__ = [
    "Draft", "UnableToPrint", "UnableToRecord", "UnableToSend", "acknowledge", "chase", "make_part",
    "note_emailed", "note_fetched", "note_look", "note_read", "note_undeliverable",
    "print_letters", "record", "send",
]  # fmt: skip
