"""Issue 4, “Shows 1”: a new issue of the county's template, until staff sign what it changed.

Elmfield is an invented infant school that goes by Cotmanhay's policy, on the county's issue 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.elmfield import (
    CHAIR,
    DEPUTY,
    HEAD,
    LEADER,
    NAMES,
    OTHER,
    PUPIL,
    TEACHER,
    TECHNICIAN,
    elmfield,
    everybody_comes_in,
    issue_of,
    sign_agreement,
    staff_sign_issue_5,
)
from tests.browser.house import House, closed, follow, heading, press, prove, to_do
from tests.browser.signing_in import look_at

CONSULTED: Final = (
    ("staff", "staff meeting", "Leaders asked for the day of the yearly training."),
    ("pupils", "school council", ""),
    ("parents", "newsletter", "Two letters, both in favour."),
    ("governors", "the full governing body", ""),
)
PROPOSALS: Final = "/elmfield/policy/proposals/"


@pytest.fixture
def house(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Elmfield on issue 5, and another school."""
    with elmfield(tmp_path_factory.mktemp("life"), chromium) as made:
        yield made


SAW: Final = iter(range(1, 99))


def see(page: Page, name: str) -> None:
    """Look at a step as everybody meets it: on a desk, on a phone, with axe."""
    look_at(page, f"story-{next(SAW):02}-{name}")


def county_publishes(house: House) -> None:
    said = house.run(f"policy publish-template {issue_of(house.folder)}")
    assert "Offered to Elmfield." in said, said
    assert "Oakhurst" not in said
    assert house.acts("elmfield") == ["policies:issue:offered"]


def take_two_and_leave_one(house: House, page: Page) -> str:
    """The head decides about the three clauses; the address of the draft."""
    assert "Take or leave: " in to_do(page)
    see(page, "do-list-with-the-offer")
    follow(page, re.compile("Take or leave"))
    house.work()
    page.reload()
    see(page, "what-the-county-offers")
    closed(house, PROPOSALS)
    for choice in ("#id_choice-0_0", "#id_choice-1_0", "#id_choice-2_1"):
        page.locator(choice).check()
    press(page, "Make the draft")
    see(page, "why-is-missing")
    page.get_by_label("If you leave clause 7.10: why?").fill("Our pupils use these with a teacher.")
    press(page, "Make the draft")
    expect(page.get_by_role("alert").first).to_contain_text("is a draft now")
    assert house.acts("elmfield") == [
        "policies:clauses:chosen", "policies:version:drafted", "policies:proposal:drafted",
        "policies:early-review:opened"]  # fmt: skip
    return page.url.removesuffix("difference/").removeprefix(house.address)


def read_what_it_changes(house: House, page: Page, draft: str) -> None:
    house.work()
    page.goto(f"{draft}difference/")
    words = page.locator("main").inner_text()
    see(page, "what-it-would-change")
    assert words.index("search a job applicant") < words.index("What reads differently")
    closed(house, f"{draft}difference/")
    closed(house, draft)


def answer_for_what_blocks(page: Page, draft: str) -> None:
    """Fill in the header, and give each finding its reason or its waiver."""
    page.goto(draft)
    see(page, "the-draft")
    follow(page, "Fill in the header")
    page.get_by_label("Who approves it").fill("the full governing body")
    page.get_by_label("When it is reviewed next").fill("November 2027")
    press(page, "Save the header")
    page.goto(f"{draft}reasons/")
    while forms := page.locator("section:has(.govuk-tag--red) details").all():
        forms[0].locator("summary").click()
        forms[0].get_by_label("Why?").fill("The governors know; the county mends its text.")
        if forms[0].get_by_label("Until which day?").count():
            forms[0].get_by_label("Until which day?").fill("31/7/2027")
        forms[0].get_by_role("button").click()
        page.wait_for_load_state()
    see(page, "every-finding-answered-for")


def consult(page: Page, draft: str) -> None:
    """Ask four groups, each in its way, and close."""
    for group, how, said in CONSULTED:
        page.goto(f"{draft}consult/")
        page.get_by_label("Which group was consulted?").fill(group)
        page.get_by_label("On which day?").fill("2/11/2026")
        page.get_by_label("How?").fill(how)
        page.get_by_label("What did they say?").fill(said)
        press(page, "Add to the consultation record")
    follow(page, "Write down what has changed")
    page.get_by_label("What has changed?").fill("Looking up applicants; yearly training.")
    see(page, "what-has-changed")
    press(page, "Add to the revision record")
    see(page, "consulted-on")
    press(page, "Close the consultation")
    expect(page.get_by_role("alert")).to_contain_text("The governors can approve it now")


