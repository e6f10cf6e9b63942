"""`./sg roster …`: plan, apply, confirm-gone."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from schoolgate.gateways import commandline


class Command(BaseCommand):
    """Hands the words behind `roster` to `gateways.commandline`."""

    help = "Take in people from the school's management system: plan, apply, confirm-gone."

    def run_from_argv(self, argv: list[str]) -> None:
        """Run one sub-command and leave with its exit code."""
        sys.exit(commandline.main(argv[2:]))

    def add_arguments(self, parser: CommandParser) -> None:
        """Take every word as it is."""
        parser.add_argument("words", nargs=argparse.REMAINDER)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the words given by `call_command("roster", …)`."""
        if code := commandline.main(options["words"]):
            sys.exit(code)
