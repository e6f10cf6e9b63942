"""A decision in sentences, for people who ask why. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from schoolgate.filtering.decisions import Decision, Verdict, Why
from schoolgate.filtering.rules.categories import label
from schoolgate.kernel.times import LONDON

_SAID = {
    Why.BROKEN: "The filter is not whole, so everything is closed.",
    Why.UNREADABLE: "The address names no site.",
    Why.FLOOR: "It is closed by law, for everybody; nobody can open it.",
    Why.HELP: "It helps children, so it is never blocked.",
    Why.WITHDRAWN: "Their access to the internet is withdrawn.",
    Why.SWITCHED_OFF: "The filter is switched off for them.",
    Why.LESSON: "In the lesson that goes on, only the sites of its list are open.",
    Why.GRANT: "It was opened on request.",
    Why.LESSON_WORK: "Whoever asks for it said for which lesson it is.",
    Why.OWN_ALLOW: "The school has opened it by its own list.",
    Why.OWN_BLOCK: "The school has closed it by its own list.",
    Why.CATEGORY: "No category that it stands in is closed for them now.",
    Why.UNLISTED: "It stands on no list.",
}


def explained(found: Decision) -> list[str]:
    """Return a decision line by line: verdict, reason, category, entry, clause, until when."""
    return list(_lines(found))


def _lines(found: Decision) -> Iterator[str]:
    yield "Open." if found.verdict is Verdict.ALLOW else "Closed."
    yield found.message or _SAID[found.why]
    if found.category:
        yield f"Category: {label(found.category)}"
    if found.entry:
        yield f"Entry: {found.entry}"
    if found.clause:
        yield f"Clause: {found.clause}"
    if found.grant:
        yield f"Opening: {found.grant}"
    if found.role:
        yield f"Whose rules: {found.role}"
    if found.until:
        end = datetime.fromtimestamp(found.until, LONDON)
        yield f"Until: {end:%d/%m/%Y at %H:%M}"
