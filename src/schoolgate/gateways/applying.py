"""An upload applied as it was shown, in the request or by a worker."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django_tasks import task

from schoolgate.gateways import actions, progress, showing, uploads
from schoolgate.gateways.actions import Order, Prepared, UnableToImport
from schoolgate.gateways.progress import Progress
from schoolgate.gateways.roster.faults import UnableToRead
from schoolgate.gateways.roster.planning import Plan
from schoolgate.gateways.uploads import Upload
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person

# From this many people on, a worker takes them in, and a page shows how far it has come.
MANY: Final = 1_000
Tell = Callable[[int, int], None]


def order(upload: Upload) -> Order:
    """Return the upload as the import takes it."""
    return Order(upload.files, upload.source, upload.kind, upload.org, upload.columns)


def size(made: Plan) -> int:
    """Return how many people a plan writes."""
    return len(made.new) + len(made.changed) + len(made.returned) + len(made.gone)


def apply(
    *, upload: Upload, seen: str, back: bool, by: Person, at: datetime, tell: Tell | None = None
) -> str:
    """Apply a plan if it is still the one that was `seen`; say what was done.

    `tell` is told how many of how many people are done. Raises UnableToImport, NotAllowed,
    UnableToRead.
    """

    def watch(prepared: Prepared) -> Callable[[int], None]:
        if showing.mark(prepared) != seen:
            raise UnableToImport("The plan has changed since you opened it. Look again.")
        made, done = size(prepared.plan), 0

        def step(more: int) -> None:
            nonlocal done
            done += more
            if tell:
                tell(done, made)

        return step

    plan = actions.prepare(school=by.school, order=order(upload), by=by, on=at.date()).plan
    actions.import_roster(
        school=by.school, order=order(upload), by=by, at=at, confirm_gone=len(plan.gone),
        confirm_back=len(plan.leavers) if back else None, watch=watch,
    )  # fmt: skip
    return showing.done(plan, back=back)


@task
def take_in(person: int, upload: dict[str, Any], seen: str, back: bool) -> None:
    """Apply an upload for a person. Run again after a crash, it finds nothing or all done."""
    kept = Upload(**upload)
    by = Person.objects.select_related("school").get(pk=person)
    if not kept.files:
        return

    def tell(done: int, total: int) -> None:
        progress.tell(kept, Progress("running", done, total))

    try:
        says = apply(upload=kept, seen=seen, back=back, by=by, at=timezone.localtime(),
                              tell=tell)  # fmt: skip
        progress.tell(kept, Progress("done", says=says))
    except (NotAllowed, UnableToImport, UnableToRead) as error:
        progress.tell(kept, Progress("refused", says=str(error)))
    uploads.empty(kept)
