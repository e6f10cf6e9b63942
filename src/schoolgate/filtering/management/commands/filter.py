"""`./sg filter …`: check, make, status."""

from __future__ import annotations

from schoolgate.filtering import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `filter` to `filtering.commandline`."""

    help = "The web filter: explain a decision, make it anew, carry it: check, make, status, proxy."
    line = commandline
