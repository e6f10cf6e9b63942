"""Walls between schools, in the database: PostgreSQL repeats what every query does already.

Whatever runs says for whom: `acting_for` one school, or `everywhere` with the reason. Without it a
connection sees no row and writes none. On SQLite one school has the database to itself.
"""

from __future__ import annotations

from schoolgate.records.tenancy.scope import (
    acting_for,
    everywhere,
    is_broken,
    open_process,
    rest_of_request,
)

__all__ = ["acting_for", "everywhere", "is_broken", "open_process", "rest_of_request"]
