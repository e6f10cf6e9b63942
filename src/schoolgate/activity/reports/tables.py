"""The tables of the report, from numbers as they may be shown. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from schoolgate.activity.reports.parts import Shown, Sum
from schoolgate.kernel.suppressing import FEW_SAID, FEWEST, HIDDEN

ABOUT: Final = (
    f"Nobody is named. Of whole weeks, Monday to Sunday. What fewer than {FEWEST} people did is "
    f"not shown, and neither is a larger number from which it could be worked out: “{HIDDEN}”; of "
    f"one or two people, or none, “{FEW_SAID}”. “At least”: in some weeks it was of too few people."
)
LEFT_OUT: Final = "Nothing of which a number may be shown."
TOP: Final = 15
_MEGA: Final = 1_000_000
Name = Callable[[str], str]


class Table(NamedTuple):
    """One table. `bars` are the numbers of its chart, one for each row, None for no chart."""

    slug: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    bars: tuple[int, ...] | None = None


def by_day(slug: str, title: str, named: Sequence[tuple[str, Shown]]) -> Table:
    """Return numbers of days: one column for each of the wholes."""
    days = sorted({day for _, one in named for day in one.sums})
    rows = tuple(
        (f"{date.fromisoformat(day):%a %-d %B %Y}", *(_said(one, day) for _, one in named))
        for day in days
    )
    bars = tuple(sum(one.sums[day].times for _, one in named if day in one.sums) for day in days)
    totals = ", ".join(f"{name.lower()}: {one.words}" for name, one in named)
    return Table(slug, title, ("Day", *(name for name, _ in named)), rows,
                 f"All together {totals}.", bars)  # fmt: skip


def _said(one: Shown, part: str) -> str:
    return one.sums[part].words if part in one.sums else FEW_SAID


def by_category(found: Shown, *, every: Sequence[str], name: Name) -> Table:
    """Return what was refused by category, the largest first; those of next to nothing are named
    below the table."""
    sums = {slug: found.sums.get(slug, Sum(hidden=[FEW_SAID])) for slug in {*every, *found.sums}}
    ordered = sorted(sums.items(), key=lambda one: (-one[1].times, name(one[0])))
    told = [(slug, one) for slug, one in ordered if one.words != FEW_SAID]
    few = ", ".join(name(slug) for slug, one in ordered if one.words == FEW_SAID)
    note = f"All together {found.words}." + (f" {FEW_SAID.capitalize()}: {few}." if few else "")
    return Table("categories", "Refused, by category", ("Category", "Times"),
                 tuple((name(slug), one.words) for slug, one in told), note,
                 tuple(one.times for _, one in told))  # fmt: skip


def by_year(found: dict[str, Shown], *, name: Name) -> Table:
    """Return what was refused to each year group in the categories that are shown."""
    years = sorted(
        {year for one in found.values() for year in one.sums}, key=lambda one: (not one, one)
    )
    told = ((slug, one) for slug, one in found.items() if one.most(1))
    rows = tuple((name(slug), *(_said(one, year) for year in years)) for slug, one in told)
    header = ("Category", *(f"Year {one}" if one else "Others" for one in years))
    return Table("years", "Refused, by category and year group", header, rows,
                 "Others: staff, guests and whoever has no year group.")  # fmt: skip


def by_host(slug: str, title: str, found: Shown, note: str = "") -> Table:
    """Return the sites with the largest numbers. Sites of fewer than five people stand nowhere."""
    most = found.most(TOP)
    rows = tuple((host, one.words) for host, one in most)
    return Table(slug, title, ("Site", "Times"), rows, note, tuple(one.times for _, one in most))


def opened(found: Mapping[str, Sum]) -> Table:
    """Return sites that were refused first and opened afterwards."""
    most = sorted(found.items(), key=lambda one: (-one[1].times, one[0]))[:TOP]
    rows = tuple((host, one.words) for host, one in most if one.weeks)
    note = "Somebody asked for these and they were opened: is the filter too strict there?"
    return Table("opened", "Refused, then opened", ("Site", "Times opened by leave"), rows, note)


def first_visits(found: Shown) -> Table:
    """Return sites that nobody had opened before."""
    rows = tuple((host, one.words) for host, one in found.most(TOP))
    note = "Compared with all that the log keeps."
    return Table(
        "first", "Opened for the first time", ("Site", "Times in its first week"), rows, note
    )


def volumes(found: Shown, *, profile: Name) -> Table:
    """Return the largest volumes by profile and hour."""
    every = found.most(len(found.sums))
    most = sorted(every, key=lambda one: -one[1].volume)[:TOP]
    rows, bars = [], []
    for part, one in most:
        hour, _, role = part.partition(" ")
        when = f"{hour}:00 to {int(hour) + 1}:00"
        rows.append((f"{profile(role)}, {when}", f"{one.volume / _MEGA:,.1f}"))
        bars.append(one.volume)
    return Table("volumes", "Largest volumes", ("Profile and hour of the day", "MB"), tuple(rows),
                 bars=tuple(bars))  # fmt: skip


def private_mail(found: Mapping[str, Shown], *, profile: Name) -> Table:
    """Return which share of a profile’s requests went to private e-mail on the web. Shares only:
    numbers of all profiles would give away those of a profile of one."""
    rows = tuple((profile(role), _share(one.sums)) for role, one in found.items())
    note = "Of all that was let through. Profiles of fewer than five people are left out."
    return Table("mail-share", "Private e-mail on the web", ("Profile", "Share"), rows, note)


def _share(sums: Mapping[str, Sum]) -> str:
    mail, other = (sums.get(part, Sum()) for part in ("mail", ""))
    if not mail.weeks:
        return HIDDEN if mail.hidden else FEW_SAID
    return f"{100 * mail.times / (mail.times + other.times):.0f} %"
