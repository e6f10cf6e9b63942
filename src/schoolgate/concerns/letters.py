"""Letters of a case on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.concerns.queries import Written
from schoolgate.notices.paper import head
from schoolgate.people.models import School
from schoolgate.web.paper import sheets
from schoolgate.web.paper.sheets import Lines, Piece, Sheet, Words

LETTERS: Final = frozenset({"general-letter", "chair-letter", "letter"})
_SIGNED: Final = {"chair": "Chair of governors", "headteacher": "Headteacher"}


def is_approved(letter: Written, entries: Iterable[Written]) -> bool:
    """Tell whether a letter may go out: one to all parents once the headteacher approved it.
    HSM-16."""
    return letter.kind.slug != "general-letter" or any(
        one.kind.slug == "letter-approved" and one.row.adds_to_id == letter.row.pk
        for one in entries
    )


def letter(written: Written, school: School, *, approved: bool = True) -> bytes:
    """Return a letter as PDF, with room for the signature. No number of the case stands on it; one
    that is not approved says that it is a draft."""
    said, kind = written.said, written.kind.slug
    pieces: list[Piece] = [] if approved else [Words("**Draft. Not approved: do not send it.**")]
    pieces.append(Words(said["words"]))
    if kind == "chair-letter":
        pieces.append(Words(f"Please ring {said['contact']} on {said['number']}."))
    signs = "chair" if kind == "chair-letter" else said.get("signed_by", "headteacher")
    pieces.append(Lines((_SIGNED[signs],)))
    day = date_format(timezone.localdate(written.row.happened_at), "j F Y")
    to = (said["whom"],) if kind == "letter" else ()
    sheet = Sheet(f"A letter from {school}", tuple(pieces), to=to, date=day)
    return sheets.pdf(title=f"A letter from {school}", head=head(school), sheets=[sheet])
