"""The filtering policy as a document: what the filter is made of has a version, a review, an owner.

There is no second text beside the school's policy: its clauses are the filter's rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from schoolgate.duties.rules import period
from schoolgate.filtering import gathering, snapshot
from schoolgate.filtering.publishing import folder_of
from schoolgate.kernel.times import LONDON
from schoolgate.people.models import School
from schoolgate.people.queries import dates
from schoolgate.policies import library
from schoolgate.policies.english.wording import british
from schoolgate.policies.language.boxes import Said
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.queries import reviews

_CALLED: Final = "filtering policy"  # as packs call it in what they ask to be done
_REVIEWS: Final = "review"
_OURS: Final = "filtering:"


@dataclass(frozen=True, slots=True)
class Duty:
    """What a clause asks somebody to do about the filter, and how often."""

    clause: str
    who: str
    what: str
    every: str


@dataclass(frozen=True, slots=True)
class Document:
    """Title, version and approval as the policy states them; the owner, with the clause that names
    one; when it is reviewed next; which duties it makes; whether the filter in use is made of this
    very version, and when it was made."""

    title: str
    version: str
    approved: str
    owner: str
    clause: str
    review: reviews.Due
    is_late: bool
    duties: tuple[Duty, ...]
    is_in_use: bool
    made_at: datetime | None


def document_of(school: School, *, on: date) -> Document | None:
    """Return the document that the filter of a school is made of; None while it has mistakes."""
    try:
        known = library.of(school)
    except PackError:
        return None
    pack = known.pack
    review, about = reviews.due(known, dates(school))[0], _about(school)
    duties = tuple(_duties(pack))
    owner = next((one for one in duties if _CALLED in one.what and _REVIEWS in one.what), None)
    made = about.get("made")
    return Document(
        pack.front.title, pack.front.version, british(pack.front.approved),
        owner.who if owner else pack.front.approver, owner.clause if owner else "",
        review, review.is_late(on), duties,
        gathering.spoken_of(known)["policy"] == about.get("policy"),
        datetime.fromisoformat(made).astimezone(LONDON) if made else None,
    )  # fmt: skip


def _about(school: School) -> dict[str, str]:
    return dict(snapshot.about(folder_of(school) / snapshot.CURRENT))


def _duties(pack: Pack) -> Iterator[Duty]:
    """Yield what the policy asks to be done about the filter; its own document first."""
    every = [
        Duty(clause.ref, box.one("who"), box.one("what"), _often(box))
        for clause, box in pack.boxes("duty")
        if _CALLED in box.one("what") or any(one.startswith(_OURS) for one in box.all("proved by"))
    ]
    yield from sorted(every, key=lambda one: _CALLED not in one.what)


def _often(box: Said) -> str:
    return period(box.one("every")).in_words() if box.one("every") else box.one("when")
