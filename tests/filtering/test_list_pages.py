"""The pages of lists, own entries and changes, as people meet them in a browser without scripts."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from schoolgate.filtering import taking_in
from schoolgate.filtering.models import Change, ListImport, ListSource, OwnEntry
from schoolgate.jobs.models import Job
from schoolgate.people.models import Person
from tests.cast import Cast, client_of
from tests.filtering.conftest import let_in, read, source

pytestmark = pytest.mark.usefixtures("var")
LISTS, OWN = "/elmfield/filter/lists/", "/elmfield/filter/own/"
CHANGES, UNLISTED = "/elmfield/filter/changes/", "/elmfield/filter/unlisted/"


def send(client: Client, of: ListSource, text: str) -> str:
    """Send the file of a list; the page that it leads to."""
    file = SimpleUploadedFile("list.txt", text.encode())
    return client.post(f"{LISTS}{of.pk}/", {"act": "upload", "file": file}, follow=True).text


def page_of(made: ListImport) -> str:
    return f"{LISTS}read/{made.pk}/"


@pytest.mark.row("FIL-24")
def test_empty_pages_say_what_to_do_and_that_no_filter_is_perfect(cast: Cast) -> None:
    keeper, head = client_of(cast.technician), client_of(cast.head)
    assert "No list is entered yet. Begin with" in keeper.get(LISTS).text
    assert "The network manager enters them" in head.get(LISTS).text
    for page in (LISTS, UNLISTED):
        assert "No filter is perfect" in head.get(page).text
    for who, told in (("teacher", True), ("parent", False)):  # what staff read of the policy
        assert ("No filter is perfect" in head.get(f"/elmfield/for-me/{who}/").text) is told
    assert "Younger pupils (key stage 1)" in head.get(LISTS).text
    assert "The list is empty" in head.get(OWN).text
    assert "Nothing has been changed yet." in head.get(CHANGES).text
    for page in (LISTS, OWN, UNLISTED):
        assert 'name="act"' not in head.get(page).text


def test_a_list_is_entered_and_a_wrong_form_keeps_what_was_typed(cast: Cast) -> None:
    keeper = client_of(cast.technician)
    typed = {"act": "add", "name": "Bets", "owner": "Somebody", "licence": "MIT",
             "form": "domains", "every_days": "7"}  # fmt: skip
    page = keeper.post(f"{LISTS}new/", typed).text
    assert "This form has no categories of its own" in page
    assert 'value="Bets"' in page
    page = keeper.post(f"{LISTS}new/", typed | {"category": "gambling"}, follow=True).text
    assert ("The list Bets is entered" in page, "never" in page) == (True, True)


def test_a_list_is_sent_planned_and_let_in(cast: Cast) -> None:
    keeper, of = client_of(cast.technician), source(cast.technician)
    page = send(keeper, of, "bets.test\nco.uk\n")
    made = ListImport.objects.get()
    assert "waits for a decision" in page
    plan = keeper.get(page_of(made)).text
    for said in ("bets.test (gambling)", "Gambling: 1", "Line 2: “co.uk” holds the sites of many"):
        assert said in plan
    wrong = keeper.post(page_of(made), {"act": "apply", "seen": "0" * 64}).text
    assert "not what you were shown" in wrong
    page = keeper.post(page_of(made), {"act": "apply", "seen": made.sha256}, follow=True).text
    assert "The list Bets is in use: 1 entries." in page
    assert "Gambling: 1" in page
    assert "1 entries in use" in keeper.get(LISTS).text


def test_unknown_words_are_asked_about_on_the_page(cast: Cast) -> None:
    keeper, of = client_of(cast.technician), source(cast.technician, form="csv", category="")
    send(keeper, of, "name,category\na.test,Bets\nb.test,Odd\n")
    made = ListImport.objects.get()
    page = keeper.get(page_of(made)).text
    assert "bets (1 entries)" in page
    assert "Let it in" not in page
    page = keeper.post(page_of(made), {"act": "words", "word0": "gambling"}).text
    assert "Choose a category, or leave its entries out." in page
    said = {"act": "words", "word0": "gambling", "word1": "-"}
    assert "Let it in" in keeper.post(page_of(made), said, follow=True).text


def test_a_list_that_asks_is_let_in_by_somebody_else(cast: Cast) -> None:
    made = read(source(cast.technician), "bbc.co.uk\n", cast.technician)
    mine = client_of(cast.technician).get(page_of(made)).text
    assert "somebody else has to look" in mine
    assert "Let it in" not in mine
    assert "Let it in" not in client_of(cast.governor).get(page_of(made)).text
    head = client_of(cast.head)
    assert "sites that schools need: bbc.co.uk" in head.get(page_of(made)).text
    head.post(page_of(made), {"act": "apply", "seen": made.sha256})
    assert ListImport.objects.get().state == "applied"


def test_a_long_list_is_read_by_a_worker_and_its_page_says_how_far(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_in, "MANY_BYTES", 10)
    keeper, of = client_of(cast.technician), source(cast.technician)
    send(keeper, of, "bets.test\nodds.test\n")
    made = ListImport.objects.get()
    page = keeper.get(page_of(made)).text
    assert ("is being read" in page, "every 2s" in page, made.state) == (True, True, "reading")
    assert Job.objects.get(task__endswith="read_list").school == cast.school.pk
    taking_in.read_list.call(made.pk)
    taking_in.read_list.call(made.pk)
    assert "what would change" in keeper.get(page_of(made)).text


def test_no_page_shows_an_entry_of_the_floor(cast: Cast) -> None:
    of = source(cast.technician, "IWF", category="", is_floor=True)
    keeper = client_of(cast.technician)
    send(keeper, of, "awful.test\nbad name here\nbbc.co.uk\n")
    made = ListImport.objects.get()
    pages = (page_of(made), f"{LISTS}{of.pk}/", LISTS, CHANGES, f"{CHANGES}?as=csv")
    client_of(cast.head).post(page_of(made), {"act": "apply", "seen": made.sha256})
    text = "".join(client_of(cast.head).get(page).text for page in pages)
    for one in ("awful", "bad name", "bbc.co"):  # a digest may hold “bbc”
        assert one not in text
    assert "Illegal floor, always on" in text
    assert "Switch it" not in keeper.get(f"{LISTS}{of.pk}/").text
    refused = keeper.post(f"{LISTS}{of.pk}/", {"act": "switch", "why": "x"}).text
    assert ListSource.objects.get().enabled, refused


def test_sites_are_added_in_bulk_and_bad_lines_are_shown_and_kept(cast: Cast) -> None:
    keeper = client_of(cast.technician)
    typed = {"act": "add", "text": "a.test\nco.uk\n=b.test", "allow": "no", "comment": "asked for",
             "groups": ["pupils_ks1"], "last_day": "31/12/2026"}  # fmt: skip
    page = keeper.post(f"{OWN}new/", typed).text
    assert "2 of 3 lines cannot be added" in page
    assert "Line 2:" in page
    assert "co.uk\n=b.test</textarea>" in page
    assert OwnEntry.objects.count() == 0
    page = keeper.post(f"{OWN}new/", typed | {"leave": "on"}, follow=True).text
    assert "1 site added. Not added, as you said: line 2, 3." in page
    assert "for Younger pupils (key stage 1)" in page
    assert "31 December 2026" in page


def test_the_own_list_is_searched_taken_away_as_a_file_and_emptied(cast: Cast) -> None:
    keeper = client_of(cast.technician)
    typed = {"act": "add", "text": "a.test\nb.test", "allow": "yes", "comment": "=1+1"}
    keeper.post(f"{OWN}new/", typed)
    assert "1 site<" in keeper.get(f"{OWN}?q=a.test&sort=added").text
    assert "Nothing fits" in keeper.get(f"{OWN}?q=zzz").text
    rows = list(csv.DictReader(io.StringIO(keeper.get(f"{OWN}?as=csv").text.lstrip("\ufeff"))))
    assert [(row["Site"], row["What happens"], row["Why"]) for row in rows] == [
        ("a.test", "open", "'=1+1"), ("b.test", "open", "'=1+1")]  # fmt: skip
    entry = OwnEntry.objects.get(host="a.test")
    page = keeper.post(OWN, {"act": "remove", "entry": entry.pk, "why": ""}).text
    assert "There is a problem" in page
    page = keeper.post(OWN, {"act": "remove", "entry": entry.pk, "why": "gone"}, follow=True).text
    assert "a.test is out of the list." in page
    assert keeper.post(OWN, {"act": "remove", "entry": entry.pk, "why": "x"}).status_code == 404
    assert "taken out" in keeper.get(f"{OWN}?which=past").text


def test_the_log_shows_what_is_not_confirmed_and_not_read(cast: Cast, chair: Person) -> None:
    let_in(source(cast.technician), "a.test\n", cast.technician)
    head, governor = client_of(cast.head), client_of(cast.governor)
    page = head.get(CHANGES).text
    for said in ("Only one person keeps this filter.", "Not confirmed: 2.", "Not read yet: 2.",
                 "a second person confirms each change"):  # fmt: skip
        assert said in page
    change = Change.objects.latest("pk")
    assert "I have looked at this" not in client_of(cast.technician).get(
        f"{CHANGES}{change.pk}/").text  # fmt: skip
    head.post(f"{CHANGES}{change.pk}/", {"act": "confirm"})
    assert "1 change<" in head.get(f"{CHANGES}?which=unconfirmed").text
    wrong = governor.post(CHANGES, {"act": "sign", "up_to": "1/1/2027", "second": chair.pk}).text
    assert "not come yet" in wrong
    assert 'value="1/1/2027"' in wrong
    signed = {"act": "sign", "up_to": "14/10/2026", "second": chair.pk}
    page = governor.post(CHANGES, signed, follow=True).text
    assert "signed by Gus Governor and Cora Chair" in page
    assert "Not read yet" not in page.partition("<table")[0].replace("Not read yet</a>", "")


@pytest.mark.parametrize("page", [LISTS, OWN, CHANGES, UNLISTED])
def test_another_school_and_those_who_may_not_see_it_find_nothing(cast: Cast, page: str) -> None:
    found: dict[str, Any] = {who: client_of(getattr(cast, who)).get(page).status_code
                             for who in ("other_head", "teacher", "pupil", "governor")}  # fmt: skip
    assert found == {"other_head": 404, "teacher": 403, "pupil": 403, "governor": 200}


def test_what_somebody_may_see_and_not_do_is_refused(cast: Cast) -> None:
    of = source(cast.technician)
    governor = client_of(cast.governor)
    said = {"act": "switch", "why": "x"}
    assert governor.post(f"{LISTS}{of.pk}/", said).status_code == 403
    assert governor.post(f"{LISTS}{of.pk + 1}/", said).status_code == 404
    assert send(governor, of, "a.test\n")
    assert ListImport.objects.count() == 0


def test_settings_of_a_list_are_changed_with_a_reason_and_both_stand_in_the_log(cast: Cast) -> None:
    keeper, of = client_of(cast.technician), source(cast.technician)
    said = {"act": "settings", "owner": "Somebody else", "licence": "MIT", "address": "",
            "inbox": "bets.txt", "every_days": "3", "why": ""}  # fmt: skip
    page = keeper.post(f"{LISTS}{of.pk}/", said).text
    assert 'value="bets.txt"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))  # two forms ask why
    page = keeper.post(f"{LISTS}{of.pk}/", said | {"why": "They moved."}, follow=True).text
    for words in ("settings of the list Bets are changed", "Somebody else, MIT",
                  "every 3 days, from the file bets.txt"):  # fmt: skip
        assert words in page
    change = Change.objects.latest("pk")
    assert (change.before, change.after, change.why) == (
        ["from: Somebody", "renewed every: 7 days"],
        ["from: Somebody else", "inbox: bets.txt", "renewed every: 3 days"], "They moved.",
    )  # fmt: skip
    again = keeper.post(f"{LISTS}{of.pk}/", said | {"why": "Again."}).text
    assert "Nothing was changed. Write the new settings first." in again
    refused = keeper.post(f"{LISTS}{of.pk}/", said | {"why": "x", "inbox": "../x"}).text
    assert "without any folder" in refused
    assert client_of(cast.governor).post(f"{LISTS}{of.pk}/", said | {"why": "x"}).status_code == 403


def test_settings_of_the_floor_stay_as_they_were_entered(cast: Cast) -> None:
    of = source(cast.technician, "IWF", category="", is_floor=True)
    keeper = client_of(cast.technician)
    said = {"act": "settings", "owner": "Me", "licence": "MIT", "every_days": "300", "why": "x"}
    keeper.post(f"{LISTS}{of.pk}/", said)
    assert "Change its settings" not in keeper.get(f"{LISTS}{of.pk}/").text
    of.refresh_from_db()
    assert (of.owner, of.every_days) == ("Somebody", 7)
    assert Change.objects.count() == 1


def test_a_list_of_one_name_has_one_entry(cast: Cast) -> None:
    of = source(cast.technician)
    let_in(of, "bets.test\n", cast.technician)
    page = client_of(cast.technician).get(f"{LISTS}{of.pk}/").text
    assert "1 entry" in page
    assert "1 entries" not in page
