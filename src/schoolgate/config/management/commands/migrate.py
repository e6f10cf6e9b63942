"""`./sg migrate`: an empty database gets its tables at once, any other step by step."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from schoolgate.config import at_once


class Command(migrate.Command):
    """Django's own command, with a quicker beginning."""

    help = "Make or renew the tables: run it once, and again after each new Schoolgate."

    def handle(self, *words: Any, **options: Any) -> None:
        if _asks_for_everything(options) and at_once.make(options["database"]):
            self._say(options["verbosity"])
        super().handle(*words, **options)

    def _say(self, verbosity: int) -> None:
        if verbosity:
            self.stdout.write("Every table was made at once: the database was empty.")


def _asks_for_everything(options: dict[str, Any]) -> bool:
    """Tell whether nothing but the newest tables is asked for."""
    only = ("app_label", "plan", "check_unapplied", "fake", "fake_initial", "prune")
    return not any(options[name] for name in only)
