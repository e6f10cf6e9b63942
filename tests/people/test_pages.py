"""Pages of people: the stranger first, then who sees little, then who may act; and the journal."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people import actions
from schoolgate.people.models import Guardianship, Person, Restriction, Teaching
from schoolgate.people.rules import Flag
from schoolgate.people.verbs import PeopleVerb
from schoolgate.records.models import Entry
from tests.cast import NOW, Cast, client_of

PEOPLE = "/elmfield/people/"
TODAY = NOW.date()


@pytest.fixture
def school(cast: Cast) -> Cast:
    """The pupil is in 1 Oak, which the teacher teaches, and is the parent's child."""
    Person.objects.filter(pk=cast.pupil.pk).update(class_name="1 Oak", year=1, title="Year 1")
    Person.objects.create(school=cast.school, name="Quin Quiet", role="pupil_ks2", year=4,
                          class_name="4 Oak", title="Year 4")  # fmt: skip
    Person.objects.create(school=cast.school, name="Lena Left", role="pupil_ks2", year=6,
                          ends_on=TODAY)  # fmt: skip
    Teaching.objects.create(school=cast.school, person=cast.teacher, class_name="1 Oak")
    Guardianship.objects.create(school=cast.school, guardian=cast.parent, pupil=cast.pupil)
    return cast


def page_of(person: Person, more: str = "") -> str:
    return f"{PEOPLE}{person.pk}/{more}"


def last() -> tuple[str, str]:
    """The journal's last entry: verb and body."""
    entry = Entry.objects.order_by("-sequence")[0]
    return entry.verb, entry.body or ""


def refused(client: Client, path: str) -> bool:
    """The page is refused, and the journal says so."""
    before = Entry.objects.filter(verb=AccountsVerb.PAGE_REFUSED).count()
    status = client.get(path).status_code
    after = Entry.objects.filter(verb=AccountsVerb.PAGE_REFUSED).count()
    return (status, after - before) == (403, 1)


# --- The list -------------------------------------------------------------------------------------


def test_the_list_is_for_staff_and_governors_and_shows_whom_they_may_see(school: Cast) -> None:
    assert Client().get(PEOPLE).status_code == 302
    for who in (school.pupil, school.parent):
        assert refused(client_of(who), PEOPLE)
    assert client_of(school.other_head).get(PEOPLE).status_code == 404
    teachers = client_of(school.teacher).get(PEOPLE).text
    assert ("Pip Pupil" in teachers, "Quin Quiet" in teachers) == (True, False)
    governors = client_of(school.governor).get(PEOPLE).text
    assert ("Hana Head" in governors, "Pip Pupil" in governors) == (True, False)
    heads = client_of(school.head).get(PEOPLE).text
    assert ("Pip Pupil" in heads, "Quin Quiet" in heads, "Lena Left" in heads) == (
        True,
        True,
        False,
    )


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=pup", ["Pip Pupil"]),
        ("q=quiet+4", ["Quin Quiet"]),
        ("kind=pupil", ["Pip Pupil", "Quin Quiet"]),
        ("year=1", ["Pip Pupil"]),
        ("class=4+Oak", ["Quin Quiet"]),
        ("role=headteacher", ["Hana Head"]),
        ("kind=pupil&sort=class", ["Pip Pupil", "Quin Quiet"]),
        ("year=x&sort=nonsense&kind=pupil", ["Pip Pupil", "Quin Quiet"]),
        ("state=left", ["Lena Left"]),
        ("q=nobody+of+this+name", []),
    ],
)
def test_the_list_is_searched_and_filtered(school: Cast, query: str, names: list[str]) -> None:
    page = client_of(school.head).get(f"{PEOPLE}?{query}")
    assert [one.name for one in page.context["page"]] == names
    assert ("Nobody fits" in page.text) is not bool(names)


def test_only_who_keeps_the_list_sees_who_left(school: Cast) -> None:
    assert "Lena Left" not in client_of(school.dsl).get(f"{PEOPLE}?state=left").text
    lena = Person.objects.get(name="Lena Left")
    assert client_of(school.dsl).get(page_of(lena)).status_code == 404
    assert client_of(school.technician).get(page_of(lena)).status_code == 200


