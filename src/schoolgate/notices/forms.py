"""Forms of the room: what is written, and what the office writes down afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from uuid import uuid4

from django import forms

from schoolgate.notices.actions import Draft
from schoolgate.notices.models import LONGEST
from schoolgate.notices.rules import Group, How, Mark

_HOWS: Final = [
    (How.POST, "By e-mail, and by letter to those without an address"),
    (How.LETTER, "By letter to everybody"),
    (How.PAGE, "Only on their own page here"),
    (How.MEETING, "It was said at a meeting"),
    (How.NEWSLETTER, "It stood in a newsletter"),
]
_GROUPS: Final = [
    (Group.STAFF, "Staff"), (Group.GOVERNORS, "Governors"), (Group.PARENTS, "Parents and carers"),
    (Group.PUPILS, "Pupils"), (Group.VOLUNTEERS, "Volunteers and others who help"),
]  # fmt: skip
_DAYS: Final = ("%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%Y-%m-%d")
_DAY: Final = "Write a day, for example 14/10/2026"


class WriteForm(forms.Form):
    """A notice: what, to whom, how."""

    ticket = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(
        label="Subject", max_length=160, error_messages={"required": "Write a subject"}
    )
    body = forms.CharField(
        label="What you want to say", max_length=LONGEST,
        help_text="An empty line begins a new paragraph, “- ” a point of a list",
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": "Write what you want to say"},
    )  # fmt: skip
    groups = forms.MultipleChoiceField(
        label="Who is to be told?", choices=_GROUPS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one group"},
    )  # fmt: skip
    class_name = forms.ChoiceField(
        label="Only one class?", required=False,
        help_text="Then its pupils, and their parents and carers, in place of all of them",
    )  # fmt: skip
    how = forms.ChoiceField(
        label="How?", choices=_HOWS, widget=forms.RadioSelect, initial=How.POST,
        help_text="It stands on everybody’s own page here too",
        error_messages={"required": "Choose one"},
    )  # fmt: skip
    held_on = forms.DateField(
        label="Day of the meeting or newsletter", required=False, input_formats=_DAYS,
        help_text="Only for these two. For example 14/10/2026", error_messages={"invalid": _DAY},
        widget=forms.DateInput(format="%d/%m/%Y", attrs={
            "class": "govuk-input--width-10", "autocomplete": "off"}),
    )  # fmt: skip
    where = forms.CharField(
        label="Which meeting or newsletter?",
        required=False,
        max_length=160,
        help_text="Only for these two. For example: staff meeting, INSET day, autumn newsletter",
    )
    asks = forms.BooleanField(label="Ask everybody to say “I have read this”", required=False)

    def __init__(self, *args: Any, classes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ticket", uuid4())
        field = self.fields["class_name"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Everybody of these groups"), *((one, one) for one in classes)]

    def draft(self, *, key: str, clause: str) -> Draft:
        """Return what is to be sent."""
        given = self.cleaned_data
        return Draft(
            subject=given["subject"], body=given["body"], how=How(given["how"]),
            groups=tuple(Group(one) for one in given["groups"]), class_name=given["class_name"],
            asks=given["asks"], key=key, clause=clause, held_on=given["held_on"],
            where=given["where"], ticket=given["ticket"],
        )  # fmt: skip


class RecordForm(forms.Form):
    """What happened to some of those who were told. The people are ticked in the list."""

    mark = forms.ChoiceField(
        label="Write down of those who are ticked", choices=[
            (Mark.PRESENT, "They were there"),
            (Mark.ACKNOWLEDGED, "They said “I have read this” on paper"),
            (Mark.UNDELIVERABLE, "It came back: they could not be reached"),
        ], error_messages={"required": "Choose what happened", "invalid_choice": "Choose one"},
    )  # fmt: skip
    telling = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Tick at least one person"}
    )

    def __init__(self, *args: Any, tellings: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["telling"]
        if isinstance(field, forms.TypedMultipleChoiceField):
            field.choices = [(one, "") for one in tellings]

    def chosen(self) -> tuple[Mark, list[int]]:
        """Return what happened, and the tellings."""
        return Mark(self.cleaned_data["mark"]), self.cleaned_data["telling"]
