"""The fixed cast. Every test meets the same people; all are invented."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.test import Client

from schoolgate.accounts import actions as accounts
from schoolgate.accounts import sessions
from schoolgate.accounts.models import Account
from schoolgate.people import needs
from schoolgate.people.models import Person, School
from schoolgate.records.parties import System

LONDON = ZoneInfo("Europe/London")
# A Wednesday in term, in a lesson.
OPERATOR = System("operator", "The operator")
NOW = dt.datetime(2026, 10, 14, 10, 30, tzinfo=LONDON)


class Cast(NamedTuple):
    """One school with somebody in every role that matters, and the head of another school.

    The stranger is nobody that the school knows: None.
    """

    school: School
    head: Person
    dsl: Person
    teacher: Person
    technician: Person
    governor: Person
    parent: Person
    pupil: Person
    other_school: School
    other_head: Person
    stranger: None = None
    now: dt.datetime = NOW


def assemble() -> Cast:
    """The cast, newly written to the database."""
    here = School.objects.create(slug="elmfield", name="Elmfield Primary", pack="brookside")
    there = School.objects.create(slug="oakhurst", name="Oakhurst Primary", pack="brookside")

    def person(name: str, role: str, school: School = here) -> Person:
        return Person.objects.create(school=school, name=name, role=role)

    return Cast(
        school=here,
        head=person("Hana Head", "headteacher"),
        dsl=person("Dev Lead", "dsl"),
        teacher=person("Tara Teacher", "teacher"),
        technician=person("Tek Nishan", "it_technician"),
        governor=person("Gus Governor", "governor"),
        parent=person("Pat Parent", "parent"),
        pupil=person("Pip Pupil", "pupil_ks1"),
        other_school=there,
        other_head=person("Olga Other", "headteacher", there),
    )


def client_of(person: Person | None) -> Client:
    """A browser in which somebody has signed in, second step and all; a stranger's for None."""
    client = Client()
    if person is None:
        return client
    account = Account.objects.filter(person=person).first() or accounts.open_account(
        person=person, by=OPERATOR, at=dt.datetime.now(dt.UTC)
    )
    session = client.session
    session[sessions.DEMONSTRATION] = True  # no test signs a code for every page
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def needs_of(person: Person, at: dt.datetime = NOW) -> list[needs.Need]:
    """What waits for somebody, but for what everybody in the cast has waiting: vacant roles of the
    policy, its duties, and agreements to sign."""
    found = [one for one in needs.of(person, at) if "/duties/" not in one.url]
    return [one for one in found if not one.title.startswith(("Appoint somebody", "Sign: "))]
