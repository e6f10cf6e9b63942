"""The hours of a school's named times, and a moment to try them with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from schoolgate.kernel.times import clock, spans
from schoolgate.policies.forms.life import DayField
from schoolgate.policies.rules.bands import NAMED


def _time_of_day(text: str) -> None:
    try:
        clock(text)
    except ValueError as error:
        raise forms.ValidationError(f"{error}.") from None


def _hours(text: str) -> None:
    try:
        list(spans(text))
    except ValueError as error:
        raise forms.ValidationError(f"{error}.") from None


class MomentForm(forms.Form):
    """A moment by the clock on the wall."""

    on = DayField(label="Day")
    time = forms.CharField(label="Time", max_length=5, help_text="For example 10:15",
                           validators=[_time_of_day])  # fmt: skip


class TimesForm(forms.Form):
    """A line for each named time; what is left empty is not stated."""

    def __init__(self, data: Any = None, *, hours: Mapping[str, str]) -> None:
        super().__init__(data, initial=dict(hours))
        for name, one in NAMED.items():
            self.fields[name] = forms.CharField(
                label=one.label, required=False, max_length=200, validators=[_hours],
                help_text=one.hint or "For example 9:00-10:30, 13:00-15:15",
            )  # fmt: skip
