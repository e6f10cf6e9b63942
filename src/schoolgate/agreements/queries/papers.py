"""Forms on paper: for whom they can be printed, how far a run is, and what came back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from schoolgate.agreements import permissions
from schoolgate.agreements.models import (
    FormPart,
    FormRun,
    PaperForm,
    Scan,
    ScanPage,
    Signature,
    SignedScan,
)
from schoolgate.agreements.queries import standing
from schoolgate.agreements.queries.own import untrained
from schoolgate.agreements.queries.rosters import roster
from schoolgate.agreements.queries.standing import Line
from schoolgate.agreements.rules import forms
from schoolgate.agreements.rules.forms import Is
from schoolgate.agreements.rules.standing import State
from schoolgate.people.models import Person
from schoolgate.people.rights import Capability

_WAITS: Final = frozenset({State.OUTSTANDING, State.CHANGED})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose forms are wanted: one person's (by key), a class's, or everybody's; of one agreement
    or of each."""

    person: int = 0
    class_name: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class ToPrint:
    """The agreements whose forms can be printed, and how many cannot: training comes first, or
    their text does not say that use is monitored."""

    lines: list[Line]
    untrained: int = 0
    unmonitored: int = 0


def may_handle_paper(viewer: Person | None, *, on: date) -> bool:
    """Tell whether somebody prints forms and takes scans in."""
    return viewer is not None and permissions.may(viewer, Capability.PAPER_RECORD, on=on)


def to_print(*, viewer: Person | None, want: Wanted, at: datetime) -> ToPrint:
    """Return the agreements that wait for a signature and can be signed on paper, by class."""
    if not may_handle_paper(viewer, on=timezone.localdate(at)):
        return ToPrint([])
    every = [one for one in roster(viewer=viewer, at=at) if _is_wanted(one, want)]
    new = untrained({one.person for one in every if one.document.needs_training})
    trained = [one for one in every
               if not (one.document.needs_training and one.person.pk in new)]  # fmt: skip
    good = [one for one in trained if one.text.says_monitored or not one.document.about_use]
    good.sort(key=lambda one: (one.person.class_name, one.person.name, one.document.title))
    return ToPrint(good, len(every) - len(trained), len(trained) - len(good))


def _is_wanted(line: Line, want: Wanted) -> bool:
    if want.document and line.document.key != want.document:
        return False
    if want.person:  # also somebody who has declined may think again
        return line.person.pk == want.person and line.state is not State.SIGNED
    return line.state in _WAITS and want.class_name in ("", line.person.class_name)


def runs(*, viewer: Person | None, on: date) -> QuerySet[FormRun]:
    """Return the runs of forms of the viewer's school, newest first, with their parts."""
    if viewer is None or not may_handle_paper(viewer, on=on):
        return FormRun.objects.none()
    here = FormRun.objects.filter(school=viewer.school).select_related("by")
    return here.prefetch_related("parts")


def form_part(*, viewer: Person | None, pk: int, on: date) -> FormPart | None:
    """Return one file of forms that is made; None where the viewer may not have it."""
    made = FormPart.objects.filter(pk=pk, run__in=runs(viewer=viewer, on=on).values("pk"))
    return made.exclude(made_at=None).select_related("run", "school").first()


def scans(*, viewer: Person | None, on: date) -> QuerySet[Scan]:
    """Return what was sent to the viewer's school, without the bytes, newest first; `left` and
    `all` count its pages."""
    if viewer is None or not may_handle_paper(viewer, on=on):
        return Scan.objects.none()
    here = Scan.objects.filter(school=viewer.school).select_related("by", "school").defer("data")
    return here.annotate(
        all=Count("pages"), left=Count("pages", Q(pages__settled_at=None))
    ).order_by("-sent_at", "-pk")


def page_picture(*, viewer: Person | None, pk: int, on: date) -> ScanPage | None:
    """Return a page of a scan with its picture; None where the viewer may not see it."""
    seen = scans(viewer=viewer, on=on).values("pk")
    return ScanPage.objects.filter(pk=pk, scan__in=seen).exclude(picture=None).first()


def scans_of(person: Person) -> list[tuple[Scan, int]]:
    """Return what somebody sent of which pages are open, oldest first, with how many."""
    open_ = ScanPage.objects.filter(scan__by=person, settled_at=None).order_by()
    counts = dict(open_.values_list("scan").annotate(Count("pk")))
    if not counts:
        return []
    rows = Scan.objects.filter(pk__in=counts).defer("data").order_by("sent_at")
    return [(one, counts[one.pk]) for one in rows]


