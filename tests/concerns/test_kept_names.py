"""Who told the school may keep their name back: it opens with a reason and a second person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from schoolgate.concerns import actions, finding, holding, identity, keys, queries
from schoolgate.concerns.actions import UnableToAct
from schoolgate.concerns.models import Case, KeptName, Opening, Word
from schoolgate.concerns.rules.words import Part
from schoolgate.people.models import Appointment, Person
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of, needs_of
from tests.concerns.conftest import told
from tests.concerns.telling import told as told_in_public
from tests.concerns.working import ROOM, named, page_of, wrote

TODAY = NOW.date()
WHY = "The police ask for a statement"
LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case whose reporter, the teacher, keeps their name back."""
    return actions.report(school=cast.school, told=told(kept_back=True), by=cast.teacher, at=NOW)


@pytest.fixture
def kept(case: Case) -> KeptName:
    """The name that is kept back in it."""
    return KeptName.objects.get()


def asked(case: Case, kept: KeptName, by: Person) -> Opening:
    """Somebody asks for the name."""
    return actions.ask_name(case=case, kept=kept, why=WHY, by=by, at=NOW)


def decided(case: Case, opening: Opening, by: Person, *, agreed: bool = True) -> None:
    """Somebody decides."""
    actions.decide_name(case=case, opening=opening, agreed=agreed, why="So be it", by=by, at=NOW)


def shown(case: Case, opening: Opening, by: Person, at: Any = LATER) -> dict[str, str]:
    """What the name says to somebody."""
    return actions.read_name(case=case, opening=opening, by=by, at=at)


def journal_of(about: str) -> list[str]:
    """The verbs of the journal about names."""
    found = Entry.objects.filter(verb__startswith=about).order_by("pk")
    return list(found.values_list("verb", flat=True))


def test_no_page_list_search_or_timeline_tells_the_name(
    cast: Cast, case: Case, kept: KeptName
) -> None:
    text = page_of(cast.dsl, case)
    assert "Somebody who keeps their name back" in text
    assert cast.teacher.name not in text
    named(case, Part.WITNESS, by=cast.dsl, person=cast.pupil)
    other = actions.report(school=cast.school, told=told(), by=cast.pupil, at=NOW)
    named(other, Part.TARGET, by=cast.dsl, person=cast.teacher)
    assert finding.search(viewer=cast.dsl, text=cast.teacher.name, on=TODAY) == [other]
    opened = queries.opened(case=other, viewer=cast.dsl, on=TODAY)
    (target,) = [one for one in queries.parties(opened) if one.row.part == Part.TARGET]
    found = finding.timeline(opened, target.row.pk, viewer=cast.dsl, on=TODAY)
    assert found
    assert found.cases == [other]
    assert case.name in client_of(cast.teacher).get(f"{ROOM}mine/").text


def test_the_row_opens_with_neither_key_alone(cast: Cast, case: Case, kept: KeptName) -> None:
    stored = bytes(kept.said) + bytes(kept.key) + bytes(kept.party.who)
    assert cast.teacher.name.encode() not in stored
    opened = queries.opened(case=case, viewer=cast.dsl, on=TODAY)
    assert opened.read(kept.party, "who") == {"name": "", "person": None}
    with pytest.raises(Exception, match="does not open"):
        opened.read(kept, "said")
    mark = keys.mark_of_word("tara", school=cast.school.pk)
    assert not Word.objects.filter(case=case, mark=mark).exists()


@pytest.mark.row("CON-21")
def test_with_a_reason_and_a_second_person_it_opens_for_an_hour(
    cast: Cast, case: Case, kept: KeptName
) -> None:
    opening = asked(case, kept, cast.dsl)
    with pytest.raises(UnableToAct, match="This is over"):
        shown(case, opening, cast.dsl)
    decided(case, opening, cast.head)
    assert shown(case, opening, cast.dsl)["name"] == cast.teacher.name
    with pytest.raises(UnableToAct, match="This is over"):
        shown(case, opening, cast.head)
    with pytest.raises(UnableToAct, match="This is over"):
        shown(case, opening, cast.dsl, NOW + timedelta(hours=1))
    assert actions.close_names(school=cast.school, at=NOW + timedelta(minutes=59)) == 0
    assert actions.close_names(school=cast.school, at=NOW + timedelta(hours=1)) == 1
    opening.refresh_from_db()
    assert opening.wrapped is None
    verbs = [f"concerns:name:{one}" for one in ("asked", "agreed", "viewed")]
    assert journal_of("concerns:name") == verbs
    assert not any(cast.teacher.name in (one.body or "") for one in Entry.objects.all())
    assert WHY in page_of(cast.head, case)


