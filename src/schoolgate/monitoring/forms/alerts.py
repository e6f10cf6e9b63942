"""Forms of alerts, of what governors allow, and of talks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from schoolgate.concerns.fields import Ticketed, line, one_of
from schoolgate.monitoring.actions import FOLLOWS
from schoolgate.monitoring.forms.lookups import offer
from schoolgate.people.forms import day_field
from schoolgate.people.models import Person


class DecideForm(forms.Form):
    """What an alert is, and how long that took."""

    decision = one_of("What is it?", [
        ("concern", "A concern: open it, and keep what was logged around it"),
        ("false", "No concern")])  # fmt: skip
    minutes = forms.IntegerField(
        label="How many minutes did it take?", min_value=0, max_value=600, initial=5,
        help_text="Governors see what each rule costs",
        error_messages={"required": "Write a number of minutes", "invalid": "Write a number"},
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )  # fmt: skip


class BudgetForm(forms.Form):
    """What governors allow."""

    a_week = forms.IntegerField(label="Alerts a week, at most", min_value=1, max_value=1000,
                                widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
                                help_text="What is urgent is never held back")  # fmt: skip
    precision = forms.IntegerField(
        label="Of 100 alerts of a rule, how many must be worth it?", min_value=0, max_value=100,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        help_text="A rule that does worse is shown in the daily summary only",
    )  # fmt: skip
    gigabytes = forms.IntegerField(
        label="Gigabytes that one person may move in an hour before it is told", min_value=1,
        max_value=10_000, widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        help_text="Large transfers slow others down",
    )  # fmt: skip
    because = line("Why?")


class TalkForm(Ticketed):
    """A talk that was held."""

    person = forms.ModelChoiceField(Person.objects.none(), label="With whom?",
                                    error_messages={"required": "Choose somebody"})  # fmt: skip
    held_on = day_field("When?")
    follows = one_of("What follows?", list(FOLLOWS.items()))
    next_on = day_field("When is the next talk? (if there is one)", required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)
