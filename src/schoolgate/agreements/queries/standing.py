"""Where people stand with the agreements in force: worked out anew whenever somebody looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from schoolgate.access.models import Checklist, Guest
from schoolgate.accounts.models import Account
from schoolgate.agreements.models import Refusal, Signature, Use
from schoolgate.agreements.queries.renewing import Renewing
from schoolgate.agreements.rules import kinds, standing
from schoolgate.agreements.rules.documents import Document, documents
from schoolgate.agreements.rules.kinds import Group, Kind
from schoolgate.agreements.rules.standing import State
from schoolgate.agreements.rules.texts import Text, text_of
from schoolgate.people.models import Guardianship, Person, School
from schoolgate.policies import library

_FEW: Final = 60  # people whose rows are asked for by their keys; above, the whole school's
AHEAD: Final = timedelta(days=30)  # whoever joins within a month signs before the first day


class InForce(NamedTuple):
    """An agreement of the policy in force, and its text."""

    document: Document
    text: Text


class Signed(NamedTuple):
    """A signature, as a list shows it."""

    pk: int
    text: int
    at: datetime
    signer: str
    method: str


class Guardian(NamedTuple):
    """Who answers for a pupil."""

    pk: int
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Line:
    """One agreement of one person. `signers` are the keys of those who may sign it."""

    document: Document
    text: Text
    person: Person
    state: State
    guardians: tuple[Guardian, ...] = ()
    signed: Signed | None = None
    has_account: bool = False
    declined_at: datetime | None = None

    @property
    def signers(self) -> tuple[int, ...]:
        """The keys of those who may sign it."""
        if self.document.by_parent:
            return tuple(one.pk for one in self.guardians)
        return (self.person.pk,)

    @property
    def is_breach(self) -> bool:
        """Tell whether somebody uses the systems whom nothing binds."""
        return self.has_account and self.document.about_use and self.state in standing.WAITING


def in_force(school: School, *, on: date | None = None) -> dict[str, InForce]:
    """Return the agreements of a school's policy, by key. Raises PackError."""
    known = library.of(school, on=on)
    return known.once(
        "agreements",
        lambda: {one.key: InForce(one, text_of(known.pack, one)) for one in documents(known.pack)},
    )


def bound(school: School, *, on: date) -> QuerySet[Person]:
    """Return who is, or will be within a month, at a school."""
    begun = Q(starts_on=None) | Q(starts_on__lte=on + AHEAD)
    still = Q(ends_on=None) | Q(ends_on__gt=on)
    return Person.objects.filter(begun & still, school=school).exclude(kind="")


def lines(school: School, people: Iterable[Person], *, at: datetime) -> list[Line]:
    """Return every agreement that these people are asked for, as it stands. Up to seven queries."""
    known = in_force(school, on=timezone.localdate(at))
    return [*_Sheet(school, list(people), known, timezone.localdate(at)).lines()]


def line(school: School, person: Person, key: str, *, at: datetime) -> Line | None:
    """Return one agreement of somebody, also one that nobody asks for; None where there is none."""
    known = in_force(school, on=timezone.localdate(at))
    found = known.get(key)
    if found is None or found.document.group is not group_of(person):
        return None
    sheet = _Sheet(school, [person], {key: found}, timezone.localdate(at))
    return sheet.one(person, found)


def group_of(person: Person) -> Group:
    """Return the group that somebody is in."""
    return kinds.group_of(person.kind, person.year, person.role)


def of_kind(person: Person, kind: Kind | str, *, at: datetime) -> list[Line]:
    """Return the agreements of one kind that are for somebody, asked or not."""
    known = in_force(person.school, on=timezone.localdate(at))
    theirs = {key: one for key, one in known.items()
              if one.document.kind == kind and one.document.group is group_of(person)}  # fmt: skip
    sheet = _Sheet(person.school, [person], theirs, timezone.localdate(at))
    return [sheet.one(person, one) for one in theirs.values()]


def has_signed(person: Person, kind: Kind | str, *, at: datetime | None = None) -> bool:
    """Tell whether somebody has signed the agreements of a kind in force; False where none is.

    For other rooms: `own-device` before a device, `social-media` before a channel.
    """
    found = of_kind(person, kind, at=at or timezone.now())
    return bool(found) and all(one.state is State.SIGNED for one in found)


def missing(person: Person, kind: Kind | str, *, at: datetime) -> list[Document]:
    """Return the agreements of a kind that somebody must sign first; none where none is asked."""
    found = of_kind(person, kind, at=at)
    return [one.document for one in found if one.state is not State.SIGNED and one.document.must]


