"""The pages of the room."""

from schoolgate.accounts.views.checks import passwords, second_steps
from schoolgate.accounts.views.demonstration import demonstration
from schoolgate.accounts.views.keeping import accounts, open_one
from schoolgate.accounts.views.mailboxes import mailboxes
from schoolgate.accounts.views.one import account
from schoolgate.accounts.views.own import compromise, mine

__all__ = [
    "account",
    "accounts",
    "compromise",
    "demonstration",
    "mailboxes",
    "mine",
    "open_one",
    "passwords",
    "second_steps",
]
