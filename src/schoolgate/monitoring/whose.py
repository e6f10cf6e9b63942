"""Whose a pseudonym is, for the machine that decides who is told and for the one who is.

A pseudonym is made from a user name and a key of the school; nobody is named by the log. Here the
school’s own people are tried one by one: the table of names in the log stays shut.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from schoolgate.accounts.models import Account
from schoolgate.activity.store import Store
from schoolgate.monitoring.rules.alerts import For, for_whom
from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rules import STAFF_KINDS, Kind


@dataclass(frozen=True, slots=True)
class Whose:
    """One person behind a pseudonym: who they are, and their class as a pseudonym."""

    person: Person
    group: str
    whom: For


def people_of(school: School, store: Store, *, on: date | None = None) -> dict[str, Whose]:
    """Return everybody of a school who has or had an account, by pseudonym."""
    today, found = on or timezone.localdate(), dict[str, Whose]()
    theirs = Account.objects.filter(school=school, person__isnull=False)
    for account in theirs.select_related("person"):
        person = account.person
        if person is None:
            continue
        roles = frozenset[str]() if person.kind == "pupil" else people.roles_of(person, on=today)
        group = store.pseudonym("class", person.class_name)
        whom = for_whom(is_pupil=person.kind == "pupil", roles=roles)
        found[store.pseudonym("person", account.username)] = Whose(person, group, whom)
    return found


def employees(school: School, store: Store, *, on: date) -> dict[str, Whose]:
    """Return everybody who works at a school, by the pseudonym of their address of mail."""
    return {who: Whose(one, "", for_whom(is_pupil=False, roles=people.roles_of(one, on=on)))
            for who, one in _by_address(school, store, STAFF_KINDS).items()}  # fmt: skip


def pupils(school: School, store: Store, *, on: date) -> dict[str, Whose]:
    """Return the pupils of a school by the pseudonym of their address of mail."""
    whom = for_whom(is_pupil=True, roles=())
    return {who: Whose(one, store.pseudonym("class", one.class_name), whom)
            for who, one in _by_address(school, store, {Kind.PUPIL}).items()}  # fmt: skip


def _by_address(school: School, store: Store, kinds: Collection[str]) -> dict[str, Person]:
    """Return whose an address is. One that two share is nobody's: nothing may be said of one that
    the other did."""
    found: dict[str, list[Person]] = {}
    for person in Person.objects.filter(school=school).exclude(email=""):
        found.setdefault(store.pseudonym("address", person.email), []).append(person)
    return {who: theirs[0] for who, theirs in found.items()
            if len(theirs) == 1 and theirs[0].kind in kinds}  # fmt: skip


def names_of(person: Person, store: Store) -> list[str]:
    """Return the pseudonyms of one person: what a look-up asks the log for."""
    theirs = Account.objects.filter(person=person).values_list("username", flat=True)
    return [store.pseudonym("person", name) for name in theirs]


def addresses_of(person: Person, store: Store) -> list[str]:
    """Return the pseudonyms of one person’s addresses of mail."""
    return [store.pseudonym("address", person.email)] if person.email else []
