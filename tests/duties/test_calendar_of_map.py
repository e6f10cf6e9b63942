"""The compliance calendar: every row of section 4 of the mission's map, at the three schools.

Each row says where a policy has it: a duty of the policy with owner and period, or with the
question that the school must answer. Where a policy says the same by another box or by a room that
is not built yet, the row says which. `-rP` prints the table.
"""

from __future__ import annotations

import pytest

from schoolgate.duties import queries
from schoolgate.duties.queries import Item
from schoolgate.policies.language.effective import Pack
from tests.cast import NOW, Cast
from tests.duties.conftest import under, with_year

A, C, T = "ashbrook", "cotmanhay", "thatto-heath"
# What the map calls it; then for each school the duty's key, or in brackets the box that has it.
ROWS: tuple[tuple[str, dict[str, str]], ...] = (
    ("Review of main policy", {A: "review~0", C: "19.3~1", T: "Schedule.r5~1"}),
    ("Review of Dojo policy", {A: "review~1"}),
    ("Monitor implementation", {T: "Schedule.r2~1"}),
    ("Implementation report to governors", {T: "Schedule.r4~1"}),
    ("Staff password change", {A: "12.3.age~1", C: "14.3~1", T: "Tech.b6~1"}),
    ("System and admin passwords", {A: "12.3.system~1", C: "14.3.system~1"}),
    ("Re-deposit admin passwords in safe", {T: "Tech.b7~1"}),
    ("Access-rights review", {C: "14.6~1", T: "Tech.b4~1"}),
    ("Reminder of social-media guidance", {A: "App2.reminder~1", C: "7.2.image~2"}),
    ("Head's refresh on policy", {A: "App2.familiar~1"}),
    ("Check own network data", {C: "15.3~1"}),
    ("Year-end housekeeping", {C: "15.4~1"}),
    ("Purge of monitoring data", {A: "[keep]", C: "[keep]"}),
    ("Filter updated", {T: "Net.b4~1"}),
    ("Review filter and unblock logs", {T: "Gov.b3~1"}),
    ("Incident log review", {T: "Gov.b2~1"}),
    ("Governor meets coordinator", {T: "Gov.b1~1"}),
    ("Report to senior leaders", {T: "Head.b5~1"}),
    ("Pupil (digital leaders) meetings", {T: "Coord.b11~1"}),
    ("Monitor network, VLE, remote access, mail", {T: "Net.b6~1"}),
    ("Audit of web logs", {A: "15.1.audit~1"}),
    ("Reviews and audits of system security", {T: "Tech.b2~1"}),
    ("Personal-device audit", {T: "BYOD.b9~1"}),
    ("Training needs audit", {T: "EduStaff.b1~1"}),
    ("Safeguarding/online safety training", {A: "5.9.training~1", C: "App1.training~1"}),
    ("Induction", {A: "App2.induction~1", C: "7.2.image~1", T: "EduStaff.b2~1"}),
    ("Governor training", {T: "TrainGov.p1~1"}),
    ("Newsletter with QR code", {C: "[notice]"}),
    ("Safer Internet Day and campaigns", {T: "EduParents.b1~1"}),
    ("Surveys", {T: "Schedule.b1~1"}),
    ("Photo consent", {T: "Images.b7~1"}),
    ("Dojo invitation", {A: "App3.b2~1"}),
    ("Dojo reminder posts", {A: "App3.b3~1"}),
    ("Dojo page check", {A: "App3.monitoring~1"}),
    ("Quiet hours", {A: "App3.b4~1"}),
    ("Check official social media", {T: "SM.check~1"}),
    ("Watch own feeds", {C: "7.5.hours~1"}),
    ("Check own privacy settings", {A: "App1.b2~1", T: "SM.b4~1"}),
    ("Connect laptop to network", {A: "8.2~1", C: "10.2~1"}),
    ("Back up own files", {A: "8.5~1", C: "10.5~1"}),
    ("Images off personal device", {C: "7.8.photos~1"}),
    ("Return of kit, wipe", {A: "8.4~1", C: "10.4~1"}),
    ("Pupil leaver data", {C: "[keep]"}),
    (
        "Prevention materials, new-parent meeting",
        {A: "prevention-materials~1", C: "prevention-materials~1"},
    ),
    ("Debrief after incident", {A: "5.8.debrief~1", C: "7.9i.debrief~1"}),
    ("Keep up to date technically", {T: "Net.b5~1"}),
    ("Virus protection current", {T: "Tech.b22~1"}),
    ("Unblocked sites re-blocked", {T: "[rule]"}),
    ("Notice to monitored employee", {A: "[approval]", C: "[approval]"}),
)


def shown(item: Item) -> str:
    """A duty with its owner and period, or the question; and who has to be appointed first."""
    vacant = f" (nobody holds {', '.join(item.owners.vacant)})" if item.owners.vacant else ""
    says = item.question or item.period.in_words()
    return f"{item.duty.key:18} {item.owners.in_words}{vacant}: {says}"


@pytest.mark.row("OVR-10")
@pytest.mark.parametrize("pack", [A, C, T])
def test_each_row_of_the_map_has_an_owner_and_a_period_or_a_question(cast: Cast, pack: str) -> None:
    with_year(cast)
    here = under(cast, pack)
    board = queries.board(school=here.school, today=NOW.date())
    known = {item.duty.key: item for item in board.items}
    print(f"\n{pack}: {len(known)} duties")
    for name, where in ROWS:
        key = where.get(pack, "")
        if not key:
            print(f"  {name:44} the policy is silent")
        elif key.startswith("["):
            assert has_box(board.pack, key.strip("[]")), name
            print(f"  {name:44} carried by: {key.strip('[]')} box")
        else:
            assert key in known, f"{name}: {key}"
            print(f"  {name:44} {shown(known[key])}")
            assert known[key].owners.people or known[key].owners.each, name
            assert known[key].question or known[key].period.in_words()


def has_box(pack: Pack, kind: str) -> bool:
    """Tell whether the policy has a box of a kind that carries such a duty."""
    return any(True for _ in pack.boxes(kind))


def test_the_list_has_every_row_of_the_map_once() -> None:
    names = [name for name, _ in ROWS]
    assert len(names) == len(set(names)) == 49
