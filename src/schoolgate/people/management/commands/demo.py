"""`./sg demo`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from schoolgate.people import actions


class Command(BaseCommand):
    """Safe to run again: what is there already is left as it is."""

    help = "Put the demonstration in place: three policies and an invented school with its people."

    def handle(self, *args: Any, **options: Any) -> None:
        actions.set_up_demonstration()
        self.stdout.write("The demonstration is in place.")
