"""The route of a case: what is known of it, put to the policy in force."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils import timezone

from schoolgate.concerns import queries
from schoolgate.concerns.keys import Opened
from schoolgate.concerns.models import Report
from schoolgate.concerns.rules.clocks import Hours, hours_of
from schoolgate.concerns.rules.facts import Facts
from schoolgate.concerns.rules.roles import LINE, offices
from schoolgate.concerns.rules.routes import Route, route_for
from schoolgate.concerns.rules.situations import ALL
from schoolgate.concerns.rules.words import SHUT_OUT, Part, Seriousness, Track
from schoolgate.people import permissions as people
from schoolgate.people import queries as roles
from schoolgate.people.models import Person, School
from schoolgate.people.rules import STAFF_KINDS
from schoolgate.policies import library
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.language.pack import assemble

YES: Final = "yes"
_BARE: Final = '+++\npack = "none"\nversion = "0"\ntitle = "No policy"\n+++\n'


def pack_of(school: School) -> Pack:
    """Return the policy in force; an empty one where there is none, so that ours holds alone."""
    try:
        return library.of(school).pack
    except PackError:
        return _nothing()


@lru_cache(maxsize=1)
def _nothing() -> Pack:
    return assemble({"policy.md": _BARE}, packs=settings.PACKS)


def hours(school: School) -> Hours:
    """Return when there is school."""
    return hours_of(roles.dates(school), pack_of(school).book.calendar.bands)


def route_of(case: Opened, *, at: datetime) -> Route | None:
    """Return the route of a case by what is known of it now; None until somebody has sorted it."""
    if case.case.situation not in ALL:
        return None
    return route_for(pack_of(case.case.school), case.case.situation, facts_of(case, at=at))


def facts_of(case: Opened, *, at: datetime) -> Facts:
    """Return what is known of a case, as far as it changes a route."""
    on = timezone.localdate(at)
    said = last_sorting(case)
    in_it = _people(case)
    shut_out = [people.roles_of(one, on=on) for one, part in in_it if part in SHUT_OUT]
    return Facts(
        shut_out=frozenset().union(*shut_out),
        vacant=vacant(case.case.school, on=on),
        staff_is_subject=any(part == Part.SUBJECT and one.kind in STAFF_KINDS
                             for one, part in in_it),
        in_danger=is_in_danger(case), danger_is_met=danger_is_met(case),
        off_site=said.get("off_site") == YES, beyond_school=said.get("beyond_school") == YES,
        illegal=case.case.track == Track.ILLEGAL,
        serious=case.case.seriousness != Seriousness.ORDINARY,
    )  # fmt: skip


def last_sorting(case: Opened) -> dict[str, str]:
    """Return what was said when the case was last sorted."""
    sorted_ = [one.said for one in queries.chronology(case) if one.kind.slug == "sorted"]
    return sorted_[-1] if sorted_ else {}


def is_in_danger(case: Opened) -> bool:
    """Tell whether a report says that somebody is in danger now."""
    rows = Report.objects.filter(case=case.case)
    return any(case.read(row, "body").get("danger") == YES for row in rows)


def danger_is_met(case: Opened) -> bool:
    """Tell whether somebody has confirmed that 999 was rung."""
    return case.case.entries.filter(kind="danger-met").exists()


def waits(case: Opened) -> bool:
    """Tell whether 999 comes before everything else. Source: CON-12."""
    return is_in_danger(case) and not danger_is_met(case)


def vacant(school: School, *, on: date) -> frozenset[str]:
    """Return the roles that a route may name and nobody holds."""
    pack = pack_of(school)
    named = {role for _, box in pack.boxes("route") for phrase in box.all("tell")
             for role in offices(phrase, pack.words)}  # fmt: skip
    named |= LINE | {role for one in ALL.values() for role in one.floor.tell}
    return frozenset(roles.vacant_roles(school=school, roles=sorted(named), on=on))


def _people(case: Opened) -> list[tuple[Person, str]]:
    parts = [(one.person, str(one.row.part)) for one in queries.parties(case) if one.person]
    there = Person.objects.in_bulk([pk for pk, _ in parts])
    return [(there[pk], part) for pk, part in parts if pk in there]


def code_of_families(school: School) -> list[str]:
    """Return the points that the policy puts to parents, in its words and order (AGR-16)."""
    boxes = (box for _, box in pack_of(school).boxes("summary"))
    meant = (box for box in boxes if "parents" in {who.lower() for who in box.all("for")})
    points = [point for box in meant for point in (*box.all("point"), *box.all("points"))]
    return list(dict.fromkeys(points))
