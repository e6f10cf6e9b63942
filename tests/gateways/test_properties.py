"""Whatever a roster holds: applied, it is what is there; and then there is nothing to change."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolgate.gateways import actions
from schoolgate.gateways.actions import Order
from schoolgate.people.models import Guardianship, Person
from schoolgate.records.parties import System
from tests.cast import NOW, Cast
from tests.gateways import samples

OPERATOR = System("command-line", "The operator")
NAMES = st.sampled_from(["Ada", "Zoë", "O'Brook", "Brook-Field", '"Q"', "a;b", "Łucja"])
ROWS = st.dictionaries(
    st.sampled_from([f"p{n}" for n in range(8)]),
    st.tuples(NAMES, NAMES, st.sampled_from(["", "R", "Year 2", "3", "nonsense"]),
              st.sampled_from(["", "1 Oak", "2 Elm"])),
)  # fmt: skip
PARENTS = st.dictionaries(
    st.sampled_from([f"c{n}" for n in range(4)]),
    st.tuples(NAMES, st.sets(st.sampled_from([f"p{n}" for n in range(9)]), max_size=3)),
)


def files(rows: dict[str, tuple[str, ...]], parents: dict[str, tuple[str, set[str]]]) -> Order:
    pupils = samples.written(
        ("UPN", "Forename", "Surname", "Year", "Class"),
        (dict(zip(("UPN", "Forename", "Surname", "Year", "Class"), (key, *row), strict=True))
         for key, row in rows.items()),
    )  # fmt: skip
    contacts = samples.written(
        ("Contact ID", "Name", "Pupil IDs"),
        ({"Contact ID": key, "Name": name, "Pupil IDs": " ".join(sorted(theirs))}
         for key, (name, theirs) in parents.items()),
    )  # fmt: skip
    top = Path(tempfile.mkdtemp())
    return Order([samples.folder(top, {"pupils.csv": pupils, "contacts.csv": contacts})])


def applied(cast: Cast, order: Order) -> actions.Prepared:
    plan = actions.prepare(school=cast.school, order=order, by=OPERATOR, on=NOW.date()).plan
    return actions.import_roster(
        school=cast.school, order=order, by=OPERATOR, at=NOW, confirm_gone=len(plan.gone)
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=ROWS, second=ROWS, parents=PARENTS, others=PARENTS)
def test_after_apply_there_is_nothing_to_change(
    cast: Cast,
    first: dict[str, tuple[str, ...]],
    second: dict[str, tuple[str, ...]],
    parents: dict[str, tuple[str, set[str]]],
    others: dict[str, tuple[str, set[str]]],
) -> None:
    Guardianship.objects.all().delete()
    Person.objects.filter(source="mis").delete()
    for order in (files(first, parents), files(second, others)):
        applied(cast, order)
        again = actions.prepare(school=cast.school, order=order, by=OPERATOR, on=NOW.date())
        assert again.plan.changes_nothing
    here = set(Person.objects.filter(source="mis", missing_since=None)
               .values_list("external_id", flat=True))  # fmt: skip
    good = {key for key, row in second.items() if row[2] != "nonsense"}
    assert good | set(others) <= here
    assert here <= good | set(others) | set(second)
    assert set(Person.objects.filter(source="mis").values_list("external_id", flat=True)) >= here
