"""What a form says where a field does not say it itself: our words in place of Django's."""

from __future__ import annotations

from django import forms
from django.core import validators


def settle() -> None:
    """Put our words in place, for every form there is."""
    forms.Field.default_error_messages["required"] = "Fill this in, or choose something"
    for kind in (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField):
        kind.default_error_messages["invalid_choice"] = "Choose one of these"
    forms.ModelMultipleChoiceField.default_error_messages["invalid_choice"] = "Choose some of these"
    validators.MaxLengthValidator.message = (
        "This is too long: it has %(show_value)d characters, and %(limit_value)d fit"
    )
    validators.MinValueValidator.message = "Write a number that is %(limit_value)s or more"
    validators.MaxValueValidator.message = "Write a number that is %(limit_value)s or less"
    validators.ProhibitNullCharactersValidator.message = (
        "There is a character in this that no text has: type it anew"
    )
