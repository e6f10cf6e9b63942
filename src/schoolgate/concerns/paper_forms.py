"""Typing in what was written on paper."""

from __future__ import annotations

from typing import Any, Final
from uuid import uuid4

from django import forms

from schoolgate.approvals.forms import MomentField
from schoolgate.concerns.rules.papers import LINES, MOST, Paper

_PAPERS: Final = [(one, one.says) for one in Paper]


class PrintForm(forms.Form):
    """How many pages of which paper."""

    paper = forms.ChoiceField(label="What shall be printed?", choices=_PAPERS)
    count = forms.IntegerField(label="How many pages?", min_value=1, max_value=MOST, initial=10)


class TypeForm(forms.Form):
    """One entry as it stands on the paper."""

    ticket = forms.UUIDField(widget=forms.HiddenInput)
    illegal = forms.ChoiceField(
        label="Might it be an indecent image, or otherwise illegal?",
        choices=[("no", "No"), ("yes", "Yes, or I am not sure")], widget=forms.RadioSelect,
        help_text="If so, leave out below what it shows, and go to the safeguarding lead now.",
        error_messages={"required": "Choose one"},
    )  # fmt: skip
    line = forms.IntegerField(label="Line on the page", min_value=1, max_value=LINES, initial=1)
    written_at = MomentField(label="When was it written on paper?")
    behalf = forms.CharField(label="On behalf of", max_length=120, required=False,
                             help_text="Whoever wrote it, if the paper says so")  # fmt: skip
    what = forms.CharField(label="What stands there?", max_length=8_000,
                           widget=forms.Textarea(attrs={"rows": 5}),
                           help_text="Word for word, also where it is wrong")  # fmt: skip
    where = forms.CharField(label="Device, site or place", max_length=300, required=False)

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ticket", uuid4())
        if paper is Paper.FORM:
            self.fields["line"].widget = forms.HiddenInput()

    def words(self) -> dict[str, str]:
        """Return what the report holds."""
        given = self.cleaned_data
        names = {"what": "what", "where": "where", "behalf": "on_behalf_of"}
        return {kept: given[name] for name, kept in names.items() if given[name]}
