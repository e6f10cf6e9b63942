"""Forms of the room. What is typed is checked again by the actions, which know more."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from schoolgate.duties.models import LONGEST
from schoolgate.duties.reading import Kind
from schoolgate.duties.rules import CHOICES
from schoolgate.people.forms import PickForm, day_field

_PERIODS: Final = [(key, period.in_words().capitalize()) for key, period in CHOICES.items()]


def _text(label: str, hint: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}), error_messages={"required": f"{label}: write it down"},
    )  # fmt: skip


class DoneForm(forms.Form):
    """What was done of a duty, on which day, and what proves it."""

    occurrence = forms.CharField(widget=forms.HiddenInput, max_length=60)
    part = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    on = day_field("When was it done?")
    evidence = _text("What proves it?", "Minutes, a file, what was found. No names of pupils",
                     required=False)  # fmt: skip
    link = forms.CharField(
        label="Link, or where the paper or photo is filed", max_length=400, required=False
    )
    attendance = _text("Who was there?", "Names, or a group and how many of it")

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind is Kind.PRESENT:
            self.fields["on"].label = "When was the meeting?"
        else:
            del self.fields["attendance"]


class AcknowledgeForm(forms.Form):
    """That somebody was told, and has understood."""

    occurrence = forms.CharField(widget=forms.HiddenInput, max_length=60)


class SkipForm(forms.Form):
    """Why a duty is left out this time."""

    occurrence = forms.CharField(widget=forms.HiddenInput, max_length=60)
    part = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    because = _text("Why is it left out this time?", "The reason stays with it for good")


class PeriodForm(forms.Form):
    """How often, where the policy says only “regularly”."""

    period = forms.ChoiceField(label="How often?", choices=_PERIODS, widget=forms.RadioSelect,
                               error_messages={"required": "Choose how often"})  # fmt: skip
    begins_on = day_field("Count from")


class HandOverForm(PickForm):
    """To whom a duty goes, and why."""

    because = _text("Why?", "For example: leads online safety from September")
