"""What other rooms keep for a case, said on its page.

They lie above this one: each says at start-up what it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from schoolgate.concerns.models import Case

Teller = Callable[[Case], Iterable[str]]
_tellers: dict[str, Teller] = {}


def add(name: str, teller: Teller) -> None:
    """Ask `teller` from now on what is kept for a case, in sentences that name nobody; the same
    name again replaces it."""
    _tellers[name] = teller


def of(case: Case) -> list[str]:
    """Return what other rooms keep for a case, in words for whoever may see it."""
    return [said for teller in _tellers.values() for said in teller(case)]
