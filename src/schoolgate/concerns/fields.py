"""Fields that the forms of the room are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import uuid4

from django import forms

from schoolgate.concerns.actions.reporting import LONGEST

YES_NO: Final = [("yes", "Yes"), ("no", "No")]


def words(label: str, *, hint: str = "", required: bool = True, rows: int = 5) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Write this down in a few words"},
    )  # fmt: skip


def line(label: str, *, hint: str = "", required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, required=required, max_length=300,
                           error_messages={"required": "Write this down"})  # fmt: skip


def one_of(label: str, choices: Iterable[tuple[str, str]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices), widget=forms.RadioSelect,
                             error_messages={"required": "Choose one"}, **more)  # fmt: skip


class Ticketed(forms.Form):
    """A form with a number of its own, so that sending it twice does it once."""

    ticket = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ticket", uuid4())