def test_nobody_agrees_to_what_they_ask_themselves(cast: Cast, case: Case, kept: KeptName) -> None:
    opening = asked(case, kept, cast.dsl)
    with pytest.raises(UnableToAct, match="Somebody else has to decide"):
        decided(case, opening, cast.dsl)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.filter(pk=opening.pk).update(decided_by=cast.dsl, decided_at=NOW)
    with pytest.raises(UnableToAct, match="asked already"):
        asked(case, kept, cast.dsl)
    assert journal_of("concerns:name") == ["concerns:name:asked"]


def test_two_decisions_at_once_are_one(cast: Cast, case: Case, kept: KeptName) -> None:
    deputy = Person.objects.create(school=cast.school, name="Ada Deputy", role="deputy_headteacher")
    actions.admit(case=case, person=deputy, why="Second leader", by=cast.dsl, at=NOW)
    opening, stale = asked(case, kept, cast.dsl), Opening.objects.get()
    decided(case, opening, cast.head, agreed=False)
    with pytest.raises(UnableToAct, match="This is over"):
        decided(case, stale, deputy)
    with pytest.raises(UnableToAct, match="This is over"):
        shown(case, opening, cast.dsl)
    assert Opening.objects.get().wrapped is None
    assert journal_of("concerns:name") == ["concerns:name:asked", "concerns:name:refused"]


def test_after_somebody_is_shut_out_nothing_opens(cast: Cast, case: Case, kept: KeptName) -> None:
    opening, others = asked(case, kept, cast.dsl), asked(case, kept, cast.head)
    decided(case, opening, cast.head)
    named(case, Part.SUBJECT, by=cast.head, person=cast.dsl)
    for act in (decided, shown):
        with pytest.raises(UnableToAct, match="not admitted"):
            act(case, others if act is decided else opening, cast.dsl)
    assert [one for one in needs_of(cast.dsl) if "name" in one.title] == []


def test_who_asked_and_was_shut_out_since_is_agreed_to_no_more(
    cast: Cast, case: Case, kept: KeptName
) -> None:
    opening = asked(case, kept, cast.dsl)
    named(case, Part.BARRED, by=cast.head, person=cast.dsl)
    with pytest.raises(UnableToAct, match="does not lead the case any more"):
        decided(case, opening, cast.head)
    decided(case, opening, cast.head, agreed=False)


def test_a_technician_neither_asks_nor_agrees(cast: Cast, case: Case, kept: KeptName) -> None:
    opening = asked(case, kept, cast.dsl)
    actions.admit(case=case, person=cast.technician, why="Reads logs", by=cast.dsl, at=NOW)
    actions.admit(case=case, person=cast.governor, why="Minutes", by=cast.dsl, at=NOW)
    for person in (cast.technician, cast.governor):
        with pytest.raises(UnableToAct, match="decide"):
            decided(case, opening, person)
        with pytest.raises(UnableToAct, match="Only who leads"):
            asked(case, kept, person)
    Case.objects.filter(pk=case.pk).update(lead=cast.technician)
    with pytest.raises(UnableToAct, match="Only who leads"):
        asked(case, kept, cast.technician)
    Appointment.objects.create(
        school=cast.school, person=cast.technician, role="deputy_headteacher", from_on=TODAY
    )
    with pytest.raises(UnableToAct, match="decide"):
        decided(case, opening, cast.technician)


