"""What policies ask to be signed, and which words: pure rules over the real packs."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from schoolgate.agreements.rules import families
from schoolgate.agreements.rules.chasing import is_working, next_working
from schoolgate.agreements.rules.documents import documents, questions
from schoolgate.agreements.rules.kinds import Group, Kind
from schoolgate.agreements.rules.standing import changes, concerned, covers, is_concerned
from schoolgate.agreements.rules.texts import Section, Text, read, text_of
from schoolgate.people.calendar import Dates, Span, SpanKind
from schoolgate.policies.language.pack import Pack, load
from tests.cast import LONDON

PACKS: Path = settings.PACKS


def pack(name: str) -> Pack:
    return load(name, PACKS)


def keys(name: str) -> set[str]:
    return {one.key for one in documents(pack(name)) if one.in_policy}


def text(name: str, key: str) -> Text:
    found = {one.key: one for one in documents(pack(name))}
    return text_of(pack(name), found[key])


def test_each_policy_asks_for_its_own_agreements() -> None:
    assert keys("ashbrook") == {"staff-for-staff"}
    assert keys("cotmanhay") == {
        "class-rules-for-pupil-ks1", "class-rules-for-pupil-ks2", "social-media-for-staff",
        "support-for-parent", "support-for-staff",
    }  # fmt: skip
    assert {
        "parent-for-parent", "home-school-for-parent", "pupil-for-pupil-ks2",
        "pupil-for-pupil-ks1-by-parent", "community-for-community",
    } <= keys("thatto-heath")  # fmt: skip
    assert "pupil-for-pupil-ks2-by-parent" in keys("brookside")


@pytest.mark.parametrize("name", ["ashbrook", "brookside", "cotmanhay", "thatto-heath"])
def test_staff_confirm_three_things_whatever_the_box_says(name: str) -> None:
    said = [one.key for one in text(name, "staff-for-staff").statements]
    assert said[:3] == ["trained", "read", "understood"]


def test_consent_and_lending_are_no_agreements_to_the_rules() -> None:
    words = [one.text for name in ("cotmanhay", "thatto-heath", "derbyshire@2")
             for document in documents(pack(name)) for one in document.statements]  # fmt: skip
    assert not [one for one in words if "photograph" in one or "borrow" in one or "consent" in one]


@pytest.mark.parametrize("name", ["ashbrook", "brookside", "cotmanhay", "thatto-heath"])
def test_every_text_about_use_says_that_use_is_monitored(name: str) -> None:
    for document in documents(pack(name)):
        if document.about_use:
            assert text_of(pack(name), document).says_monitored, document.key


@pytest.mark.parametrize(
    ("name", "count"), [("ashbrook", 3), ("cotmanhay", 3), ("thatto-heath", 0), ("brookside", 0)]
)
@pytest.mark.row("AGR-18")
def test_staff_read_the_disclaimers_where_the_policy_has_them(name: str, count: int) -> None:
    sections = text(name, "staff-for-staff").sections
    assert sum(one.mark == "liability" for one in sections) == count


def test_a_text_is_the_same_after_it_was_stored() -> None:
    for document in documents(pack("brookside")):
        made = text_of(pack("brookside"), document)
        again = read(made.canonical)
        assert (again, again.hash) == (made, made.hash)


def test_only_what_is_new_or_reads_differently_comes_back() -> None:
    first = Section("1", "One", "a")
    before = Text("d", "t", (), (first, Section("2", "Two", "b"), Section("3", "Three", "c")))
    fewer = Text("d", "t", (), (first,))
    other = Text("d", "t", (), (first, Section("2", "Two", "other"), Section("4", "Four", "d")))
    assert covers(before, before)
    assert covers(before, fewer)
    assert not covers(before, other)
    assert [(one.section.ref, one.before) for one in changes(before, other)] == [
        ("2", "b"), ("4", ""),
    ]  # fmt: skip


def test_a_clause_about_one_role_comes_back_to_that_role_alone() -> None:
    staff, heads = frozenset({"headteacher", "teacher"}), frozenset({"headteacher"})
    before = Text("d", "t", (), (Section("1", "One", "a"),))
    now = Text("d", "t", (), (*before.sections, Section("2", "Two", "b", who=heads)))
    for_all = Text("d", "t", (), (Section("1", "One", "other"),))
    assert concerned(before, before, staff) == frozenset()
    assert concerned(before, now, staff) == heads
    assert concerned(before, for_all, staff) == staff
    assert is_concerned(heads, heads, staff)
    assert not is_concerned(staff - heads, heads, staff)
    assert is_concerned(frozenset({"caretaker"}), heads, staff)  # no word of the policy fits
    assert not [*changes(before, now, staff - heads)]
    assert [one.section.ref for one in changes(before, now, heads)] == ["2"]


def test_a_section_knows_of_whom_it_speaks() -> None:
    found = {one.ref: one.who for one in text("cotmanhay", "staff-for-staff").sections}
    assert found["7.2.recruitment"] == {"headteacher"}
    assert found["App1.training"] == frozenset()  # leaders, and staff are told: everybody


def test_a_change_that_concerns_pupils_leaves_staff_alone() -> None:
    texts = {"policy.md": (PACKS / "brookside" / "policy.md").read_text("utf-8")}
    old = "for:    pupils\npoint:"
    assert old in texts["policy.md"]
    from schoolgate.policies.language.pack import assemble

    changed = assemble({"policy.md": texts["policy.md"].replace(old, old + " and kindly:", 1)},
                       packs=PACKS)  # fmt: skip
    asked = {one.key: one for one in documents(changed)}
    assert covers(text("brookside", "staff-for-staff"), text_of(changed, asked["staff-for-staff"]))
    pupils = "pupil-for-pupil-ks2"
    assert not covers(text("brookside", pupils), text_of(changed, asked[pupils]))


def test_nobody_is_left_out_in_silence() -> None:
    found = documents(pack("ashbrook"))
    assert {one.group for one in found if not one.in_policy} == {
        Group.COMMUNITY, Group.GOVERNOR, Group.GUEST, Group.VOLUNTEER,
    }  # fmt: skip
    assert any("pupils up to year 2" in one for one in questions(pack("ashbrook")))
    assert not [one for one in documents(pack("brookside")) if not one.in_policy]


@pytest.mark.row("AGR-11")
def test_the_form_of_support_is_for_parents_and_staff() -> None:
    found = [one for one in documents(pack("cotmanhay")) if one.kind is Kind.SUPPORT]
    assert {one.group for one in found} == {Group.PARENT, Group.STAFF}
    assert not any(one.must for one in found)


def test_the_parents_code_is_in_what_parents_sign() -> None:
    said = " ".join(one.body for one in text("cotmanhay", "support-for-parent").sections)
    for words in ("13", "photo", "profile", "critic"):
        assert words in said.lower(), words


WHOLE = (
    "What you post about people at the school can harm them and may have consequences. "
    "If you have a concern, speak to us first. We work together with families. "
    "Pupils behave on social media as they do here. The school photographs with your permission. "
)  # fmt: skip
WARNINGS = ("Staff are photographed only with permission. Sound recordings of meetings need "
            "permission. ")  # fmt: skip


@pytest.mark.row("AGR-08")
def test_a_draft_that_lacks_a_topic_fails() -> None:
    asked = families.topics(pack("cotmanhay"))
    assert all(one.words for one in families.check(WHOLE, asked))
    without = WHOLE.replace("We work together with families. ", "")
    lacking = [one.topic.key for one in families.check(without, asked) if not one.words]
    assert lacking == ["together"]


@pytest.mark.row("IMG-12")
def test_under_the_first_policy_staff_photos_and_sound_are_asked_too() -> None:
    asked = families.topics(pack("ashbrook"))
    lacking = [one.topic.key for one in families.check(WHOLE, asked) if not one.words]
    assert lacking == ["staff-photos", "recordings"]
    assert all(one.words for one in families.check(WHOLE + WARNINGS, asked))


AUTUMN = Dates((
    Span(SpanKind.TERM, date(2026, 9, 2), date(2026, 12, 18), "Autumn"),
    Span(SpanKind.HALF_TERM, date(2026, 10, 26), date(2026, 10, 30)),
    Span(SpanKind.INSET, date(2026, 9, 1), date(2026, 9, 1)),
    Span(SpanKind.INSET, date(2026, 11, 2), date(2026, 11, 2)),
    Span(SpanKind.CLOSED, date(2026, 11, 20), date(2026, 11, 20), "Snow"),
    Span(SpanKind.TERM, date(2027, 1, 5), date(2027, 3, 25), "Spring"),
))  # fmt: skip


@pytest.mark.parametrize(
    ("at", "plain", "written"),
    [
        (datetime(2026, 10, 14, 10, tzinfo=LONDON), True, True),
        (datetime(2026, 10, 14, 7, 59, tzinfo=LONDON), False, False),
        (datetime(2026, 10, 14, 17, tzinfo=LONDON), False, False),
        (datetime(2026, 10, 17, 10, tzinfo=LONDON), False, False),  # a Saturday
        (datetime(2026, 10, 25, 10, tzinfo=LONDON), False, False),  # the clocks go back
        (datetime(2026, 10, 28, 10, tzinfo=LONDON), True, False),  # half-term
        (datetime(2026, 9, 1, 10, tzinfo=LONDON), True, True),  # INSET before the term begins
        (datetime(2026, 11, 2, 10, tzinfo=LONDON), True, True),  # INSET in it
        (datetime(2026, 11, 20, 10, tzinfo=LONDON), True, False),  # closed
        (datetime(2026, 12, 22, 10, tzinfo=LONDON), True, False),  # between two terms
        (datetime(2026, 12, 25, 10, tzinfo=LONDON), False, False),  # a bank holiday
        (datetime(2027, 10, 14, 10, tzinfo=LONDON), True, True),  # a year without terms yet
    ],
)
def test_people_are_reminded_when_they_are_at_work(
    at: datetime, plain: bool, written: bool
) -> None:
    for dates, working in ((Dates(), plain), (AUTUMN, written)):
        assert is_working(at, dates) is working
        assert is_working(next_working(at, dates), dates)
        assert next_working(at, dates) >= at


def test_a_letter_waits_for_the_end_of_the_holidays() -> None:
    christmas = datetime(2026, 12, 21, 10, tzinfo=LONDON)
    assert next_working(christmas, AUTUMN) == datetime(2027, 1, 5, 8, tzinfo=LONDON)
    easter = datetime(2027, 4, 1, 10, tzinfo=LONDON)
    assert next_working(easter, AUTUMN) == easter, "no later term is written down yet"
    summer = Span(SpanKind.TERM, date(2027, 4, 12), date(2027, 7, 20), "Summer")
    whole = Dates((*AUTUMN.spans, summer))
    assert next_working(easter, whole).date() == date(2027, 4, 12)
    holidays = easter + timedelta(days=120)
    assert next_working(holidays, whole).date() == date(2027, 9, 1)
