"""Every write of this room: who acts (`by`) and when (`at`) is always said."""

from __future__ import annotations

from schoolgate.approvals.actions.asking import UnableToAsk, Wish, ask, withdraw
from schoolgate.approvals.actions.deciding import (
    Terms,
    UnableToDecide,
    UnableToRevoke,
    grant,
    may_revoke,
    note_reading,
    note_view,
    refuse,
    revoke,
)
from schoolgate.approvals.actions.using import UnableToUse, use_grant

__all__ = [
    "Terms", "UnableToAsk", "UnableToDecide", "UnableToRevoke", "UnableToUse", "Wish", "ask",
    "grant", "may_revoke", "note_reading", "note_view", "refuse", "revoke", "use_grant", "withdraw",
]  # fmt: skip
