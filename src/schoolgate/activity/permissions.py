"""Who may see how the internet is used: numbers, and nobody’s rows. Closed by default."""

from __future__ import annotations

from datetime import date

from schoolgate.people import permissions as people
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability


def may_see(viewer: Person | None, *, on: date) -> bool:
    """Tell whether somebody may see the numbers of their own school."""
    return viewer is not None and people.may(
        viewer, Capability.USAGE_SEE, school=viewer.school_id, on=on
    )
