"""The report on people's own devices: whose, when last seen, agreement and training (MON-25)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final, NamedTuple

from schoolgate.access.queries import gates
from schoolgate.access.queries.gates import Status
from schoolgate.activity import devices as activity
from schoolgate.filtering.models import Device
from schoolgate.monitoring import permissions
from schoolgate.people.models import Person

_AGREEMENT: Final = "agreement"  # as the gates of agreements are called
_TRAINING: Final = "induction"
WHICH: Final = (("", "All of them"), ("marked", "Without an agreement"))


class OwnDevice(NamedTuple):
    """A device that belongs to somebody; `agreement` and `training` are None where none is asked.

    `seen` is the last day in the log; None where the log has nothing of it.
    """

    device: Device
    owner: Person
    seen: date | None
    agreement: Status | None
    training: Status | None

    @property
    def is_marked(self) -> bool:
        """Whether no agreement stands behind the device."""
        return self.agreement is None or not self.agreement.done


_SORTS: Final[dict[str, Callable[[OwnDevice], tuple[object, ...]]]] = {
    "": lambda one: (not one.is_marked, str(one.owner), one.device.name),
    "owner": lambda one: (str(one.owner), one.device.name),
    "device": lambda one: (one.device.name, one.device.pk),
    "seen": lambda one: (one.seen or date.min, one.device.name),
}


def own_devices(
    *, viewer: Person | None, at: datetime, which: str = "", words: str = "", sort: str = ""
) -> list[OwnDevice]:
    """Return people's own devices with these words, those without an agreement first."""
    mine = permissions.own_devices_visible_to(viewer, at=at)
    rows = list(mine.select_related("person", "person__school", "school"))
    if viewer is None or not rows:
        return []
    seen = activity.last_seen(viewer.school, [one.address for one in rows])
    states = {one.person_id: gates.statuses(one.person, at) for one in rows if one.person}
    found = [_own(one, one.person, states[one.person_id], seen.get(one.address))
             for one in rows if one.person]  # fmt: skip
    if which == "marked":
        found = [one for one in found if one.is_marked]
    if words:
        found = [one for one in found if words.casefold() in f"{one.owner} {one.device}".casefold()]
    return sorted(found, key=_SORTS.get(sort, _SORTS[""]))


def _own(device: Device, owner: Person, states: list[Status], seen: date | None) -> OwnDevice:
    signed = next((one for one in states if one.gate.name.endswith(_AGREEMENT)), None)
    trained = next((one for one in states if one.gate.name == _TRAINING), None)
    return OwnDevice(device, owner, seen, signed, trained)