def the_chair_signs(house: House, page: Page, draft: str) -> None:
    """The chair reads what would be answered differently first, then approves and signs."""
    assert "Approve: " in to_do(page)
    see(page, "the-chairs-list")
    follow(page, re.compile("Approve: "))
    house.work()
    page.reload()
    assert heading(page).startswith("What ")
    see(page, "governors-read-the-difference-first")
    for who in (PUPIL, TECHNICIAN, OTHER, TEACHER, HEAD):
        assert house.answers(who, f"{draft}approve/")[0] in {403, 404}, who
    follow(page, "Approve and sign")
    prove(house, CHAIR)
    see(page, "approve-and-sign")
    page.get_by_label("Number of the minute").fill("2026/31")
    press(page, "Approve and sign")
    expect(page.get_by_role("alert")).to_contain_text("Tick the box if you sign this version")
    see(page, "not-ticked")
    page.get_by_label("I have read this version").check()
    press(page, "Approve and sign")
    expect(page.get_by_role("alert")).to_contain_text("Approved and signed")
    see(page, "approved")


def put_in_force(page: Page) -> None:
    assert "Put in force: " in to_do(page)
    follow(page, re.compile("Put in force: "))
    follow(page, "Put it in force")
    see(page, "first-day")
    press(page, "Set the day")
    see(page, "in-force")


def only_whom_it_concerns_sign_again(house: House) -> None:
    """Two clauses speak of the head and of leaders: nobody else is asked again."""
    for who in (HEAD, DEPUTY, LEADER, TEACHER, TECHNICIAN, CHAIR):
        asked = "Sign again, it has changed" in to_do(house.pages[who])
        assert asked is (who in {HEAD, DEPUTY, LEADER}), who
    page = house.pages[DEPUTY]
    to_do(page)
    see(page, "asked-again")
    follow(page, re.compile("Sign again"))
    see(page, "what-is-new-for-a-leader")
    new = page.locator("h3 .sg-quiet").all_inner_texts()
    assert "App1.training" in new
    assert "7.2.recruitment" not in new[:1]
    sign_agreement(house, DEPUTY)
    see(page, "the-signed-copy")


def one_declines_and_the_head_sees_it(house: House) -> None:
    page, head = house.pages[LEADER], house.pages[HEAD]
    to_do(page)
    follow(page, re.compile("Sign again"))
    follow(page, "I do not want to sign this")
    page.get_by_label("Why do you not want to sign?").fill("I want to talk about it first.")
    see(page, "declining")
    press(page, "Tell the headteacher")
    see(page, "declined")
    assert f"Talk to {NAMES[LEADER]}, who declined" in to_do(head)
    see(head, "the-head-is-told")
    follow(head, re.compile("Talk to"))
    see(head, "the-refusal")
    closed(house, head.url.removeprefix(house.address))
    head.goto("/elmfield/agreements/roster/?document=staff-for-staff")
    see(head, "the-roster")
    closed(house, "/elmfield/agreements/roster/", TECHNICIAN)


def test_the_life_of_a_policy(house: House) -> None:
    everybody_comes_in(house)
    staff_sign_issue_5(house)
    county_publishes(house)
    head = house.pages[HEAD]
    draft = take_two_and_leave_one(house, head)
    read_what_it_changes(house, head, draft)
    answer_for_what_blocks(head, draft)
    consult(head, draft)
    acts = house.acts("elmfield")
    assert acts.count("policies:draft:commented") == len(CONSULTED)
    assert acts[-2:] == ["policies:revision:recorded", "policies:consultation:closed"]
    the_chair_signs(house, house.pages[CHAIR], draft)
    put_in_force(head)
    assert house.acts("elmfield") == ["policies:review:approved", "policies:policy:published"]
    only_whom_it_concerns_sign_again(house)
    assert house.acts("elmfield") == ["agreements:agreement:signed", "agreements:policy:read"]
    one_declines_and_the_head_sees_it(house)
    assert house.acts("elmfield") == ["agreements:agreement:declined"]
    assert house.stranger().request.get("/elmfield/policy/policy.pdf").body()[:4] == b"%PDF"
