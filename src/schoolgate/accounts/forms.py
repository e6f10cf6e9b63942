"""Forms of the room."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from schoolgate.accounts import rules
from schoolgate.accounts.actions.checks import LONGEST_PROMPT


def refuse_passwords(text: str) -> None:
    """Validate free text: refuse what looks like a password. Raises ValidationError."""
    if rules.looks_like_a_password(text):
        raise ValidationError(
            "This looks like a password. Take it out: nobody may write one down here, "
            "not even an old one."
        )


class Note(forms.CharField):
    """Free text in which no password may stand; for notes and reasons of every room."""

    default_validators = [refuse_passwords]  # noqa: RUF012 as Django declares it


class CompromiseForm(forms.Form):
    """“Somebody may know my password.”"""

    note = Note(
        label="What happened (you may leave this empty)", required=False, max_length=500,
        help_text="Never write the password itself here", widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class CloseForm(forms.Form):
    """Why an account is closed."""

    because = Note(label="Why", max_length=200)


class SettleForm(forms.Form):
    """What came of an account used on several machines at once."""

    outcome = Note(label="What you found", max_length=200,
                   help_text="For example: left signed in on the library computer")  # fmt: skip


class PromptForm(forms.Form):
    """After how many days people are asked for a new password."""

    days = forms.IntegerField(
        label="Ask for a new password after this many days", min_value=0, max_value=LONGEST_PROMPT,
        help_text="0 asks nobody. It is a reminder on the Do list; nobody is locked out.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )  # fmt: skip
