"""`./sg journal …`: head, verify, export."""

from __future__ import annotations

from schoolgate.records import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `journal` to `records.commandline`."""

    help = "Sign, check and export the journal: head, verify, export."
    line = commandline
