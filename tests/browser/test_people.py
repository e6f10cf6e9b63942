"""People, roles and an import in a real browser: by mouse, by keyboard, on a phone, past axe."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import axe, sign_in, wider_than_the_screen

PUPILS = "Admission Number,Surname,Forename,Year Group\n" + "".join(
    f"Z{number},Brook,Ada{number},Year 4\n" for number in range(1, 13)
)


def fits(page: Page) -> None:
    """Passes axe, and on a phone too without sideways scrolling."""
    axe(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert not wider_than_the_screen(page)
    axe(page)
    page.set_viewport_size({"width": 1100, "height": 900})


def test_the_list_of_people_is_found_in_and_leads_to_a_person(page: Page) -> None:
    sign_in(page, "Amara Okafor")
    page.goto("/brookside/people/")
    fits(page)
    page.get_by_label("Name, class or title").fill("zielin")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("link", name="Ola Zielinska").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ola Zielinska")
    expect(page.get_by_role("link", name="Kasia Zielinska")).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Restricted flags").click()
    expect(page.get_by_text("No flag is set.")).to_be_visible()
    fits(page)


def test_the_roles_page_names_holders_and_appoints_by_keyboard(page: Page) -> None:
    sign_in(page, "Amara Okafor")
    page.goto("/brookside/people/roles/")
    fits(page)
    page.get_by_role("link", name="Appoint the inclusion leader").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Find somebody").fill("Lena")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Appoint").click()
    expect(page.get_by_role("alert").first).to_contain_text("There is a problem")
    fits(page)
    page.get_by_role("radio", name="Lena Novak, Teaching assistant, Year 1").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Appoint").click()
    expect(page.get_by_role("alert")).to_contain_text("Lena Novak is the inclusion leader.")


def test_a_roster_is_sent_planned_and_taken_in(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "pupils.csv"
    path.write_text(PUPILS)
    sign_in(page, "Amara Okafor")
    page.goto("/brookside/people/import/")
    fits(page)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("alert").first).to_contain_text("Choose a file")
    page.get_by_label("Files").set_input_files(path)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("New (12)")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Imported: 12 added.")
    path.write_text(PUPILS.replace("Z1,Brook,Ada1,Year 4\n", ""))
    page.goto("/brookside/people/import/")
    page.get_by_label("Files").set_input_files(path)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Missing from the file (1)")).to_be_visible()
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Missing from the roster")
    fits(page)
    page.get_by_role("checkbox", name="Ada1 Brook").check()
    page.get_by_role("button", name="They have left").click()
    expect(page.get_by_role("alert")).to_contain_text("1 person left.")


def test_columns_that_nobody_knows_are_asked_about(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "pupils.csv"
    path.write_text("Ref;Who;Jahr\n1;Brook, Ada;Reception\n")
    sign_in(page, "Amara Okafor")
    page.goto("/brookside/people/import/")
    page.get_by_label("Files").set_input_files(path)
    page.get_by_label("System that it comes from").fill("other")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What stands in the file?")
    fits(page)
    page.get_by_label("Id that stays the same").select_option("ref")
    page.get_by_label("Whole name").select_option("who")
    page.get_by_label("Year", exact=True).select_option("jahr")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("New (1)")).to_be_visible()
    page.get_by_role("button", name="Give up and delete my files").click()
    expect(page.get_by_text("Nothing was imported, and your files are deleted.")).to_be_visible()
