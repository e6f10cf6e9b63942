"""Wrong guesses swept away, and what they tell of an account first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max

from schoolgate.accounts import rules, throttling
from schoolgate.accounts.models import Account, Attempt
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.records import actions as journal
from schoolgate.records.parties import VISITOR


@transaction.atomic
def record_blocked(*, account: Account, at: datetime) -> None:
    """Record that guessing at an account was stopped; once for each span of guessing."""
    journal.write(school=account.school, by=VISITOR, at=at, verb=AccountsVerb.SIGN_IN_BLOCKED,
                  object=account)  # fmt: skip


@transaction.atomic
def forget_old_attempts(*, at: datetime) -> int:
    """Delete guesses that throttling no longer looks at; return how many.

    Before that, whose account was guessed at until the limit stopped it is written into the
    journal: here and not when it happens, for a request that writes would take longer for a name
    that exists. A key goes when it has rested, so that no span of guessing is cut in two.
    """
    rested = Attempt.objects.values("key").annotate(last=Max("at"), tries=Count("pk")).filter(
        last__lte=at - rules.GUESSES_WITHIN
    )  # fmt: skip
    tries = dict(rested.values_list("key", "tries"))
    often = {key for key, count in tries.items() if count > rules.MOST_GUESSES}
    for account, since in _guessed_at(often):
        record_blocked(account=account, at=since)
    gone = 0
    for some in _in_parts(list(tries)):
        gone += Attempt.objects.filter(key__in=some).delete()[0]
    return gone


def _in_parts(keys: list[str], size: int = 500) -> Iterable[list[str]]:
    return (keys[start : start + size] for start in range(0, len(keys), size))


def _guessed_at(keys: set[str]) -> Iterable[tuple[Account, datetime]]:
    """Yield accounts with the instant at which the limit stopped guesses at them."""
    if not keys:
        return
    times: dict[str, list[datetime]] = defaultdict(list)
    for key, at in Attempt.objects.filter(key__in=keys).order_by("at").values_list("key", "at"):
        times[key].append(at)
    for account in Account.objects.select_related("school").iterator():
        names = {throttling.digest("account", name) for name in (account.username, account.email)
                 if name}  # fmt: skip
        stopped = [rules.stopped_at(times.get(name, [])) for name in names]
        if first := min((at for at in stopped if at), default=None):
            yield account, first
