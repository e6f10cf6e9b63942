"""`./sg activity …`: take, follow, status, drop."""

from __future__ import annotations

from schoolgate.activity import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `activity` to `activity.commandline`."""

    help = "The activity log: take, follow, sessions, status, paths."
    line = commandline
