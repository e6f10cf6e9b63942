"""`./sg load_policies`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from schoolgate.people import queries as people
from schoolgate.policies import actions
from schoolgate.policies.language.mistakes import PackError
from schoolgate.records.parties import System

SET_UP = System("set-up", "Setting up")


class Command(BaseCommand):
    """Safe to run again: a policy with the same content is stored once."""

    help = "Store every school's policy as it stands in packs/; names those that have mistakes."

    def handle(self, *args: Any, **options: Any) -> None:
        for school in people.schools():
            try:
                stored = actions.store_policy(school=school, by=SET_UP, at=timezone.now())
            except PackError as error:
                self.stderr.write(f"{school.name}: its policy cannot be read yet.\n{error}")
            else:
                self.stdout.write(f"{school.name}: {stored}, is stored.")