@pytest.mark.row("PPL-03")
def test_the_register_is_taken_away_as_a_file_in_which_no_cell_runs(school: Cast) -> None:
    Person.objects.filter(pk=school.teacher.pk).update(name="=cmd()", email="t@elmfield.example")
    answer = client_of(school.technician).get(f"{PEOPLE}?as=csv&kind=staff")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer["Content-Disposition"] == 'attachment; filename="elmfield-people.csv"'
    assert lines[0].startswith("Name,Kind,Post,")
    assert "'=cmd(),Staff,,,,t@elmfield.example,,,," in lines
    assert len(lines) == 1 + 4


def test_an_empty_list_says_what_to_do(cast: Cast) -> None:
    Person.objects.exclude(pk=cast.governor.pk).filter(school=cast.school).delete()
    assert "Nobody fits" in client_of(cast.governor).get(f"{PEOPLE}?q=zzz").text


# --- One person -----------------------------------------------------------------------------------


def test_a_person_is_seen_by_whom_they_may_be_seen_and_is_not_there_for_others(
    school: Cast,
) -> None:
    path = page_of(school.pupil)
    assert Client().get(path).status_code == 302
    seen = {who: client_of(getattr(school, who)).get(path).status_code
            for who in ("pupil", "parent", "governor", "teacher", "technician", "dsl", "head",
                        "other_head")}  # fmt: skip
    assert seen == {"pupil": 200, "parent": 200, "governor": 404, "teacher": 200,
                    "technician": 200, "dsl": 200, "head": 200, "other_head": 404}  # fmt: skip


def test_family_is_for_whom_it_concerns_and_not_for_the_technician(school: Cast) -> None:
    shown = {who: "Pat Parent" in client_of(getattr(school, who)).get(page_of(school.pupil)).text
             for who in ("pupil", "teacher", "technician", "dsl", "head")}  # fmt: skip
    assert shown == {"pupil": True, "teacher": True, "technician": False, "dsl": True, "head": True}
    assert "Pip Pupil" in client_of(school.parent).get(page_of(school.parent)).text


def test_flags_are_seen_by_leaders_and_own_teachers_and_each_look_is_written_down(
    school: Cast,
) -> None:
    actions.set_flag(person=school.pupil, flag=Flag.IN_CARE, by=school.dsl, at=NOW)
    path = page_of(school.pupil, "flags/")
    assert refused(client_of(school.technician), path)
    assert refused(client_of(school.parent), path)
    assert client_of(school.governor).get(path).status_code == 404
    for who in (school.teacher, school.dsl):
        assert "In care" in client_of(who).get(path).text
        assert last()[0] == PeopleVerb.FLAG_SEEN
    assert "In care" not in client_of(school.dsl).get(page_of(school.pupil)).text
    assert Entry.objects.filter(verb=PeopleVerb.FLAG_SEEN).count() == 2


def test_a_flag_is_set_and_lifted_by_leaders_only(school: Cast) -> None:
    path = page_of(school.pupil, "flags/")
    assert client_of(school.teacher).post(path, {"flag": "no_photo", "set": "1"}).status_code == 403
    dsl = client_of(school.dsl)
    dsl.post(path, {"flag": "no_photo", "set": "1"})
    assert last() == (PeopleVerb.FLAG_SET, '{"flag":"no photo"}')
    assert "set already" in dsl.post(path, {"flag": "no_photo"}, follow=True).text
    dsl.post(path, {"flag": "no_photo", "lift": "1"})
    assert [entry.verb for entry in Entry.objects.order_by("-sequence")[:2]] == [
        PeopleVerb.FLAG_LIFTED,
        PeopleVerb.FLAG_SEEN,
    ]
    assert not Restriction.objects.filter(until_on=None).exists()


def test_history_is_told_in_sentences_to_whom_may_read_it(school: Cast) -> None:
    actions.record_leaving(person=school.pupil, last_day=TODAY, by=school.head, at=NOW)
    told = "Hana Head recorded that Pip Pupil left on 2026-10-14."
    assert told in client_of(school.dsl).get(page_of(school.pupil)).text
    assert told not in client_of(school.teacher).get(page_of(school.pupil)).text


# --- Acts -----------------------------------------------------------------------------------------


