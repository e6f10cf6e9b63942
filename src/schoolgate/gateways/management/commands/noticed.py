"""`./sg noticed SCHOOL < LOG`."""

from __future__ import annotations

from schoolgate.gateways import noticing
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `noticed` to `gateways.noticing`."""

    help = "Tell the filter what the log of its proxy says."
    line = noticing
