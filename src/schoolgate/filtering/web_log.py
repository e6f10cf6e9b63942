"""What people opened, as the questions that it put to the policy: for the replay of a draft.

A request that no list and no opening settled hangs on the policy alone. Such requests are counted
by profile, category and quarter of an hour; what a site asks of a policy is asked of the draft as
it was of the policy in force. Profiles of a few people are left out: "the headteacher" is a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final, cast

from schoolgate.activity import days, queries
from schoolgate.activity.opening import store_of
from schoolgate.activity.store import Store
from schoolgate.filtering.publishing import folder_of
from schoolgate.filtering.rules.categories import CATEGORIES, Category
from schoolgate.filtering.rules.verdicts import PROFILES, spoken
from schoolgate.filtering.snapshot import CURRENT
from schoolgate.filtering.table import Table, UnableToOpen
from schoolgate.kernel.suppressing import FEWEST
from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.policies.analysis.replaying import Recorded

NAME: Final = "Web"
_QUARTER: Final = 15 * 60  # seconds


class WebLog:
    """Requests on the web, as the activity log keeps them."""

    note = f"Of the web, profiles of fewer than {FEWEST} people are left out."

    def recorded(self, *, school: School, since: datetime, most: int) -> Iterator[Recorded]:
        """Yield them since an instant, newest first, at most so many kinds of them. Raises
        PackError."""
        store = store_of(school)
        book = library.of(school).pack.book
        for (quarter, profile, slug), times in _counted(store, school, since)[:most]:
            at = datetime.fromtimestamp(quarter * _QUARTER, UTC)
            question, _ = spoken(book, CATEGORIES[slug], profile, at)
            if question is not None:
                yield Recorded(question, f"{NAME}: {CATEGORIES[slug].label}", times)


def _counted(
    store: Store, school: School, since: datetime
) -> list[tuple[tuple[int, str, str], int]]:
    """Return how often each profile asked for each category in each quarter, the newest first."""
    after = days.instant(since)
    shown = _shown(store, after)
    hosts = [str(host) for (host,) in store.ask("hosts_by_policy", since=after)]
    kinds = _kinds(school, hosts)
    found: Counter[tuple[int, str, str]] = Counter()
    for host, profile, quarter, times in store.ask(
        "requests_by_quarter", since=after, hosts=[*kinds]
    ):
        if profile in shown:
            key = (cast(int, quarter), str(profile), kinds[str(host)].slug)
            found[key] += cast(int, times)
    return sorted(found.items(), reverse=True)


def _shown(store: Store, after: int) -> set[str]:
    """Return the profiles of enough people to be shown."""
    return queries.profiles_shown(store, since=after) & {*PROFILES}


def _kinds(school: School, hosts: list[str]) -> Mapping[str, Category]:
    """Return the gravest category of each host that the filter in use has on a list, if a policy
    is asked about it at all."""
    try:
        table = Table(folder_of(school) / CURRENT / "table")
    except UnableToOpen:
        return {}
    try:
        named = ((host, table.names(table.bits(host.encode()))) for host in hosts)
        kinds = {host: CATEGORIES[slugs[0]] for host, slugs in named if slugs}
    finally:
        table.close()
    return {host: kind for host, kind in kinds.items() if kind.acts}
