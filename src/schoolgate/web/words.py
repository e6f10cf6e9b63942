"""A Django command that hands its words to a room's own command line."""

from __future__ import annotations

import argparse
import sys
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser


class WordsCommand(BaseCommand):
    """Sub-classes say in `line` what runs the words behind the command's name: an exit code."""

    line: ModuleType

    def run_from_argv(self, argv: list[str]) -> None:
        """Run the words and leave with their exit code."""
        sys.exit(self.line.main(argv[2:]))

    def add_arguments(self, parser: CommandParser) -> None:
        """Take every word as it is; the room's command line knows what they mean."""
        parser.add_argument("words", nargs=argparse.REMAINDER)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the words given by `call_command(name, …)`."""
        if code := self.line.main(options["words"]):
            sys.exit(code)
