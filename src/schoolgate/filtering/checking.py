"""Tests a school's filter: asks it about invented sites, and compares with what the policy says.

The policy is asked anew. So a snapshot that is old, lists that were lost, an entry that opens too
much and a help site that became blocked all show.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from schoolgate.filtering.current import Current, at_instant
from schoolgate.filtering.decisions import Verdict
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.rules import canaries
from schoolgate.filtering.rules.categories import CATEGORIES, UNLISTED
from schoolgate.filtering.rules.checks import Found, Outcome, Tested
from schoolgate.filtering.rules.verdicts import verdicts
from schoolgate.filtering.snapshot import CURRENT, Said
from schoolgate.policies.rules import RuleBook


class _Asked(NamedTuple):
    what: str  # the category, or a help site
    address: str
    expected: Verdict


def check(
    folder: Path, book: RuleBook, at: datetime, unlisted: Mapping[str, bool] | None = None
) -> Found:
    """Ask the filter in a folder about every category, at each network for each profile.

    `unlisted` are the roles for whom a site on no list is closed.
    """
    judge, now = Judge(folder), _expected(book, at, unlisted)
    tested = tuple(_tested(judge, now, at.timestamp()))
    current = folder / CURRENT
    return Found(tested, judge.trouble(), current.resolve().name if current.exists() else "")


def _expected(book: RuleBook, at: datetime, unlisted: Mapping[str, bool] | None) -> Current:
    """Return what the policy says at an instant, whatever a snapshot says."""
    asked = verdicts(book, since=timezone.localdate(at), days=1, unlisted=unlisted)
    said = Said(asked.turns, asked.columns, asked.states, {})
    return at_instant(said, tuple(CATEGORIES), at.timestamp())


def _tested(judge: Judge, now: Current, at: float) -> Iterator[Tested]:
    for client, user, asker in judge.overlay.askers.samples():
        outcomes = {
            one.what: _outcome(judge, one, client, user, at)
            for one in _questions(judge, now, asker.profile)
        }
        yield Tested(asker.network, client, asker.profile, outcomes)


def _questions(judge: Judge, now: Current, profile: str) -> Iterator[_Asked]:
    blocked = now.of(profile).why
    for slug in (*CATEGORIES, UNLISTED):
        expected = Verdict.BLOCK if slug in blocked else Verdict.ALLOW
        yield _Asked(slug, canaries.address(slug), expected)
    for host in sorted(judge.overlay.help):
        yield _Asked(host, f"https://{host}/", Verdict.ALLOW)
    if judge.snapshot is not None and judge.snapshot.floor.holds(canaries.FLOOR):
        yield _Asked("illegal", f"http://{canaries.FLOOR}/", Verdict.BLOCK)


def _outcome(judge: Judge, asked: _Asked, client: str, user: str, at: float) -> Outcome:
    found = judge.decide(asked.address, client=client, user=user, at=at)
    return Outcome(str(asked.expected), str(found.verdict), str(found.why))
