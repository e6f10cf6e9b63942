"""How staff read school e-mail: declared, judged by their own school's policy, waited for."""

from __future__ import annotations

import pytest

from schoolgate.access.actions import mail
from schoolgate.access.actions.shared import UnableToRecord
from schoolgate.access.models import MailReading
from schoolgate.access.queries import mail as queries
from schoolgate.access.rules.mail import Client, Habit, OwnPhone, SchoolDevice, Verdict
from schoolgate.people.actions import NotAllowed
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.access.conftest import A_DAY, TODAY, sentences, verbs
from tests.cast import NOW, Cast, client_of, needs_of

PAGE = "/elmfield/access/mail/mine/"
FINE = {"act": "declare", "device": "laptop", "client": "edge", "logs_out": "on",
        "phone": "own_code"}  # fmt: skip
IN_ORDER = Habit(SchoolDevice.LAPTOP, Client.EDGE, logs_out=True, phone=OwnPhone.OWN_CODE)


def at_cotmanhay(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="cotmanhay")


def declared(cast: Cast, habit: Habit = IN_ORDER, who: str = "teacher") -> MailReading:
    by = Person.objects.get(pk=getattr(cast, who).pk)
    return mail.declare_mail(habit=habit, by=by, at=NOW)


@pytest.mark.row("PPL-21")
@pytest.mark.parametrize(
    ("changed", "verdict", "says"),
    [
        ({}, Verdict.FINE, "On your own phone: allowed, if the second sign-in step is on."),
        ({"client": "outlook"}, Verdict.FINE, "you must log out after use"),
        ({"client": "other"}, Verdict.AGAINST, "On school devices: not allowed."),
        ({"logs_out": ""}, Verdict.AGAINST, "Staying logged in: not allowed."),
        ({"logs_out": "", "device": "ipad", "client": "safari"}, Verdict.FINE,
         "Staying logged in: allowed."),
        ({"phone": "browser"}, Verdict.FINE, "you must log out after use"),
        ({"phone": "otherwise"}, Verdict.AGAINST, "On your own phone: not allowed."),
        ({"device": "none", "client": "none", "phone": "none"}, Verdict.SILENT, "does not say"),
    ],
)  # fmt: skip
def test_the_policy_judges_what_a_member_of_staff_declares(
    cast: Cast, changed: dict[str, str], verdict: Verdict, says: str
) -> None:
    at_cotmanhay(cast)
    teacher = client_of(cast.teacher)
    before = Entry.objects.count()
    assert teacher.post(PAGE, {key: value for key, value in (FINE | changed).items() if value})
    made = MailReading.objects.get()
    assert (made.verdict, made.person) == (verdict, cast.teacher)
    assert says in teacher.get(PAGE).text
    assert Entry.objects.count() == before + 1
    assert Entry.objects.get(verb="access:mail-reading:declared").clause in ("3.4.1", "3.4.2", "")


@pytest.mark.parametrize("pack", ["ashbrook", "brookside", "thatto-heath"])
def test_nobody_is_asked_where_the_policy_does_not_mind(cast: Cast, pack: str) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack=pack)
    teacher = Person.objects.get(pk=cast.teacher.pk)
    assert not queries.asked_for(teacher, at=NOW)
    assert "mail" not in " ".join(need.title for need in needs_of(teacher, NOW))
    assert "says nothing about it" in client_of(teacher).get(PAGE).text
    assert "access:mail-reading:declared" not in verbs()


def test_it_waits_until_it_is_declared_and_as_the_policy_wants_it(cast: Cast) -> None:
    at_cotmanhay(cast)
    teacher = Person.objects.get(pk=cast.teacher.pk)
    assert [one.title for one in needs_of(teacher, NOW)] == ["Say how you read school e-mail"]
    declared(cast, Habit(SchoolDevice.NONE, Client.NONE, logs_out=True, phone=OwnPhone.OTHERWISE))
    need = needs_of(teacher, NOW)[0]
    assert (need.title, need.clause) == ("Change how you read school e-mail", "3.4.2")
    mail.declare_mail(habit=IN_ORDER, by=teacher, at=NOW + A_DAY)
    assert needs_of(teacher, NOW + A_DAY) == []
    assert MailReading.objects.filter(until_at=None).count() == 1
    assert sentences()[0].startswith("Tara Teacher declared how they read school e-mail: not as")
    assert verbs() == ["access:mail-reading:declared"] * 2


def test_device_and_program_go_together(cast: Cast) -> None:
    answer = client_of(cast.teacher).post(PAGE, FINE | {"client": "none"})
    assert "Choose both the school device and the program" in answer.text
    with pytest.raises(UnableToRecord, match="neither"):
        declared(cast, Habit(SchoolDevice.NONE, Client.EDGE, logs_out=True, phone=OwnPhone.NONE))
    assert MailReading.objects.count() == 0
    assert "access:mail-reading:declared" not in verbs()


@pytest.mark.parametrize("who", ["pupil", "parent", "governor"])
def test_declaring_it_is_for_staff(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        declared(cast, who=who)
    assert (MailReading.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("who", "sees"),
    [("stranger", 0), ("pupil", 0), ("parent", 0), ("governor", 0), ("teacher", 0),
     ("other_head", 0), ("technician", 1), ("head", 1)],
)  # fmt: skip
def test_the_list_is_for_office_and_technicians(cast: Cast, who: str, sees: int) -> None:
    at_cotmanhay(cast)
    declared(cast, Habit(SchoolDevice.NONE, Client.NONE, logs_out=True, phone=OwnPhone.OTHERWISE))
    person = getattr(cast, who)
    seen = queries.everybodys(person, on=TODAY, which="against")
    assert [one.name for one in seen] == ["Tara Teacher"] * sees
    answer = client_of(person).get("/elmfield/access/mail/?which=against")
    assert (answer.status_code == 200) == bool(sees)
    assert ("Against the policy" in answer.text) == bool(sees)
    missing = queries.everybodys(person, on=TODAY, which="missing")
    assert cast.teacher not in missing
    assert verbs().count("access:mail-reading:declared") == 1
