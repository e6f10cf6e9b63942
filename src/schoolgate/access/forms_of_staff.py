"""Forms in which staff say how they do things, and what they checked."""

from __future__ import annotations

from django import forms

from schoolgate.access.forms import choice, day, text
from schoolgate.access.rules import mail


class MailForm(forms.Form):
    """How somebody reads school e-mail."""

    device = choice("On school devices, I read it on", mail.DEVICES.items())
    client = choice("On school devices, I read it in", mail.CLIENTS.items())
    logs_out = forms.BooleanField(label="I log out when I have read it", required=False)
    phone = choice("On a phone of my own, I read it", mail.PHONES.items())


class FoundForm(forms.Form):
    """What a check found."""

    found = text("What was found", 500, help_text="For example: all in order")
    on = day("When")