@pytest.mark.parametrize(
    "who", ["stranger", "pupil", "technician", "teacher", "governor", "other_head"]
)
def test_nobody_else_reaches_the_pages(cast: Cast, case: Case, kept: KeptName, who: str) -> None:
    opening = asked(case, kept, cast.dsl)
    client = client_of(getattr(cast, who))
    for page in (f"names/{kept.pk}/", f"openings/{opening.pk}/", f"openings/{opening.pk}/decide/"):
        for send in (client.get, client.post):
            assert send(f"{ROOM}{case.pk}/{page}").status_code in {302, 404}
    assert journal_of("concerns:name") == ["concerns:name:asked"]


def test_the_pages_lead_through_it_and_the_do_list_says_so(
    cast: Cast, case: Case, kept: KeptName
) -> None:
    dsl, head, here = client_of(cast.dsl), client_of(cast.head), f"{ROOM}{case.pk}/"
    assert f"{here}names/{kept.pk}/" in dsl.get(here).text
    assert "Write this down" in dsl.post(f"{here}names/{kept.pk}/", {"why": ""}).text
    assert dsl.post(f"{here}names/{kept.pk}/", {"why": WHY}).status_code == 302
    opening = Opening.objects.get()
    decide = f"{here}openings/{opening.pk}/decide/"
    assert decide in [one.url for one in needs_of(cast.head)]
    assert "Somebody else has to decide" in dsl.post(decide, {"agreed": "yes", "why": "x"}).text
    assert head.post(decide, {"agreed": "yes", "why": "Needed"}).status_code == 302
    read = f"{here}openings/{opening.pk}/"
    waiting = dsl.get(read).text
    assert "Show the name" in waiting
    assert cast.teacher.name not in waiting
    assert read in dsl.get(here).text
    assert cast.teacher.name not in dsl.get(here).text
    assert cast.teacher.name in dsl.post(read).text
    assert head.get(read).status_code == 302
    assert "It is not open" in head.post(read).text


def test_a_file_and_a_bundle_leave_it_out_and_no_gap_tells_it(
    cast: Cast, case: Case, kept: KeptName
) -> None:
    wrote(case, "note", by=cast.head, words="Tara and Gus were both in the room with Pip.")
    text = client_of(cast.dsl).get(f"{ROOM}{case.pk}/file/").text
    assert "Tara" not in text
    assert "Gus" not in text
    assert "Hana" not in text
    assert "[name withheld] and [name withheld] were both in the room with Pip." in text
    hidden = holding.rules().hidden(holding.keeper(case))
    assert hidden == [cast.teacher.name]


def test_in_public_a_name_is_kept_back_and_at_work_always(cast: Cast) -> None:
    told_in_public(how="kept", name="Nora Falke", reach="01632 960123")
    (kept,) = KeptName.objects.all()
    case = kept.party.case
    for text in (page_of(cast.dsl, case), client_of(cast.dsl).get(f"{ROOM}{case.pk}/file/").text):
        assert "Falke" not in text
        assert "960123" not in text
    opening = asked(case, kept, cast.dsl)
    decided(case, opening, cast.head)
    assert shown(case, opening, cast.dsl) == {"name": "Nora Falke", "reach": "01632 960123"}
    assert "Choose one of these" in told_in_public(
        "work/", how="named", name="Nora Falke", reach="1"
    ).text  # fmt: skip


def test_a_name_of_a_merged_case_opens_in_the_other(cast: Cast, case: Case, kept: KeptName) -> None:
    other = actions.report(school=cast.school, told=told(), by=cast.pupil, at=NOW)
    actions.merge(case=case, into=other, why="The same", by=cast.dsl, at=NOW)
    other.refresh_from_db()
    kept.refresh_from_db()
    opening = asked(other, kept, cast.dsl)
    decided(other, opening, cast.head)
    assert shown(other, opening, cast.dsl)["name"] == cast.teacher.name
    third = actions.report(school=cast.school, told=told(), by=cast.pupil, at=NOW)
    with pytest.raises(UnableToAct, match="another case"):
        asked(third, kept, cast.dsl)
    assert identity.alike(queries.opened(case=third, viewer=cast.dsl, on=TODAY)) == []
