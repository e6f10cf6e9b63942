"""The tables of the room, one file per noun. No row holds a word of what somebody did."""

from __future__ import annotations

from schoolgate.monitoring.models.alerts import (
    Alert,
    AlertBudget,
    AlertRow,
    Canary,
    Reached,
    RuleRecord,
)
from schoolgate.monitoring.models.checks import UseCheck
from schoolgate.monitoring.models.lookups import Look, LookUp, LookUpStep
from schoolgate.monitoring.models.mail import MailAllowance
from schoolgate.monitoring.models.remote import RemoteSession
from schoolgate.monitoring.models.rotas import Rota, Watch, WatchLook
from schoolgate.monitoring.models.support import SupportTalk

__all__ = [
    "Alert", "AlertBudget", "AlertRow", "Canary", "Look", "LookUp", "LookUpStep", "MailAllowance",
    "Reached", "RemoteSession", "Rota", "RuleRecord", "SupportTalk", "UseCheck", "Watch",
    "WatchLook",
]  # fmt: skip
