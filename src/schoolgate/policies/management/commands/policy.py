"""`./sg policy …`: check, ask, golden, diff, who-may, what-may, matrix, render, coverage, push."""

from __future__ import annotations

from schoolgate.policies import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `policy` to `policies.commandline`."""

    help = "Work with packs: check, ask, diff, matrix, render, push, publish-template and more."
    line = commandline
