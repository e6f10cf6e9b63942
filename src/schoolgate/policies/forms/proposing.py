"""What a school says about a new issue of its template, and about findings."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date
from typing import Any, Final

from django import forms

from schoolgate.policies.models.proposals import LONGEST
from schoolgate.policies.proposing.choosing import Choice
from schoolgate.policies.proposing.offering import Item, Stands

TAKE, LEAVE = "take", "leave"
_CHOICES: Final = {
    Stands.INHERITED: ((TAKE, "Take it"), (LEAVE, "Leave it, and say why")),
    Stands.OWN: ((TAKE, "Take it, in place of the school’s own text"), (LEAVE, "Keep our own")),
    Stands.LEFT_OUT: ((TAKE, "Take it from now on"), (LEAVE, "Go on leaving it out")),
}


class ChooseForm(forms.Form):
    """A clause at a time: take what a new issue says, or leave it and say why."""

    def __init__(
        self,
        data: Any = None,
        *,
        items: Sequence[Item],
        known: Mapping[str, Choice] | None = None,
    ) -> None:
        super().__init__(data)
        self.items = items
        for at, item in enumerate(items):
            given = (known or {}).get(item.ref)
            choices = (
                ((TAKE, "Take it: the template locks it"),)
                if item.locked
                else (_CHOICES[item.stands])
            )
            self.fields[f"choice-{at}"] = forms.ChoiceField(
                label=f"Clause {item.ref}",
                choices=choices,
                required=False,
                widget=forms.RadioSelect,
                initial=None if given is None else TAKE if given.take else LEAVE,
            )
            self.fields[f"because-{at}"] = forms.CharField(
                label=f"If you leave clause {item.ref}: why?",
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
                initial=given.because if given else "",
            )

    def fields_of(self, ref: str) -> tuple[Any, Any]:
        """Return the two fields of a clause."""
        at = next(at for at, item in enumerate(self.items) if item.ref == ref)
        return self[f"choice-{at}"], self[f"because-{at}"]

    def choices(self) -> dict[str, Choice]:
        """Return what was chosen, by clause; what was left open is not in it."""
        given = self.cleaned_data
        return {
            item.ref: Choice(given[f"choice-{at}"] == TAKE, given[f"because-{at}"].strip())
            for at, item in enumerate(self.items)
            if given.get(f"choice-{at}")
        }

    def ask_for_the_rest(self, decided: Container[str]) -> bool:
        """Point at each clause about which nothing was ever said; tell if there is one."""
        said = self.choices()
        for at, item in enumerate(self.items):
            if item.ref not in said and item.ref not in decided:
                self.add_error(f"choice-{at}", "Choose whether you take or leave it")
        return not self.is_valid()

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where the template's text is left."""
        for at, item in enumerate(self.items):
            leaves = self.cleaned_data.get(f"choice-{at}") == LEAVE
            bare = not self.cleaned_data.get(f"because-{at}", "").strip()
            if leaves and bare and item.stands is Stands.INHERITED:
                self.add_error(f"because-{at}", "Write down why, it is kept with the policy")
        return self.cleaned_data


class FindingForm(forms.Form):
    """Why a finding does not keep the policy from being approved."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    because = forms.CharField(
        label="Why?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write down the reason, governors read it"},
    )
    until_on = forms.DateField(
        label="Until which day?",
        help_text="For example 31/07/2027",
        required=False,
        input_formats=["%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"class": "govuk-input--width-10", "autocomplete": "off"}),
        error_messages={"invalid": "Write a day, for example 31/07/2027"},
    )

    def __init__(self, *args: Any, waivable: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not waivable:
            del self.fields["until_on"]

    def clean_until_on(self) -> date:
        """Ask for a day."""
        found: date | None = self.cleaned_data["until_on"]
        if found is None:
            raise forms.ValidationError("Write the day on which the waiver ends")
        return found
