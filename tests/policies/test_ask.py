"""Ask: each step, the answer, and what is written down."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from schoolgate.people.models import School
from schoolgate.policies import library
from schoolgate.policies.english.sentences import as_bytes, replay
from schoolgate.policies.models import Asked
from schoolgate.records.models import Entry

PHONE = {"who": "teacher", "what": "use:personal_device"}


def test_the_first_step_names_those_whom_the_policy_speaks_of(client: Client, elm: School) -> None:
    text = client.get("/elm/ask/").text
    assert "Who are you?" in text
    assert (
        '<label class="govuk-label govuk-radios__label" for="who-teacher">Teacher</label>' in text
    )


def test_the_second_step_offers_what_the_policy_speaks_of(client: Client, elm: School) -> None:
    text = client.get("/elm/ask/?who=teacher").text
    assert 'value="photograph:pupil"' in text
    assert "Something else" in text
    assert 'value="photograph:pupil"' not in client.get("/elm/ask/?who=pupil_ks1").text


def test_the_second_step_finds_acts_in_plain_words(client: Client, elm: School) -> None:
    text = client.get("/elm/ask/?who=teacher&find=photo").text
    assert "1 match for" in text


def test_only_what_can_change_the_answer_is_asked(client: Client, elm: School) -> None:
    text = client.get("/elm/ask/", PHONE).text
    assert 'value="during:lesson"' in text
    settled = client.get("/elm/ask/", PHONE | {"fact": "during:lunch_break"}).text
    assert "The policy does not say" in settled


def test_a_choice_is_added_to_the_address(client: Client, elm: School) -> None:
    answer = client.post("/elm/ask/", PHONE | {"step": "fact", "answer": "during:lesson"})
    assert answer.status_code == 303
    assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query)) == PHONE | {
        "fact": "during:lesson"
    }
    assert not Asked.objects.exists()
    assert not Entry.objects.exists()


def _settle(client: Client) -> str:
    fields = PHONE | {"step": "fact", "fact": ["during:lesson", "emergency:no"]}
    answer = client.post("/elm/ask/", fields | {"answer": "positive_impact:no"})
    return str(answer.headers["Location"])


def test_the_answer_is_written_down_once_and_opening_it_writes_nothing(
    client: Client, elm: School
) -> None:
    address = _settle(client)
    text = client.get(address).text
    client.get(address)
    assert "No, this is not allowed" in text
    assert "A teacher may not use" in text
    asked = Asked.objects.get()
    assert (asked.outcome, asked.clauses, asked.is_gap) == ("not allowed", "3.1", False)
    entry = Entry.objects.get()
    assert (entry.verb, entry.clause) == ("policies:question:asked", "3.1")
    assert entry.object_id == str(asked.pk)


def test_a_written_answer_replays_byte_for_byte(client: Client, elm: School) -> None:
    _settle(client)
    record = Asked.objects.get().record
    again = replay(json.loads(record), library.loaded("elm").pack.book)
    assert as_bytes(again).decode() == record


@pytest.mark.row("POL-25")
def test_a_silent_policy_says_whom_to_ask_and_the_gap_is_counted(
    client: Client, elm: School
) -> None:
    fields = {"who": "teacher", "what": "install:software"}
    address = client.post("/elm/ask/", fields).headers["Location"]
    text = client.get(address).text
    assert "The policy does not say" in text
    assert "<strong>the headteacher</strong>" in text
    assert Asked.objects.get().is_gap
    listed = client.get("/elm/ask/gaps/").text
    assert re.search(r"Install software</td>\s*<td[^>]*>1</td>", listed)


def test_something_that_is_not_in_the_list_is_a_gap_too(client: Client, elm: School) -> None:
    address = client.post("/elm/ask/", {"who": "parent", "what": "do:something_else"}).headers[
        "Location"
    ]
    assert "has no words for what a parent or carer has in mind" in client.get(address).text
    assert Asked.objects.get().is_gap


def test_a_gate_names_its_two_replies(client: Client, elm: School) -> None:
    fields = {"who": "teacher", "what": "photograph:pupil", "fact": "device:school"}
    text = client.get("/elm/ask/", fields).text
    assert "Yes, with conditions" in text
    assert "Store the picture on the school drive." in text
    have, have_not = re.findall(r"\?([^\"]*)\">(?:Yes, this is so|No, it is not)", text)
    assert "Yes, with conditions" in client.get(f"/elm/ask/?{have}".replace("&amp;", "&")).text
    refused = client.get(f"/elm/ask/?{have_not}".replace("&amp;", "&")).text
    assert "No, this is not allowed" in refused


def test_other_schools_answer_the_same_question(client: Client, elm: School) -> None:
    fields = PHONE | {"fact": ["during:lesson", "emergency:yes"]}
    text = client.get("/elm/ask/", fields).text
    assert "Yes, this is allowed" in text
    assert "No, the policy calls this unacceptable" in text
    assert "/oak/ask/?who=teacher&amp;what=use:personal_device" in text


def test_i_do_not_know_passes_a_question_over(client: Client, elm: School) -> None:
    skips = [("skip", key) for key in ("during", "emergency", "positive_impact")]
    query = "&".join(f"{key}={value}" for key, value in [*PHONE.items(), *skips])
    assert "It depends" in client.get(f"/elm/ask/?{query}").text


@pytest.mark.parametrize(
    "query",
    ["who=wizard", "who=teacher&what=fly:moon", "what=" + "x" * 4000, "what=do:own:not-a-word",
     "who=teacher&what=use:website" + "&fact=a:b" * 40],
)  # fmt: skip
def test_an_address_that_no_page_wrote_is_refused_cleanly(
    client: Client, elm: School, query: str
) -> None:
    answer = client.get(f"/elm/ask/?{query}")
    assert answer.status_code == 400
    assert "We did not understand that" in answer.text


@pytest.mark.parametrize("fact", ["nonsense", "device:<b>", "device:../..", "::", "skip:skip"])
def test_a_fact_that_makes_no_sense_is_left_out(client: Client, elm: School, fact: str) -> None:
    answer = client.get("/elm/ask/", PHONE | {"fact": fact})
    assert answer.status_code == 200
    assert "<b>" not in answer.text
    assert f'value="{fact}"' not in answer.text


def test_a_form_without_a_choice_says_so(client: Client, elm: School) -> None:
    assert "Choose who you are." in client.post("/elm/ask/", {"step": "who"}).text
    answer = client.post("/elm/ask/", PHONE | {"step": "fact"})
    assert "Choose one of the answers." in answer.text


@pytest.mark.parametrize(
    "sent", [{"Origin": "https://else.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_from_another_site_is_refused(
    client: Client, elm: School, sent: dict[str, str]
) -> None:
    answer = client.post("/elm/ask/", PHONE, headers=sent)
    assert answer.status_code == 403
    assert not Asked.objects.exists()


def test_other_schools_never_see_a_gap(client: Client, elm: School) -> None:
    client.post("/elm/ask/", {"who": "teacher", "what": "install:software"})
    assert "Install software" not in client.get("/oak/ask/gaps/").text


def test_something_taken_for_granted_can_be_asked_for(client: Client, elm: School) -> None:
    fields = PHONE | {"fact": ["during:lesson", "positive_impact:no"]}
    text = client.get("/elm/ask/", fields).text
    assert "taken for granted" in text
    asked = client.get("/elm/ask/", fields | {"ask": "emergency"}).text
    assert "Is it an emergency?" in asked
    assert 'value="emergency:yes"' in asked
