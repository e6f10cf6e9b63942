"""Spans of days and instants, as the database checks them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


def in_order(first: str, last: str, name: str) -> models.CheckConstraint:
    """A span that ends after it begins, or is open; of instants, not before."""
    test = "lte" if first.endswith("_at") else "lt"
    condition = Q(**{f"{last}__isnull": True}) | Q(**{f"{first}__{test}": F(last)})
    return models.CheckConstraint(condition=condition, name=name)


def together(first: str, second: str, name: str) -> models.CheckConstraint:
    """An instant and whoever acted then: both are there or neither is."""
    neither = Q(**{f"{first}__isnull": True, second: ""})
    both = Q(**{f"{first}__isnull": False}) & ~Q(**{second: ""})
    return models.CheckConstraint(condition=neither | both, name=name)
