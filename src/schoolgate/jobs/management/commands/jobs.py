"""`./sg jobs …`: what there is, and retry."""

from __future__ import annotations

from schoolgate.jobs import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `jobs` to `jobs.commandline`."""

    help = "Show the background work; retry what has failed."
    line = commandline