def test_somebody_is_added_by_hand_with_an_entry(school: Cast) -> None:
    head = client_of(school.head)
    form = {"kind": "volunteer", "given_name": "Vera", "family_name": "Voll"}
    assert refused(client_of(school.technician), f"{PEOPLE}add/")
    wrong = head.post(f"{PEOPLE}add/", form | {"year": "3"})
    assert "Only a pupil is in a year" in wrong.text
    assert 'value="Vera"' in wrong.text
    assert head.post(f"{PEOPLE}add/", form | {"starts_on": "14/10/2026"}).status_code == 302
    made = Person.objects.get(name="Vera Voll")
    assert (made.kind, made.role, made.starts_on) == ("volunteer", "volunteer", TODAY)
    assert last()[0] == PeopleVerb.PERSON_ADDED


def test_a_change_by_hand_is_one_entry_and_a_new_year_a_new_key_stage(school: Cast) -> None:
    head, path = client_of(school.head), page_of(school.pupil, "change/")
    form = {"given_name": "Pip", "family_name": "Pupil", "year": "3", "class_name": "3 Oak"}
    assert head.post(path, form).status_code == 302
    school.pupil.refresh_from_db()
    assert (school.pupil.role, school.pupil.title, school.pupil.key_stage) == (
        "pupil_ks2", "Year 3", "KS2")  # fmt: skip
    assert last()[0] == PeopleVerb.PERSON_CHANGED
    count = Entry.objects.count()
    assert "Nothing is different" in head.post(path, form).text
    assert Entry.objects.count() == count


def test_two_who_change_somebody_at_once_do_not_overwrite_each_other(school: Cast) -> None:
    school.pupil.refresh_from_db()
    stale = Person.objects.get(pk=school.pupil.pk)
    actions.change_person(person=school.pupil, values={"year": 2}, by=school.head, at=NOW)
    with pytest.raises(actions.UnableToChange, match="Somebody else"):
        actions.change_person(person=stale, values={"year": 3}, by=school.head, at=NOW)
    assert Person.objects.get(pk=stale.pk).year == 2


def test_a_last_day_is_recorded_and_nonsense_is_answered_in_a_sentence(school: Cast) -> None:
    head, path = client_of(school.head), page_of(school.pupil, "leaving/")
    assert "Write a day such as 14/10/2026" in head.post(path, {"last_day": "soon"}).text
    assert head.post(path, {"last_day": "21 July 2027"}).status_code == 302
    school.pupil.refresh_from_db()
    assert school.pupil.ends_on == dt.date(2027, 7, 22)
    assert last() == (PeopleVerb.PERSON_LEFT, '{"last_day":"2027-07-21"}')


def test_a_guardian_is_found_by_name_and_recorded(school: Cast) -> None:
    quin = Person.objects.get(name="Quin Quiet")
    head, path = client_of(school.head), page_of(quin, "guardian/?q=pat")
    assert [one.name for one in head.get(path).context["form"].there.values()] == ["Pat Parent"]
    assert "Nobody fits" in head.get(page_of(quin, "guardian/?q=zzz")).text
    form = {"person": school.parent.pk, "relation": "foster_carer"}
    assert head.post(path, form).status_code == 302
    assert Guardianship.objects.get(pupil=quin).relation == "foster_carer"
    assert last()[0] == PeopleVerb.GUARDIAN_NAMED
    assert "recorded for Quin Quiet already" in head.post(path, form).text
    assert head.post(path, form | {"person": school.other_head.pk}).status_code == 200


def test_another_school_is_not_reached_through_an_id(school: Cast) -> None:
    head = client_of(school.other_head)
    for more in ("", "change/", "leaving/", "guardian/", "flags/"):
        path = page_of(school.pupil, more).replace("elmfield", "oakhurst")
        assert head.get(path).status_code == 404


def test_a_pupil_reads_who_answers_for_them_and_is_led_to_no_closed_page(school: Cast) -> None:
    client = client_of(school.pupil)
    page = client.get(page_of(school.pupil)).text
    assert "Pat Parent" in page
    assert page_of(school.parent) not in page
    assert page_of(school.parent) in client_of(school.head).get(page_of(school.pupil)).text
