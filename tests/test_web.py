"""Page furniture: forms and the menu."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django import forms
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import resolve

from schoolgate.web import context, menu


class Borrow(forms.Form):
    """One field of every kind that the renderer knows."""

    what = forms.CharField(label="What", help_text="As on its label")
    why = forms.CharField(label="Why", widget=forms.Textarea)
    who = forms.ChoiceField(label="Who", choices=[("s", "Staff"), ("p", "Pupil")])
    when = forms.ChoiceField(
        label="When",
        choices=[("d", "Day"), ("w", "Week")],
        widget=forms.RadioSelect,
        help_text="The longest time is a week",
    )
    extras = forms.MultipleChoiceField(
        label="Extras", choices=[("c", "Charger")], widget=forms.CheckboxSelectMultiple
    )
    agree = forms.BooleanField(label="I will bring it back")


GOOD = {"what": "tablet", "why": "x", "who": "s", "when": "d", "extras": ["c"], "agree": "on"}


class _Elements(HTMLParser):
    """The elements of a page, each as its attributes with the element's own name under `tag`."""

    def __init__(self, form: forms.Form) -> None:
        super().__init__()
        self.all: list[dict[str, str | None]] = []
        self.feed(form.render())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append({**dict(attrs), "tag": tag})

    def the(self, **wanted: str) -> dict[str, str | None]:
        """The one element with these attributes; `for_` stands for `for`."""
        pairs = {(name.rstrip("_"), value) for name, value in wanted.items()}
        (found,) = [element for element in self.all if pairs <= element.items()]
        return found


@pytest.mark.parametrize(
    ("field", "css"),
    [
        ("id_what", "govuk-input"),
        ("id_why", "govuk-textarea"),
        ("id_who", "govuk-select"),
        ("id_when_0", "govuk-radios__input"),
        ("id_extras_0", "govuk-checkboxes__input"),
        ("id_agree", "govuk-checkboxes__input"),
    ],
)
def test_every_kind_of_field_has_its_class_and_its_label(field: str, css: str) -> None:
    page = _Elements(Borrow())
    assert page.the(id=field)["class"] == css
    assert page.the(tag="label", for_=field)


def test_a_good_form_shows_no_error() -> None:
    assert "error" not in Borrow(GOOD).render()


def test_an_error_stands_in_the_summary_and_beside_its_field() -> None:
    page = _Elements(Borrow(GOOD | {"what": ""}))
    assert page.the(tag="a")["href"] == "#id_what"
    assert page.the(id="id_what")["class"] == "govuk-input govuk-input--error"
    assert page.the(id="id_what")["aria-describedby"] == "id_what-hint id_what-error"
    assert page.the(id="id_what-error")["class"] == "govuk-error-message"


def test_an_error_of_a_group_leads_to_its_first_choice() -> None:
    page = _Elements(Borrow(GOOD | {"when": ""}))
    assert page.the(tag="a")["href"] == "#id_when_0"
    assert page.the(tag="fieldset", **{"aria-describedby": "id_when-hint id_when-error"})


def _visit(path: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)
    return request


def test_the_menu_of_a_school_marks_the_page_that_is_open() -> None:
    links = menu.links(_visit("/elmfield/ask/"), "elmfield")
    assert [(link.url, link.current) for link in links] == [
        ("/elmfield/policy/", False),
        ("/elmfield/for-me/", False),
        ("/elmfield/ask/", True),
        ("/elmfield/compare/", False),
    ]


def test_a_page_of_no_school_has_no_menu() -> None:
    assert context.school_menu(RequestFactory().get("/")) == {"menu": []}
