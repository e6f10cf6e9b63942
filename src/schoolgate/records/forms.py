"""What may be looked for in the journal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


class SearchForm(forms.Form):
    """Everything that is given must fit."""

    who = forms.CharField(label="Who acted", required=False, max_length=80)
    verb = forms.ChoiceField(label="What was done", required=False)
    clause = forms.CharField(label="Clause", required=False, max_length=80)
    from_on = forms.DateField(label="From", required=False,
                              widget=forms.DateInput(attrs={"type": "date"}))  # fmt: skip
    to_on = forms.DateField(label="To", required=False,
                            widget=forms.DateInput(attrs={"type": "date"}))  # fmt: skip

    def __init__(self, data: Any, verbs: Iterable[str]) -> None:
        super().__init__(data)
        choices = [(verb, verb.replace(":", " ").replace("-", " ")) for verb in sorted(verbs)]
        self.fields["verb"].choices = [("", "Anything"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        told = super().clean() or {}
        first, last = told.get("from_on"), told.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", "This day comes before the first. Give a later one.")
        return told
