"""`./sg events …`: plan, take, receive."""

from __future__ import annotations

from schoolgate.gateways.events import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `events` to `gateways.events.commandline`."""

    help = "Take in web events of other systems: plan and take files, receive syslog."
    line = commandline
