"""`./sg policy …`: check, ask, golden, diff, who-may, what-may, matrix, render, coverage."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from schoolgate.policies import commandline


class Command(BaseCommand):
    """Hands the words behind `policy` to `policies.commandline`."""

    help = "Work with policy packs: check, ask, golden, diff, who-may, matrix, render, coverage."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take every word; `policies.commandline` knows what they mean."""
        parser.add_argument("words", nargs="*")

    def run_from_argv(self, argv: list[str]) -> None:
        """Run one sub-command and leave with its exit code."""
        sys.exit(commandline.main(argv[2:]))

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the words given by `call_command("policy", …)`."""
        if code := commandline.main(list(options["words"])):
            sys.exit(code)
