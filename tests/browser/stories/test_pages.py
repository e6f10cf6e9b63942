"""Every page of cases and of the vault, on a desk, on a phone, and with the keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import axe, wider_than_the_screen
from tests.browser.house import House, press
from tests.browser.stories.brookside import (
    CHAIR,
    DSL,
    HEAD,
    ROOM,
    TEACHER,
    TECHNICIAN,
    act,
    fill,
    see,
)

_ACTS: Final = ("", "sort/", "people/", "admit/", "tasks/", "link/", "merge/", "close/",
                "write/referral/", "write/post-facts/", "procedure/")  # fmt: skip
_BESIDE: Final = {
    "press/": "press", "press/new/": "", "press/statement/": "", "gate/week/": "",
    "terms/": "term-reports", "asked/": "asked", "lists/courses/": "courses",
    "lists/courses/new/": "", "lists/resources/new/": "",
}  # fmt: skip
_SHOWN: Final = {"", "merge/", "tasks/"}
_WATCHED: Final = {
    HEAD: ("activity/", "alerts/", "alerts/report/", "look-ups/", "look-ups/1/",
           "look-ups/new/", "mail-use/", "mail-use/private/", "mail-use/allowed/", "my-data/",
           "own-devices/", "own-devices/audit/", "remote/", "rotas/", "rotas/new/", "support/",
           "use/", "filter/withdrawn/", "filter/withdrawn/new/", "filter/downloads/"),
    CHAIR: ("alerts/budget/", "alerts/report/"),
    TECHNICIAN: ("look-ups/1/", "look-ups/1/rows/", "remote/new/", "use/new/"),
    TEACHER: ("class-now/", "filter/downloads/new/"),
}  # fmt: skip


def _path(house: House, page: Page) -> str:
    return page.url.removeprefix(house.address)


def _whole(page: Page, path: str, name: str = "") -> None:
    """A page fits a desk and a phone, and axe finds nothing."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, path
    for width in (1100, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert not wider_than_the_screen(page), (path, width)
    axe(page)
    if name:
        see(page, f"page-{name}")


def _case(page: Page, what: str) -> str:
    """A case of the demonstration, found by its words."""
    page.goto(f"{ROOM}find/")
    page.get_by_role("textbox").last.fill(what)
    press(page, "Search")
    link = page.locator("main").get_by_role("link", name=re.compile(r"^Case 20")).last
    return link.get_attribute("href") or ""


def test_every_page_of_a_case_fits_and_has_no_barrier(house: House) -> None:
    head = house.pages[HEAD]
    case = _case(head, "museum volcano posters")
    see(head, "page-search")
    for part in _ACTS:
        _whole(head, f"{case}{part}", part.strip("/") or "case" if part in _SHOWN else "")
    for path in (ROOM, f"{ROOM}?state=closed", f"{ROOM}mine/", f"{ROOM}bodies/new/"):
        _whole(head, path, "list" if path == ROOM else "")
    _whole(head, f"{ROOM}bodies/", "whom-to-ring")
    told = house.acts("brookside")
    assert {*told} == {"concerns:cases:searched", "concerns:case:viewed"}


def test_what_is_kept_beside_cases_fits_and_has_no_barrier(house: House) -> None:
    head = house.pages[HEAD]
    for path, name in _BESIDE.items():
        _whole(head, f"{ROOM}{path}", name)
    assert "concerns:enquiries:viewed" in house.acts("brookside")


def test_pages_that_hang_on_something_fit_and_have_no_barrier(house: House) -> None:
    head = house.pages[HEAD]
    case = _case(head, "museum volcano posters")
    act(head, case, "Say who is in it", {"What is their part?": "Saw or knows of it",
        "Or somebody who is not on the list": "Mrs Tolliver of the museum"}, "Save")  # fmt: skip
    head.goto(case)
    there = [str(one.get_attribute("href")) for one in head.locator("main a").all()]
    for ending in ("correct/", "done/", "hand-over/", r"people/\d+/", r"admitted/\d+/"):
        _whole(head, next(one for one in there if re.search(f"{ending}$", one)),
               "around-somebody" if "people" in ending else "")  # fmt: skip
    acts = [one for one in house.acts("brookside") if not one.endswith("viewed")]
    assert acts == ["concerns:cases:searched", "concerns:party:named"]


def test_the_vault_fits_and_has_no_barrier(house: House, tmp_path: Path) -> None:
    head, sent = house.pages[HEAD], tmp_path / "page.png"
    Image.new("RGB", (800, 500), "#c8d8c0").save(sent)
    head.goto(_case(head, "museum volcano posters"))
    press(head, "Evidence of the case")
    folder = _path(house, head)
    press(head, "Put into the vault")
    expect(head.get_by_role("alert").first).to_contain_text("Choose")
    head.locator("input[type=file]").set_input_files(sent)
    press(head, "Put into the vault")
    item = head.get_by_role("link", name=re.compile(r"^1\. "))
    expect(item).to_be_visible()  # sent piece by piece; the page comes when all of it is there
    _whole(head, folder, "vault")
    item.click()
    _whole(head, _path(house, head), "vault-item")
    for part in ("custody/", "bundles/"):
        _whole(head, f"{folder}{part}", part.strip("/"))
    acts = house.acts("brookside")
    assert acts.count("evidence:item:received") == 1
    assert acts.count("evidence:item:viewed") >= 1


@pytest.mark.parametrize("who", _WATCHED)
def test_pages_of_the_monitoring_fit_and_have_no_barrier(house: House, who: str) -> None:
    for path in _WATCHED[who]:
        _whole(house.pages[who], f"/brookside/{path}", f"watch-{path.strip('/').replace('/', '-')}")
    assert {*house.acts("brookside")} <= {"monitoring:private-mail:read"}


def _reach(target: Locator) -> None:
    """Come to something with the tabulator, and see that it is marked."""
    page = target.page
    for _ in range(120):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement && it.matches(':focus-visible')"):
            return
    raise AssertionError(f"the keyboard does not come to {target}")


def _type(page: Page, label: str, words: str) -> None:
    _reach(page.get_by_label(label, exact=True))
    page.keyboard.type(words)


def _finds_a_case(page: Page) -> str:
    page.goto(ROOM)
    _reach(page.get_by_role("link", name="Look for words"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/find/")
    _type(page, "Words, names or a number", "lottery tablets")
    page.keyboard.press("Enter")
    found = page.locator("main").get_by_role("link", name=re.compile(r"^Case 20"))
    expect(found).to_have_count(1)
    _reach(found)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"concerns/\d+/$"))
    return page.url


def _sends(page: Page, button: str, then: str) -> None:
    _reach(page.get_by_role("button", name=button))
    page.keyboard.press("Enter")
    page.wait_for_url(then)


def test_a_case_is_worked_on_with_the_keyboard_alone(house: House) -> None:
    page = house.pages[DSL]
    case = _finds_a_case(page)
    _reach(page.get_by_role("link", name="Give somebody a task"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/")
    _type(page, "Who?", DSL)
    _type(page, "What is to be done?", "Ask the technician about tablets 7 and 9.")
    _sends(page, "Give the task", case)
    _reach(page.get_by_role("link", name=re.compile("^Say it is done.*Ask the technician")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/done/")
    _type(page, "What was done?", "She blocks the address today.")
    _sends(page, "Save", case)
    expect(page.locator("main")).to_contain_text("She blocks the address today.")
    acts = [one for one in house.acts("brookside") if not one.endswith("viewed")]
    assert acts == ["concerns:cases:searched", "concerns:task:given", "concerns:task:done"]


def test_cases_are_linked_and_merged(house: House) -> None:
    dsl, teacher = house.pages[DSL], house.pages[TEACHER]
    numbers, paths = [], []
    for words in ("Tablet 7 shows pumpernickel.", "Tablet 9 shows pumpernickel as well."):
        teacher.goto(f"{ROOM}tell/?illegal=no")
        fill(teacher, {"What happened?": words, "Is anybody in danger now?": "No"})
        press(teacher, "Tell")
        numbers += re.findall(r"20\d\d/\d{3,}", teacher.get_by_role("alert").first.inner_text())[:1]
        paths.append(_case(dsl, words))
    other = {"Number of the other case": numbers[0], "Why?": "The same advertisement."}
    act(dsl, paths[1], "Link it to another case", other, "Link them")
    expect(dsl.get_by_role("link", name=f"case {numbers[0]}")).to_be_visible()
    act(dsl, paths[1], "Merge it into another case", other, "Merge")
    dsl.goto(paths[1])
    assert _path(house, dsl) == paths[0]
    expect(dsl.locator("main")).to_contain_text("Tablet 9 shows pumpernickel as well.")
    see(dsl, "page-merged")
    acts = [one for one in house.acts("brookside") if not one.endswith(("viewed", "searched"))]
    assert acts == [*["concerns:report:made"] * 2, "concerns:case:linked", "concerns:case:merged"]
