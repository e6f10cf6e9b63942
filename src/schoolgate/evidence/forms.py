"""Forms of a folder: files that are put in, and bundles that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Final, cast

from django import forms
from django.utils import timezone

from schoolgate.evidence import rules
from schoolgate.evidence.actions import Coming
from schoolgate.evidence.models import Item
from schoolgate.evidence.opening import Opened
from schoolgate.evidence.rules import Form
from schoolgate.evidence.uploads import SealedFile
from schoolgate.people.forms import day_field

_ACCEPT: Final = ".jpg,.jpeg,.png,.heic,.pdf,.docx,.mp4"


class _Many(forms.ClearableFileInput):
    allow_multiple_selected = True


class _Files(forms.FileField):
    """Several files; `clean` returns a list."""

    def clean(self, data: Any, initial: Any = None) -> list[SealedFile]:
        given = data if isinstance(data, list | tuple) and data else [data or None]
        if len(given) > rules.AT_ONCE:
            raise forms.ValidationError(f"Choose at most {rules.AT_ONCE} files at a time")
        return [cast("SealedFile", super(_Files, self).clean(one, initial)) for one in given]


class AttachForm(forms.Form):
    """Files, and what is known of where they come from."""

    sent = _Files(
        label="Files", widget=_Many(attrs={"accept": _ACCEPT}), max_length=255,
        help_text="JPEG, PNG or HEIC pictures, PDF, Word (.docx) or MP4. Up to 20 files at a time; "
        "a video up to 500 MB, anything else up to 60 MB. Keep the original: do not edit, crop or "
        "rename it first",
        error_messages={"required": "Choose a file", "empty": "It is empty. Export it again"},
    )  # fmt: skip
    words = forms.CharField(
        label="Where does it come from?", required=False, max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Who gave it to you, on what, and what it shows, in a sentence or two",
    )  # fmt: skip
    address = forms.CharField(
        label="Address of the page, if it is a capture of one", required=False, max_length=500,
        help_text="Save the page as PDF or PNG yourself; nothing is fetched from the address",
    )  # fmt: skip
    taken_on = day_field(
        "Day on which it was taken or captured", required=False,
        hint="For example 14/10/2026. Leave it empty if nobody knows",
    )  # fmt: skip
    taken_at = forms.TimeField(
        label="Time", required=False, help_text="For example 14:05. Leave it empty if nobody knows",
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput({"class": "govuk-input--width-5", "autocomplete": "off"}, "%H:%M"),
        error_messages={"invalid": "Write the time as hours and minutes, for example 14:05"},
    )  # fmt: skip

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:  # they were thrown away before they got here
            says = "These files are larger than 500 MB together. Send them one by one"
            self.fields["sent"].error_messages["required"] = says

    def clean(self) -> dict[str, Any]:
        """Refuse a time without a day, and a day to come."""
        day: date | None = self.cleaned_data.get("taken_on")
        if day and day > timezone.localdate():
            self.add_error("taken_on", "This day is still to come. Write the day it was taken")
        if self.cleaned_data.get("taken_at") and not day and "taken_on" not in self.errors:
            self.add_error("taken_on", "Write the day as well, or leave the time empty")
        return self.cleaned_data

    def coming(self) -> list[Coming]:
        """Return the files with what is said of them."""
        said = self.cleaned_data
        return [
            Coming(
                one.received,
                one.name or "",
                said["words"],
                said["address"],
                self._taken(),
                is_day_only=bool(said["taken_on"]) and said["taken_at"] is None,
            )
            for one in said["sent"]
        ]

    def _taken(self) -> datetime | None:
        day = self.cleaned_data["taken_on"]
        if day is None:
            return None
        at = self.cleaned_data["taken_at"] or time(12)
        return timezone.make_aware(datetime.combine(day, at))


class HoldForm(forms.Form):
    """Why a folder is held, or let go."""

    why = forms.CharField(
        label="Why?", max_length=2_000, widget=forms.Textarea({"rows": 3}),
        help_text="Such as who asked for it, and their reference. It is kept, sealed",
        error_messages={"required": "Write down why"},
    )  # fmt: skip


class BundleForm(forms.Form):
    """What goes into a bundle, for whom, and which names it must not tell."""

    items = forms.TypedMultipleChoiceField(
        label="Items", widget=forms.CheckboxSelectMultiple, coerce=int,
        error_messages={"required": "Choose at least one item"},
    )  # fmt: skip
    form = forms.ChoiceField(
        label="As what?", widget=forms.RadioSelect, initial=Form.COPIES.value,
        choices=[(Form.COPIES.value, "Copies without hidden details: for governors and parents"),
                 (Form.ORIGINALS.value, "The originals as they came in: for the police")],
        error_messages={"required": "Choose copies or originals"},
    )  # fmt: skip
    words = forms.CharField(
        label="For whom, and what for?", max_length=500, widget=forms.Textarea({"rows": 2}),
        help_text="It stands on the page of contents",
        error_messages={"required": "Write for whom it is and what for"},
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label="Who in the case must not be named?", required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Who told us in confidence is left out in any case",
    )  # fmt: skip
    names = forms.CharField(
        label="Other names that must not be told", required=False, max_length=2_000,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
        help_text="One on each line. Words in a "
        "picture, a video or a scanned page are not read by the machine: look at those yourself",
    )  # fmt: skip

    def __init__(self, *args: Any, opened: Opened, items: list[Item],
                 people: Sequence[str] = (), **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        field = cast("forms.TypedMultipleChoiceField", self.fields["items"])
        field.choices = [(one.pk, f"{one.number}. {opened.name(one)}") for one in items]
        if not people:
            del self.fields["people"]
            return
        those = cast("forms.MultipleChoiceField", self.fields["people"])
        those.choices = [(one, one) for one in people]

    def hidden(self) -> list[str]:
        """Return the names that must not be told."""
        typed = [one.strip() for one in self.cleaned_data["names"].splitlines() if one.strip()]
        return [*self.cleaned_data.get("people", ()), *typed]
