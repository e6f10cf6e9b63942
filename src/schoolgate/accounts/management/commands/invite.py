"""`./sg invite SCHOOL WHO`."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from schoolgate.accounts import actions
from schoolgate.accounts.models import Account
from schoolgate.people import permissions, rights, rules
from schoolgate.people import queries as people
from schoolgate.people.actions import UnableToAppoint, appoint
from schoolgate.people.models import Person, School
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records.parties import System

_HERE: Final = "http://localhost"
_ADDRESS: Final = f"{_HERE}:8000" if settings.ADDRESS == _HERE else settings.ADDRESS
_KINDS: Final = frozenset({"governor", "parent", "pupil", "staff"})
OPERATOR: Final = System("operator", "The operator, at the machine itself")


def school_called(slug: str) -> School:
    """Return the school with a slug. Raises CommandError that lists the schools there are."""
    found = people.schools().filter(slug=slug).first()
    if found is None:
        every = ", ".join(people.schools().values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no school “{slug}”. The schools here: {every}.")
    return found


class Command(BaseCommand):
    """How the first person of a school comes in; afterwards the school opens accounts itself."""

    help = "Print an address where somebody sets their password: who signs in first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("school", help="the school’s short name, such as brookside")
        parser.add_argument("who", help="e-mail address, or id in the roster")
        parser.add_argument("--address", default=_ADDRESS,
                            help="where people reach this installation")  # fmt: skip
        parser.add_argument("--role", help="a role to appoint them to first, such as headteacher: "
                            "a roster makes nobody a leader")  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        person = _person(school_called(options["school"]), options["who"].strip())
        account = Account.objects.filter(person=person).first()
        try:
            if options["role"]:
                self._appoint(person, options["role"], now)
            if account is None:
                account = actions.open_account(person=person, by=OPERATOR, at=now)
                self.stdout.write(f"Opened an account for {person}.")
            path = actions.invite(account=account, by=OPERATOR, at=now)
        except (actions.UnableToOpen, UnableToAppoint) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(
            f"{person} signs in as {account.username}, after setting a password here, once, until "
            f"three days from now:\n  {options['address'].rstrip('/')}{path}\n"
            f"Hand it to {person} alone; whoever has it first is in."
        )

    def _appoint(self, person: Person, role: str, now: datetime) -> None:
        today = timezone.localdate(now)
        if rules.role_slug(role) in permissions.roles_of(person, on=today):
            return
        known = frozenset().union(*rights.MAY.values(), _roles(person.school)) - _KINDS
        if rules.role_slug(role) not in known:
            raise CommandError(f"There is no role “{role}”. Roles: {', '.join(sorted(known))}.")
        appoint(person=person, role=role, from_on=today, by=OPERATOR, at=now)
        self.stdout.write(f"Appointed {person}: {role}.")


def _roles(school: School) -> frozenset[str]:
    try:
        found = library.of(school).pack.roles()
    except PackError:
        return frozenset()
    return frozenset(map(rules.role_slug, found))


def _person(school: School, who: str) -> Person:
    here = Person.objects.filter(school=school)
    found = list(here.filter(email__iexact=who) if "@" in who else here.filter(external_id=who))
    if not found:
        raise CommandError(
            f"Nobody at {school} has the {'address' if '@' in who else 'id'} “{who}”. "
            f"Take in the roster first: ./sg roster plan {school.slug} FILE."
        )
    if len(found) > 1:
        names = ", ".join(f"{one} ({one.external_id or 'no id'})" for one in found)
        raise CommandError(f"“{who}” fits several people: {names}. Give the id of one.")
    return found[0]
