"""A worry from the form to the closed case."""

from __future__ import annotations

import pytest

from schoolgate.concerns import actions, queries
from schoolgate.concerns.actions import Draft, Sorting, UnableToAct
from schoolgate.concerns.models import Case
from schoolgate.concerns.models import Entry as Written
from schoolgate.concerns.rules.words import Seriousness, State, Track
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.concerns.posts import to_close

ILLEGAL = Sorting("illegal-image", "illegal", Track.ILLEGAL, Seriousness.CRITICAL, "As told.")


def _entry(case: Case, cast: Cast, kind: str, **said: str) -> Written:
    return actions.write(case=case, draft=Draft(kind, said, NOW), by=cast.dsl, at=NOW)


@pytest.mark.row("CON-24")
def test_no_case_is_closed_without_a_debrief(cast: Cast, case: Case) -> None:
    client = client_of(cast.dsl)
    sort = {"situation": "bullying", "track": "inappropriate", "seriousness": "serious", "why": "r"}
    client.post(f"/elmfield/concerns/{case.pk}/sort/", sort)
    refused = client.post(f"/elmfield/concerns/{case.pk}/close/", {"why": "They made up."})
    assert "Write the debrief first" in refused.text
    assert "They made up." in refused.text
    _entry(case, cast, "debrief", lessons="none", change="none")
    done = client.post(f"/elmfield/concerns/{case.pk}/close/", {"why": "They made up."})
    assert done.status_code == 302
    case.refresh_from_db()
    assert case.state == State.CLOSED
    assert Entry.objects.filter(verb="concerns:case:closed").count() == 1


@pytest.mark.row("CON-46")
def test_what_may_be_illegal_is_closed_only_after_a_referral(cast: Cast, case: Case) -> None:
    actions.sort(case=case, sorting=ILLEGAL, by=cast.dsl, at=NOW)
    _entry(case, cast, "debrief", lessons="none", change="none")
    with pytest.raises(UnableToAct, match="to which outside body"):
        actions.close(case=case, why="Over.", by=cast.dsl, at=NOW)
    _entry(case, cast, "referral", body="Police", spoken_to="The desk", advice="Wait.")
    actions.close(case=case, why="The police have it.", by=cast.dsl, at=NOW)
    assert Entry.objects.filter(verb="concerns:case:closed").count() == 1


def test_what_may_be_illegal_stays_on_that_track(cast: Cast, case: Case) -> None:
    actions.sort(case=case, sorting=ILLEGAL, by=cast.dsl, at=NOW)
    milder = Sorting("other", "other", Track.INAPPROPRIATE, Seriousness.ORDINARY, "Looked again.")
    with pytest.raises(UnableToAct, match="police decide otherwise"):
        actions.sort(case=case, sorting=milder, by=cast.dsl, at=NOW)


def test_only_who_may_refers(cast: Cast, case: Case) -> None:
    actions.admit(case=case, person=cast.teacher, why="Teaches.", by=cast.dsl, at=NOW)
    said = {"body": "Police", "spoken_to": "x", "advice": "y"}
    with pytest.raises(UnableToAct, match="Others write this"):
        actions.write(case=case, draft=Draft("referral", said, NOW), by=cast.teacher, at=NOW)


def test_entries_are_put_right_never_changed(cast: Cast, case: Case) -> None:
    first = _entry(case, cast, "note", words="At ten.")
    draft = Draft("correction", {"words": "At nine."}, NOW, corrects=first)
    actions.write(case=case, draft=draft, by=cast.dsl, at=NOW)
    opened = queries.opened(case=case, viewer=cast.dsl, on=NOW.date())
    note = next(one for one in queries.chronology(opened) if one.kind.slug == "note")
    assert note.said == {"words": "At ten."}
    assert [one.kind for one in note.corrected] == ["correction"]
    with pytest.raises(Exception, match="never changed"):
        Written.objects.filter(pk=first.pk).update(happened_at=NOW)


def test_a_closed_case_is_opened_again_with_a_reason(cast: Cast) -> None:
    made = to_close(cast)
    case = Case.objects.get(pk=int(str(made["pk"])))
    actions.close(case=case, why="Done.", by=cast.dsl, at=NOW)
    with pytest.raises(UnableToAct, match="Open it again first"):
        _entry(case, cast, "note", words="More.")
    with pytest.raises(UnableToAct, match="Say why"):
        actions.reopen(case=case, why=" ", by=cast.dsl, at=NOW)
    actions.reopen(case=case, why="A parent rang.", by=cast.dsl, at=NOW)
    _entry(case, cast, "note", words="More.")
    assert Entry.objects.filter(verb="concerns:case:reopened").count() == 1


def test_an_entry_sent_twice_is_written_once(cast: Cast, case: Case) -> None:
    draft = Draft("note", {"words": "Once."}, NOW)
    for _ in range(2):
        actions.write(case=case, draft=draft, by=cast.dsl, at=NOW)
    assert Written.objects.filter(case=case, kind="note").count() == 1
    assert Entry.objects.filter(verb="concerns:entry:written").count() == 1
