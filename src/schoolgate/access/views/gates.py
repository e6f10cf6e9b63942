"""The forms of gates, for every page that shows them: recorded by hand, or waived."""

from __future__ import annotations

from datetime import datetime

from django.forms import Form

from schoolgate.access.actions import gates
from schoolgate.access.forms import EvidenceForm, ReasonForm
from schoolgate.access.queries.gates import statuses
from schoolgate.people.acts import Act, sent
from schoolgate.people.models import Person
from schoolgate.people.visits import PersonsVisit


def gate_acts(request: PersonsVisit, person: Person, at: datetime) -> dict[str, Act]:
    """Return what can be done about each gate of somebody that is not passed yet."""
    acts: dict[str, Act] = {}
    for one in statuses(person, at):
        if not one.done:
            name = one.gate.name
            acts[f"pass-{name}"] = _pass(request, person, name, at)
            acts[f"waive-{name}"] = _waive(request, person, name, at)
    return acts


def own_forms(step: str, forms: dict[str, Form]) -> dict[str, Form | None]:
    """Return the forms of one step out of all of a page: pass, waive, tick."""
    name = step.replace("-", "_")
    return {way: forms.get(f"{way}_{name}") for way in ("pass", "waive", "tick")}


def _pass(request: PersonsVisit, person: Person, gate: str, at: datetime) -> Act:
    def do(said: dict[str, str]) -> str:
        gates.pass_gate(person=person, gate=gate, evidence=said["words"], by=request.person, at=at)
        return "Recorded."

    act = f"pass-{gate}"
    return Act(EvidenceForm(sent(request, act), prefix=act), do)


def _waive(request: PersonsVisit, person: Person, gate: str, at: datetime) -> Act:
    def do(said: dict[str, str]) -> str:
        gates.waive_gate(person=person, gate=gate, because=said["words"], by=request.person, at=at)
        return "Waived, and your reason is kept."

    act = f"waive-{gate}"
    return Act(ReasonForm(sent(request, act), prefix=act), do)
