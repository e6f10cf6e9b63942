"""Whose a pseudonym is, for the machine that decides who is told and for the one who is.

A pseudonym is made from a user name and a key of the school; nobody is named by the log. Here the
school’s own people are tried one by one: the table of names in the log stays shut.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from schoolgate.accounts.models import Account
from schoolgate.activity.store import Store
from schoolgate.monitoring.rules.alerts import For, for_whom
from schoolgate.people import permissions as people
from schoolgate.people.models import Person, School
from schoolgate.people.rules import STAFF_KINDS


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
    """Return everybody who works at a school, by the pseudonym of their address of mail. An address
    that two share is nobody's: nothing may be said of one that the other did."""
    found: dict[str, list[Person]] = {}
    staff = Person.objects.filter(school=school, kind__in=sorted(STAFF_KINDS)).exclude(email="")
    for person in staff:
        found.setdefault(store.pseudonym("address", person.email), []).append(person)
    return {
        who: Whose(theirs[0], "", for_whom(is_pupil=False, roles=people.roles_of(theirs[0], on=on)))
        for who, theirs in found.items() if len(theirs) == 1
    }  # fmt: skip


def names_of(person: Person, store: Store) -> list[str]:
    """Return the pseudonyms of one person: what a look-up asks the log for."""
    theirs = Account.objects.filter(person=person).values_list("username", flat=True)
    return [store.pseudonym("person", name) for name in theirs]


def addresses_of(person: Person, store: Store) -> list[str]:
    """Return the pseudonyms of one person’s addresses of mail."""
    return [store.pseudonym("address", person.email)] if person.email else []
