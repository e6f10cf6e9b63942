"""Filters of the room's templates."""

from __future__ import annotations

from django import template

from schoolgate.filtering.rules import profiles

register = template.Library()


@register.filter
def profile_name(profile: str) -> str:
    """Return a profile as people call it."""
    return profiles.profile_name(profile)
