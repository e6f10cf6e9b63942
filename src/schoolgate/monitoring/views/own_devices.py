"""The report on people's own devices, for whom the policy names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.filtering.views import pieces
from schoolgate.filtering.views.pieces import Cell, Column, Link, Listed
from schoolgate.monitoring import actions, naming, permissions
from schoolgate.monitoring.queries import own_devices as queries
from schoolgate.monitoring.queries.own_devices import OwnDevice
from schoolgate.people.visits import PersonsVisit

_COLUMNS: Final = (
    Column("Owner", "owner"), Column("Device", "device"), Column("Address"),
    Column("Last seen", "seen"), Column("Agreement"), Column("What of it"), Column("Training"),
)  # fmt: skip


@require_safe
@never_cache
def own_devices(request: PersonsVisit, school: str) -> HttpResponse:
    """Owner, device, last day seen, agreement and training; without an agreement it is marked."""
    now, viewer = timezone.now(), request.person
    if not permissions.may_audit_devices(viewer, at=now):
        raise PermissionDenied
    done = Link("I have gone through it", reverse("monitoring:own-devices-audit", args=[school]))
    post = naming.for_own_devices(viewer.school)
    by = f"Clause {post.clause} asks {post.who} for it, {post.every}. " if post.clause else ""
    what = Listed(
        "People’s own devices", f"{by}Last seen is the last day in the log of the web on which "
        "somebody signed in on it, and tells nothing of what was opened; a device known by a MAC "
        "address is not seen there.",
        "devices", _COLUMNS, _row, "No device is registered as somebody’s own. Who keeps the "
        "filter writes it down under “Who asks the filter”.", queries.WHICH, [done],
    )  # fmt: skip
    found = queries.own_devices(viewer=viewer, at=now, **pieces.asked(request))
    return pieces.listed(request, "own-devices", what, found)


def _row(one: OwnDevice) -> Sequence[Cell]:
    signed, trained = one.agreement, one.training
    return (
        Cell(one.owner), Cell(one.device.name), Cell(one.device.address),
        Cell(one.seen or "Not in the log"),
        Cell("No agreement", tone="red") if one.is_marked else Cell("Signed", tone="green"),
        Cell(signed.words if signed else "No agreement is asked of them"),
        Cell(trained.words if trained else "None is asked of them"),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def audit(request: PersonsVisit, school: str) -> HttpResponse:
    """Say that I went through the report: that is what the duty asks for."""
    now, viewer = timezone.now(), request.person
    if not permissions.may_audit_devices(viewer, at=now):
        raise PermissionDenied
    found = queries.own_devices(viewer=viewer, at=now)
    facts = [
        ("Devices", str(len(found))),
        ("Without an agreement", str(sum(one.is_marked for one in found))),
    ]
    return pieces.confirmed(
        request, lambda: actions.note_audit(by=viewer, at=now),
        title="Have you gone through people’s devices?", button="I have gone through them",
        back=reverse("monitoring:own-devices", args=[school]), facts=facts,
        said="It is written down that you went through people’s own devices.",
    )  # fmt: skip
