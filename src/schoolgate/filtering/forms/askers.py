"""Forms for networks and devices."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from schoolgate.access.forms import OfPeople, line
from schoolgate.filtering.rules.profiles import profile_name
from schoolgate.filtering.rules.verdicts import ROLES
from schoolgate.people.models import Person

_PROFILES: Final = [(one, profile_name(one).capitalize()) for one in ROLES]


class NetworkForm(forms.Form):
    """A network and its profile."""

    name = line("Name of the network", 80, help_text="For example: guest wireless")
    cidr = line("Its addresses", 49, help_text="For example: 10.3.0.0/16")
    profile = forms.ChoiceField(
        label="Whose rules count there", choices=_PROFILES,
        help_text="For whoever is not known by their login or device",
        error_messages={"required": "Choose a profile."},
    )  # fmt: skip


class DeviceForm(forms.Form):
    """A device: somebody's, or with a profile of its own."""

    name = line("Name of the device", 80, help_text="For example: tablet 14, 2 Oak")
    address = line("Its address", 45, help_text="For example: 10.1.2.3 or 00:1a:2b:3c:4d:5e")
    person = OfPeople("Whose it is", required=False)
    is_personal = forms.BooleanField(
        label="It is this person’s own, not the school’s", required=False
    )
    profile = forms.ChoiceField(
        label="Or the profile that it gets", choices=[("", "As its person’s"), *_PROFILES],
        required=False,
    )  # fmt: skip

    def __init__(self, data: Any, *, people: QuerySet[Person], **more: Any) -> None:
        super().__init__(data, **more)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset, field.empty_label = people, "Nobody’s: it is shared"
