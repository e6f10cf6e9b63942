"""Forms for sources."""

from __future__ import annotations

from django import forms

from schoolgate.access.forms import line
from schoolgate.gateways.sources import rules


class SourceForm(forms.Form):
    """A system that sends."""

    name = line("Name", 40, help_text="For example: mail-365")
    kind = forms.ChoiceField(label="What it sends", choices=list(rules.KINDS.items()),
                             error_messages={"required": "Choose what it sends."})  # fmt: skip
    address = line("Journal address", 200, required=False,
                   help_text="For mail only, such as elmfield@journal.school.example")  # fmt: skip
    networks = line("From which networks", 2000, required=False,
                    help_text="For example: 203.0.113.0/24, 198.51.100.0/24")  # fmt: skip
    domains = line("The school’s own mail domains", 500, required=False,
                   help_text="For example: elmfield.example")  # fmt: skip
    quiet_hours = forms.IntegerField(
        label="Tell us when it is silent for this many hours of school days", initial=24,
        error_messages={"required": "Enter the hours.", "invalid": "Enter a number of hours."},
    )  # fmt: skip


class QuietForm(forms.Form):
    """After how many hours the silence of a source is told."""

    source = forms.IntegerField(widget=forms.HiddenInput)
    hours = forms.IntegerField(error_messages={"required": "Enter the hours."})
