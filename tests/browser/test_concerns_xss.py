"""Two hundred ways to smuggle a script into a case: each is shown as text, none is run.

The pages are those that the program answers; the browser gets them without our headers, so that
nothing but the page itself keeps a script from running.
"""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client
from playwright.sync_api import Browser

from schoolgate.concerns import actions, queries
from schoolgate.concerns.actions import Asked, Involved, Naming, Told, reporting, storing
from schoolgate.concerns.models import Case, Party
from schoolgate.concerns.rules.kinds import KINDS
from schoolgate.concerns.rules.matters import MATTERS
from schoolgate.concerns.rules.shapes import Field, Shape
from schoolgate.concerns.rules.words import Part, Way
from tests.cast import NOW, Cast, client_of

_RUN = "window.__ran=1"
_SHAPES = (
    "<script>{0}</script>",
    "<ScRiPt>{0}</sCrIpT>",
    "<script/x>{0}</script>",
    "<img src=x onerror={0}>",
    "<img src=x onerror='{0}'>",
    "<svg onload={0}>",
    "<svg/onload={0}>",
    "<svg><script>{0}</script></svg>",
    "<body onload={0}>",
    "<iframe srcdoc='<script>parent.{0}</script>'>",
    "<iframe src='javascript:parent.{0}'>",
    "<a href='javascript:{0}'>x</a>",
    "<details open ontoggle={0}>x</details>",
    "<video src=x onerror={0}></video>",
    "<audio src=x onerror={0}></audio>",
    "<input autofocus onfocus={0}>",
    "<select autofocus onfocus={0}></select>",
    "<textarea autofocus onfocus={0}></textarea>",
    "<marquee onstart={0}>x</marquee>",
    "<object data='javascript:{0}'></object>",
    "<embed src='javascript:{0}'>",
    "<form action='javascript:{0}'><button>x</button></form>",
    "<math><mtext><script>{0}</script></mtext></math>",
    "<template><script>{0}</script></template><script>{0}</script>",
    "<link rel=stylesheet href='javascript:{0}'>",
)
_AROUND = ("{}", '">{}', "'>{}", "</dd>{}", "</textarea>{}", "</title>{}", "-->{}", "]]>{}")
STRINGS = [around.replace("{}", shape.replace("{0}", _RUN))
           for around, shape in product(_AROUND, _SHAPES)]  # fmt: skip


ALL = "\n".join(STRINGS)
TYPED = {Shape.LINE, Shape.TEXT}


@pytest.fixture(autouse=True)
def beside_a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Playwright runs a loop in this thread, beside which Django would refuse the database."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")


@pytest.fixture
def case(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A case with all the strings in every field that people type into."""
    monkeypatch.setattr(reporting, "LONGEST", 10_000_000)
    words = {one.name: ALL for matter in MATTERS.values() for one in matter.fields}
    words |= dict.fromkeys(("what", "who", "where", "device", "told"), ALL)
    about = (Involved(Part.WITNESS, name=ALL),)
    told = Told(Way.STAFF_FORM, words, involved=about)
    made = actions.report(school=cast.school, told=told, by=cast.teacher, at=NOW)
    opened = queries.opened(case=made, viewer=cast.dsl, on=NOW.date())
    for kind in KINDS.values():
        said = {one.name: _answer(one) for one in kind.fields}
        storing.write_entry(opened, kind=kind.slug, said=said, by=cast.dsl, at=NOW)
    storing.give(opened, asked=Asked("do", ALL, person=cast.dsl), at=NOW)
    naming = Naming(Part.TARGET, name=ALL, why=ALL)
    actions.name_party(case=made, naming=naming, by=cast.dsl, at=NOW)
    return made


def _answer(one: Field) -> str:
    return ALL if one.shape in TYPED else one.choices[0][0] if one.choices else "2026-10-14"


def ran(chromium: Browser, html: str) -> tuple[bool, str]:
    """Whether any string ran in a browser, and the text that it shows or holds in its fields."""
    page = chromium.new_page()
    page.set_content(html, wait_until="load")
    page.wait_for_timeout(100)
    run = any(bool(frame.evaluate("Boolean(window.__ran)")) for frame in page.frames)
    fields = "[...document.querySelectorAll('input,textarea')].map(x => x.value).join(' ')"
    text = f"{page.inner_text('body')} {page.evaluate(fields)}"
    page.close()
    return run, " ".join(text.split())


def shown_and_not_run(chromium: Browser, html: str, times: int = 1) -> None:
    run, text = ran(chromium, html)
    assert not run
    assert all(text.count(" ".join(string.split())) >= times for string in STRINGS)


def test_there_are_two_hundred_and_the_browser_would_run_them(chromium: Browser) -> None:
    assert len(set(STRINGS)) == 200
    assert ran(chromium, f"<body>{STRINGS[0]}")[0]
    assert ran(chromium, f"<body>{STRINGS[3]}")[0]
    assert ran(chromium, "<body><dd>" + "</dd><svg onload=window.__ran=1>")[0]


def test_a_case_shows_them_as_text(chromium: Browser, cast: Cast, case: Case) -> None:
    typed = sum(one.shape in TYPED for kind in KINDS.values() for one in kind.fields)
    page = client_of(cast.dsl).get(f"/elmfield/concerns/{case.pk}/").text
    shown_and_not_run(chromium, page, times=typed)


def test_a_timeline_shows_them_as_text(chromium: Browser, cast: Cast, case: Case) -> None:
    party = Party.objects.filter(case=case, part=Part.TARGET).get()
    path = f"/elmfield/concerns/{case.pk}/people/{party.pk}/"
    shown_and_not_run(chromium, client_of(cast.dsl).get(path).text)


def _redisplayed(client: Client, path: str, typed: list[str]) -> list[str]:
    """The form as it comes back, a few strings in every field at a time."""
    return [client.post(path, dict.fromkeys(typed, " ".join(STRINGS[at : at + 40]))).text
            for at in range(0, 200, 40)]  # fmt: skip


@pytest.mark.parametrize("of", ["kinds", "matters", "acts"])
def test_a_form_that_comes_back_holds_them_as_text(
    chromium: Browser, cast: Cast, case: Case, of: str
) -> None:
    here, head = f"/elmfield/concerns/{case.pk}/", client_of(cast.head)
    every: dict[str, list[tuple[str, tuple[Field, ...]]]] = {
        "kinds": [(f"{here}write/{one.slug}/", one.fields) for one in KINDS.values()
                  if one.by_hand and one.slug != "correction"],
        "matters": [(f"/elmfield/concerns/tell/{one.slug}/", one.fields)
                    for one in MATTERS.values()],
        "acts": [(f"{here}{act}/", (Field("why", ""), Field("number", ""), Field("name", "")))
                 for act in ("people", "admit", "tasks", "link", "merge")],
    }  # fmt: skip
    for path, fields in every[of]:
        typed = [one.name for one in fields if one.shape in TYPED]
        for html in _redisplayed(head, path, typed):
            run, _ = ran(chromium, html)
            assert not run, path
    words = head.post("/elmfield/concerns/find/", {"words": STRINGS[1]})
    run, text = ran(chromium, words.text)
    assert not run
    assert STRINGS[1] in text
