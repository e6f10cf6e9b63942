"""What other rooms change reaches the filter at once: act, and the real judge decides anew."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import Settings

from schoolgate.accounts import actions as accounts
from schoolgate.accounts.models import Account
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.filtering import jobs, overlay, publishing
from schoolgate.filtering.decisions import Verdict
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.overlay import Asker
from schoolgate.filtering.rules import canaries
from schoolgate.filtering.snapshot import seal, stamp
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.jobs import leases, working
from schoolgate.jobs.models import Job
from schoolgate.people import actions as people
from schoolgate.people.actions import keep_year
from schoolgate.people.calendar import Span, SpanKind
from schoolgate.people.models import Person
from schoolgate.people.rules import Kind
from schoolgate.people.verbs import PeopleVerb
from schoolgate.policies import actions as policies
from schoolgate.policies.actions import Signature
from schoolgate.policies.models import Version
from schoolgate.policies.verbs import PoliciesVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, OPERATOR, Cast, assemble

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = NOW.date()
NOON = NOW.replace(hour=12)
YEAR = [Span(SpanKind.TERM, dt.date(2026, 9, 2), dt.date(2026, 12, 18)),
        Span(SpanKind.TERM, dt.date(2027, 1, 4), dt.date(2027, 3, 25)),
        Span(SpanKind.TERM, dt.date(2027, 4, 12), dt.date(2027, 7, 21))]  # fmt: skip
POLICY = """+++
pack = "elmfield"
title = "Staying safe online"
version = "1"
status = "in force"
approved = "September 2025"
approver = "the governing body"
review = "2027-09"
revision = "new"
related = ["behaviour policy"]
commitment = "Children come first here."
+++

# 1 The web

## 1.1 Games
Teachers do not play while they teach. See the behaviour policy.

```rule
who: teacher
what: use online game
when: during is lesson
answer: not allowed
```

```statement
who: everyone
refers to: behaviour policy
```
"""
STRICTER = (POLICY.replace("when: during is lesson\n", "")
            .replace('revision = "new"', 'revision = "partial"')
            .replace('version = "1"', 'version = "2"'))  # fmt: skip


class Followed:
    """A school with a small policy and a filter, and a judge that a proxy has opened."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        policies.adopt(school=cast.school, by=cast.head, at=NOW)
        publishing.make(cast.school, NOW)
        self.folder = publishing.folder_of(cast.school)
        self.judge = Judge(self.folder)

    def role(self, of: Account) -> str:
        """Whose rules count for a login by now."""
        self.judge.refresh()
        found = self.judge.decide("new.test", client="10.1.0.5", user=of.username,
                                  at=NOW.timestamp())  # fmt: skip
        return found.role

    def play(self, at: dt.datetime = NOON, who: str = "teacher") -> Verdict:
        """What the proxy says to somebody who wants to play."""
        self.judge.refresh()
        game = canaries.host("games")
        return self.judge.decide_for(game, Asker(who), at.timestamp()).verdict

    def work(self) -> list[str]:
        """Do as a worker does what was asked for; return what it was."""
        done = []
        while (job := leases.take("worker", NOW)) is not None:
            working.run(job)
            done.append(job.task.rpartition(".")[2])
        return done

    def told(self) -> list[str]:
        """The journal's verbs, oldest first."""
        entries = Entry.objects.filter(journal__name=self.cast.school.slug)
        return [*entries.order_by("sequence").values_list("verb", flat=True)]


@pytest.fixture
def followed(
    settings: Settings, tmp_path: Path, transactional_db: None, packs_of_elmfield: None
) -> Followed:
    """What is committed is committed here, as it is for a school."""
    settings.VAR = tmp_path
    return Followed(assemble())


