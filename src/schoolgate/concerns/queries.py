"""Every read of concerns: each starts from who looks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from schoolgate.concerns import keys, permissions
from schoolgate.concerns.keys import Opened, mark_of
from schoolgate.concerns.models import Admission, Case, Entry, KeptName, Party, Report, Task
from schoolgate.concerns.rules.gates import ABUSE_OF_STAFF, Standing
from schoolgate.concerns.rules.kinds import KINDS, Kind
from schoolgate.concerns.rules.words import Part, what_they_are
from schoolgate.people import looking
from schoolgate.people import permissions as people
from schoolgate.people.models import Person

# Neither closed nor merged: as states say it, and as indexes of few rows do.
_LIVE: Final = Q(closed_at=None, into=None)
KEPT_BACK: Final = "Somebody who keeps their name back"
SORTS: Final = {
    "newest": ("-opened_at", "-pk"),
    "oldest": ("opened_at", "pk"),
    "moved": ("-moved_at", "-pk"),
    "category": ("category", "-opened_at", "-pk"),
    "serious": ("seriousness", "-opened_at", "-pk"),
}


def cases(
    *, viewer: Person | None, on: date, state: str = "", category: str = "", sort: str = ""
) -> QuerySet[Case]:
    """Return the cases that the viewer may see, newest first unless `sort` is one of SORTS."""
    found = permissions.visible_to(viewer, on=on).select_related("lead", "school")
    if state:
        found = found.filter(state=state)
    if category:
        found = found.filter(category=category)
    return found.order_by(*SORTS.get(sort, SORTS["newest"]))


def one(*, viewer: Person | None, pk: int, on: date) -> Case | None:
    """Return a case that the viewer may see."""
    found = permissions.visible_to(viewer, on=on, among=[pk])
    return found.select_related("school", "lead", "into").first()


def where_merged(*, viewer: Person, pk: int, on: date) -> Case | None:
    """Return the case that a case was merged into, for somebody who may see that."""
    into = Case.objects.filter(pk=pk).values_list("into", flat=True).first()
    return permissions.visible_to(viewer, on=on, among=[into]).first() if into else None


def opened(*, case: Case, viewer: Person, on: date) -> Opened:
    """Open a case for somebody who may see it. Raises keys.NotAdmitted, sealing.UnableToOpen."""
    with looking.one_look():  # both ask for whom the viewer stands in
        is_for_them = permissions.may_see(viewer, case, on=on)
        first = permissions.admissions_of(viewer, on=on).filter(case=case).order_by("pk").first()
    if first is None or not is_for_them:
        raise keys.NotAdmitted(f"{viewer.pk} may not see {case}.")
    return keys.opened(case, first)


@dataclass(frozen=True, slots=True)
class Told:
    """A report with its words in clear."""

    row: Report
    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """An entry with its words in clear, and what was corrected in it since."""

    row: Entry
    kind: Kind
    said: dict[str, Any]
    case: Case
    corrected: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class InIt:
    """Somebody's part in a case, with their name; `kept` is the row that keeps it back."""

    row: Party
    name: str
    person: int | None
    kept: int = 0

    @property
    def part(self) -> str:
        """The part in words."""
        return Part(self.row.part).said


def together(case: Opened) -> list[Opened]:
    """Return a case and those that were merged into it, all open."""
    return looking.once(("together", case.case.pk), lambda: _together(case))


def _together(case: Opened) -> list[Opened]:
    merged = Case.objects.filter(into=case.case).order_by("pk")
    return [case, *(keys.inside(case, one) for one in merged)]


def reports(case: Opened) -> list[Told]:
    """Return what came in, in its order."""
    found = [Told(row, one.read(row, "body")) for one in together(case)
             for row in Report.objects.filter(case=one.case)]  # fmt: skip
    return sorted(found, key=lambda told: (told.row.made_on, told.row.pk))


def chronology(case: Opened, *, held: Collection[str] = ()) -> list[Written]:
    """Return what happened, in the order in which it happened, of one minute as it was written;
    corrections beside what they correct as well as in their own place. What was merged into the
    case is among it.

    Kinds that few may read are among it only for who holds (`held`) one of their roles.
    """
    return [one for one in _written(case)
            if not one.kind.seen_by or not one.kind.seen_by.isdisjoint(held)]  # fmt: skip


def _written(case: Opened) -> list[Written]:
    """Everything written in a case. Unsealing hundreds takes time: once in a look."""
    return looking.once(("written", case.case.pk), lambda: _unsealed(case))


def _unsealed(case: Opened) -> list[Written]:
    parts = {one.case.pk: one for one in together(case)}
    rows = list(Entry.objects.filter(case__in=parts).select_related("by", "adds_to"))
    # people give minutes, the program seconds
    rows.sort(key=lambda row: (row.happened_at.replace(second=0, microsecond=0), row.written_at,
                               row.pk))  # fmt: skip
    put_right: dict[int, list[Entry]] = {}
    for row in rows:
        if row.corrects_id:
            put_right.setdefault(row.corrects_id, []).append(row)
    return [
        Written(row, KINDS[row.kind], parts[row.case_id].read(row, "body"),
                parts[row.case_id].case, tuple(put_right.get(row.pk, ())))
        for row in rows
    ]  # fmt: skip


