"""`./sg accounts SCHOOL`."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Exists, OuterRef
from django.utils import timezone

from schoolgate.accounts.management.commands.invite import school_called
from schoolgate.accounts.models import Account

_LINE = "{:<20}{:<34}{:<8}{:<13}{}"


class Command(BaseCommand):
    """The list for whoever runs the machine; no e-mail address, no password, no secret."""

    help = "List a school's accounts: user name, whose, state, second step, last sign-in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("school", help="the school’s short name, such as brookside")

    def handle(self, *args: Any, **options: Any) -> None:
        school = school_called(options["school"])
        found = Account.objects.filter(school=school).select_related("person").annotate(
            has_second_step=Exists(Authenticator.objects.filter(user=OuterRef("pk")))
        )  # fmt: skip
        if not found:
            self.stdout.write(
                f"{school} has no account yet. Open the first: ./sg invite {school.slug} WHO."
            )
            return
        self.stdout.write(
            _LINE.format("user name", "whose", "state", "second step", "last sign-in")
        )
        for one in found.order_by("username"):
            last = timezone.localtime(one.last_login).strftime("%d/%m/%Y") if one.last_login else ""
            self.stdout.write(_LINE.format(
                one.username, str(one)[:32], "open" if one.is_active else "closed",
                "yes" if one.has_second_step else "no", last or "never",
            ))  # fmt: skip
