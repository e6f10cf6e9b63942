"""`./sg zones SCHOOL FOLDER`."""

from __future__ import annotations

from schoolgate.gateways import zones
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `zones` to `gateways.zones`."""

    help = "Write zones for BIND, unbound and dnsmasq: what DNS can carry of the filter."
    line = zones
