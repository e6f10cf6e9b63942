"""Courses and what they taught; the procedure for disclosures out of hours."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from schoolgate.concerns import kept, registers
from schoolgate.concerns.models import Listed
from schoolgate.concerns.rules.registers import What
from schoolgate.records.models import Entry
from tests.cast import Cast, client_of

_COURSES = "/elmfield/concerns/lists/courses/"
_ARRANGED = "/elmfield/concerns/gate/arranged/"
_COURSE = {
    "name": "Safeguarding, autumn", "kind": "safeguarding", "on": "01/09/2026",
    "contents": "Signs of harm", "out_of_hours": "no",
    "ticket": "6f8b8f0e-0000-4000-8000-00000000001c",
}  # fmt: skip
_WORDS = "Ring the safeguarding lead; if nobody answers, social care."


def _under(cast: Cast, pack: str) -> None:
    cast.school.pack = pack
    cast.school.save()


@pytest.mark.row("CON-26")
def test_a_policy_that_asks_for_a_procedure_shows_a_gap_until_the_head_decides_one(
    cast: Cast,
) -> None:
    _under(cast, "cotmanhay")
    head = client_of(cast.head)
    asks = "Clause 8.1.procedure asks the headteacher to decide a procedure"
    assert asks in head.get(_COURSES).text
    sent = {"mailbox": "", "drafting": "no", "disclosure": _WORDS}
    assert head.post(_ARRANGED, sent).status_code == 302
    page = client_of(cast.teacher).get(_COURSES).text
    assert asks not in page
    assert _WORDS in page
    assert Entry.objects.filter(verb="concerns:out-of-hours-procedure:decided").count() == 1
    course = _COURSE | {"out_of_hours": "yes", "contents": "Disclosures out of hours"}
    assert head.post(f"{_COURSES}new/", course).status_code == 302
    assert "Disclosures out of hours" in client_of(cast.teacher).get(_COURSES).text
    assert Entry.objects.filter(verb="concerns:course:listed").count() == 1


def test_the_office_does_not_decide_the_procedure(cast: Cast) -> None:
    cast.teacher.role = "office_staff"
    cast.teacher.save()
    sent = {"mailbox": "", "drafting": "no", "disclosure": _WORDS}
    assert "The headteacher decides" in client_of(cast.teacher).post(_ARRANGED, sent).text
    assert registers.arranged(cast.school, What.DISCLOSURES) == ""
    assert not Entry.objects.filter(verb__startswith="concerns:").exists()


@pytest.mark.row("TRN-16")
@pytest.mark.parametrize(("pack", "is_kept"), [("cotmanhay", False), ("ashbrook", True)])
def test_a_safeguarding_course_without_the_procedure_is_refused_where_the_policy_asks(
    cast: Cast, pack: str, is_kept: bool
) -> None:
    _under(cast, pack)
    head = client_of(cast.head)
    answer = head.post(f"{_COURSES}new/", _COURSE)
    assert ("Clause 8.1.procedure asks that safeguarding training" in answer.text) != is_kept
    assert Listed.objects.exists() == is_kept
    other = _COURSE | {"kind": "data", "ticket": "6f8b8f0e-0000-4000-8000-00000000001d"}
    assert head.post(f"{_COURSES}new/", other).status_code == 302
    assert Entry.objects.filter(verb="concerns:course:listed").count() == 1 + is_kept


def test_an_entry_is_sealed_and_never_changed(cast: Cast) -> None:
    assert client_of(cast.head).post(f"{_COURSES}new/", _COURSE).status_code == 302
    (row,) = Listed.objects.all()
    assert b"autumn" not in bytes(row.body)
    for change in ("UPDATE concerns_listed SET number = 9", "DELETE FROM concerns_listed"):
        with pytest.raises(DatabaseError, match="register"), transaction.atomic():
            connection.cursor().execute(change)
    assert [one.name for one in kept.listed(cast.school, "courses")] == ["1: Safeguarding, autumn"]
    assert client_of(cast.head).get("/elmfield/concerns/lists/secrets/").status_code == 404
    assert Entry.objects.filter(verb="concerns:course:listed").count() == 1
