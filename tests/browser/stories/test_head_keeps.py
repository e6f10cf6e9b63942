"""What the headteacher keeps beside cases: the press, pages elsewhere, the gate, who stays out."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.house import House, closed, press
from tests.browser.stories.brookside import HEAD, ROOM, TEACHER, TECHNICIAN, fill, see

GOVERNORS = "/brookside/duties/governors/"


def test_an_enquiry_of_the_press_gets_a_statement_that_the_head_has_approved(house: House) -> None:
    head = house.pages[HEAD]
    head.goto(f"{ROOM}press/")
    expect(head.get_by_text("Nobody has asked yet.")).to_be_visible()
    press(head, "Write down an enquiry")
    fill(head, {"Which paper, station or site?": "The Valley Post"})
    press(head, "Save")
    expect(head.get_by_label("Which paper, station or site?")).to_have_value("The Valley Post")
    see(head, "press-1-an-answer-is-missing")
    fill(head, {"What did they ask?": "What of the posts?"})
    press(head, "Save")
    press(head, "Write a statement")
    see(head, "press-2-statement")
    fill(head, {"What does the school say?": "We look into it."})
    press(head, "Save")
    head.get_by_role("button", name=re.compile("Approve")).press("Enter")
    expect(head.get_by_text("Approved", exact=True)).to_be_visible()
    see(head, "press-3-approved")
    assert [one for one in house.acts("brookside") if not one.endswith("viewed")] == [
        "concerns:enquiry:written", "concerns:statement:written", "concerns:statement:approved",
    ]  # fmt: skip
    for path in (f"{ROOM}press/", f"{ROOM}press/new/"):
        closed(house, path)


def test_pages_elsewhere_the_gate_and_what_is_confirmed_have_no_barrier(house: House) -> None:
    head = house.pages[HEAD]
    head.goto(f"{ROOM}pages/")
    see(head, "pages-1-empty")
    press(head, "Add a page or group")
    see(head, "pages-2-new")
    fill(head, {"Its address, or its name and the site": "Chatter: Brookside parents"})
    head.get_by_label("Closed: only its members read it").check()
    press(head, "Save")
    expect(head.get_by_text("Chatter: Brookside parents").first).to_be_visible()
    see(head, "pages-3-kept")
    for path, name in ((f"{ROOM}gate/", "gate"), (f"{ROOM}gate/arranged/", "gate-arranged"),
                       (GOVERNORS, "governors")):  # fmt: skip
        head.goto(path)
        see(head, name)
    closed(house, f"{ROOM}pages/")
    closed(house, f"{ROOM}gate/", TECHNICIAN)  # staff see who stands at the gate
    closed(house, GOVERNORS)
    assert "concerns:page:registered" in house.acts("brookside")


def test_staff_confirm_that_they_stay_out_of_a_discussion(house: House) -> None:
    head, teacher = house.pages[HEAD], house.pages[TEACHER]
    teacher.goto(f"{ROOM}asked/")
    expect(teacher.get_by_text("Nobody has asked you to anything.")).to_be_visible()
    case = _sorted_case(head)
    head.goto(f"{case}stand-down/")
    see(head, "stay-out-1-notice")
    head.get_by_label(TEACHER).check()
    press(head, "Show them this notice")
    expect(head.get_by_text("Not confirmed yet")).to_be_visible()
    head.goto(f"{case}invite/")
    see(head, "meeting-invitation")
    house.acts("brookside")
    teacher.goto(f"{ROOM}asked/")
    see(teacher, "stay-out-2-asked")
    teacher.get_by_role("button", name=re.compile("I have read this")).press("Enter")
    expect(teacher.get_by_role("main").get_by_text("Confirmed", exact=True)).to_be_visible()
    assert "concerns:stand-down:confirmed" in house.acts("brookside")
    closed(house, f"{case}stand-down/")
    assert house.answers(TEACHER, case)[0] in {403, 404}


def _sorted_case(head: Page) -> str:
    head.goto(f"{ROOM}tell/?illegal=no")
    fill(head, {"What happened?": "Somebody posts about us.", "Is anybody in danger now?": "No"})
    press(head, "Tell")
    head.goto(ROOM)
    head.get_by_role("table").get_by_role("link", name=re.compile(r"20\d\d\D\d{3}")).first.click()
    head.wait_for_load_state()
    case = head.url
    head.goto(f"{case}sort/")
    head.get_by_label("What is it?").select_option("abusive-post")
    head.get_by_label("No: not allowed, or not fitting").check()
    head.get_by_label("Serious", exact=True).check()
    head.get_by_label("On line", exact=True).check()
    head.get_by_label("Why?").fill("Read what came in.")
    press(head, "Save")
    return case