def entry(*, case: Case, pk: int) -> Entry | None:
    """Return an entry of a case, or of one that was merged into it."""
    found = Entry.objects.filter(Q(case=case) | Q(case__into=case), pk=pk)
    return found.select_related("case").first()


def said_in(case: Opened, entry: Entry) -> dict[str, str]:
    """Return what an entry of a case, or of one that was merged into it, says."""
    parts = {one.case.pk: one for one in together(case)}
    said: dict[str, str] = parts[entry.case_id].read(entry, "body")
    return said


def parties(case: Opened) -> list[InIt]:
    """Return who is in a case, by part; who turned out to have none is left out."""
    parts = {one.case.pk: one for one in together(case)}
    rows = Party.objects.filter(case__in=parts, left_at=None).order_by("part", "pk")
    kept = dict(KeptName.objects.filter(party__in=rows).values_list("party", "pk"))
    said = [(row, parts[row.case_id].read(row, "who")) for row in rows]
    return [
        InIt(row, KEPT_BACK, None, kept[row.pk])
        if row.pk in kept
        else InIt(row, who["name"], who["person"])
        for row, who in said
    ]


def standing(
    case: Opened, draft: Mapping[str, str] | None = None, *, beside: Entry | None = None
) -> Standing:
    """Return a case as gates see it, with what is about to be written, and the entry that it goes
    on from."""
    entries = tuple((one.kind.slug, one.said) for one in _written(case))
    in_it = parties(case)
    kinds = dict(Person.objects.filter(pk__in=[one.person for one in in_it if one.person])
                 .values_list("pk", "kind"))  # fmt: skip
    there = {part: frozenset(what_they_are(kinds.get(one.person or 0, "")) for one in in_it
                             if one.row.part == part) for part in Part}  # fmt: skip
    ways = Report.objects.filter(case__in=[one.case for one in together(case)])
    return Standing(
        case.case.category, case.case.track, entries, situation=case.case.situation,
        subjects=there[Part.SUBJECT], targets=there[Part.TARGET],
        there=frozenset().union(*there.values()), draft=draft or {},
        ways=frozenset(ways.values_list("way", flat=True).distinct()),
        names=tuple(one.name for one in in_it if not one.kept),
        target_names=tuple(one.name for one in in_it if one.row.part == Part.TARGET),
        beside=frozenset(beside.added.values_list("kind", flat=True)) if beside else frozenset(),
        first=said_in(case, beside) if beside else {},
    )  # fmt: skip


def tasks(case: Opened) -> list[tuple[Task, str]]:
    """Return what is to be done in a case and was done, with words of its own."""
    parts = {one.case.pk: one for one in together(case)}
    rows = Task.objects.filter(case__in=parts).select_related("person", "done_by")
    return [(row, parts[row.case_id].read(row, "words") or "") for row in rows]


def my_tasks(*, viewer: Person | None, at: datetime) -> list[Task]:
    """Return what the viewer has to do in cases that they may see, soonest first."""
    on = timezone.localdate(at)
    if viewer is None:
        return []
    held = people.roles_of(viewer, on=on)
    seen = permissions.visible_to(viewer, on=on).filter(_LIVE)
    there = Task.objects.filter(school=viewer.school_id, done_at=None)
    there = there.filter(Q(case__in=seen.values("pk")) | Q(case__into__in=seen.values("pk")))
    there = there.filter(role__in=["", *sorted(held)]).select_related("case__school", "case__into")
    return [one for one in there.order_by(F("due_at").asc(nulls_last=True), "pk")
            if one.role or one.person_id == viewer.pk]  # fmt: skip


def standing_still(*, viewer: Person, on: date, since: datetime) -> QuerySet[Case]:
    """Return the open cases that the viewer may see in which nothing has happened since, the
    longest first."""
    seen = cases(viewer=viewer, on=on).order_by("moved_at", "pk")
    return seen.filter(_LIVE, moved_at__lt=since)


def without_support(*, viewer: Person, on: date) -> QuerySet[Case]:
    """Return open cases of abuse of staff without a support plan, of each kind the oldest first."""
    seen = cases(viewer=viewer, on=on).order_by("situation", "opened_at", "pk").filter(_LIVE)
    planned = Entry.objects.filter(kind="support")
    here = Exists(planned.filter(case=OuterRef("pk")))
    merged = Exists(planned.filter(case__into=OuterRef("pk")))
    return seen.filter(~here, ~merged, situation__in=ABUSE_OF_STAFF)


def told_by(*, viewer: Person | None) -> list[Report]:
    """Return the reports that somebody made in their own name, newest first; of the case only its
    number and state are for them."""
    if viewer is None:
        return []
    mine = Party.objects.filter(
        school=viewer.school_id, mark=mark_of(viewer), part=Part.REPORTER, left_at=None
    )
    found = Report.objects.filter(case__in=mine.values("case"), made_at__isnull=False)
    return list(found.select_related("case__into").order_by("-made_at"))


def admissions(case: Case) -> QuerySet[Admission]:
    """Return who may see a case, for whoever leads it."""
    found = Admission.objects.filter(case=case, until_at=None)
    return found.select_related("person", "case").order_by("role", "pk")
