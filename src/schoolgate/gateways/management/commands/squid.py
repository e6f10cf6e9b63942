"""`./sg squid …`: conf, log."""

from __future__ import annotations

from schoolgate.gateways.squid import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `squid` to `gateways.squid.commandline`."""

    help = "Let Squid ask the filter: our part of its settings, its log."
    line = commandline
