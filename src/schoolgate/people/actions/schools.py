"""Schools set up on an installation, by whoever runs it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from schoolgate.people.models import School
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import System

_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# First words of addresses that are not a school's.
_TAKEN: Final = frozenset({"account", "demonstration", "healthz", "static"})


# What higher rooms do with a school that was just set up, in the same act.
Part = Callable[[School, System, datetime], None]
_parts: dict[str, Part] = {}


def also_when_added(name: str, part: Part) -> None:
    """Let a higher room take part in setting up a school; the same name again replaces it."""
    _parts[name] = part


class UnableToAdd(Exception):
    """The school cannot be set up like this; nothing was."""


@transaction.atomic
def add_school(  # noqa: PLR0913 a school is all of these
    *,
    slug: str,
    name: str,
    pack: str,
    by: System,
    at: datetime,
    phase: str = "",
    authority: School | None = None,
    kind: School.Kind = School.Kind.SCHOOL,
) -> School:
    """Set up a school, or an authority over schools. Raises UnableToAdd."""
    if not _SLUG.fullmatch(slug) or slug in _TAKEN:
        raise UnableToAdd(
            f"“{slug}” cannot be in an address. Use small letters, figures and hyphens, "
            "for example: elmfield-primary."
        )
    if not name.strip():
        raise UnableToAdd("Say what the school is called.")
    made = School(slug=slug, name=name.strip(), pack=pack, phase=phase.strip(), kind=kind,
                  authority=authority)  # fmt: skip
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise UnableToAdd(f"There is a school “{slug}” already.") from None
    with journal.one_act():
        journal.write(school=made, by=by, at=at, verb=PeopleVerb.SCHOOL_ADDED, object=made,
                      body={"pack": pack})  # fmt: skip
        for part in _parts.values():
            part(made, by, at)
    return made
