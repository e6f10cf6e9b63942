"""What the policy in force says of looks at one employee: read off its boxes, nothing is listed."""

from __future__ import annotations

from typing import Final, NamedTuple

from schoolgate.approvals import queries as approvals
from schoolgate.concerns.rules.roles import offices
from schoolgate.filtering.naming import pack_of
from schoolgate.monitoring.rules.judged import CHAT, MAIL, May, begins_by_machine, told_of
from schoolgate.monitoring.rules.lookups import allows_delay
from schoolgate.monitoring.rules.mail_use import allows_summaries
from schoolgate.people.models import School
from schoolgate.policies.asking.leave import Leave
from schoolgate.policies.language.effective import PackClause
from schoolgate.policies.language.mistakes import PackError

NO_CLAUSE: Final = (
    "The policy in force has no clause that lets anybody look at what one employee did, so nobody "
    "does."
)
NO_SUMMARY: Final = (
    "The policy in force has no clause that lets the school draw up summaries of email use, so "
    "there are none. Governors can approve such a clause."
)
_OWN_DEVICES: Final = "monitoring:own-devices:audited"
_MONITORS: Final = "oversight:monitors-support:reviewed"
_ACTS: Final = frozenset({("monitor", "employee_email"), ("view", "employee_email")})


def for_looking(school: School) -> Leave | None:
    """Return what the policy has asked for before an employee is looked at: by the headteacher’s
    own request in writing, carried out by somebody else. None where it has no such clause, and
    while it has mistakes: then nobody looks."""
    try:
        known = approvals.leaves_of(school).values()
    except PackError:
        return None
    return next((one for one in known if one.by_own_request and one.doers
                 and not one.acts.isdisjoint(_ACTS)), None)  # fmt: skip


def for_summaries(school: School) -> PackClause | None:
    """Return the clause by which the school draws up summaries of email use; None where the policy
    has none, or has mistakes: then nobody sees one."""
    pack = pack_of(school)
    boxes = pack.boxes("statement") if pack else ()
    return next((clause for clause, box in boxes if allows_summaries(box.one("about"))), None)


def for_judging(school: School) -> May:
    """Return the clauses by which the machine reads messages; none while the policy has mistakes,
    and then it opens no message."""
    pack = pack_of(school)
    if pack is None:
        return May()
    found: dict[str, str] = {}
    for clause, box in pack.boxes("notice"):
        for kind in told_of(box.phrases.get("told", ()), box.phrases.get("what", ())):
            found.setdefault(kind, clause.ref)
    routes = pack.boxes("route")
    staff = (clause.ref for clause, box in routes if box.one("kind") == "monitoring-trigger"
             and begins_by_machine(box.one("told by")))  # fmt: skip
    return May(found.get(MAIL, ""), found.get(CHAT, ""), next(staff, ""))


class Auditors(NamedTuple):
    """Who goes through people's own devices: in the policy's words, as appointments spell them, how
    often, by which clause; all empty where it has no such duty."""

    who: str = ""
    roles: tuple[str, ...] = ()
    every: str = ""
    clause: str = ""


def for_own_devices(school: School) -> Auditors:
    """Return whom the policy has go through people's own devices."""
    pack = pack_of(school)
    asked = pack.proved_by(_OWN_DEVICES) if pack else []
    if pack is None or not asked:
        return Auditors()
    clause, box = asked[0]
    who = box.one("who")
    return Auditors(who, offices(who, pack.words), box.one("every"), clause.ref)


def for_monitors(school: School) -> str:
    """Return the clause by which those who monitor are checked and supported; empty without."""
    pack = pack_of(school)
    return pack.clause_of(_MONITORS) if pack else ""


def delaying(school: School) -> list[PackClause]:
    """Return the clauses that let somebody be told later; none in most policies."""
    pack = pack_of(school)
    if pack is None:
        return []
    return [clause for clause in pack.clauses if allows_delay(clause.prose)
            and any(box.kind == "approval" for box in clause.boxes)]  # fmt: skip


__all__ = [
    "NO_CLAUSE", "NO_SUMMARY", "Auditors", "delaying", "for_judging", "for_looking", "for_monitors",
    "for_own_devices", "for_summaries", "pack_of",
]  # fmt: skip
