"""Forms printed, signed, scanned and sent, as the office does it."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from schoolgate.agreements import actions, queries
from schoolgate.agreements.actions import Sent
from schoolgate.agreements.models import FormPart, FormRun, PaperForm, Scan, Signature
from schoolgate.agreements.queries import Back, Wanted
from schoolgate.people.models import Person
from tests.cast import NOW
from tests.web import scanned


def printed(head: Person, want: Wanted | None = None, whose: str = "somebody") -> FormRun:
    """A run of forms, made."""
    run = actions.print_forms(want=want or Wanted(), whose=whose, by=head, at=NOW)
    for part in FormPart.objects.filter(run=run, made_at=None).select_related("school", "run"):
        actions.make_forms(part=part, at=NOW)
    return run


def form_of(run: FormRun, person: Person, document: str = "") -> PaperForm:
    """The form of somebody in a run."""
    every = PaperForm.objects.filter(part__run=run, for_person=person)
    return (every.filter(text__document=document) if document else every).get()


def pictures(run: FormRun) -> list[Image.Image]:
    """The pages of a run, as a scanner sees them."""
    parts = FormPart.objects.filter(run=run).order_by("number")
    return [page for part in parts for page in scanned.pages_of(bytes(part.pdf or b""))]


def sent(head: Person, *pages: Image.Image) -> Scan:
    """Pages sent as one PDF, and read."""
    data = scanned.as_pdf([one.convert("RGB") for one in pages])
    (scan,), _ = actions.send_scans(files=[Sent("scan.pdf", data)], by=head, at=NOW)
    actions.read_scan(scan=scan, at=NOW)
    return Scan.objects.select_related("school").get(pk=scan.pk)


def back(scan: Scan) -> list[Back]:
    """Its open pages."""
    return queries.came_back(scan=scan, at=NOW)


def taken(scan: Scan, head: Person) -> tuple[Sequence[Signature], list[str]]:
    """Every page that is ready taken in, each signed by the first who may."""
    chosen = {one.page.pk: one.signers[0][0] for one in back(scan) if one.is_ready}
    return actions.take_in(scan=scan, chosen=chosen, by=head, at=NOW)
