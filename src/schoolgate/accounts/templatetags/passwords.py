"""The password rule of an account, for pages that django-allauth serves."""

from __future__ import annotations

from django import template

from schoolgate.accounts.models import Account
from schoolgate.accounts.passwords import PasswordRule, rule_for

register = template.Library()


@register.simple_tag
def rule_of(account: Account | None) -> PasswordRule | None:
    """Return what a new password of an account must have; None where there is no account."""
    return rule_for(account) if isinstance(account, Account) else None
