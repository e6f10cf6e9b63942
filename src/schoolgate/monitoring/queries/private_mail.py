"""Private mail of named employees, in numbers: each read starts from who looks, and from a clause
that allows private mail at some times only. `actions.read_private_mail` writes each read down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.utils import timezone

from schoolgate.activity import days
from schoolgate.activity.mail import using
from schoolgate.activity.mail.using import Message
from schoolgate.activity.opening import keeps_log, store_of
from schoolgate.activity.store import Store
from schoolgate.monitoring import naming, permissions, whose
from schoolgate.monitoring.detection.findings import Spell
from schoolgate.monitoring.detection.mail import Allowance, PrivateMail, excessive, trends
from schoolgate.monitoring.models import MailAllowance
from schoolgate.monitoring.rules import private_mail as rules
from schoolgate.monitoring.rules.private_mail import Line
from schoolgate.monitoring.whose import Whose
from schoolgate.people.models import Person, School

WEEKS: Final = 6  # of a trend
_ONE_WEEK: Final = timedelta(days=7)
_ANYBODY: Final = "teacher"  # of whom each policy speaks when it speaks of staff
_MINUTE: Final = 60_000  # ms


class Allowed(NamedTuple):
    """What a school allows a day, and the domains of its partners."""

    allowance: Allowance = Allowance()
    partners: tuple[str, ...] = ()


def allowed_at(school: School) -> Allowed:
    """Return what holds now; ours until somebody has said."""
    last = MailAllowance.objects.filter(school=school).first()
    if last is None:
        return Allowed()
    allowance = Allowance(last.messages, last.minutes, last.refused)
    return Allowed(allowance, tuple(last.partners))


def clauses(school: School, *, at: datetime) -> list[str]:
    """Return the clauses that allow private mail at some times only, in order; none while the
    policy has mistakes."""
    pack = naming.pack_of(school)
    return sorted(rules.clauses(pack.book, _ANYBODY, at=at)) if pack else []


def weeks(*, viewer: Person | None, at: datetime) -> list[date]:
    """Return the Mondays of the weeks of a trend that the viewer may see, the oldest first."""
    on = timezone.localdate(at)
    if viewer is None or not permissions.mail_use_seen_by(viewer, on=on):
        return []
    if not clauses(viewer.school, at=at) or not keeps_log(viewer.school):
        return []
    there = list(using.weeks(store_of(viewer.school), today=on))
    return sorted(there[:WEEKS])


def lines(*, viewer: Person | None, at: datetime) -> list[Line]:
    """Return the weeks of each employee who went beyond what is allowed in them; whoever kept to it
    is not named. Never the viewer."""
    there, on = weeks(viewer=viewer, at=at), timezone.localdate(at)
    if viewer is None or not there:
        return []
    seen = permissions.mail_use_seen_by(viewer, on=on)
    staff = {who: one for who, one in _employees(viewer.school, on).items()
             if one.whom in seen and one.person.pk != viewer.pk}  # fmt: skip
    mails = _mails(viewer.school, staff, there[0], there[-1] + _ONE_WEEK)
    spells = excessive(mails, allowed=allowed_at(viewer.school).allowance)
    beyond = Counter(one.who for one in spells)
    found = trends(mails, first=there[0], weeks=len(there))
    return [Line(staff[one.who].person.pk, staff[one.who].person.name, one, beyond[one.who])
            for one in found if beyond[one.who]]  # fmt: skip


def beyond(*, school: School, first: date, until: date) -> list[tuple[Spell, Whose]]:
    """Return the days from `first` to before `until` on which somebody went beyond what is allowed;
    for the machine. None where no clause speaks of private mail."""
    at = timezone.make_aware(datetime.combine(until, datetime.min.time()))
    if not clauses(school, at=at) or not keeps_log(school):
        return []
    staff = _employees(school, until)
    spells = excessive(_mails(school, staff, first, until), allowed=allowed_at(school).allowance)
    return [(one, staff[one.who]) for one in spells]


def _employees(school: School, on: date) -> dict[str, Whose]:
    return whose.employees(school, store_of(school), on=on)


def _mails(
    school: School, staff: dict[str, Whose], first: date, until: date
) -> list[PrivateMail]:  # fmt: skip
    store = store_of(school)
    messages, to = using.mail_of(store, since=days.starts(first), until=days.starts(until))
    partners = {store.pseudonym("domain", one) for one in allowed_at(school).partners}
    ours = set(_known(school, store))
    found = rules.private(messages, to, whose=staff, ours=ours, partners=partners)
    return _judged(school, found, staff)


def _known(school: School, store: Store) -> Iterable[str]:
    """Yield the addresses of whomever the school knows: mail to parents is no private mail."""
    every = Person.objects.filter(school=school).exclude(email="")
    return (store.pseudonym("address", one) for one in every.values_list("email", flat=True))


def _judged(
    school: School, messages: Iterable[Message], staff: dict[str, Whose]
) -> list[PrivateMail]:  # fmt: skip
    """Return the messages with what the policy in force says of their moments."""
    pack, said = naming.pack_of(school), dict[tuple[str, int], bool]()
    found = []
    for one in messages:
        role = staff[one.sender].person.role
        key = (role, one.at // _MINUTE)
        if key not in said:
            at = datetime.fromtimestamp(key[1] * 60, days.LONDON)
            said[key] = pack is not None and rules.is_refused(pack.book, role, at=at)
        found.append(PrivateMail(one.at, one.sender, said[key]))
    return found
