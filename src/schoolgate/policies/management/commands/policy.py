"""`./sg policy …`: check, ask, golden, diff, who-may, what-may, matrix, render, coverage."""

from __future__ import annotations

from schoolgate.policies import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `policy` to `policies.commandline`."""

    help = "Work with policy packs: check, ask, golden, diff, who-may, matrix, render, coverage."
    line = commandline
