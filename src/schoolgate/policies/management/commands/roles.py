"""`./sg roles SCHOOL`."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from schoolgate.people import queries as people
from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.policies.language.mistakes import PackError


class Command(BaseCommand):
    """Exit code 0 when every role is held, 1 when one is vacant, 2 when it cannot be told."""

    help = "Tell who holds each role that a school's policy names, and which are vacant."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("school", metavar="SCHOOL", help="its short name")

    def handle(self, *args: Any, **options: Any) -> None:
        school, on = _school(options["school"]), timezone.localdate()
        roles = _roles(school)
        vacant = people.vacant_roles(school=school, roles=roles, on=on)
        for role in roles:
            holders = ", ".join(one.name for one in people.holders(school=school, role=role, on=on))
            says = f"{role}: {holders or 'nobody'}"
            if role in vacant:
                says = f"{role}: VACANT; {holders} stands in" if holders else f"{role}: VACANT"
            self.stdout.write(says)
        if vacant:
            self.stderr.write(f"{len(vacant)} of {len(roles)} roles are vacant.")
            sys.exit(1)


def _school(slug: str) -> School:
    school = people.schools().filter(slug=slug).first()
    if school is None:
        there = ", ".join(people.schools().values_list("slug", flat=True))
        raise CommandError(f"There is no school “{slug}”. There are: {there}.", returncode=2)
    return school


def _roles(school: School) -> list[str]:
    try:
        return list(library.of(school).pack.roles())
    except PackError as error:
        raise CommandError(f"Its policy cannot be read yet.\n{error}", returncode=2) from None
