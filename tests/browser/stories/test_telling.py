"""“Shows” 1 of issue 5, who tells: a child of six, a parent with the poster, somebody who works
here and tells of the headteacher."""

from __future__ import annotations

import re
from typing import Final

from playwright.sync_api import Page, expect
from zxingcpp import read_barcodes

from tests.browser.house import House, closed, follow, press
from tests.browser.stories.brookside import (
    CHAIR,
    DSL,
    HEAD,
    ROOM,
    TEACHER,
    TELL,
    do_list,
    fill,
    new_case,
    night,
    only_for,
    phone,
    see,
)
from tests.web import scanned

_TAPS: Final = ("Worried", "Someone I do not know talked to me", "On a tablet", "My teacher",
                "Year 1")  # fmt: skip
_WORRY: Final = "A shop near school lends telephones to children of year 6."
_ABOUT_HEAD: Final = "The headteacher shared a quagmire password with a friend."
_AWAY: Final = "https://www.bbc.co.uk/**"


def _receipt(page: Page) -> list[str]:
    expect(page.locator(".tell-noun")).to_have_count(7)
    return page.locator(".tell-noun__word").all_inner_texts()


def _taps(page: Page) -> list[str]:
    """Tell with pictures alone; the receipt."""
    page.goto(f"{TELL}child/")
    press(page, "Tell with pictures")
    for name in _TAPS:
        assert page.locator("input:not([type=hidden])").count() == 0
        press(page, name)
    press(page, "No. Just read it.")
    expect(page.locator("h1")).to_have_text("Well done for telling")
    return _receipt(page)


def _comes_back(page: Page, words: list[str]) -> None:
    page.goto(f"{TELL}child/")
    follow(page, "I told you before")
    for word in words:
        press(page, word)


def _looks_who_can_help_and_leaves(page: Page) -> None:
    page.route(_AWAY, lambda route: route.fulfill(body="Sunny"))
    page.goto(TELL)
    follow(page, "A child at this school")
    see(page, "child-1-begins")
    follow(page, "Who can help me?")
    expect(page.locator("main")).to_contain_text("Tom Birdsall keeps children safe")
    see(page, "child-2-who-can-help")
    page.go_back()
    press(page, "Tell with pictures")
    see(page, "child-3-how-do-you-feel")
    press(page, "Worried")
    page.get_by_role("link", name="Leave this page").click()
    expect(page.locator("body")).to_have_text("Sunny")


def _answered(house: House, page: Page, words: str) -> str:
    """The case is read, and the reporter is written to; the path of the case."""
    _, case = new_case(page)
    follow(page, "Talk with the reporter")
    talk = page.url.removeprefix(house.address)
    closed(house, talk)
    page.get_by_label("Your answer").fill(words)
    press(page, "Send the answer")
    expect(page.get_by_role("alert")).to_contain_text("waits for whoever has the receipt")
    return case


def test_a_six_year_old_tells_with_pictures_and_hears_back(house: House) -> None:
    dsl = house.pages[DSL]
    with phone(house) as child:
        _looks_who_can_help_and_leaves(child)
        words = _taps(child)
        see(child, "child-4-well-done")
        child.goto(f"{TELL}help/")
        assert house.acts("brookside") == []
        assert "Read a letter in the letterbox" in do_list(dsl)
        follow(dsl, "Read a letter in the letterbox")
        expect(dsl.locator("main")).to_contain_text(_TAPS[1])
        see(dsl, "child-5-the-letterbox")
        closed(house, f"{ROOM}letterbox/")
        night(house)
        case = _answered(house, dsl, "Well done. Miss Raman comes to you today.")
        dsl.goto(case)
        see(dsl, "child-6-the-case")
        only_for(house, case)
        _comes_back(child, words)
        expect(child.locator("main")).to_contain_text("Miss Raman comes to you today.")
        expect(child.get_by_role("button", name="Read it to me")).to_be_visible()
        see(child, "child-7-the-answer")
    assert house.acts("brookside") == [
        "concerns:letterbox:viewed", "concerns:report:made", "concerns:case:viewed",
        "concerns:conversation:viewed", "concerns:conversation:answered",
        "concerns:conversation:viewed", "concerns:case:viewed"]  # fmt: skip


def test_a_six_year_old_tells_without_script(house: House) -> None:
    with phone(house, script=False) as child:
        words = _taps(child)
        _comes_back(child, words)
        expect(child.locator("main")).to_contain_text("We have what you told us.")
        exit_ = child.get_by_role("link", name="Leave this page")
        assert "noreferrer" in (exit_.get_attribute("rel") or "")
        child.route(_AWAY, lambda route: route.fulfill(body="Sunny"))
        exit_.click()
        expect(child.locator("body")).to_have_text("Sunny")
    assert house.acts("brookside") == []
    night(house)
    assert house.acts("brookside") == ["concerns:report:made"]


def _poster(house: House, which: str) -> str:
    """What a telephone reads on a printed poster."""
    page = house.pages[HEAD]
    page.goto(f"{ROOM}posters/")
    link = page.get_by_role("link", name=which).get_attribute("href") or ""
    closed(house, link)
    printed = scanned.pages_of(page.request.get(link).body())
    if which == "Poster for families, A4":
        see(page, "parent-1-posters")
    (found,) = read_barcodes(printed[0])
    return str(found.text)


