"""How long evidence of a case is kept: as the policy says, from the day it was closed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.conf import settings

from schoolgate.concerns import actions, holding
from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.keeping import Period, period_of
from schoolgate.evidence import actions as vault
from schoolgate.evidence import storing
from schoolgate.evidence.actions import Coming
from schoolgate.evidence.jobs import CLOCK
from schoolgate.evidence.models import Destruction
from schoolgate.policies.language.pack import assemble
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.working import debriefed, sorted_as
from tests.evidence import samples

_PACK = """+++
pack = "kept"
version = "1"
title = "Kept"
+++

# 1 Keeping

## 1.1 How long
We keep these.
"""
_BOX = """```keep
what: {what}
for: {span}
then: delete
source: 000 L1
```
"""


def period(*boxes: tuple[str, str]) -> Period | None:
    """What a policy with these boxes says."""
    said = "".join(_BOX.format(what=what, span=span) for what, span in boxes)
    return period_of(assemble({"policy.md": _PACK + said}, packs=settings.PACKS))


@pytest.mark.parametrize(
    ("span", "last"),
    [
        ("6 years", date(2032, 2, 29)), ("one year", date(2027, 2, 28)),
        ("18 months", date(2027, 8, 29)), ("90 days", date(2026, 5, 29)),
        ("until six months after the case is closed", date(2026, 8, 29)),
        ("no period stated", None), ("as long as it is needed", None),
    ],
)  # fmt: skip
def test_a_period_is_read_from_the_words_of_the_policy(span: str, last: date | None) -> None:
    found = period(("evidence of cases", span), ("monitoring records", "2 days"))
    begun = date(2028, 2, 29) if last == date(2032, 2, 29) else date(2026, 2, 28)
    if last is None:
        assert found is None
    else:
        assert found is not None
        assert found.after(begun) >= date(2026, 5, 1)
        assert found.clause == "1.1"


def test_of_several_the_longest_holds_and_silence_is_none() -> None:
    found = period(("evidence", "1 year"), ("records and evidence of a case", "6 years"))
    assert found is not None
    assert found.said == "6 years"
    assert period(("monitoring records", "6 months")) is None


def test_an_open_case_keeps_it_and_a_policy_without_a_period_is_said(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = assemble({"policy.md": _PACK}, packs=settings.PACKS)
    monkeypatch.setattr("schoolgate.concerns.routing.pack_of", lambda _: pack)
    until = holding.rules().until
    assert until(holding.keeper(case)).says == "Kept while the case is open."
    folder = actions.open_evidence(case=case, by=cast.dsl, at=NOW)
    debriefed(sorted_as(case, "bullying", by=cast.dsl), by=cast.dsl)
    actions.close(case=case, why="They made up.", by=cast.dsl, at=NOW)
    assert until(holding.keeper(case)).on is None
    page = client_of(cast.dsl).get(f"/elmfield/evidence/{folder.pk}/")
    assert "The policy states no period for evidence" in page.text


def test_a_period_of_the_policy_counts_from_the_day_of_closing(
    cast: Cast, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = _PACK + _BOX.format(what="evidence of cases", span="6 years")
    pack = assemble({"policy.md": said}, packs=settings.PACKS)
    debriefed(sorted_as(case, "bullying", by=cast.dsl), by=cast.dsl)
    actions.close(case=case, why="They made up.", by=cast.dsl, at=NOW)
    monkeypatch.setattr("schoolgate.concerns.routing.pack_of", lambda _: pack)
    found = holding.rules().until(holding.keeper(case))
    assert found.on == date(2032, 10, 14)
    assert found.says == "Kept for 6 years after the case was closed (clause 1.1)."
    actions.reopen(case=case, why="Again.", by=cast.dsl, at=NOW)
    assert holding.rules().until(holding.keeper(case)).on is None


def test_brookside_destroys_evidence_six_years_after_the_case_unless_it_is_held(
    cast: Cast, case: Case
) -> None:
    folder = actions.open_evidence(case=case, by=cast.dsl, at=NOW)
    coming = Coming(storing.receive([samples.png(1)]), "a.png")
    vault.attach(folder=folder, coming=coming, by=cast.dsl, at=NOW)
    debriefed(sorted_as(case, "bullying", by=cast.dsl), by=cast.dsl)
    actions.close(case=case, why="They made up.", by=cast.dsl, at=NOW)
    over = NOW.replace(year=2032) + timedelta(days=1)

    def destroyed(at: datetime) -> int:
        vault.destroy_past(school=case.school, by=CLOCK, at=at)
        return Destruction.objects.filter(folder=folder).count()

    assert destroyed(over - timedelta(days=1)) == 0
    vault.hold(folder=folder, why="The court asks.", by=cast.dsl, at=NOW)
    assert destroyed(over) == 0
    vault.release(folder=folder, why="The court is done.", by=cast.dsl, at=NOW)
    assert destroyed(over) == 1
    assert "6 years after the case was closed (clause 10.3)" in folder.destruction.because
    assert Entry.objects.filter(verb="evidence:folder:destroyed").count() == 1
