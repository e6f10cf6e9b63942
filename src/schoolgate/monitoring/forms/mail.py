"""The form that says how much private mail is too much."""

from __future__ import annotations

from typing import Any

from django import forms

from schoolgate.concerns.fields import line
from schoolgate.monitoring.rules.private_mail import domains_in


def _number(label: str, *, least: int, most: int, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=most,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages={"required": "Write a number", "invalid": "Write a number"},
    )  # fmt: skip


class AllowanceForm(forms.Form):
    """What is allowed a day, and whose domains are partners’."""

    messages = _number("Private messages a day, at most", least=0, most=200)
    minutes = _number("Minutes that one message takes", least=1, most=60)
    refused = _number("Messages a day at times at which the policy allows none, at most", least=0,
                      most=200, hint="For example while teaching")  # fmt: skip
    partners = forms.CharField(
        label="Domains of partners", required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line: what stands after the @, such as council.example",
    )  # fmt: skip
    because = line("Why?")

    def clean_partners(self) -> Any:
        """Refuse what is no domain, beside its field."""
        try:
            return "\n".join(domains_in(self.cleaned_data["partners"]))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
