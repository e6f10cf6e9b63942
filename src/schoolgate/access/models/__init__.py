"""The tables of the room, one file per noun.

`…_by` is a label: who acted, as they were called then. The journal keeps who it was.
"""

from __future__ import annotations

from schoolgate.access.models.candidates import CandidateSearch
from schoolgate.access.models.checklists import Checklist, GateRecord, Holding, Step
from schoolgate.access.models.checks import Check
from schoolgate.access.models.credentials import Credential, CredentialDate
from schoolgate.access.models.declarations import Declaration
from schoolgate.access.models.guests import Guest
from schoolgate.access.models.mail import MailReading
from schoolgate.access.models.places import Entrant, Place, PlaceCheck, Visit
from schoolgate.access.models.register import Group, ITSystem, Right, Surplus
from schoolgate.access.models.reviews import Review, ReviewLine
from schoolgate.access.models.sightings import RouteReport, Sighting

__all__ = [
    "CandidateSearch", "Check", "Checklist", "Credential", "CredentialDate", "Declaration",
    "Entrant", "GateRecord", "Group", "Guest", "Holding", "ITSystem", "MailReading", "Place",
    "PlaceCheck", "Review", "ReviewLine", "Right", "RouteReport", "Sighting", "Step",
    "Surplus", "Visit",
]  # fmt: skip
