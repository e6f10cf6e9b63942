"""Forms of the tests of the filter."""

from __future__ import annotations

from typing import Final

from django import forms

from schoolgate.access.forms import choice, line, text
from schoolgate.filtering.actions.checks import ByHand
from schoolgate.filtering.decisions import Verdict
from schoolgate.filtering.rules.profiles import profile_name
from schoolgate.filtering.rules.verdicts import ROLES

_VERDICTS: Final = [(Verdict.BLOCK, "Closed"), (Verdict.ALLOW, "Open")]
_WHO: Final = [("", "Nobody"), *((one, profile_name(one).capitalize()) for one in ROLES)]


class HandForm(forms.Form):
    """What somebody tried on a device."""

    device = line("Device", 120, help_text="For example: iPad 12 in 3 Oak")
    network = line("Network", 80, help_text="For example: classroom wireless")
    profile = forms.ChoiceField(label="Signed in as", choices=_WHO, required=False)
    tried = line("What was tried", 200, help_text="For example: gambling.filter-check.test. "
                 "Never try to open what may be illegal")  # fmt: skip
    expected = choice("What should come?", _VERDICTS)
    got = choice("What came?", _VERDICTS)
    followed = text("What followed", 1000, required=False, help_text="Empty if nothing had to")

    def by_hand(self) -> ByHand:
        """Return what was tried."""
        return ByHand(*(self.cleaned_data[name] for name in ByHand._fields))


class FollowForm(forms.Form):
    """What followed from a test."""

    followed = text("What was done, and by whom", 1000,
                    help_text="It settles the tests before this one too")  # fmt: skip
