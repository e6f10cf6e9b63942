"""Notices on paper: letters to people, and what hangs on a wall."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from schoolgate.notices.models import Notice, Telling
from schoolgate.notices.owed import ToTell
from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.policies.english.wording import capital, stop
from schoolgate.policies.language.mistakes import PackError
from schoolgate.web.paper import sheets
from schoolgate.web.paper.sheets import Head, Lines, Piece, Sheet, Ticks, Words


def head(school: School) -> Head:
    """Return the school's letterhead, with its policy's word on safeguarding where there is one."""
    try:
        commitment = library.of(school).pack.front.commitment
    except PackError:
        commitment = ""
    return Head(school.name, commitment=commitment)


def letters(notice: Notice, tellings: Sequence[Telling]) -> bytes:
    """Return the letters of a notice, one to each person, as one PDF."""
    made = [letter(notice, telling.person.name) for telling in tellings]
    return sheets.pdf(title=notice.subject, head=head(notice.school), sheets=made)


def letter(notice: Notice, name: str) -> Sheet:
    """Return one letter; where an answer is asked for, with a slip to send back."""
    pieces: list[Piece] = [Words(notice.body)]
    if notice.asks:
        pieces += [Ticks(("I have read this.",)), Lines(("Name in capitals", "Signature", "Date"))]
    if notice.clause:
        pieces.append(Words(f"The school’s policy asks for this notice in clause {notice.clause}."))
    day = date_format(timezone.localdate(notice.sent_at), "j F Y")
    return Sheet(notice.subject, tuple(pieces), to=(name,), date=day)


def poster(one: ToTell, school: School) -> bytes:
    """Return one thing that the policy wants told as a page for a wall, in large letters, with a
    code that opens the clause (HSM-25)."""
    url = (
        f"{settings.ADDRESS}{reverse('policies:document', args=[school.slug])}#clause-{one.clause}"
    )
    said = "\n\n".join(f"**{stop(capital(what))}**" for what in one.what)
    pieces = (Words(said), Words(one.prose), Words(f"Our policy, clause {one.clause}."))
    sheet = Sheet(one.title or capital(one.what[0]), pieces, code=url,
                  code_says="A code that opens this clause of the school’s policy")  # fmt: skip
    return sheets.pdf(title=one.title, head=head(school), sheets=[sheet], large=True)
