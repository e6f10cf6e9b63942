"""Every read of duties: each starts from who looks."""

from __future__ import annotations

from schoolgate.duties.queries.board import ASKS_PERIOD, ASKS_TERMS, Board, Item, board
from schoolgate.duties.queries.listed import (
    Filters,
    confirmations,
    for_governors,
    listed,
    mine,
    one,
    overdue,
    read,
)
from schoolgate.duties.queries.turns import Part, Turn

__all__ = [
    "ASKS_PERIOD", "ASKS_TERMS", "Board", "Filters", "Item", "Part", "Turn", "board",
    "confirmations", "for_governors", "listed", "mine", "one", "overdue", "read",
]  # fmt: skip
