"""A list read in the request, or by a worker where it is long."""

from __future__ import annotations

from typing import Final

from django_tasks import task

from schoolgate.filtering.actions import imports
from schoolgate.filtering.models import ListImport
from schoolgate.jobs import whose

# From this many bytes on a worker reads a list.
MANY_BYTES: Final = 1_000_000


def read_now_or_later(made: ListImport) -> None:
    """Read a short list at once, and let a worker read a long one."""
    if imports.size(made) < MANY_BYTES:
        imports.read_import(made=made)
        return
    with whose.of_school(made.school_id):
        read_list.enqueue(made.pk)


@task
def read_list(pk: int) -> None:
    """Read a list that was sent. Run again after a crash, it finds it unread, or nothing to do."""
    made = ListImport.objects.select_related("source__school").filter(pk=pk).first()
    if made is not None:
        imports.read_import(made=made)
