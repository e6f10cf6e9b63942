"""`./sg mail …`: receive, take."""

from __future__ import annotations

from schoolgate.gateways.mail import commandline
from schoolgate.web.words import WordsCommand


class Command(WordsCommand):
    """Hands the words behind `mail` to `gateways.mail.commandline`."""

    help = "Keep the mail that is journalled: receive it by SMTP, take in files."
    line = commandline
