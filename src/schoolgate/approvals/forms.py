"""Forms of the room: what is asked for, what is decided, why it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.utils import timezone

from schoolgate.approvals.models import LONGEST
from schoolgate.people.models import Person
from schoolgate.policies.asking.leave import Leave

_MOMENT: Final = "%d/%m/%Y %H:%M"
_READ: Final = ("%d/%m/%Y %H:%M", "%d.%m.%Y %H:%M", "%d %B %Y %H:%M", "%Y-%m-%dT%H:%M",
                "%Y-%m-%d %H:%M")  # fmt: skip
_HOW: Final = "For example 14/10/2026 15:30"
_NO_DATE: Final = "Write a day and a time, for example 14/10/2026 15:30"


class MomentField(forms.DateTimeField):
    """A day and a time as people write them."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            input_formats=_READ, widget=forms.DateTimeInput(format=_MOMENT, attrs={
                "class": "govuk-input--width-20", "autocomplete": "off", "spellcheck": "false"}),
            error_messages={"invalid": _NO_DATE, "required": _NO_DATE}, help_text=_HOW, **more,
        )  # fmt: skip


def _words(label: str, *, hint: str = "", required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Write this down, it is kept with the request"},
    )  # fmt: skip


class AskForm(forms.Form):
    """What somebody asks for. Fields that a clause has no use for are not shown."""

    ticket = forms.UUIDField(widget=forms.HiddenInput)
    purpose = _words("What is it for?", hint="The reason, as those who decide will read it")
    scope = _words("What exactly do you want to do?", hint="Who, what, where, with what", rows=3)
    about = forms.ModelChoiceField(Person.objects.none(), label="Whom is it about?")
    doer = forms.ModelChoiceField(Person.objects.none(), label="Who is to do it?")
    thing = forms.CharField(
        label="Which device, site or account? (if it is about one)", required=False, max_length=200
    )
    from_at = MomentField(label="From")
    until_at = MomentField(label="Until")

    def __init__(
        self, *args: Any, leave: Leave, about: Iterable[Person], doers: Iterable[Person],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ticket", uuid4())
        for name, people in (("about", about), ("doer", doers)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])
                field.error_messages["required"] = "Choose somebody"
        if not leave.by_own_request:
            del self.fields["about"]
            self.fields["doer"].required = False
        else:
            del self.fields["thing"]
        if not leave.doers:
            del self.fields["doer"]

    def clean_until_at(self) -> datetime:
        """Refuse an end that is over or before the beginning."""
        until: datetime = self.cleaned_data["until_at"]
        begins = self.cleaned_data.get("from_at")
        if begins is not None and until <= begins:
            raise forms.ValidationError("It would end before it begins. Give a later end")
        if until <= timezone.now():
            raise forms.ValidationError("That time is over. Give a later end")
        return until


class DecideForm(forms.Form):
    """Grant, for all of the time or less, or refuse; always with a reason."""

    decision = forms.ChoiceField(
        label="What do you decide?", choices=[("grant", "Grant it"), ("refuse", "Refuse it")],
        widget=forms.RadioSelect, error_messages={"required": "Choose one"},
    )  # fmt: skip
    reason = _words("Why?", hint="Whoever asked reads this, and it is kept")
    conditions = _words("Conditions (you may leave this empty)", required=False, rows=2)
    from_at = MomentField(label="Granted from")
    until_at = MomentField(label="Granted until")


class EndForm(forms.Form):
    """Why a request is taken back or leave revoked."""

    reason = _words("Why?", hint="It is kept with the request", rows=3)
