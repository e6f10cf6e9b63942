"""What a proxy's log tells the filter: openings that were used, and who tried a way round it.

Whoever reads the log calls `noticed` with its lines, as often as it likes and with the same lines
again: a use is noted once, and a way round is one concern for each person and day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import salted_hmac

from schoolgate.accounts.models import Account
from schoolgate.concerns import actions as concerns
from schoolgate.concerns.actions import Involved, Told
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Part, Way
from schoolgate.filtering.actions.openings import note_use
from schoolgate.filtering.publishing import FILTER
from schoolgate.filtering.rules.noticing import Judged, Tried, tries, uses
from schoolgate.people.models import Person, School

_SALT: Final = "schoolgate.filtering.noticed"


class Noticed(NamedTuple):
    """What came of some lines: cases of ways round the filter, and openings used for the first
    time."""

    cases: tuple[Case, ...]
    used: int


def noticed(*, school: School, lines: Iterable[Judged], at: datetime) -> Noticed:
    """Raise a concern for whoever tried a way round the filter, and note which openings were used.

    Each is written by itself, so that one fault leaves what came before it.
    """
    every = list(lines)
    used = sum(
        note_use(token=token, school=school.pk, used_at=_instant(first), by=FILTER, at=at)
        for token, first in uses(every).items()
    )
    return Noticed(tuple(_raised(school, one, at) for one in tries(every)), used)


def _raised(school: School, tried: Tried, at: datetime) -> Case:
    account = _account(school, tried.user)
    person = account.person if account else None
    involved = (Involved(Part.SUBJECT, person=person),) if person else ()
    words = {"what": _what(tried), "where": f"At {', '.join(tried.hosts)}",
             "who": _who(tried, account, person)}  # fmt: skip
    told = Told(Way.OBSERVED, words, _ticket(school, tried), involved,
                found_at=min(_instant(tried.first), at))  # fmt: skip
    return concerns.report(school=school, told=told, by=None, at=at)


def _ticket(school: School, tried: Tried) -> UUID:
    """Return the ticket of one person and day: the same each time, and known to nobody else, who
    could report something else under it before."""
    value = f"{school.pk} {tried.day} {tried.user} {tried.client}"
    return UUID(bytes=salted_hmac(_SALT, value, algorithm="sha256").digest()[:16])


def _account(school: School, user: str) -> Account | None:
    if not user:
        return None
    every = Account.objects.filter(school=school, username__iexact=user)
    return every.select_related("person").first()


def _what(tried: Tried) -> str:
    """Say what happened, and what it may be besides a try: programs do this unasked."""
    first, last = (timezone.localtime(_instant(one)) for one in (tried.first, tried.last))
    often = "once" if tried.times == 1 else f"{tried.times} times"
    when = f"at {first:%H:%M}" if tried.times == 1 else f"from {first:%H:%M} to {last:%H:%M}"
    return (f"The web filter tells this by itself: it stopped a way round it {often}, {when}. "
            "Nothing was opened. Some programs and telephones do this unasked: ask before you "
            "judge.")  # fmt: skip


def _who(tried: Tried, account: Account | None, person: Person | None) -> str:
    if person is not None:
        return str(person)
    if account is not None:
        return f"The login of class {account.class_name}"
    return f"The login {tried.user}" if tried.user else f"The device {tried.client}"


def _instant(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC)
