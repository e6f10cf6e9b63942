"""What most tests of requests, switch-offs and reports ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from schoolgate.accounts import actions as accounts
from schoolgate.approvals import actions as approvals
from schoolgate.approvals.models import Approval
from schoolgate.filtering import actions, publishing
from schoolgate.filtering.actions import Stop, Terms, Wish
from schoolgate.filtering.models import OpeningRequest, SwitchOff
from schoolgate.filtering.snapshot import digest, floor_of
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.cast import NOW, OPERATOR, Cast, needs_of
from tests.filtering import schools

ELEVEN = NOW.replace(hour=11, minute=0)
HOUR = dt.timedelta(hours=1)
SITE = "https://Museum.Example/rome/?q=1"
_KEY = b"k" * 32


def under(cast: Cast, pack: str) -> Cast:
    """The cast, at a school with the policy of another pack."""
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    people: dict[str, Any] = {
        name: type(one).objects.get(pk=one.pk)
        for name, one in cast._asdict().items()
        if isinstance(one, (Person, School))
    }
    return cast._replace(**people)


def filtered(
    cast: Cast, pack: str, listed: Iterable[tuple[str, str]] = schools.LISTED
) -> Cast:  # fmt: skip
    """The cast, at a school with the policy of a pack and a filter whose floor is one site."""
    folder = publishing.folder_of(cast.school)
    (folder / "snapshots").mkdir(parents=True)
    schools.make(folder, pack=pack, listed=listed, since=NOW.date(), floor=floor("dreadful.test"))
    return under(cast, pack)


def floor(site: str) -> bytes:
    """A floor that holds one site."""
    return floor_of(_KEY, [digest(_KEY, site)])


def deputy_of(cast: Cast) -> Person:
    """Whom the policy of Brookside lets decide."""
    return Person.objects.create(school=cast.school, name="Dora Deputy", role="deputy_headteacher")


def manager_of(cast: Cast) -> Person:
    """Whom the policy of Thatto Heath lets switch the filter off."""
    return Person.objects.create(school=cast.school, name="Nel Network", role="network_manager")


def wish(**other: Any) -> Wish:
    """A museum, for a lesson that ends at eleven."""
    values: dict[str, Any] = {
        "address": SITE, "lesson": "Romans", "reason": "The mosaics", "group": "pupils",
        "from_at": NOW, "until_at": ELEVEN,
    }  # fmt: skip
    return Wish(**(values | other))


def asked(by: Person, at: dt.datetime = NOW, **other: Any) -> OpeningRequest:
    """A request of somebody."""
    return again(actions.ask_opening(wish=wish(**other), by=by, at=at))


def granted(by: Person, decider: Person, at: dt.datetime = NOW, **other: Any) -> OpeningRequest:
    """A request of somebody, granted."""
    made = asked(by, at, **other)
    actions.grant_opening(opening=made, terms=Terms("It helps."), by=decider, at=at)
    return again(made)


def again(opening: OpeningRequest) -> OpeningRequest:
    """The request as the database has it now."""
    return OpeningRequest.objects.get(pk=opening.pk)


def allowed(cast: Cast, asker: Person, until: dt.timedelta = 4 * HOUR) -> Approval:
    """The headteacher's permission to switch the filter off, as the policy asks for it."""
    from schoolgate.filtering import naming

    leave = naming.for_switching_off(cast.school)
    assert leave is not None
    hope = approvals.Wish(leave.key, "An update is stuck", "One computer", NOW, NOW + until)
    made = approvals.ask(wish=hope, by=asker, at=NOW)
    approvals.grant(approval=made, terms=approvals.Terms("Yes, today."), by=cast.head, at=NOW)
    return made


def stop(**other: Any) -> Stop:
    """The filter off for an hour."""
    values: dict[str, Any] = {"reason": "An update is stuck", "from_at": NOW,
                              "until_at": NOW + HOUR}  # fmt: skip
    return Stop(**(values | other))


def stopped(by: Person, at: dt.datetime = NOW, **other: Any) -> SwitchOff:
    """A switch-off, as the database has it."""
    return SwitchOff.objects.get(pk=actions.switch_off(stop=stop(**other), by=by, at=at).pk)


def with_account(person: Person) -> str:
    """Open an account; return its user name."""
    return accounts.open_account(person=person, by=OPERATOR, at=NOW).username


def verbs() -> list[str]:
    """What the journal says was done about the filter and permissions, in order."""
    rooms = ("filtering:", "approvals:")
    return [one.verb for one in Entry.objects.order_by("sequence") if one.verb.startswith(rooms)]


def waiting(person: Person, at: dt.datetime = NOW) -> list[str]:
    """What waits for somebody in this room, in words."""
    return [one.title for one in needs_of(person, at) if "/filter/" in one.url]
