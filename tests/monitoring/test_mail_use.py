"""How much mail each employee has: numbers for the headteacher, where the policy lets them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from schoolgate.activity.mail.using import Message, Recipient, Use, counted
from schoolgate.monitoring import actions
from schoolgate.monitoring.actions import UnableToAct
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of
from tests.monitoring.mailing import (
    HEAD,
    SUBJECT,
    TEACHER,
    WEEK,
    WORDS,
    letter,
    taken,
    under,
    with_addresses,
)
from tests.monitoring.working import hands, verbs

pytestmark = pytest.mark.django_db
PAGE = "/elmfield/mail-use/"


@pytest.fixture
def mailed(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Cast:
    """At a school with clause 16 of Cotmanhay the teacher wrote twice, and got one message."""
    under(cast, "cotmanhay")
    with_addresses(cast)
    taken(cast, tmp_path, letter(HEAD, "eve@outside.example", files=2), letter(HEAD),
          letter(TEACHER, sender="shop@outside.example"))  # fmt: skip
    capsys.readouterr()
    return cast


def rows_of(cast: Cast, by: Person) -> dict[str, Use]:
    return {one.name: one.use for one in actions.read_mail_use(week=WEEK, form="on a page", by=by,
                                                               at=NOW)}  # fmt: skip


@pytest.mark.row("MON-10")
def test_the_headteacher_sees_numbers_of_each_employee_and_no_word_of_any_message(
    mailed: Cast,
) -> None:
    answer = client_of(mailed.head).get(PAGE)
    assert answer.status_code == 200
    assert "5 October 2026 to 11 October 2026" in answer.text
    assert "Clause 16.summaries" in answer.text
    for hidden in (SUBJECT, WORDS, "outside.example", TEACHER, "0.csv"):
        assert hidden not in answer.text
    seen = rows_of(mailed, mailed.head)
    found = seen["Tara Teacher"]
    assert found[:5] == (2, 1, 1, 1, 1)
    assert found.size > 0


@pytest.mark.row("MON-10")
def test_each_time_it_is_shown_or_taken_away_is_in_the_journal_with_its_clause(
    mailed: Cast,
) -> None:
    client = client_of(mailed.head)
    client.get(PAGE)
    file = client.get(f"{PAGE}?as=csv&sort=sent")
    assert file["Content-Type"].startswith("text/csv")
    lines = file.text.splitlines()
    assert lines[0].endswith(
        "Employee,Sent,To outside,Received,From outside,With attachments,Bytes"
    )
    assert lines[1].startswith("Tara Teacher,2,1,1,1,1,")
    assert verbs() == ["mail-use:read", "mail-use:read"]
    entries = Entry.objects.filter(verb="monitoring:mail-use:read").order_by("sequence")
    assert [one.clause for one in entries] == ["16.summaries"] * 2
    assert [json.loads(one.body or "")["form"] for one in entries] == ["on a page", "as a file"]
    assert TEACHER not in str([vars(one) for one in entries])


@pytest.mark.row("MON-10")
def test_to_read_a_message_the_page_leads_to_the_request_in_writing_and_no_further(
    mailed: Cast,
) -> None:
    client = client_of(mailed.head)
    there = f"/elmfield/look-ups/new/?about={mailed.teacher.pk}"
    assert there in client.get(PAGE).text
    form = client.get(there).text
    assert f'<option value="{mailed.teacher.pk}" selected' in form
    assert "look-up:asked" not in verbs()


@pytest.mark.row("MON-10")
@pytest.mark.parametrize("who", ["dsl", "teacher", "technician", "governor", "pupil", "other_head"])
def test_nobody_else_sees_a_number(mailed: Cast, who: str) -> None:
    answer = client_of(getattr(mailed, who)).get(PAGE)
    assert answer.status_code in {403, 404}
    assert "From outside" not in answer.text
    if who != "other_head":
        with pytest.raises(UnableToAct, match="nobody else"):
            rows_of(mailed, getattr(mailed, who))
    assert verbs() == []


def test_a_stranger_is_asked_to_sign_in(mailed: Cast) -> None:
    answer = client_of(None).get(PAGE)
    assert answer.status_code == 302
    assert verbs() == []


def test_the_headteachers_own_numbers_are_the_chairs_alone(mailed: Cast) -> None:
    chair = hands(mailed).chair
    assert set(rows_of(mailed, chair)) == {"Hana Head"}
    assert "Hana Head" not in rows_of(mailed, mailed.head)


@pytest.mark.parametrize("pack", ["ashbrook", "brookside", "thatto-heath"])
def test_a_policy_without_the_clause_has_no_numbers_and_the_page_says_why(
    mailed: Cast, pack: str
) -> None:
    under(mailed, pack)
    answer = client_of(mailed.head).get(f"{PAGE}?which={WEEK.isoformat()}")
    assert "has no clause that lets the school draw up summaries" in answer.text
    assert "Tara" not in answer.text
    with pytest.raises(UnableToAct, match="no clause"):
        rows_of(mailed, mailed.head)
    assert verbs() == []


def test_an_employee_reads_that_the_headteacher_may_see_numbers(mailed: Cast) -> None:
    assert "how many messages you send" in client_of(mailed.teacher).get("/elmfield/my-data/").text
    under(mailed, "ashbrook")
    assert "how many messages" not in client_of(mailed.teacher).get("/elmfield/my-data/").text


def test_an_address_that_two_people_share_is_nobodys(mailed: Cast) -> None:
    Person.objects.filter(pk=mailed.dsl.pk).update(email=TEACHER)
    assert "Tara Teacher" not in rows_of(mailed, mailed.head)


def test_a_week_that_is_not_over_is_not_shown(mailed: Cast) -> None:
    with pytest.raises(UnableToAct, match="no mail of that week"):
        actions.read_mail_use(week=NOW.date(), form="on a page", by=mailed.head, at=NOW)


def test_whoever_wrote_to_themselves_sent_one_and_got_one() -> None:
    sent = Message("m", 0, "ann", True, 10, 1)
    found = counted([sent], [Recipient("m", "ann", True), Recipient("m", "eve", False)])
    assert found["ann"] == Use(1, 1, 1, 0, 2, 20)
    assert found["eve"] == Use(0, 0, 1, 0, 1, 10)
