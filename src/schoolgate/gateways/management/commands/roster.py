"""`./sg roster …`: plan, apply, confirm-gone."""

from __future__ import annotations

from schoolgate.gateways import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `roster` to `gateways.commandline`."""

    help = "Take in people from the school's management system: plan, apply, confirm-gone."
    line = commandline
