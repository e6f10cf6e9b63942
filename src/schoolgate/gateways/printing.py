"""A plan as text for people and as values for machines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from schoolgate.gateways.actions import Prepared
from schoolgate.gateways.roster.planning import Plan
from schoolgate.people.models import Person

_MOST_SHOWN: Final = 10


def told(prepared: Prepared, *, done: bool) -> str:
    """Return counts, the first names under each, and every fault with its place."""
    made = prepared.plan
    if made.changes_nothing and not made.leavers:
        lines = [f"{made.system}: nothing to change."]
        lines += [f"{len(made.held):,} people are held: ./sg roster confirm-gone."] * bool(
            made.held
        )
    else:
        lines = [f"{made.system}, ids of “{prepared.source}”: {'done' if done else 'the plan'}."]
        for title, names in _parts(made):
            lines += _listed(title, names)
        if not done:
            confirm = f"--confirm-gone {len(made.gone)}"
            lines += [f"Stops: {count:,} of {had:,} would go ({kind}). {confirm}"
                      for kind, (count, had) in made.drops.items()]  # fmt: skip
    faults = [f"  {fault}" for fault in made.faults]
    return "\n".join([*lines, *([f"Wrong rows ({len(faults):,})"] if faults else []), *faults])


def _parts(made: Plan) -> list[tuple[str, list[str]]]:
    changed = [f"{one.then.values['name']}: {', '.join(one.fields)}" for one in made.changed]
    return [
        ("New", [str(one.values["name"]) for one in made.new]),
        ("Changed", changed),
        ("Back in the file", [str(one.known.values["name"]) for one in made.returned]),
        ("Gone from the file, to be held", [str(one.known.values["name"]) for one in made.gone]),
        ("Held before", [str(one.known.values["name"]) for one in made.held]),
        (
            f"Left here, and still in the file: they stay out (--confirm-back {len(made.leavers)})",
            [str(one.then.values["name"]) for one in made.leavers],
        ),
    ]


def _listed(title: str, names: Sequence[str]) -> Iterable[str]:
    if names:
        yield f"{title} ({len(names):,})"
        yield from (f"  {name}" for name in names[:_MOST_SHOWN])
        if len(names) > _MOST_SHOWN:
            yield f"  … and {len(names) - _MOST_SHOWN:,} more."


def values(prepared: Prepared) -> dict[str, Any]:
    """Return the whole plan by ids, for machines."""
    made = prepared.plan
    return {
        "system": made.system, "source": prepared.source, "sha256": prepared.hash,
        "new": [one.external_id for one in made.new],
        "changed": {one.then.external_id: list(one.fields) for one in made.changed},
        "returned": [one.known.external_id for one in made.returned],
        "gone": [one.known.external_id for one in made.gone],
        "held": [one.known.external_id for one in made.held],
        "leavers": [one.then.external_id for one in made.leavers],
        "drops": {kind: list(counts) for kind, counts in made.drops.items()},
        "errors": [{"file": one.file, "line": one.line, "text": one.text} for one in made.faults],
    }  # fmt: skip


def held(people: Sequence[Person]) -> str:
    """Return who is held, and how to let them leave."""
    if not people:
        return "Nobody is held."
    lines = [f"{len(people):,} people are gone from the roster and held:"]
    lines += [f"  {one.external_id}  {one.name}, since {one.missing_since:%-d %B %Y}"
              for one in people]  # fmt: skip
    return "\n".join([*lines, f"If they have left: --count {len(people)}"])
