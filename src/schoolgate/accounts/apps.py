"""The accounts room."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from schoolgate.accounts.verbs import MEANINGS, AccountsVerb
from schoolgate.records import verbs


class Accounts(AppConfig):
    """Accounts, sign-in, sessions, password rules."""

    name = "schoolgate.accounts"
    verbose_name = "accounts"

    def ready(self) -> None:
        verbs.register("accounts", AccountsVerb, MEANINGS)
        # ours stores it together with the entry that tells of it
        user_logged_in.disconnect(dispatch_uid="update_last_login")
        import_module("schoolgate.accounts.receivers")
        import_module("schoolgate.accounts.demonstration").show()
        needs = import_module("schoolgate.people.needs")
        asks = import_module("schoolgate.accounts.needs")
        needs.add("accounts prompts", asks.prompts)
        needs.add("accounts looked into", asks.looked_into)
