"""Acts in any order, by anybody, at any time: what is written keeps its promises."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schoolgate.approvals import actions, queries
from schoolgate.approvals.models import Approval, Decision, Revocation
from schoolgate.approvals.rules import State
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.approvals.conftest import HALF_PAST_THREE, asked
from tests.cast import NOW, Cast

_UNABLE: Final = (actions.UnableToAsk, actions.UnableToDecide, actions.UnableToRevoke,
                  actions.UnableToUse)  # fmt: skip
_ACTS = st.sampled_from(["grant", "refuse", "withdraw", "revoke", "use"])
_WHO = st.sampled_from(["teacher", "head", "dsl", "technician", "parent", "other_head"])
_WHEN = st.integers(-60, 400)  # minutes: before, during and after what was asked for


def does(act: str, made: Approval, by: Person, at: dt.datetime) -> bool:
    """Try an act; return whether it went through."""
    approval = Approval.objects.get(pk=made.pk)
    try:
        if act == "grant":
            actions.grant(approval=approval, terms=actions.Terms("Yes."), by=by, at=at)
        elif act == "use":
            actions.use_grant(school=by.school, for_=made.key, by=by, at=at)
        else:
            getattr(actions, act)(approval=approval, reason="So.", by=by, at=at)
    except _UNABLE:
        return False
    return True


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(_ACTS, _WHO, _WHEN), max_size=12))
def test_any_order_of_acts_keeps_every_promise(
    ashbrook: Cast, steps: list[tuple[str, str, int]]
) -> None:
    with transaction.atomic():
        made = asked(ashbrook.teacher)
        went, decided, revoked = 0, "", False
        for act, who, minutes in steps:
            at, by = NOW + dt.timedelta(minutes=minutes), getattr(ashbrook, who)
            span = Decision.objects.filter(approval=made, outcome="granted").first()
            live = span is not None and bool(span.span and span.span.holds(at)) and not revoked
            done = does(act, made, by, at)
            went += done
            if done and act in {"grant", "refuse", "withdraw"}:
                assert decided == ""
                assert who == ("teacher" if act == "withdraw" else "head")
                assert act == "withdraw" or at < HALF_PAST_THREE
                decided = act
            if done and act == "use":
                assert live
                assert who == "teacher"
            if done and act == "revoke":
                assert decided == "grant"
                assert who in {"teacher", "head"}
                revoked = True
            known = queries.grants_in_force(school=ashbrook.school, for_=made.key, at=at)
            state = Approval.objects.get(pk=made.pk).state(at)
            assert bool(known) == (state is State.IN_FORCE)
        assert Decision.objects.count() == bool(decided)
        assert Revocation.objects.count() == revoked
        assert Entry.objects.count() == 1 + went
        transaction.set_rollback(True)
