"""Acts to write down, and whole journals made up without a database."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from django.db import transaction

from schoolgate.kernel import canonical
from schoolgate.records import actions, rules
from schoolgate.records.models import Entry
from schoolgate.records.rules import Row
from schoolgate.records.verbs import RecordsVerb
from tests.cast import NOW, Cast

EXPORTED = RecordsVerb.JOURNAL_EXPORTED


def act(cast: Cast, **other: Any) -> Entry:
    """The head does something at Elmfield, in a transaction of its own."""
    values: dict[str, Any] = {
        "school": cast.school,
        "by": cast.head,
        "at": NOW,
        "verb": EXPORTED,
        "object": cast.pupil,
        "clause": "5.7a",
        "body": {"up_to": 3},
    }
    with transaction.atomic():
        return actions.write(**(values | other))


def made_up(rng: random.Random, number: int) -> Row:
    """An act that is not sealed yet."""
    body = canonical.text({"number": number, "why": rng.choice(["lesson", "Tür", "play\n"])})
    at = rules.instant(NOW + dt.timedelta(seconds=number, microseconds=rng.randrange(1_000_000)))
    return Row(
        0, at, f"person:{rng.randrange(9)}", "records:journal:exported", "people.person",
        str(rng.randrange(99)), "5.7a", rng.randbytes(16).hex(), "Hana Head", "Pip Pupil", body,
        rng.randbytes(rules.SALT_BYTES), b"", b"", b"",
    )  # fmt: skip


def chained(rows: list[Row], journal: str = "elmfield") -> list[Row]:
    """The rows sealed anew, one after the other, as an intruder with the program would."""
    done: list[Row] = []
    previous = rules.opening(journal)
    for number, row in enumerate(rows, 1):
        done.append(rules.sealed(row, number, previous))
        previous = done[-1].link
    return done


def a_journal(rng: random.Random, count: int) -> list[Row]:
    """A whole journal."""
    return chained([made_up(rng, number) for number in range(count)])
