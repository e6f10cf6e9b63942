"""A service: asked about, or put on the school's list."""

from __future__ import annotations

from django import forms

from schoolgate.policies.rules.social import KINDS


class ServiceForm(forms.Form):
    """A service for the school's list."""

    name = forms.CharField(
        label="What is it called?", max_length=80,
        error_messages={"required": "Write the name of the service"},
    )  # fmt: skip
    domain = forms.CharField(label="Its address, if it has one", max_length=200, required=False,
                             help_text="For example: example.org")  # fmt: skip


class AskServiceForm(forms.Form):
    """A service that somebody wonders about."""

    service = forms.CharField(
        label="Name or address of the service", max_length=200,
        error_messages={"required": "Write a name or an address"},
    )  # fmt: skip
    category = forms.ChoiceField(label="What is it for?", choices=list(KINDS.items()),
                                 error_messages={"required": "Choose what it is for"})  # fmt: skip
