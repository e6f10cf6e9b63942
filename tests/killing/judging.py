"""What must hold of the database whatever was killed, and then what the case's own judge says."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from schoolgate.records import tenancy, verifying
from schoolgate.records.models import Journal
from tests.killing import HalfApplied, Judge, Lost


def judged(judge: Judge, acknowledged: Sequence[str], *, finished: bool) -> str:
    """Return "" or one complaint: its kind, a colon, and what is wrong."""
    tenancy.open_process(because="The judge sees everything.")
    for complaint in _of_sqlite() if connection.vendor == "sqlite" else ():
        return f"broken: {complaint}"
    for journal in Journal.objects.all():
        if findings := verifying.verify(journal, workers=1).findings:
            return f"broken: {findings}"
    try:
        judge(acknowledged, finished)
    except (Lost, HalfApplied) as found:
        return f"{type(found).__name__}: {found}"
    return ""


def _of_sqlite() -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        answers = [row for row in cursor.fetchall() if row != ("ok",)]
        cursor.execute("PRAGMA foreign_key_check")
        return [*answers, *cursor.fetchall()]