def _parent_tells(page: Page) -> list[str]:
    see(page, "parent-2-first-question")
    fill(page, {"Might it be an indecent image, or otherwise illegal?": "No",
                "Is it about an adult at the school?": "No"})  # fmt: skip
    press(page, "Go on")
    page.get_by_label("What happened?").fill(_WORRY)
    fill(page, {"How shall we take it?": "With my name"})
    press(page, "Send it")
    expect(page.get_by_role("alert")).to_contain_text("Write your name")
    expect(page.get_by_label("What happened?")).to_have_value(_WORRY)
    see(page, "parent-3-name-is-missing")
    fill(page, {"Your name": "Mara Fennel", "How can we reach you?": "01234 567890"})
    press(page, "Send it")
    see(page, "parent-4-thank-you")
    return _receipt(page)


def _opens(page: Page, words: list[str]) -> None:
    """Come back with the words of a receipt."""
    page.goto(f"{TELL}receipt/")
    page.get_by_label("Your seven words").fill(" ".join(words))
    press(page, "Open")


def test_a_parent_scans_the_poster_and_tells(house: House) -> None:
    address = _poster(house, "Poster for families, A4")
    assert address == f"{house.address}{TELL}family/"
    assert _poster(house, "Poster for children, A4") == f"{house.address}{TELL}child/"
    with phone(house) as parent:
        parent.goto(address)
        words = _parent_tells(parent)
        assert house.acts("brookside") == ["concerns:report:made"]
        dsl = house.pages[DSL]
        case = _answered(house, dsl, "Thank you. We speak with the shop.")
        dsl.goto(case)
        expect(dsl.locator("main")).to_contain_text("Mara Fennel")
        see(dsl, "parent-5-the-case")
        only_for(house, case, TEACHER)
        _opens(parent, words)
        expect(parent.locator("main")).to_contain_text("We speak with the shop.")
        see(parent, "parent-6-the-answer")
    assert house.acts("brookside") == [
        "concerns:case:viewed", "concerns:conversation:viewed", "concerns:conversation:answered",
        "concerns:conversation:viewed", "concerns:case:viewed"]  # fmt: skip


def _tells_of_the_head(page: Page) -> list[str]:
    page.goto(TELL)
    follow(page, "I work or help at the school")
    fill(page, {"Might it be an indecent image, or otherwise illegal?": "No",
                "Is it about an adult at the school?": "Yes: the headteacher"})  # fmt: skip
    see(page, "staff-1-about-the-head")
    press(page, "Go on")
    expect(page.locator("main")).to_contain_text("The headteacher never does.")
    page.get_by_label("What happened?").fill(_ABOUT_HEAD)
    fill(page, {"How shall we take it?": "Without my name"})
    see(page, "staff-2-words")
    press(page, "Send it")
    expect(page.locator("main")).to_contain_text("The chair of governors can read it now")
    see(page, "staff-3-receipt")
    return _receipt(page)


def _sees_nothing(page: Page, before: str) -> None:
    """The headteacher looks everywhere: there is no trace."""
    assert do_list(page) == before
    for path in ("concerns/", "concerns/letterbox/", "concerns/mine/", "journal/",
                 "policy/impact/"):  # fmt: skip
        page.goto(f"/brookside/{path}")
        expect(page.locator("main")).not_to_contain_text(re.compile(r"quagmire|\bG20\d\d/"))
    page.goto(f"{ROOM}find/")
    for words in ("quagmire", "G2026/001"):
        page.get_by_role("textbox").last.fill(words)
        press(page, "Search")
        expect(page.locator("main")).to_contain_text("No case has all of these words")


def test_a_colleague_tells_of_the_head_and_the_chair_answers(house: House) -> None:
    head, chair = house.pages[HEAD], house.pages[CHAIR]
    before = do_list(head)
    with phone(house) as staff:
        words = _tells_of_the_head(staff)
        _sees_nothing(head, before)
        assert "Read a letter in the letterbox" in do_list(chair)
        follow(chair, "Read a letter in the letterbox")
        expect(chair.locator("main")).to_contain_text(_ABOUT_HEAD)
        night(house)
        case = _answered(house, chair, "I have read it, and speak with the authority.")
        chair.goto(case)
        see(chair, "staff-4-the-chairs-case")
        follow(chair, "Talk with the reporter")
        see(chair, "staff-5-talk")
        only_for(house, case, HEAD, DSL, TEACHER)
        _sees_nothing(head, before)
        _opens(staff, words)
        expect(staff.locator("main")).to_contain_text("speak with the authority")
        fill(staff, {"Write more": "It happened on Monday."})
        press(staff, "Send it")
        expect(staff.locator("main")).to_contain_text("It happened on Monday.")
        see(staff, "staff-6-the-answer")
    assert "A reporter has written again: case G" in do_list(chair)
    _sees_nothing(head, before)
    night(house)
    told = house.acts("brookside")
    assert [one for one in told if not one.endswith(("viewed", "searched", "read"))] == [
        "concerns:report:made", "concerns:conversation:answered",
        "concerns:conversation:continued"]  # fmt: skip
    assert told.count("concerns:letterbox:viewed") == 4  # the head's looks are like the chair's
