"""Searches on candidates: the headteacher's alone, and gone when their time is over."""

from __future__ import annotations

import pytest

from schoolgate.access import permissions
from schoolgate.access.actions import candidates
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import CandidateSearch
from schoolgate.people.actions import NotAllowed
from schoolgate.records.models import Entry
from schoolgate.records.parties import System
from tests.access.conftest import A_DAY, TODAY, verbs
from tests.cast import NOW, Cast, client_of

NIGHTLY = System("retention", "The nightly retention job")


def searched(cast: Cast, **other: object) -> CandidateSearch:
    values = {"school": cast.school, "candidate": "Cal Candidate", "post": "Year 2 teacher",
              "places": ["Search engine"], "note": "nothing of concern", "searched_on": TODAY,
              "keep_until_on": TODAY + 180 * A_DAY, "by": cast.head, "at": NOW}  # fmt: skip
    return candidates.record_search(**(values | other))  # type: ignore[arg-type]


@pytest.mark.row("PPL-22")
@pytest.mark.parametrize(
    "who",
    ["stranger", "pupil", "parent", "teacher", "governor", "technician", "dsl", "other_head"],
)
def test_only_the_headteacher_creates_and_sees(cast: Cast, who: str) -> None:
    person = getattr(cast, who)
    searched(cast)
    assert not permissions.searches(person, on=TODAY).filter(school=cast.school).exists()
    answer = client_of(person).get("/elmfield/access/candidates/")
    assert answer.status_code != 200
    assert "Cal Candidate" not in answer.text
    if person is not None:
        with pytest.raises(NotAllowed):
            searched(cast, by=person)
    assert CandidateSearch.objects.count() == 1


@pytest.mark.row("PPL-22")
def test_the_record_says_who_when_where_and_what_came_of_it(cast: Cast) -> None:
    searched(cast)
    page = client_of(cast.head).get("/elmfield/access/candidates/").text
    for words in ("Cal Candidate: nothing of concern", "Year 2 teacher, 14 October 2026",
                  "Search engine. Searched by Hana Head. Kept until 12 April 2027"):  # fmt: skip
        assert words in page
    assert not [one for one in Entry.objects.all() if "Cal" in f"{one.body}{one.object_label}"]
    assert "access:candidate:seen" in verbs()


def test_after_its_time_nothing_of_it_is_left(cast: Cast) -> None:
    searched(cast)
    later = searched(cast, candidate="Dee Candidate", keep_until_on=TODAY + 200 * A_DAY)
    at = NOW + 180 * A_DAY
    assert candidates.erase_past(school=cast.school, by=NIGHTLY, at=NOW + 179 * A_DAY) == 0
    assert candidates.erase_past(school=cast.school, by=NIGHTLY, at=at) == 1
    assert candidates.erase_past(school=cast.school, by=NIGHTLY, at=at) == 0
    gone = CandidateSearch.objects.exclude(pk=later.pk).get()
    assert (gone.candidate, gone.note, gone.places) == ("", "", "")
    assert gone.erased_at == at
    assert Entry.objects.order_by("sequence")[0].body is None
    assert verbs()[2:] == ["records:body:erased", "access:candidate:erased"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"candidate": ""}, "name"), ({"post": " "}, "post"), ({"note": ""}, "outcome"),
        ({"places": []}, "where"), ({"searched_on": TODAY + A_DAY}, "not come yet"),
        ({"keep_until_on": TODAY}, "after today"),
        ({"keep_until_on": TODAY + 400 * A_DAY}, "a year at most"),
    ],
)  # fmt: skip
def test_a_record_is_whole_or_refused(cast: Cast, wrong: dict[str, object], says: str) -> None:
    with pytest.raises(UnableToRecord, match=says):
        searched(cast, **wrong)
    assert (CandidateSearch.objects.count(), Entry.objects.count()) == (0, 0)
