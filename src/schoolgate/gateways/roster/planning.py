"""Planning: what is there, what a file says, and so what would change. Pure; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from schoolgate.gateways.roster.faults import Fault
from schoolgate.gateways.roster.kinds import FROM_A_FILE
from schoolgate.gateways.roster.validating import Judged
from schoolgate.people.changes import Change, Changed, Known
from schoolgate.people.rules import Kind

LARGEST_DROP: Final = 10  # in a hundred of a kind
# What a file leaves empty erases none of these.
_KEPT_IF_EMPTY: Final = frozenset({"email", "starts_on", "title"})


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody of this source as the database has them."""

    pk: int
    known: Known
    missing: bool

    def is_here(self, on: date) -> bool:
        """Tell whether they have not left by then."""
        ends_on = self.known.values["ends_on"]
        return not isinstance(ends_on, date) or ends_on > on


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do.

    `gone` are new to be held; `held` were held before; `leavers` are named by the file though they
    left here: they stay out until somebody confirms. `drops` are kinds of which too many would go.
    """

    system: str
    new: Sequence[Known]
    changed: Sequence[Changed]
    returned: Sequence[Present]
    gone: Sequence[Present]
    held: Sequence[Present]
    leavers: Sequence[Changed]
    faults: Sequence[Fault]
    drops: Mapping[str, tuple[int, int]]

    @property
    def changes_nothing(self) -> bool:
        """Tell whether there is nothing to write."""
        return not (self.new or self.changed or self.returned or self.gone)

    def change(self, source: str, origin: Mapping[str, str], *, back: bool) -> Change:
        """Return what the people room is asked to do; `back`: leavers are taken back."""
        changed = [*self.changed, *(self.leavers if back else ())]
        return Change(source, self.new, changed, [one.pk for one in self.returned],
                      [one.pk for one in self.gone], origin)  # fmt: skip


def plan(
    system: str, judged: Judged, present: Sequence[Present], *,
    covers: frozenset[str] | None, on: date,
) -> Plan:  # fmt: skip
    """Compare by stable ids, never by names. `covers` are the kinds that the file lists whole."""
    there = {one.known.external_id: one for one in present}
    known, faults = _with_pupils_that_exist(judged, there)
    unnamed = [one for one in present if one.known.external_id not in judged.spoken]
    missing = [one for one in unnamed if one.is_here(on) and _listed(one, covers)]
    gone = [one for one in missing if not one.missing]
    pairs = [(there[one.external_id], one) for one in known if one.external_id in there]
    differing = [changed for was, then in pairs if (changed := _difference(was, then, on))]
    leavers = [one for one in differing if _comes_back(one, there, on)]
    stays_out = {one.pk for one in leavers}
    return Plan(
        system=system,
        new=[one for one in known if one.external_id not in there],
        changed=[one for one in differing if one.pk not in stays_out],
        returned=[was for was, _ in pairs if was.missing],
        gone=gone,
        held=[one for one in missing if one.missing],
        leavers=leavers,
        faults=sorted([*judged.faults, *faults]),
        drops=_drops(gone, [one for one in present if one.is_here(on) and not one.missing]),
    )


def _difference(was: Present, then: Known, on: date) -> Changed | None:
    before, after = was.known.values, dict(then.values)
    for name in _KEPT_IF_EMPTY:
        after[name] = after[name] or before[name]
    if before["role"] not in FROM_A_FILE:
        after["role"] = before["role"]
    if after["ends_on"] is None and was.is_here(on):
        after["ends_on"] = before["ends_on"]
    fields = [name for name, value in after.items() if value != before[name]]
    fields += [name for name in ("guards", "teaches")
               if sorted(getattr(was.known, name)) != sorted(getattr(then, name))]  # fmt: skip
    if not fields:
        return None
    return Changed(was.pk, Known(then.external_id, after, then.guards, then.teaches), (*fields,))


def _listed(one: Present, covers: frozenset[str] | None) -> bool:
    return covers is None or one.known.values["kind"] in covers


def _comes_back(one: Changed, there: Mapping[str, Present], on: date) -> bool:
    """Tell whether somebody left here and the file would undo that."""
    if there[one.then.external_id].is_here(on) or "ends_on" not in one.fields:
        return False
    ends_on = one.then.values["ends_on"]
    return not isinstance(ends_on, date) or ends_on > on


def _with_pupils_that_exist(
    judged: Judged, there: Mapping[str, Present]
) -> tuple[list[Known], list[Fault]]:
    """Leave out links to pupils whom neither the file nor the database has."""
    pupils = {key for key, one in there.items() if one.known.values["kind"] == Kind.PUPIL}
    pupils |= {one.external_id for one in judged.known if one.values["kind"] == Kind.PUPIL}
    known, faults = [], []
    for one in judged.known:
        kept = tuple(link for link in one.guards if link[0] in pupils)
        for lost, _ in set(one.guards) - set(kept):
            says = f"There is no pupil “{lost}”. The person is taken without this link."
            faults.append(Fault(*judged.places[one.external_id], says))
        known.append(Known(one.external_id, one.values, kept, one.teaches))
    return known, faults


def _drops(gone: Sequence[Present], here: Sequence[Present]) -> dict[str, tuple[int, int]]:
    """Return gone and present for each kind of which more than a tenth would go."""
    lost = Counter(str(one.known.values["kind"]) for one in gone)
    had = Counter(str(one.known.values["kind"]) for one in here)
    return {kind: (count, had[kind]) for kind, count in sorted(lost.items())
            if count * 100 > had[kind] * LARGEST_DROP}  # fmt: skip
