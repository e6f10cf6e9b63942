"""Elmfield, an invented infant school that goes by Cotmanhay's policy, on the county's issue 5."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, expect

from schoolgate.config.settings import PACKS
from tests.browser.conftest import command, serving
from tests.browser.house import House, follow, press, prove, to_do
from tests.ports import free_port

HEAD, DEPUTY, LEADER, TEACHER, TECHNICIAN = (f"elmfield A{n}" for n in range(1, 6))
CHAIR, PUPIL, OTHER = "elmfield G1", "elmfield P1", "oakhurst B1"
NAMES: Final = {
    HEAD: "Hetty Gorsewick", DEPUTY: "Idris Fennelmere", LEADER: "Fern Alderdale",
    TEACHER: "Bea Hazelhurst", TECHNICIAN: "Gus Elderstead",
}  # fmt: skip
ISSUE_6 = Path(__file__).parents[1] / "policies" / "proposing" / "derbyshire-6" / "policy.md"
STAFF: Final = """Id,Name,Kind,Job,Class
A1,Hetty Gorsewick,Staff,Class teacher,
A2,Idris Fennelmere,Staff,Class teacher,
A3,Fern Alderdale,Staff,Class teacher,
A4,Bea Hazelhurst,Staff,Class teacher,
A5,Gus Elderstead,Staff,,
G1,Cyrus Ivorydale,Governor,,
"""
PUPILS: Final = "Id,Name,Kind,Year,Class\nP1,Uma Brambleleigh,Pupil,2,2 Ash\n"
THERE: Final = "Id,Name,Kind,Job\nB1,Vera Kestrelmere,Staff,Class teacher\n"


def packs_of(folder: Path) -> Path:
    """The packs on file; the school that goes by Cotmanhay's policy is called Elmfield in it."""
    packs = shutil.copytree(PACKS, folder / "packs")
    policy = packs / "cotmanhay" / "policy.md"
    named = policy.read_text("utf-8").replace("Cotmanhay Infant", "Elmfield Infant")
    policy.write_text(named, "utf-8")
    return packs


def issue_of(folder: Path) -> Path:
    """The county's issue 6, with three clauses: for the head, for leaders, for pupils and staff."""
    made = folder / "issue"
    made.mkdir()
    text = ISSUE_6.read_text("utf-8").replace("told: staff\n", "")
    (made / "policy.md").write_text(re.sub(r"(?m)^omit = .*\n", "", text), "utf-8")
    return made


@contextmanager
def elmfield(folder: Path, browser: Browser) -> Iterator[House]:
    """Elmfield and another school with their people, served; nobody has an account yet."""
    settings = {"SCHOOLGATE_PACKS": str(packs_of(folder))}
    for name, rows in (("staff", STAFF), ("pupils", PUPILS), ("there", THERE)):
        (folder / f"{name}.csv").write_text(rows, "utf-8")
    command(folder, "migrate -v0", **settings)
    command(folder, "collectstatic --noinput -v0", **settings)
    for slug, pack in (("elmfield", "cotmanhay"), ("oakhurst", "brookside")):
        command(folder, f"school add {slug} {slug.capitalize()} --pack {pack}", **settings)
    command(folder, f"roster apply elmfield {folder}/staff.csv {folder}/pupils.csv", **settings)
    command(folder, f"roster apply oakhurst {folder}/there.csv", **settings)
    with serving(folder, free_port(), **settings) as address:
        yield House(folder, address, browser, settings,
                    outsiders=frozenset({PUPIL, TECHNICIAN, OTHER}))  # fmt: skip


def everybody_comes_in(house: House) -> None:
    for who, role in ((HEAD, "headteacher"), (DEPUTY, "dsl"), (LEADER, "inclusion_leader"),
                      (TEACHER, ""), (TECHNICIAN, "it_technician"), (CHAIR, "chair"),
                      (OTHER, "headteacher")):  # fmt: skip
        house.enter(who, role)
    house.enter(PUPIL, second_step=False)


def train(page: Page, words: str) -> None:
    """Record that every colleague was trained."""
    page.goto("/elmfield/agreements/training/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("When, where and by whom?").fill(words)
    press(page, "Record the training")


def sign_agreement(house: House, who: str) -> None:
    """Sign the staff agreement that waits on the Do list."""
    page = house.pages[who]
    to_do(page)
    follow(page, re.compile("Sign(:| again).*agreement for staff"))
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Your full name").fill(NAMES[who])
    press(page, "Sign")
    prove(house, who)
    expect(page.get_by_role("alert")).to_contain_text("Signed. This is your copy")


def staff_sign_issue_5(house: House) -> None:
    train(house.pages[HEAD], "1 September 2026, in the hall")
    train(house.pages[DEPUTY], "1 September 2026, in the hall")
    for who in NAMES:
        sign_agreement(house, who)
    assert house.acts("elmfield").count("agreements:agreement:signed") == len(NAMES)
