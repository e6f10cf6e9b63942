"""Files that no row points at: what a killed process left, or an upload that was not kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from schoolgate.evidence import queries, storing

OLD: Final = timedelta(hours=6)  # longer than any upload or bundle takes


def sweep(*, older_than: timedelta = OLD) -> int:
    """Take away files of the vault that belong to nothing; return how many. It sees every school.

    Files are listed before rows are read: what is put in place meanwhile is not among them.
    """
    found = list(storing.everything(older_than.total_seconds()))
    belonging = queries.belonging()
    lost = [one for one in found if one not in belonging]
    for one in lost:
        one.unlink(missing_ok=True)
    return len(lost)