@dataclass
class _Sheet:
    """All that is known of some people's agreements, read at once."""

    school: School
    people: list[Person]
    known: dict[str, InForce]
    on: date
    signed: dict[tuple[int, str], list[Signed]] = field(default_factory=dict)
    declined: dict[tuple[int, str], datetime] = field(default_factory=dict)
    guardians: dict[int, tuple[Guardian, ...]] = field(default_factory=dict)
    accounts: set[int] = field(default_factory=set)
    coming: set[int] = field(default_factory=set)
    wanted: set[tuple[int, str]] = field(default_factory=set)
    renewing: Renewing = field(init=False)

    def __post_init__(self) -> None:
        keys = [one.pk for one in self.people]
        few = {"for_person__in": keys} if len(keys) <= _FEW else {}
        self.signed = _signed(self.school, few)
        self.declined = _declined(self.school, few)
        kinds_asked = [one.document for one in self.known.values()]
        if any(one.by_parent for one in kinds_asked):
            self.guardians = _guardians(self.school, [key for key in keys if few])
        theirs = {"person__in": keys} if few else {}
        accounts = Account.objects.filter(school=self.school, is_active=True, **theirs)
        self.accounts = set(accounts.exclude(person=None).values_list("person", flat=True))
        if any(not one.in_policy for one in kinds_asked):
            self.coming = _coming(self.school)
        if any(one.on_demand for one in kinds_asked):
            uses = Use.objects.filter(school=self.school, until_at=None, **theirs)
            self.wanted = set(uses.values_list("person", "document"))
        texts = {one.text for every in self.signed.values() for one in every}
        asked = ((one.document, one.text) for one in self.known.values())
        self.renewing = Renewing(self.school, self.people, asked, texts, on=self.on)

    def lines(self) -> Iterator[Line]:
        """Yield what each is asked for."""
        for person in self.people:
            group = group_of(person)
            for one in self.known.values():
                if one.document.group is group and self._is_asked(person, one.document):
                    yield self.one(person, one)

    def _is_asked(self, person: Person, document: Document) -> bool:
        key = (person.pk, document.key)
        if document.on_demand:
            return key in self.wanted or key in self.signed or key in self.declined
        if document.in_policy or document.group is Group.STAFF:
            return True
        return person.pk in self.accounts | self.coming or key in self.signed

    def one(self, person: Person, asked: InForce) -> Line:
        """Return one agreement of somebody as it stands."""
        document, text = asked
        every = self.signed.get((person.pk, document.key), [])
        good = [one for one in every if self.renewing.holds(one.text, text, person)]
        last = next(reversed(good or every), None)
        declined = self.declined.get((person.pk, document.key))
        stands = standing.state(
            signed_at=every[-1].at if every else None, is_covered=bool(good), declined_at=declined
        )
        mine = self.guardians.get(person.pk, ()) if document.by_parent else ()
        return Line(document, text, person, stands, mine, last, person.pk in self.accounts,
                    declined)  # fmt: skip


def _coming(school: School) -> set[int]:
    """Return who is to get an account: guests, and those whose joining is begun."""
    guests = Guest.objects.filter(school=school).order_by()
    joining = Checklist.objects.filter(school=school, leaving=False, done_at=None).order_by()
    return {pk for (pk,) in guests.values_list("person").union(joining.values_list("person"))}


def _signed(school: School, few: dict[str, list[int]]) -> dict[tuple[int, str], list[Signed]]:
    found: dict[tuple[int, str], list[Signed]] = defaultdict(list)
    rows = Signature.objects.filter(school=school, **few).order_by("signed_at", "pk")
    for whom, document, pk, text, at, signer, method in rows.values_list(
        "for_person", "document", "pk", "text", "signed_at", "signer__name", "method"
    ):
        found[whom, document].append(Signed(pk, text, at, signer, method))
    return dict(found)


def _declined(school: School, few: dict[str, list[int]]) -> dict[tuple[int, str], datetime]:
    rows = Refusal.objects.filter(school=school, **few).order_by("declined_at")
    return {(whom, document): at for whom, document, at
            in rows.values_list("for_person", "document", "declined_at")}  # fmt: skip


def _guardians(school: School, pupils: Sequence[int]) -> dict[int, tuple[Guardian, ...]]:
    rows = Guardianship.objects.filter(school=school).order_by("guardian__name")
    rows = rows.filter(pupil__in=pupils) if pupils else rows
    found: dict[int, tuple[Guardian, ...]] = defaultdict(tuple)
    for pupil, pk, name, email in rows.values_list(
        "pupil", "guardian", "guardian__name", "guardian__email"
    ):
        found[pupil] += (Guardian(pk, name, email),)
    return dict(found)
