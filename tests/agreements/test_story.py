"""Issue 4, “Shows 2”, through the pages: a parent and a pupil sign, and an account opens."""

from __future__ import annotations

import html
import re

from django.test import Client

from schoolgate.accounts.models import Account
from schoolgate.agreements import actions
from schoolgate.agreements.models import Signature
from schoolgate.people.models import Person
from schoolgate.records.models import Entry
from tests.agreements.conftest import KS1, KS2, Family
from tests.cast import NOW, Cast, client_of


def sign_from_the_do_list(client: Client, name: str, words: str) -> str:
    """Find what waits on the Do list, read it, tick everything, sign; return what is said then."""
    waiting = html.unescape(client.get("/elmfield/do/").text)
    link = re.search(rf'href="(/elmfield/agreements/[^"]*)">\s*Sign: [^<]*{words}', waiting)
    assert link, waiting
    page = html.unescape(client.get(link[1]).text)
    action = re.search(r'action="(/elmfield/agreements/[^"]*/sign/)"', page)
    assert action
    sent = {
        "text_hash": re.search(r'name="text_hash" value="(\w+)"', page)[1],  # type: ignore[index]
        "statements": re.findall(r'name="statements" value="([\w-]+)"', page),
        "name_written": name,
    }
    return html.unescape(client.post(action[1], sent, follow=True).text)


def test_a_parent_and_a_pupil_sign_and_the_account_opens(heath: Cast, family: Family) -> None:
    Person.objects.filter(pk__in=(family.young.pk, family.old.pk)).update(starts_on=NOW.date())
    parent = client_of(heath.parent)
    young = Person.objects.select_related("school").get(pk=family.young.pk)
    actions.open_once_signed(person=young, by=heath.head, at=NOW)
    assert not Account.objects.filter(person=young).exists()
    said = sign_from_the_do_list(parent, "Pat Parent", "for Yan Young")
    assert "Signed for Yan Young. This is your copy" in said
    assert Account.objects.get(person=young).is_active
    pdf = parent.get(re.search(r'href="(/[^"]*/pdf/)"', said)[1])  # type: ignore[index]
    assert pdf.content.startswith(b"%PDF")
    assert "for Yan Young" not in html.unescape(parent.get("/elmfield/do/").text)
    old = Person.objects.select_related("school").get(pk=family.old.pk)
    Person.objects.filter(pk=old.pk).update(starts_on=None)  # an account to sign in with
    pupil = client_of(Person.objects.get(pk=old.pk))
    assert "Signed. This is your copy" in sign_from_the_do_list(pupil, "Ola", "pupils from year 3")
    verbs = list(Entry.objects.filter(verb__startswith="agreements").order_by("sequence")
                 .values_list("verb", flat=True))  # fmt: skip
    assert verbs == ["agreements:account:wanted", "agreements:agreement:signed",
                     "agreements:agreement:signed"]  # fmt: skip
    assert {KS1, KS2} == {row.document for row in Signature.objects.all()}
