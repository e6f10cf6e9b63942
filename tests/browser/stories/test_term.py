"""A term is over: its report is made once, names nobody, and is printed for the governors."""

from __future__ import annotations

import sqlite3

import pypdfium2
from playwright.sync_api import Page, expect

from tests.browser.house import House, closed, press
from tests.browser.stories.brookside import (
    CHAIR,
    DSL,
    HEAD,
    ROOM,
    STAFF,
    TEACHER,
    fill,
    see,
)

TERMS = f"{ROOM}terms/"
TOLD = 7


def _tell(page: Page, number: int) -> None:
    page.goto(f"{ROOM}tell/?illegal=no")
    fill(page, {"What happened?": f"Worry {number}.", "Is anybody in danger now?": "No"})
    press(page, "Tell")


def _a_summer_ago(house: House) -> str:
    """What was told in this story was told in the summer term of 2025: nothing can be told into the
    past, and no test waits for the end of a term. The name of the term."""
    here = "(SELECT id FROM people_school WHERE slug = 'brookside')"
    with sqlite3.connect(house.folder / "schoolgate.db") as database:
        database.execute(
            "INSERT INTO people_calendarspan (school_id, year, kind, name, from_on, until_on) "
            f"VALUES ({here}, 2024, 'term', 'Summer', '2025-04-22', '2025-07-23')"
        )
        newest = (
            f"SELECT id FROM concerns_case WHERE school_id = {here} ORDER BY id DESC LIMIT {TOLD}"
        )
        database.execute(
            f"UPDATE concerns_case SET opened_at = '2025-05-06 10:00:00' WHERE id IN ({newest})"
        )
    return "Summer 2024/25"


def test_the_report_of_a_term_is_made_once_and_printed(house: House) -> None:
    teacher, dsl, chair = (house.pages[who] for who in (TEACHER, DSL, CHAIR))
    for number in range(TOLD):
        _tell(teacher, number)
    term = _a_summer_ago(house)
    house.acts("brookside")
    dsl.goto(TERMS)
    see(dsl, "term-1-terms")
    dsl.get_by_role("row").filter(has_text=term).get_by_role("button").press("Enter")
    expect(dsl.get_by_role("heading", level=1)).to_contain_text(term)
    see(dsl, "term-2-the-report")
    path = dsl.url.removeprefix(house.address)
    assert house.acts("brookside")[0] == "concerns:term-report:made"
    _governors_read_and_print(house, chair, path, term)
    for there in (TERMS, path, f"{path.removesuffix('/')}.pdf"):
        closed(house, there)
        assert house.answers(TEACHER, there)[0] in {403, 404}
    dsl.goto(TERMS)
    row = dsl.get_by_role("row").filter(has_text=term)
    expect(row.get_by_role("button")).to_have_count(0)


def _governors_read_and_print(house: House, chair: Page, path: str, term: str) -> None:
    chair.goto(path)
    expect(chair.get_by_text("Concerns all together")).to_contain_text(str(TOLD))
    with chair.expect_download() as coming:
        chair.get_by_role("link", name="Print it").click()
    printed = coming.value.path().read_bytes()
    pages = pypdfium2.PdfDocument(printed)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pages)
    assert term in " ".join(text.split())
    with sqlite3.connect(house.folder / "schoolgate.db") as database:
        names = [name for (name,) in database.execute("SELECT name FROM people_person")]
    assert names
    assert {*STAFF} <= {*names}
    assert [name for name in names if name in text] == []
    assert HEAD not in chair.locator("main").inner_text()
