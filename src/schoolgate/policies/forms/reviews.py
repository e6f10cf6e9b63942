"""What a school says about reviews, and about the law that its policy quotes."""

from __future__ import annotations

from typing import Any

from django import forms

from schoolgate.policies.models.proposals import LONGEST
from schoolgate.policies.rules.reviewing import SAID, Trigger


def _words(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write this down, it is kept with the policy"},
    )  # fmt: skip


class OpenReviewForm(forms.Form):
    """What happened, and why the policy is to be looked at now."""

    trigger = forms.ChoiceField(
        label="What happened?", widget=forms.RadioSelect,
        choices=[(one.value, said) for one, said in SAID.items() if one is not Trigger.ISSUE],
        error_messages={"required": "Choose what happened"},
    )  # fmt: skip
    why = _words("Why is the policy to be looked at now?", "Nobody’s name: governors read this")


class CloseReviewForm(forms.Form):
    """What came of a review."""

    outcome = _words("What came of it?", "What was decided, and what is changed in the policy")


class EditionForm(forms.Form):
    """Which edition of a law or standard the school holds to."""

    name = forms.ChoiceField(label="Law or standard")
    edition = forms.CharField(
        label="Which edition or year holds today?", max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"required": "Write the edition, for example 2026"},
    )  # fmt: skip
    life = forms.IntegerField(
        label="Look again after how many years? (you may leave this empty)", required=False,
        min_value=1, max_value=20,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip

    def __init__(self, *args: Any, names: list[str], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["name"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one, one) for one in names]
