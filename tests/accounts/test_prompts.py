"""Prompts to change passwords, and the checks that prove two duties."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount

from schoolgate.accounts import actions, queries
from schoolgate.accounts.models import Account, PasswordPrompt
from schoolgate.accounts.verbs import AccountsVerb
from schoolgate.people.actions import NotAllowed, appoint
from schoolgate.people.models import Person, School
from schoolgate.records.models import Entry
from tests.accounts.conftest import account_of
from tests.cast import NOW, OPERATOR, Cast, client_of, needs_of


def in_days(number: int) -> dt.datetime:
    return NOW + dt.timedelta(days=number)


def prompted(person: Person, at: dt.datetime) -> list[str]:
    return [one.title for one in needs_of(person, at) if "Change your password" in one.title]


@pytest.mark.row("PPL-07")
def test_cotmanhay_prompts_after_the_days_that_the_school_sets_and_forces_nobody(
    cast: Cast, teacher: Account
) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="cotmanhay")
    assert prompted(cast.teacher, in_days(500)) == []
    office = client_of(cast.technician)
    office.post("/elmfield/accounts/passwords/", {"days": "90"})
    assert prompted(cast.teacher, in_days(89)) == []
    assert prompted(cast.teacher, in_days(90)) == [
        "Change your password: it is older than 90 days"
    ]  # fmt: skip
    entry = Entry.objects.get(verb=AccountsVerb.PROMPT_SET)
    assert (entry.actor_label, entry.body) == ("Tek Nishan", '{"days":90}')
    teacher.refresh_from_db()
    assert not teacher.must_change
    actions.change_password(account=teacher, password="another kettle moonrise 8A", by=cast.teacher,
                            at=in_days(90))  # fmt: skip
    assert prompted(cast.teacher, in_days(91)) == []


def test_the_latest_prompt_counts_and_the_earlier_ones_stay(cast: Cast, teacher: Account) -> None:
    for days in (30, 90, 0):
        actions.set_prompt(school=cast.school, days=days, by=cast.head, at=NOW)
    assert prompted(cast.teacher, in_days(400)) == []
    assert queries.prompt_days(cast.school) == 0
    assert [one.days for one in PasswordPrompt.objects.all()] == [0, 90, 30]
    assert queries.prompt_days(cast.other_school) == 0
    page = client_of(cast.head).get("/elmfield/accounts/passwords/").text
    assert "no prompt, set by Hana Head" in page


def test_a_prompt_out_of_range_is_refused_in_a_sentence(cast: Cast) -> None:
    with pytest.raises(actions.UnableToSet, match="from 1 to 730 days"):
        actions.set_prompt(school=cast.school, days=731, by=cast.head, at=NOW)
    page = client_of(cast.head).post("/elmfield/accounts/passwords/", {"days": "-1"})
    assert "Write a number that is 0 or more" in page.text
    assert not PasswordPrompt.objects.exists()


def test_only_the_office_and_technicians_set_prompts_and_record_checks(cast: Cast) -> None:
    for who in (cast.pupil, cast.parent, cast.teacher, cast.dsl, cast.other_head):
        with pytest.raises(NotAllowed):
            actions.set_prompt(school=cast.school, days=90, by=who, at=NOW)
        with pytest.raises(NotAllowed):
            actions.record_password_check(school=cast.school, found="x", by=who, at=NOW)
        with pytest.raises(NotAllowed):
            actions.record_second_step_check(school=cast.school, found="x", by=who, at=NOW)
        if who != cast.other_head:
            for page in ("passwords", "second-steps"):
                assert client_of(who).get(f"/elmfield/accounts/{page}/").status_code == 403


def test_who_has_no_password_is_not_prompted(cast: Cast) -> None:
    account_of(cast.parent, password="")
    actions.set_prompt(school=cast.school, days=1, by=cast.head, at=NOW)
    assert prompted(cast.parent, in_days(5)) == []


@pytest.mark.row("PPL-06")
def test_the_check_of_password_rules_records_what_the_machine_does(cast: Cast) -> None:
    School.objects.filter(pk=cast.school.pk).update(pack="ashbrook")
    client = client_of(cast.technician)
    page = client.get("/elmfield/accounts/passwords/").text
    assert "Clause 12.3 of the policy asks for:" in page
    assert page.count("Refused: ") == 5
    client.post("/elmfield/accounts/passwords/", {"check": "1"})
    entry = Entry.objects.get(verb=AccountsVerb.PASSWORD_RULES_CHECKED)
    assert entry.object_label == "Elmfield Primary"
    found = json.loads(entry.body or "")["found"]
    assert found.startswith("the machine enforces clause 12.3; it refused 5 of 7 samples")
    assert "departs from national advice in 3 points" in found


@pytest.mark.row("PPL-14")
def test_the_check_of_second_steps_finds_accounts_with_personal_data_that_lack_one(
    cast: Cast,
) -> None:
    for person in (cast.teacher, cast.governor, cast.parent, cast.pupil, cast.dsl, cast.other_head):
        account_of(person, password="")
    TOTP.activate(Account.objects.get(person=cast.dsl), generate_totp_secret())
    appoint(
        person=cast.parent, role="data_protection_lead", from_on=NOW.date(), by=OPERATOR, at=NOW
    )
    there = Account.objects.get(person=cast.governor)
    link = SocialAccount.objects.create(user=there, provider="entra", uid="1",
                                        extra_data={"amr": ["pwd", "mfa"]})  # fmt: skip
    found = queries.without_second_step(viewer=cast.head, on=NOW.date())
    assert [one.username for one in found] == ["pparent", "tteacher"]
    link.delete()
    client = client_of(cast.head)  # opens the head's own account, which lacks one too
    assert "4 of 6 open accounts lack one." in client.get("/elmfield/accounts/second-steps/").text
    client.post("/elmfield/accounts/second-steps/", {"check": "1"})
    entry = Entry.objects.get(verb=AccountsVerb.TWO_FACTOR_CHECKED)
    assert json.loads(entry.body or "")["found"].startswith(
        "4 of 6 open accounts lack one: ggovernor, hhead, pparent, tteacher;"
    )
    assert queries.without_second_step(viewer=cast.teacher, on=NOW.date()) == [
        Account.objects.get(person=cast.teacher)
    ]


@pytest.mark.row("PPL-12")
def test_a_password_that_others_know_is_put_before_whoever_keeps_accounts(
    cast: Cast, parent: Account
) -> None:
    actions.report_compromise(account=parent, by=cast.parent, at=NOW, note="I said it aloud")
    titles = [one.title for one in needs_of(cast.technician, NOW)]
    assert titles == ["See that Pat Parent chooses a new password: others may know it"]
    assert "I said it aloud" in client_of(cast.head).get(f"/elmfield/accounts/{parent.pk}/").text
    assert needs_of(cast.teacher, NOW) == []
    actions.change_password(account=parent, password="another kettle moonrise 8", by=cast.parent,
                            at=NOW)  # fmt: skip
    assert needs_of(cast.technician, NOW) == []
