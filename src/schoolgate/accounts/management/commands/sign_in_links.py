"""`./sg sign_in_links`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from schoolgate.accounts.models import Account
from schoolgate.accounts.views.demonstration import link
from schoolgate.people.demonstration import SOURCE


class Command(BaseCommand):
    """One link for each account of the demonstration; refuses outside it."""

    help = "Print a link for each invented person to sign in with (demonstration only)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", default="http://localhost:8000")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Links that sign in are for the demonstration alone. ./sg run starts it."
            )
        shown = Account.objects.filter(person__source=SOURCE, is_active=True)
        self.stdout.write("Sign in as somebody invented, on this machine only:")
        for one in shown.select_related("person").order_by("person__external_id"):
            label = f"{one.person} ({one.person.title})" if one.person else str(one)
            self.stdout.write(f"  {label:<58} {options['address']}{link(one)}")
