"""“Shows” 1 of issue 5: an abusive post goes through all stages of the headteacher's procedure."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.house import House, closed, follow, press
from tests.browser.stories.brookside import (
    CHAIR,
    DSL,
    HEAD,
    ROOM,
    TEACHER,
    act,
    fill,
    go,
    new_case,
    only_for,
    see,
    write,
)

Answers = dict[str, str]
_PARENT: Final = "Mr Sunderby"
_FACTS: Final = {
    "On which site, page or group?": "Facebook, “Mums of Brookside”",
    "Under which user names?": "sunny77", "How widely was it read?": "By the parents of a class",
    "Is there truth in it?": "No", "Do those who are attacked know of it?": "No",
    "Does it hold an allegation against somebody who works here?": "No",
    "Does it hold a threat, or could it cause serious alarm or distress?": "No",
    "May it be defamatory?": "Yes",
    "Would a meeting be likely to end in a confrontation?": "No",
}  # fmt: skip
_MEETING: Final = {
    "Which leader will be with you?": DSL, "When is it?": "30/11/2030 15:30",
    "Where is it?": "The head's room", "How were they asked?": "By telephone",
}  # fmt: skip
_SCRIPT: Final = dict.fromkeys((
    "Did you say how it disappoints the school?",
    "Did you explain what it does to the school and their child?",
    "Did you offer to solve it together?", "Did you ask for it to be removed at once?",
    "Did you point to the complaints procedure?", "Did you say that nothing posted stays private?",
), "Yes")  # fmt: skip


def _reported(house: House) -> str:
    page, head = house.pages[DSL], house.pages[HEAD]
    page.goto(f"{ROOM}tell/?illegal=no")
    fill(page, {"What happened?": "A father wrote on Facebook that Miss Raman cannot teach.",
                "Is anybody in danger now?": "No"})  # fmt: skip
    press(page, "Tell")
    _, case = new_case(head)
    follow(head, "Say what kind of matter it is")
    fill(head, {"What is it?": "An abusive post about the school or its staff",
                "Might the law have been broken?": "No: not allowed, or not fitting",
                "How serious is it?": "Serious", "Why?": "Read the screenshot."})  # fmt: skip
    press(head, "Save")
    act(head, case, "Say who is in it", {"What is their part?": "It was done to",
        "Who?": TEACHER}, "Save")  # fmt: skip
    act(head, case, "Say who is in it", {"What is their part?": "Is said to have done it",
        "Or somebody who is not on the list": _PARENT}, "Save")  # fmt: skip
    see(head, "post-1-the-case")
    return case


def _screenshot_is_kept(house: House, page: Page, case: str, folder: Path) -> None:
    sent = folder / "post.png"
    Image.new("RGB", (600, 300), "#ddeeff").save(sent)
    page.goto(case)
    press(page, "Evidence of the case")
    see(page, "post-3-evidence-is-empty")
    folder_page = page.url.removeprefix(house.address)
    page.locator("input[type=file]").set_input_files(sent)
    press(page, "Put into the vault")
    see(page, "post-4-evidence")
    page.get_by_role("link", name=re.compile(r"^1\. ")).click()
    picture = page.locator("img.sg-evidence")
    expect(picture).to_have_js_property("complete", True)
    see(page, "post-5-item")
    item = page.url.removeprefix(house.address)
    for path in (folder_page, item, picture.get_attribute("src") or ""):
        closed(house, path)
        assert house.answers(TEACHER, path)[0] in {403, 404}


class _Procedure:
    """The procedure of one case, as the headteacher goes through it."""

    def __init__(self, page: Page, case: str) -> None:
        self.page, self.case, self.path = page, case, f"{case}procedure/"

    def writes(self, kind: str | re.Pattern[str], answers: Answers) -> None:
        write(self.page, self.path, kind, answers)

    def waits_for(self, kind: str, answers: Answers, sentence: str) -> None:
        """It is refused with a sentence, and what was typed stays."""
        self.page.goto(self.path)
        go(self.page, kind)
        fill(self.page, answers)
        press(self.page, "Write it down")
        expect(self.page.get_by_role("alert")).to_contain_text(sentence)
        for label, answer in answers.items():
            box = self.page.get_by_label(label, exact=True)
            chosen = box.locator("option:checked")
            if chosen.count():
                expect(chosen).to_have_text(answer)
            else:
                expect(box).to_have_value(answer)

    def ends(self, stage: str, why: str, *, skipped: bool = False) -> None:
        how = "Skip it" if skipped else "It is done"
        self.writes(re.compile(f"{how}.*{stage}"), {"How, or why not?": why})


def _calm_and_evidence(house: House, steps: _Procedure, folder: Path) -> None:
    page = steps.page
    page.goto(steps.path)
    see(page, "post-2-six-stages")
    act(page, steps.path, "Staff asked to stay out of it", {"Who is asked?": DSL},
        "Show them this notice")  # fmt: skip
    steps.ends("Keep calm", "Nobody has answered.")
    steps.waits_for("Invited to a meeting", {"Which family is asked?": _PARENT} | _MEETING,
                    "Keep the evidence first")  # fmt: skip
    _screenshot_is_kept(house, page, steps.case, folder)
    steps.writes("What was posted, and how far it went", _FACTS)
    tomorrow = timezone.localdate() + timedelta(days=1)
    steps.writes("Asked the site to take it down", {
        "Which site?": "Facebook", "Which of its rules does it break? Quote it.": "No bullying.",
        "If there is none yet, when will you ask again?": f"{tomorrow:%d/%m/%Y}",
        "What came of it?": "No answer yet"})  # fmt: skip
    steps.ends("Keep the evidence", "Screenshot, names and times are kept.")


def _those_named(steps: _Procedure) -> None:
    told = {"Who was told?": TEACHER, "What was said, and how was it taken?": "Calmly."}
    steps.waits_for("Told the one who was attacked", told, "Ask the HR provider first")
    steps.writes("HR provider asked", {"Whom did you speak to?": "The adviser on duty",
                                       "What did they advise?": "In person, today."})  # fmt: skip
    steps.writes("Told the one who was attacked", told)
    write(steps.page, steps.case, "Write it now", {
        "For whom?": TEACHER, "What do they need, and what was arranged?": "A colleague beside her",
        "When will you look at it again?": f"{timezone.localdate():%d/%m/%Y}"})  # fmt: skip
    steps.ends("Look after those named", "She is well, and has a plan.")


def _meetings(steps: _Procedure) -> None:
    steps.waits_for("Invited to a meeting",
                    {"Which family is asked?": f"{_PARENT} and {TEACHER}"} | _MEETING,
                    "is not asked to the meeting")  # fmt: skip
    see(steps.page, "post-6-the-target-is-not-invited")
    steps.writes("Invited to a meeting", {"Which family is asked?": _PARENT} | _MEETING)
    steps.writes(re.compile("^Met the person who posted it: "), _SCRIPT | {
        "Who came?": _PARENT, "Which leader was with you?": DSL,
        "Did they agree to remove it?": "No"})  # fmt: skip
    steps.ends("Meet the person who posted it", "Met; he thinks about it.")
    steps.writes("Chair of governors briefed", {
        "What does the chair know now, and what will all say?": "All of it."})  # fmt: skip
    steps.writes("Second meeting, with the chair", {
        "Who came?": _PARENT, "Who was there for the school?": f"{HEAD}, {CHAIR}",
        "Action plan: what, who, by when": "He takes it down by Friday."})  # fmt: skip
    steps.ends("Meet again with the chair of governors", "He takes it down.")


def _letter(house: House, steps: _Procedure) -> None:
    page, today = steps.page, f"{timezone.localdate():%d/%m/%Y}"
    letter = {"To whom?": _PARENT, "The letter": "Please come and talk with us."}
    page.goto(steps.path)
    go(page, "Letter")
    fill(page, letter | {"Who signs it?": "The headteacher"})
    press(page, "Write it down")
    expect(page.get_by_role("alert")).to_contain_text("Take legal advice before a letter")
    steps.writes("Legal advice", {"Who advised?": "County solicitors", "On which day?": today,
                                  "What did they advise?": "Short and kind."})  # fmt: skip
    steps.writes("Letter", letter | {"Who signs it?": "The headteacher"})
    printed = page.get_by_role("link", name="The letter, to print").get_attribute("href") or ""
    assert page.request.get(printed).body()[:4] == b"%PDF"
    closed(house, printed)
    steps.ends("Write a letter", "Not needed: it is gone.", skipped=True)
    page.goto(steps.path)
    expect(page.locator(".govuk-tag", has_text="Waiting")).to_have_count(0)
    see(page, "post-7-every-stage-has-its-word")


def test_an_abusive_post_goes_through_every_stage(house: House, tmp_path: Path) -> None:
    head = house.pages[HEAD]
    case = _reported(house)
    only_for(house, case, TEACHER)
    steps = _Procedure(head, case)
    closed(house, steps.path)
    assert house.answers(TEACHER, steps.path)[0] == 404
    _calm_and_evidence(house, steps, tmp_path)
    _those_named(steps)
    _meetings(steps)
    _letter(house, steps)
    write(head, case, "Complaints procedure shown, or why not", {
        "Were they told how to complain?": "Yes", "Who was told, or not told?": _PARENT,
        "How, or why not?": "At the meeting."})  # fmt: skip
    write(head, case, "Debrief: what was learned", {
        "What was learned?": "Ring earlier.", "What should change?": "Nothing"})  # fmt: skip
    act(head, case, "Close it", {"Why?": "He took it down."}, "Close it")
    expect(head.locator("main")).to_contain_text("Tell the community")
    see(head, "post-8-closed")
    told = [one for one in house.acts("brookside") if not one.endswith(":viewed")]
    assert told.count("concerns:entry:written") >= 18
    assert {"evidence:folder:opened", "evidence:item:received"} < {*told}
    assert told[-1] == "concerns:case:closed"
