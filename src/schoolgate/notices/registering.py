"""What this room offers to lower ones at start-up, when all models are there."""

from __future__ import annotations

from schoolgate.notices import demonstration, waiting
from schoolgate.people import needs
from schoolgate.people.actions import also_show


def offer() -> None:
    """Let the Do list show what is to be read, and the demonstration have two notices."""
    needs.add("notices", waiting.needs)
    also_show("notices", demonstration.show)
