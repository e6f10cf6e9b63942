"""The register: versioned cells, and rights that come from groups alone."""

from __future__ import annotations

import pytest

from schoolgate.access.actions import register
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import Group, ITSystem, Right, Surplus
from schoolgate.access.queries import register as queries
from schoolgate.access.rules.register import Basis, Level
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person, School, Teaching
from schoolgate.records.models import Entry
from tests.access.conftest import A_DAY, TODAY, sentences, verbs
from tests.cast import NOW, Cast


def system(school: School, name: str = "Shared drive") -> ITSystem:
    return ITSystem.objects.create(school=school, name=name, from_at=NOW)


def group(school: School, basis: Basis, value: str) -> Group:
    return Group.objects.create(school=school, name=f"{basis} {value}", basis=basis, value=value)


def cell(one: ITSystem, of: Group, level: Level, by: Person, before: Level = Level.NONE) -> None:
    register.set_right(system=one, group=of, level=level, before=before, by=by, at=NOW)


def rights_of(person: Person) -> dict[str, Level]:
    found = queries.effective(person, person, at=NOW, on=TODAY)
    return {one.system: one.level for one in found}


@pytest.mark.parametrize(
    "who", ["pupil", "parent", "teacher", "governor", "dsl", "head", "other_head"]
)
def test_only_technicians_change_the_register(cast: Cast, who: str) -> None:
    by, drive, staff = (
        getattr(cast, who),
        system(cast.school),
        group(cast.school, Basis.KIND, "staff"),
    )
    for act in (
        lambda: register.add_system(school=cast.school, name="Mail", owner="", remote=True, by=by,
                                    at=NOW),
        lambda: register.add_group(school=cast.school, name="Staff", basis=Basis.KIND,
                                   value="staff", by=by, at=NOW),
        lambda: cell(drive, staff, Level.USE, by),
        lambda: register.retire_system(system=drive, by=by, at=NOW),
        lambda: register.find_surplus(person=cast.teacher, system=drive, level=Level.CHANGE,
                                      by=by, at=NOW),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    assert (Right.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.row("PPL-04")
def test_what_somebody_may_do_comes_from_their_groups_alone(
    cast: Cast, network_manager: Person
) -> None:
    drive, mail = system(cast.school), system(cast.school, "Mail")
    staff, oak = group(cast.school, Basis.KIND, "staff"), group(cast.school, Basis.CLASS, "1 Oak")
    head = group(cast.school, Basis.ROLE, "headteacher")
    cell(drive, staff, Level.USE, network_manager)
    cell(drive, head, Level.CHANGE, network_manager)
    cell(mail, oak, Level.READ, network_manager)
    assert rights_of(cast.head) == {"Shared drive": Level.CHANGE}
    assert rights_of(cast.teacher) == {"Shared drive": Level.USE}
    assert rights_of(cast.parent) == {}
    Teaching.objects.create(school=cast.school, person=cast.teacher, class_name="1 Oak")
    assert rights_of(cast.teacher) == {"Shared drive": Level.USE, "Mail": Level.READ}
    register.find_surplus(person=cast.teacher, system=mail, level=Level.ADMINISTER,
                          by=network_manager, at=NOW)  # fmt: skip
    assert rights_of(cast.teacher)["Mail"] == Level.READ
    Person.objects.filter(pk=cast.teacher.pk).update(ends_on=TODAY)
    assert rights_of(Person.objects.get(pk=cast.teacher.pk)) == {}
    assert verbs() == ["access:right:changed"] * 3 + ["access:surplus:found"]


def test_a_cell_that_changes_keeps_what_it_was(cast: Cast, network_manager: Person) -> None:
    drive, staff = system(cast.school), group(cast.school, Basis.KIND, "staff")
    cell(drive, staff, Level.USE, network_manager)
    later = NOW + A_DAY
    register.set_right(system=drive, group=staff, level=Level.NONE, before=Level.USE,
                       by=network_manager, at=later)  # fmt: skip
    assert [(one.level, one.until_at) for one in Right.objects.all()] == [(Level.USE, later)]
    assert queries.at_instant(cast.school, NOW).count() == 1
    assert queries.at_instant(cast.school, later).count() == 0
    assert sentences()[-1] == (
        "Nell Network set kind staff in Shared drive: no access, before ordinary use, "
        "now no access."
    )


def test_two_who_change_a_cell_at_once_do_not_both_win(cast: Cast, network_manager: Person) -> None:
    drive, staff = system(cast.school), group(cast.school, Basis.KIND, "staff")
    cell(drive, staff, Level.USE, network_manager)
    for before, level, says in (
        (Level.NONE, Level.READ, "Somebody else"),
        (Level.CHANGE, Level.READ, "Somebody else"),
        (Level.USE, Level.USE, "already"),
    ):
        with pytest.raises(UnableToRecord, match=says):
            cell(drive, staff, level, network_manager, before)
    assert Right.objects.get().level == Level.USE
    assert verbs() == ["access:right:changed"]


def test_a_system_that_is_retired_takes_its_cells_along(
    cast: Cast, network_manager: Person
) -> None:
    drive, staff = system(cast.school), group(cast.school, Basis.KIND, "staff")
    cell(drive, staff, Level.USE, network_manager)
    register.retire_system(system=drive, by=network_manager, at=NOW)
    with pytest.raises(UnableToRecord, match="already"):
        register.retire_system(system=drive, by=network_manager, at=NOW)
    drive.refresh_from_db()
    with pytest.raises(UnableToRecord, match="not in the register"):
        cell(drive, staff, Level.READ, network_manager)
    assert rights_of(cast.teacher) == {}
    assert verbs() == ["access:right:changed", "access:system:retired"]


def test_a_name_stands_in_the_register_once(cast: Cast, network_manager: Person) -> None:
    made = register.add_system(school=cast.school, name=" Remote  desktop ", owner="The office",
                               remote=True, by=network_manager, at=NOW)  # fmt: skip
    assert made.name == "Remote desktop"
    assert [*queries.remote_routes(cast.pupil, on=TODAY)] == [made]
    with pytest.raises(UnableToRecord, match="already"):
        register.add_system(school=cast.school, name="Remote desktop", owner="", remote=False,
                            by=network_manager, at=NOW)  # fmt: skip
    register.add_group(school=cast.school, name="Staff", basis=Basis.KIND, value="staff",
                       by=network_manager, at=NOW)  # fmt: skip
    with pytest.raises(UnableToRecord, match="already"):
        register.add_group(
            school=cast.school,
            name="Everyone",
            basis=Basis.KIND,
            value="staff",
            by=network_manager,
            at=NOW,
        )
    assert verbs() == ["access:system:added", "access:group:added"]


@pytest.mark.parametrize(
    ("who", "sees"),
    [("stranger", False), ("pupil", False), ("parent", False), ("teacher", False),
     ("governor", False), ("other_head", False), ("technician", True), ("dsl", True),
     ("head", True)],
)  # fmt: skip
def test_the_matrix_is_for_few_and_ones_own_rights_for_everyone(
    cast: Cast, who: str, sees: bool
) -> None:
    drive, staff = system(cast.school), group(cast.school, Basis.KIND, "staff")
    Right.objects.create(school=cast.school, system=drive, group=staff, level=2, from_at=NOW,
                         set_by="The office")  # fmt: skip
    viewer = getattr(cast, who)
    assert bool(queries.matrix(viewer, on=TODAY)[1]) == sees
    assert bool(queries.effective(viewer, cast.teacher, at=NOW, on=TODAY)) == (
        sees or who == "teacher"
    )
    assert len([*queries.as_table(viewer, on=TODAY)]) == 1 + sees
    assert Surplus.objects.count() == Entry.objects.count() == 0
