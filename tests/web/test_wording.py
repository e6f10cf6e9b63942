"""A form that says nothing of its own speaks in plain words, and not in Django's."""

from __future__ import annotations

import pytest
from django import forms

from schoolgate.activity.forms import ExportForm, SpanForm


class Plain(forms.Form):
    """One field of each kind."""

    name = forms.CharField(max_length=5)
    number = forms.IntegerField(min_value=1, max_value=9)
    one = forms.ChoiceField(choices=[("a", "A")])
    some = forms.MultipleChoiceField(choices=[("a", "A")])


@pytest.mark.parametrize(
    ("field", "sent", "said"),
    [
        ("name", "", "Fill this in, or choose something"),
        ("name", "too long", "This is too long: it has 8 characters, and 5 fit"),
        ("name", "a\0b", "There is a character in this that no text has: type it anew"),
        ("number", "0", "Write a number that is 1 or more"),
        ("number", "10", "Write a number that is 9 or less"),
        ("one", "b", "Choose one of these"),
        ("some", ["b"], "Choose one of these"),
    ],
)
def test_a_field_says_what_is_wrong_in_plain_words(
    field: str, sent: str | list[str], said: str
) -> None:
    form = Plain({field: sent})
    assert form.errors[field] == [said]


def test_two_forms_on_one_page_have_no_name_in_common() -> None:
    first, second = SpanForm(offered=[]), ExportForm(offered=[])
    ids = [{one.auto_id for one in form} for form in (first, second)]
    assert ids[0].isdisjoint(ids[1])