@pytest.fixture
def packs_of_elmfield(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The cast's school has a small policy of its own on file."""
    settings.PACKS = tmp_path_factory.mktemp("packs")
    (settings.PACKS / "brookside").mkdir()
    (settings.PACKS / "brookside" / "policy.md").write_text(POLICY, "utf-8")


def test_a_login_a_nominated_user_and_a_new_post_count_at_once(followed: Followed) -> None:
    cast = followed.cast
    account = accounts.open_account(person=cast.teacher, by=OPERATOR, at=NOW)
    assert followed.role(account) == "teacher"
    named = people.appoint(person=cast.teacher, role="nominated user", by=cast.head, at=NOW,
                           from_on=TODAY - dt.timedelta(1))  # fmt: skip
    assert followed.role(account) == "teacher+"
    people.end_role(appointment=named, until_on=TODAY, by=cast.head, at=NOW)
    assert followed.role(account) == "teacher"
    people.change_person(person=cast.teacher, values={"role": "office_staff"}, by=cast.head, at=NOW)
    assert followed.role(account) == "office_staff"
    accounts.close_account(account=account, because="left", by=OPERATOR, at=NOW)
    assert followed.role(account) == ""  # whoever the filter does not know: what nobody may open
    assert followed.told()[-5:] == [
        AccountsVerb.ACCOUNT_OPENED, PeopleVerb.ROLE_APPOINTED, PeopleVerb.ROLE_ENDED,
        PeopleVerb.PERSON_CHANGED, AccountsVerb.ACCOUNT_CLOSED]  # fmt: skip


def test_many_entries_of_one_transaction_are_followed_once(followed: Followed) -> None:
    before = overlay_of(followed)
    with transaction.atomic():
        for number in range(20):
            people.add_person(school=followed.cast.school, by=followed.cast.head, at=NOW,
                              name=f"P{number}", kind=Kind.PUPIL, role="pupil_ks1")  # fmt: skip
        assert len([one for one in connection.run_on_commit if "_Rewrite" in repr(one[1])]) == 1
        assert overlay_of(followed) == before  # nothing is written of what may be undone
    assert overlay_of(followed) != before


def overlay_of(followed: Followed) -> object:
    return stamp(followed.folder / overlay.FILE)


def test_what_is_undone_is_not_followed(followed: Followed) -> None:
    before = overlay_of(followed)
    with transaction.atomic():
        accounts.open_account(person=followed.cast.teacher, by=OPERATOR, at=NOW)
        transaction.set_rollback(True)
    assert overlay_of(followed) == before
    assert AccountsVerb.ACCOUNT_OPENED not in followed.told()


def test_an_act_stands_where_the_filter_cannot_be_written_and_the_clock_comes_again(
    followed: Followed,
) -> None:
    lock = followed.folder / ".overlay.lock"
    lock.unlink()
    lock.mkdir()  # no disk could be worse
    account = accounts.open_account(person=followed.cast.teacher, by=OPERATOR, at=NOW)
    assert followed.told()[-1] == AccountsVerb.ACCOUNT_OPENED
    assert followed.role(account) == ""
    lock.rmdir()
    jobs.write_overlays.call()
    assert followed.role(account) == "teacher"


def test_terms_and_hours_reach_the_filter_by_one_job_each(followed: Followed) -> None:
    assert followed.play() is Verdict.BLOCK  # nobody knows when lessons are
    _say_when(followed.cast)
    table = (followed.folder / "current" / "table").stat().st_ino
    assert followed.work() == ["follow_policy", "follow_policy"]  # the second finds nothing to do
    assert followed.play() is Verdict.ALLOW
    assert followed.play(NOON.replace(hour=11)) is Verdict.BLOCK
    assert (followed.folder / "current" / "table").stat().st_ino == table  # no list was read
    assert followed.told()[-2:] == [PeopleVerb.CALENDAR_KEPT, PoliciesVerb.TIMES_SET]


def test_a_new_version_of_the_policy_reaches_the_filter_as_it_comes_into_force(
    followed: Followed,
) -> None:
    _say_when(followed.cast)
    version = _approved(followed.cast)
    followed.work()
    policies.publish(version=version, from_on=TODAY, by=followed.cast.head, at=NOW)
    assert followed.play() is Verdict.ALLOW
    assert followed.work() == ["follow_policy"]
    assert followed.play() is Verdict.BLOCK
    assert followed.told()[-2:] == [PoliciesVerb.POLICY_PUBLISHED, FilteringVerb.SNAPSHOT_MADE]


def _say_when(cast: Cast) -> None:
    """The school writes down its year and its hours."""
    keep_year(school=cast.school, year=2026, spans=YEAR, by=cast.head, at=NOW)
    policies.set_times(school=cast.school, hours={"lesson": "9:00-12:00"}, by=cast.head, at=NOW)


def _approved(cast: Cast) -> Version:
    """A stricter version, on which staff were consulted and which the chair has signed."""
    chair = Person.objects.create(school=cast.school, name="Chandra Chair", role="chair")
    by = cast.head
    made = policies.draft(school=cast.school, texts={"policy.md": STRICTER}, by=by, at=NOW)
    policies.consult(version=made, group="staff", on=TODAY, channel="meeting", comments="", by=by,
                     at=NOW)  # fmt: skip
    policies.revise(version=made, on=TODAY, revisers=["Hana Head", "e-safety lead"],
                    change="Games are stricter.", by=by, at=NOW)  # fmt: skip
    made = policies.close_consultation(version=made, by=by, at=NOW)
    signature = Signature(committee="the governing body", minute="7", on=TODAY, method="password")
    policies.approve(version=made, signature=signature, text_hash=made.text_hash, by=chair, at=NOW)
    made.refresh_from_db()
    return made


def test_what_is_in_use_and_was_touched_is_signed_by_nobody_again(followed: Followed) -> None:
    """Rules beside lists in use: only where every byte of them is as it was signed."""
    cast = followed.cast
    floor = followed.folder / "current" / "floor"
    floor.write_bytes(b"k" * 32)  # somebody with the disk empties the floor
    policies.set_times(school=cast.school, hours={"lesson": "9:00-12:00"}, by=cast.head, at=NOW)
    assert followed.work() == ["follow_policy"]
    assert (followed.folder / "current" / "floor").read_bytes() == b""
    assert followed.judge.trouble() == ""


def test_a_table_of_an_older_program_is_made_anew(followed: Followed) -> None:
    here = (followed.folder / "current").resolve()
    table = here / "table"
    table.write_bytes(b"SGNAMES0" + table.read_bytes()[8:])
    seal(here, {"form": "SGNAMES0"}, publishing.sign)  # whole, and signed, by what ran before
    followed.judge.refresh()
    jobs.write_overlays.call()
    assert followed.work()
    followed.judge.refresh()
    assert followed.play(NOON, "pupil_ks1") is Verdict.BLOCK
    assert followed.judge.trouble() == ""


def test_a_school_without_a_filter_gets_none_by_the_way(
    settings: Settings, tmp_path: Path, transactional_db: None
) -> None:
    settings.VAR = tmp_path
    cast = assemble()
    cast.school.pack = "cotmanhay"  # which states no hours
    cast.school.save()
    accounts.open_account(person=cast.teacher, by=OPERATOR, at=NOW)
    _say_when(cast)
    assert not publishing.folder_of(cast.school).exists()
    assert not Job.objects.exists()
