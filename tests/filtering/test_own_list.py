"""The school's own list: who it is for, how long, and what is typed in bulk. Sites on no list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.filtering import jobs, publishing
from schoolgate.filtering.actions import own
from schoolgate.filtering.actions.own import SomeAreWrong, Wish
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.models import OwnEntry, UnlistedAnswer
from schoolgate.filtering.overlay import Asker
from schoolgate.filtering.queries import lists as queries
from schoolgate.filtering.queries import own as listed
from schoolgate.filtering.rules.groups import Group, Unlisted, closed_unlisted, roles_of
from schoolgate.filtering.rules.verdicts import ROLES
from schoolgate.people.actions import NotAllowed
from tests.cast import NOW, Cast
from tests.filtering.conftest import let_in, sentences, source

pytestmark = pytest.mark.usefixtures("var")
TODAY = NOW.date()
A_DAY = dt.timedelta(days=1)
Committed = Callable[..., AbstractContextManager[object]]


def add(cast: Cast, text: str, *, allow: bool = False, leave_bad: bool = False,
        **more: object) -> None:  # fmt: skip
    """The technician adds sites."""
    wish = Wish(text, allow, "asked for", **more)  # type: ignore[arg-type]
    own.add_entries(school=cast.school, wish=wish, by=cast.technician, at=NOW, leave_bad=leave_bad)


def judge(cast: Cast) -> Judge:
    """The filter as it is made now."""
    publishing.make(cast.school, NOW)
    return Judge(publishing.folder_of(cast.school))


def verdict(of: Judge, address: str, role: str, at: dt.datetime = NOW) -> tuple[str, str]:
    found = of.decide_for(address, Asker(role), at.timestamp())
    return found.verdict.value, found.why.value


def test_every_role_is_in_one_group() -> None:
    every = [role for group in Group for role in roles_of([group])]
    assert sorted(every) == sorted(ROLES)
    assert roles_of([]) == frozenset(ROLES)


@pytest.mark.parametrize("who", ["teacher", "governor", "dsl", "head", "other_head", "pupil"])
def test_only_technicians_keep_the_list(cast: Cast, who: str) -> None:
    add(cast, "a.test")
    by, entry = getattr(cast, who), OwnEntry.objects.get()
    for act in (
        lambda: own.add_entries(school=cast.school, wish=Wish("b.test", True, "x"), by=by, at=NOW),
        lambda: own.remove_entry(entry=entry, why="x", by=by, at=NOW),
        lambda: own.set_unlisted(school=cast.school, answers={"staff": "block"}, why="x", by=by,
                                 at=NOW),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            act()
    assert (OwnEntry.objects.count(), len(sentences())) == (1, 1)


def test_an_entry_holds_for_its_groups_and_open_goes_before_closed(cast: Cast) -> None:
    let_in(source(cast.technician), "bets.test\n", cast.technician)
    add(cast, "bets.test/about", allow=True, groups=[Group.STAFF])
    add(cast, "news.test")
    add(cast, "sport.news.test", allow=True, groups=[Group.PUPILS_KS2])
    of = judge(cast)
    assert verdict(of, "http://bets.test/about", "teacher") == ("allow", "own_allow")
    assert verdict(of, "http://bets.test/about", "pupil_ks2") == ("block", "category")
    assert verdict(of, "http://bets.test/", "teacher") == ("block", "category")
    assert verdict(of, "sport.news.test", "pupil_ks2") == ("allow", "own_allow")
    assert verdict(of, "sport.news.test", "teacher") == ("block", "own_block")


def test_an_entry_holds_at_once_and_ends_by_itself(
    cast: Cast, django_capture_on_commit_callbacks: Committed
) -> None:
    of = judge(cast)
    with django_capture_on_commit_callbacks(execute=True):
        add(cast, "film.test", until_on=TODAY + A_DAY)
    of.refresh()
    assert verdict(of, "film.test", "teacher") == ("block", "own_block")
    assert verdict(of, "film.test", "teacher", NOW + A_DAY) == ("allow", "unlisted")
    assert queries.own_entries_of(cast.school, on=TODAY + A_DAY).count() == 0


def test_what_is_over_is_taken_out_at_night_once(cast: Cast) -> None:
    add(cast, "a.test\nb.test", until_on=TODAY + A_DAY)
    add(cast, "c.test")
    assert own.end_past_entries(school=cast.school, by=jobs.CALENDAR, at=NOW) == 0
    later = NOW + A_DAY
    assert own.end_past_entries(school=cast.school, by=jobs.CALENDAR, at=later) == 2
    assert own.end_past_entries(school=cast.school, by=jobs.CALENDAR, at=later) == 0
    assert sentences()[-1].startswith("The calendar ended 2 sites whose last day is over; before: ")
    assert [str(one) for one in listed.entries(cast.head, on=TODAY + A_DAY)] == ["c.test"]
    past = listed.entries(cast.head, on=TODAY + A_DAY, which="past")
    assert [str(one) for one in past] == ["a.test", "b.test"]


def test_of_many_lines_the_good_are_added_only_when_somebody_says_so(cast: Cast) -> None:
    text = "a.test\nco.uk\nb.test/x\nsamaritans.org\n"
    with pytest.raises(SomeAreWrong) as said:
        add(cast, text)
    assert ([one.line for one in said.value.bad], said.value.good) == ([2, 4], 2)
    assert (OwnEntry.objects.count(), sentences()) == (0, [])
    add(cast, text, leave_bad=True)
    assert [str(one) for one in OwnEntry.objects.all()] == ["a.test", "b.test/x"]
    assert sentences() == [
        "Tek Nishan closed 2 sites; after: a.test: closed for everyone, "
        "b.test/x: closed for everyone; because asked for."
    ]
    with pytest.raises(SomeAreWrong):
        add(cast, "co.uk", leave_bad=True)


@pytest.mark.parametrize(
    ("text", "more", "says"),
    [("", {}, "at least one site"), ("# nothing", {}, "at least one site"),
     ("a.test", {"until_on": TODAY}, "last day is over"),
     ("a.test\na.test", {}, "1 of 2 lines")],
)  # fmt: skip
def test_what_cannot_be_added_is_said(
    cast: Cast, text: str, more: dict[str, object], says: str
) -> None:
    with pytest.raises(UnableToRecord, match=says):
        add(cast, text, **more)  # type: ignore[arg-type]
    assert OwnEntry.objects.count() == 0


def test_a_reason_is_asked_for(cast: Cast) -> None:
    with pytest.raises(UnableToRecord, match="Say why"):
        own.add_entries(school=cast.school, wish=Wish("a.test", True, " "), by=cast.technician,
                        at=NOW)  # fmt: skip
    add(cast, "a.test")
    with pytest.raises(UnableToRecord, match="Say why"):
        own.remove_entry(entry=OwnEntry.objects.get(), why="", by=cast.technician, at=NOW)


def test_a_removed_site_is_out_once_and_can_come_back(cast: Cast) -> None:
    add(cast, "a.test")
    entry = OwnEntry.objects.get()
    own.remove_entry(entry=entry, why="gone", by=cast.technician, at=NOW)
    with pytest.raises(UnableToRecord, match="out of the list already"):
        own.remove_entry(entry=entry, why="gone", by=cast.technician, at=NOW)
    add(cast, "a.test")
    assert queries.own_entries_of(cast.school, on=TODAY).count() == 1


def test_help_for_children_stays_open_whatever_a_list_says(cast: Cast) -> None:
    made = let_in(source(cast.technician), "bets.test\n", cast.technician)
    assert made.state == "applied"
    of = judge(cast)
    assert verdict(of, "www.childline.org.uk", "pupil_ks1") == ("allow", "help")


@pytest.mark.row("FIL-24")
def test_what_happens_to_sites_on_no_list_is_said_for_each_group(cast: Cast) -> None:
    assert verdict(judge(cast), "new.test", "pupil_ks1") == ("allow", "unlisted")
    given: dict[str, str] = {Group.PUPILS_KS1: "ask", Group.GUESTS: "block", Group.STAFF: "allow"}
    assert own.set_unlisted(school=cast.school, answers=given, why="the committee agreed",
                            by=cast.technician, at=NOW)  # fmt: skip
    of = judge(cast)
    found = {role: verdict(of, "new.test", role) for role in ("pupil_ks1", "guest", "teacher")}
    assert found == {"pupil_ks1": ("block", "unlisted"), "guest": ("block", "unlisted"),
                     "teacher": ("allow", "unlisted")}  # fmt: skip
    assert UnlistedAnswer.objects.count() == 2
    assert not own.set_unlisted(school=cast.school, answers=given, why="", by=cast.technician,
                                at=NOW)  # fmt: skip
    assert "before: Younger pupils (key stage 1): open" in " ".join(sentences())


def test_nobody_is_closed_in_where_every_group_is_open() -> None:
    assert closed_unlisted(dict.fromkeys(Group, Unlisted.ALLOW)) == {}
    assert "guest" in closed_unlisted({Group.GUESTS: Unlisted.BLOCK})


def test_the_list_of_a_school_is_its_own(cast: Cast) -> None:
    add(cast, "a.test")
    assert listed.entries(cast.other_head, on=TODAY).count() == 0
    assert listed.entries(cast.teacher, on=TODAY).count() == 0
    assert listed.entries(cast.governor, on=TODAY).count() == 1
    assert queries.own_entries_of(cast.other_school, on=TODAY).count() == 0


def test_the_own_list_is_searched_sorted_and_divided(cast: Cast) -> None:
    add(cast, "b.test\na.test")
    add(cast, "c.test", allow=True, until_on=TODAY + A_DAY)

    def found(**more: str) -> list[str]:
        return [str(one) for one in listed.entries(cast.head, on=TODAY, **more)]

    assert found() == ["a.test", "b.test", "c.test"]
    assert found(words="B.T") == ["b.test"]
    assert found(words="asked c") == ["c.test"]
    assert (found(which="open"), found(which="ending")) == (["c.test"], ["c.test"])
    assert found(which="closed", sort="nonsense") == ["a.test", "b.test"]
