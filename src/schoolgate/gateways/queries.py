"""What the gateways remember, for whoever may import."""

from __future__ import annotations

from datetime import date

from schoolgate.gateways.models import HeaderMapping
from schoolgate.people import permissions
from schoolgate.people.models import Person, School
from schoolgate.people.rights import Capability
from schoolgate.records.parties import System


def mapping(*, school: School, source: str, viewer: Person | System, on: date) -> dict[str, str]:
    """Return the folded header that was said to hold each field, if the viewer may import."""
    importing = Capability.ROSTER_IMPORT
    if not permissions.may(viewer, importing, school=school.pk, on=on):
        return {}
    rows = HeaderMapping.objects.filter(school=school, source=source)
    return dict(rows.values_list("field", "header"))
