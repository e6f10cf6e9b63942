"""What this room offers to lower ones at start-up, when all models are there."""

from __future__ import annotations

from schoolgate.people import named_roles, needs
from schoolgate.people.actions import also_show
from schoolgate.people.actions.schools import also_when_added
from schoolgate.policies import demonstration, proposed, queries, waiting


def offer() -> None:
    """Name the policy's roles, show what waits, adopt the policy of a school that is set up."""
    named_roles.told_by(queries.roles)
    needs.add("policies", waiting.needs)
    also_when_added("policies", demonstration.adopt_what_is_on_file)
    also_show("policies", demonstration.show)
    proposed.offer()