def has_scan(signature: Signature) -> bool:
    """Tell whether the page that was signed is kept."""
    return SignedScan.objects.filter(signature=signature).exists()


def scan_of(signature: Signature) -> bytes | None:
    """Return the page that was signed as JPEG; None where none is kept."""
    found = SignedScan.objects.filter(signature=signature).values_list("picture", flat=True).first()
    return None if found is None else bytes(found)


@dataclass(frozen=True, slots=True)
class Back:
    """A page that came back, and what it is now. `is_old`: its words are no longer in force."""

    page: ScanPage
    what: Is
    form: PaperForm | None = None
    line: Line | None = None
    signers: tuple[tuple[int, str], ...] = ()
    is_old: bool = False

    @property
    def words(self) -> str:
        """What is to be done about it; empty where it can be taken."""
        return forms.WORDS[self.what]

    @property
    def is_ready(self) -> bool:
        """Whether it can be taken as signed."""
        return self.what is Is.READY


def came_back(*, scan: Scan, at: datetime) -> list[Back]:
    """Return the open pages of a scan, each with the form that its code names."""
    pages = list(scan.pages.filter(settled_at=None).defer("picture"))
    known = _forms(scan, pages)
    lines = _lines(scan, known.values(), at)
    new = untrained([one.person for one in lines.values()])
    before: set[str] = set()
    found = []
    for page in pages:
        found.append(_back(scan, page, (known, lines, new), before))
        if found[-1].form is not None:
            before.add(found[-1].form.number)
    return found


def _forms(scan: Scan, pages: Iterable[ScanPage]) -> dict[str, PaperForm]:
    read = [one for page in pages if (one := forms.read(page.said)) is not None]
    rows = PaperForm.objects.filter(school=scan.school, number__in={one.number for one in read})
    related = rows.select_related("for_person__school", "text", "part__run", "came_back")
    return {one.number: one for one in related}


_Lines = dict[tuple[int, str], Line]


def _lines(scan: Scan, known: Iterable[PaperForm], at: datetime) -> _Lines:
    every = list(known)
    people = list({one.for_person_id: one.for_person for one in every}.values())
    found = {(one.person.pk, one.document.key): one
             for one in standing.lines(scan.school, people, at=at)} if people else {}  # fmt: skip
    for form in every:  # what opens something is asked of nobody until they want it
        key = (form.for_person_id, form.text.document)
        line = found.get(key) or standing.line(scan.school, form.for_person, key[1], at=at)
        if line is not None:
            found[key] = line
    return found


_Known = tuple[dict[str, PaperForm], _Lines, set[int]]


def _back(scan: Scan, page: ScanPage, known: _Known, before: set[str]) -> Back:
    read = forms.read(page.said)
    if read is None:
        return Back(page, Is.NOT_OURS if page.said else Is.NO_CODE)
    if read.school != scan.school.slug.lower():
        return Back(page, Is.OTHER_SCHOOL)
    every, lines, new = known
    form = every.get(read.number)
    if form is None:
        return Back(page, Is.UNKNOWN)
    line = lines.get((form.for_person_id, form.text.document))
    what = next(_against(form, line, before, new), Is.READY)
    is_old = line is not None and line.text.hash != form.text_hash
    return Back(page, what, form, line, tuple(_signers(line)) if line else (), is_old)


def _against(
    form: PaperForm, line: Line | None, before: set[str], new: set[int]
) -> Iterator[Is]:  # fmt: skip
    if hasattr(form, "came_back"):
        yield Is.USED
    if form.part.run.withdrawn_at is not None:
        yield Is.WITHDRAWN
    if form.number in before:
        yield Is.TWICE
    if line is None:
        yield Is.LEFT
        return
    if line.state is State.SIGNED:
        yield Is.SIGNED
    if not line.signers:
        yield Is.NOBODY
    if line.document.needs_training and line.person.pk in new:
        yield Is.UNTRAINED


def _signers(line: Line) -> Iterator[tuple[int, str]]:
    if line.document.by_parent:
        yield from ((one.pk, one.name) for one in line.guardians)
    else:
        yield line.person.pk, line.person.name
