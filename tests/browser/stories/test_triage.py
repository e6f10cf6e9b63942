"""“Shows” 1 of issue 5, who leads: the safeguarding lead sorts a new concern, and refers one of
grooming."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Page, expect

from tests.browser.house import House, follow, press
from tests.browser.stories.brookside import (
    DSL,
    HEAD,
    PUPIL,
    ROOM,
    TEACHER,
    act,
    do_list,
    fill,
    new_case,
    only_for,
    see,
    write,
)

_CHAT: Final = "Children of year 5 leave one out of their chat, and say so in the yard."
_GAME: Final = "Somebody in a game asked a child to meet, and to tell nobody."
_BULLYING: Final = "Bullying or abusive messages"
_GROOMING: Final = "Grooming, or contact by an adult or a stranger"
_DEBRIEF: Final = {"What was learned?": "Speak of it in assembly.", "What should change?":
                   "What is taught"}  # fmt: skip
_SECTIONS: Final = {
    "Might the law have been broken?": "No: not allowed, or not fitting",
    "How serious is it?": "Serious", "Did it happen away from school?": "No",
    "Why?": "Read what came in.",
}  # fmt: skip


def _told_by_a_teacher(page: Page, words: str, danger: str, *, shots: str = "") -> None:
    page.goto(f"{ROOM}tell/")
    if shots:
        see(page, f"{shots}-1-first-question")
    page.get_by_role("button", name="No", exact=True).click()
    fill(page, {"What happened?": words, "Which children or families?": "Year 5",
                "Is anybody in danger now?": danger})  # fmt: skip
    if shots:
        see(page, f"{shots}-2-the-form")
    press(page, "Tell")
    expect(page.get_by_role("alert").first).to_contain_text("Thank you. It is case 20")


def _debriefed_and_closed(page: Page, case: str) -> None:
    write(page, case, "Debrief: what was learned", _DEBRIEF)
    expect(page.get_by_role("link", name="Close it", exact=True)).to_be_visible()
    act(page, case, "Close it", {"Why?": "Dealt with; we look again in spring."}, "Close it")
    expect(page.locator("main")).to_contain_text("Closed")


def test_the_safeguarding_lead_sorts_a_new_concern(house: House) -> None:
    dsl, teacher = house.pages[DSL], house.pages[TEACHER]
    _told_by_a_teacher(teacher, _CHAT, "No", shots="triage")
    _, case = new_case(dsl)
    expect(dsl.locator("main")).to_contain_text(_CHAT)
    see(dsl, "triage-3-new")
    only_for(house, case, TEACHER)
    follow(dsl, "Say what kind of matter it is")
    press(dsl, "Save")
    expect(dsl.get_by_role("alert")).to_contain_text("Choose one")
    fill(dsl, {"What is it?": _BULLYING} | _SECTIONS)
    see(dsl, "triage-4-sorting")
    press(dsl, "Save")
    expect(dsl.locator("#route-title")).to_have_text(_BULLYING)
    act(dsl, case, "Say who is in it", {"What is their part?": "It was done to",
        "Who?": PUPIL}, "Save")  # fmt: skip
    see(dsl, "triage-5-the-route")
    _tasks(dsl, teacher, case)
    write(dsl, case, "Parents told, or why not", {
        "Were they told?": "Yes", "Whom did you tell, or not tell?": "Both parents, by telephone",
        "What was said, or why were they not told?": "What happened, and what we do."})  # fmt: skip
    _debriefed_and_closed(dsl, case)
    see(dsl, "triage-8-closed")
    teacher.goto(f"{ROOM}mine/")
    expect(teacher.locator("main")).to_contain_text("Dealt with")
    only_for(house, case)
    told = house.acts("brookside")
    # the first serious case also opens an early review of the policy
    mine = [one for one in told if one.startswith("concerns:")]
    assert [one for one in mine if not one.endswith("viewed")] == [
        "concerns:report:made", "concerns:case:sorted", "concerns:party:named",
        "concerns:task:done", "concerns:case:admitted", "concerns:task:given",
        "concerns:task:done", *["concerns:entry:written"] * 2, "concerns:case:closed"]  # fmt: skip
    assert {one for one in told if one.endswith("viewed")} == {"concerns:case:viewed"}


def _tasks(dsl: Page, teacher: Page, case: str) -> None:
    """A step of the route is done; the class teacher is let in, asked, and says what was done."""
    follow(dsl, re.compile("^Say it is done"))
    fill(dsl, {"What was done?": "Listened to both, one after the other."})
    press(dsl, "Save")
    act(dsl, case, "Let somebody else see it", {"Who?": TEACHER, "Why?": "Has the class."}, "Admit")
    act(dsl, case, "Give somebody a task", {"Who?": TEACHER,
        "What is to be done?": "Sit with them at lunch this week."}, "Give the task")  # fmt: skip
    assert "Do a task: case" in do_list(teacher)
    follow(teacher, re.compile("^Do a task"))
    expect(teacher.locator("main")).to_contain_text("Sit with them at lunch")
    expect(teacher.get_by_role("link", name="Sort it again")).to_have_count(0)
    see(teacher, "triage-6-the-teachers-page")
    follow(teacher, re.compile("^Say it is done.*Sit with"))
    see(teacher, "triage-7-what-was-done")
    fill(teacher, {"What was done?": "They sat together; it went well."})
    press(teacher, "Save")


def _referred(page: Page, case: str, body: str, advice: str) -> None:
    write(page, case, "Passed on to an outside body", {
        "To which body?": body, "Whom did you speak to?": "The duty officer",
        "What did they advise?": advice, "Their reference": "R-2041"})  # fmt: skip


def _sorted_after_999(page: Page, case: str) -> None:
    """999 comes before everything; what was chosen and typed stays."""
    sorting = {"What is it?": _GROOMING} | _SECTIONS | {
        "Might the law have been broken?": "Yes, or maybe", "How serious is it?": "Critical",
    }  # fmt: skip
    page.goto(f"{case}sort/")
    fill(page, sorting)
    press(page, "Save")
    expect(page.get_by_role("alert")).to_contain_text("ring 999 first")
    expect(page.get_by_label("Why?")).to_have_value(sorting["Why?"])
    write(page, case, "999 was rung", {"Who rang?": DSL, "What did they say?": "A car comes."})
    page.goto(f"{case}sort/")
    fill(page, sorting)
    press(page, "Save")
    expect(page.locator("#route-title")).to_have_text(_GROOMING)
    expect(page.locator("main")).to_contain_text("Contact the adult")
    expect(page.get_by_role("button", name="Evidence of the case")).to_have_count(0)


def _steps_are_done(page: Page, case: str) -> None:
    page.goto(case)
    while (steps := page.get_by_role("link", name=re.compile("^Say it is done"))).count():
        steps.first.click()
        fill(page, {"What was done?": "As the route says."})
        press(page, "Save")


def test_grooming_is_rung_first_and_referred(house: House) -> None:
    dsl, teacher = house.pages[DSL], house.pages[TEACHER]
    _told_by_a_teacher(teacher, _GAME, "Yes")
    expect(teacher.locator("main")).to_contain_text("ring 999")
    see(teacher, "grooming-1-told")
    _, case = new_case(dsl)
    expect(dsl.locator("main")).to_contain_text("Ring 999 now")
    see(dsl, "grooming-2-999-first")
    _sorted_after_999(dsl, case)
    see(dsl, "grooming-3-the-route")
    only_for(house, case, TEACHER)
    assert house.answers(HEAD, case)[0] == 200
    _referred(dsl, case, "The police", "Leave the device switched off. They take it.")
    see(dsl, "grooming-4-referred")
    _referred(dsl, case, "Children’s social care", "They visit today.")
    _steps_are_done(dsl, case)
    _debriefed_and_closed(dsl, case)
    see(dsl, "grooming-5-closed")
    told = house.acts("brookside")
    assert told[0] == "concerns:report:made"
    assert told.count("concerns:case:sorted") == 1
    assert told.count("concerns:entry:written") == 4
    assert told[-2:] == ["concerns:case:closed", "concerns:case:viewed"]
