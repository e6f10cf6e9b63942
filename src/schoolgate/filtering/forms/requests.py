"""Forms of requests, switch-offs, reports, faults and lists for lessons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from schoolgate.approvals.forms import MomentField
from schoolgate.concerns.fields import Ticketed, line, one_of, words
from schoolgate.filtering.models.openings import LONGEST
from schoolgate.filtering.names import UnableToRead
from schoolgate.filtering.rules.downloads import KINDS, Purpose
from schoolgate.filtering.rules.openings import FOR_WHOM
from schoolgate.filtering.rules.places import place_of, places_of
from schoolgate.filtering.rules.reports import Answer
from schoolgate.people.forms import day_field
from schoolgate.people.models import Person

_SITE: Final = "For example museum.example/rome"
_WHOLE_CLASS: Final = "Every class"


def _why(
    label: str, *, hint: str = "It is kept with the request", rows: int = 3
) -> forms.CharField:
    field = words(label, hint=hint, rows=3)
    field.max_length = LONGEST
    return field


class SiteField(forms.CharField):
    """The address of one site, in any form in which a browser shows it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=2000, help_text=_SITE, error_messages={
            "required": "Write the address of the site"}, widget=forms.TextInput(attrs={
            "inputmode": "url", "autocomplete": "off", "spellcheck": "false"}), **more)  # fmt: skip

    def clean(self, value: Any) -> Any:
        """Refuse what names no site."""
        written = super().clean(value)
        if written:
            try:
                place_of(written)
            except UnableToRead as error:
                raise forms.ValidationError(str(error)) from error
        return written


class AskForm(Ticketed):
    """A site, for which lesson, why, for whom, from when until when."""

    address = SiteField(label="Which site?")
    lesson = line("For which lesson or topic?")
    reason = _why("Why do you need it?", hint="Who decides reads this; it is kept")
    group = forms.ChoiceField(
        label="For whom?", error_messages={"required": "Choose one"},
        choices=[(slug, one.label) for slug, one in FOR_WHOM.items()],
    )  # fmt: skip
    class_name = forms.ChoiceField(label="Which class?", required=False)
    from_at = MomentField(label="From")
    until_at = MomentField(label="Until")
    category = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, classes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_classes(self.fields["class_name"], classes, _WHOLE_CLASS)


def _offer_classes(field: forms.Field, classes: Iterable[str], empty: str) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = [("", empty), *((one, one) for one in classes)]


class PurposeForm(Ticketed):
    """A file or a site, and what a download from it is for."""

    address = SiteField(label="Which file, or which site?")
    kind = one_of("What is it?", KINDS.items())
    purpose = one_of("What is it for?", [(one, one.label) for one in Purpose])
    lesson = line("For which lesson or topic?", required=False,
                  hint="For lesson work; it is kept with your name and the address")  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask which lesson, where it is for one."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("purpose") == Purpose.LESSON and not given.get("lesson", "").strip():
            self.add_error("lesson", "Write for which lesson or topic it is")
        return given


class DecideForm(forms.Form):
    """Open it, for all of the time asked for or less, or leave it closed; with a reason."""

    decision = one_of("What do you decide?", [("grant", "Open it"), ("refuse", "Leave it closed")])
    reason = _why("Why?", hint="Whoever asked reads this, and it is kept")
    until_at = MomentField(label="Open until")


class StopForm(Ticketed):
    """For whom the filter is switched off, why, from when until when."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="For whom?", required=False, empty_label="Everybody"
    )
    reason = _why("Why?")
    from_at = MomentField(label="From")
    until_at = MomentField(label="Until, at most 24 hours later")

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])


class WithdrawForm(Ticketed):
    """Whose access is withdrawn, why, and until when or when it is looked at again."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Whose access?",
                                    error_messages={"required": "Choose somebody"})  # fmt: skip
    reason = _why("Why?", hint="The person reads this, and it is kept")
    until_at = MomentField(label="Until (where it ends by itself)", required=False)
    review_on = day_field("Or: on which day is it looked at again?", required=False)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])


class GiveBackForm(forms.Form):
    """Why access is given back."""

    reason = _why("Why is it given back?")


class WrongForm(Ticketed):
    """A site that is sorted wrongly, and what it is."""

    address = SiteField(label="Which site?")
    says = _why("What is wrong?", hint="What the site is in truth, and what you needed it for")
    category = forms.CharField(required=False, widget=forms.HiddenInput)
    mark = forms.CharField(required=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What was decided about a report."""

    outcome = one_of("What did you decide?", [(one, one.label) for one in Answer])
    words = _why("What do you tell whoever reported it?", hint="It stands on their list of things")


class FaultForm(Ticketed):
    """A fault of the filter, and when it was found."""

    what = _why("What is wrong?", hint="What you saw, on which device, in which room")
    found_at = MomentField(label="When was it found?")


class ToldForm(forms.Form):
    """When and how the provider was told."""

    told_at = MomentField(label="When was the provider told?")
    how = line("How, and whom did you speak to?")


class MendedForm(forms.Form):
    """How it was seen that a fault is mended."""

    how = line("How did you see that it is mended?")


class SitesForm(Ticketed):
    """Sites of a lesson, each looked at by a teacher."""

    title = line("For which lesson?")
    lines = words("The sites, one a line", hint="Look at each of them first, as a pupil would",
                  rows=8)  # fmt: skip
    checked_on = day_field("When did you look at them?")

    def clean_lines(self) -> str:
        """Refuse a line that names no site."""
        written: str = self.cleaned_data["lines"]
        try:
            places_of(written)
        except UnableToRead as error:
            raise forms.ValidationError(str(error)) from error
        return written


class LessonForm(Ticketed):
    """Which class keeps to a list, from when until when."""

    class_name = forms.ChoiceField(label="Which class?", error_messages={
        "required": "Choose a class"})  # fmt: skip
    from_at = MomentField(label="From")
    until_at = MomentField(label="Until")

    def __init__(self, *args: Any, classes: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_classes(self.fields["class_name"], classes, "Choose")
