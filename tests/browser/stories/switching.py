"""How the filter goes off for one person at Brookside: the headteacher's leave, then the switch."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from schoolgate.gateways.proxy import users
from schoolgate.kernel.times import LONDON
from tests.browser.house import House, follow, press
from tests.browser.stories.brookside import HEAD, TEACHER, TECHNICIAN, fill, see

PASSWORD: Final = "seven wet stones"
OFF: Final = "/brookside/filter/off/"
_WHY: Final = "A test of reading is stuck, the provider looks at it"


def signs_in(house: House, who: str, file: Path) -> str:
    """Let somebody sign in at the proxy; the name that they do it by."""
    with closing(sqlite3.connect(house.folder / "schoolgate.db")) as database:
        ((name,),) = database.execute(
            "SELECT username FROM accounts_account a JOIN people_person p ON p.id = a.person_id "
            "WHERE p.name = ?", (who,),
        ).fetchall()  # fmt: skip
    file.write_text(users.line(name, PASSWORD) + "\n")
    return str(name)


def head_allows(house: House) -> None:
    """The technician asks for leave with its scope and end, and the headteacher grants it."""
    technician, head = house.pages[TECHNICIAN], house.pages[HEAD]
    technician.goto(f"{OFF}new/")
    follow(technician, "Ask for the permission")
    now = datetime.now(LONDON)
    fill(technician, {
        "What is it for?": _WHY, "What exactly do you want to do?": f"Off for {TEACHER} alone",
        "From": f"{now:%d/%m/%Y %H:%M}", "Until": f"{now + timedelta(hours=1):%d/%m/%Y %H:%M}",
    })  # fmt: skip
    press(technician, "Ask")
    head.goto("/brookside/do/")
    follow(head, re.compile("Decide: switch off"))
    head.get_by_label("Grant it").check()
    head.get_by_label("Why?").fill("For this one test.")
    see(head, "filter-5-leave")
    press(head, "Decide")
    expect(head.get_by_text("In force", exact=True)).to_be_visible()


def goes_off(house: House, until: datetime) -> None:
    """The technician switches it off for the teacher, until a minute."""
    technician = house.pages[TECHNICIAN]
    technician.goto(f"{OFF}new/")
    fill(technician, {"For whom?": TEACHER, "Why?": _WHY,
                      "Until, at most 24 hours later": f"{until:%d/%m/%Y %H:%M}"})  # fmt: skip
    see(technician, "filter-6-switches-off")
    press(technician, "Switch off")
    expect(technician.get_by_role("alert")).to_contain_text("The filter is off, until")
    see(technician, "filter-7-off")


def is_back(house: House) -> None:
    """Whoever looks sees that it came back by itself, who allowed it, and until when."""
    head = house.pages[HEAD]
    head.goto(OFF)
    expect(head.locator("table")).to_contain_text("Back by itself")
    expect(head.locator("table")).to_contain_text(TEACHER)
    see(head, "filter-8-back")
