"""Forms of the room: a signature, a refusal, a class, a meeting, settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, cast

from django import forms

from schoolgate.agreements.actions.storing import LONGEST_NAME
from schoolgate.agreements.models import LONGEST_MARK, LONGEST_REASON
from schoolgate.agreements.queries import Line
from schoolgate.agreements.rules.kinds import Kind
from schoolgate.agreements.rules.statements import Statement
from schoolgate.people.models import Person

_DAY: Final = ("%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%Y-%m-%d")
_NO_DAY: Final = "Write a day, for example 14/10/2026"


def choose_from(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> forms.Field:
    """Give a field its choices."""
    field = cast(forms.MultipleChoiceField, form.fields[name])
    field.choices = choices
    return field


class SignForm(forms.Form):
    """Each statement of an agreement, and the name."""

    text_hash = forms.CharField(widget=forms.HiddenInput)
    statements = forms.MultipleChoiceField(
        label="Tick each one to confirm it", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick each one, or say below that you do not want to sign"},
    )  # fmt: skip
    name_written = forms.CharField(
        label="Your full name", max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": "Write your full name"},
    )  # fmt: skip

    def __init__(
        self, *args: Any, statements: Iterable[Statement], young: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = [(one.key, one.text) for one in statements]
        field = choose_from(self, "statements", self.asked)
        if young:
            field.label = "Tick each box"
            field.error_messages["required"] = "Tick each box. Not sure? Ask a grown-up"
            self.fields["name_written"].label = "Write your name"

    def clean_statements(self) -> list[str]:
        """Refuse a form on which one is left out, and say which."""
        given: list[str] = self.cleaned_data["statements"]
        left = [text for key, text in self.asked if key not in given]
        if left:
            raise forms.ValidationError(f"Tick this one as well: {left[0]}")
        return given


class MeetingForm(SignForm):
    """The same on a tablet that goes round: drawn, or the name alone."""

    mark = forms.CharField(required=False, max_length=LONGEST_MARK, widget=forms.HiddenInput)


class DeclineForm(forms.Form):
    """Why somebody does not sign."""

    reason = forms.CharField(
        label="Why do you not want to sign?", max_length=LONGEST_REASON,
        help_text="The headteacher reads it and talks to you.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why, in a few words"},
    )  # fmt: skip


class WordsForm(forms.Form):
    """One line about what was done."""

    words = forms.CharField(
        label="What did you do about it?", max_length=300,
        error_messages={"required": "Say what you did, in a few words"},
    )  # fmt: skip


class LessonForm(forms.Form):
    """When a class was taught what the agreement means."""

    held_on = forms.DateField(
        label="Day of the lesson", input_formats=_DAY, help_text="For example 14/10/2026",
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "govuk-input--width-10",
                                                         "autocomplete": "off"}),
        error_messages={"required": _NO_DAY, "invalid": _NO_DAY},
    )  # fmt: skip
    about = forms.CharField(
        label="What was it about?", max_length=300,
        error_messages={"required": "Say in a few words what it was about"},
    )  # fmt: skip


class PresentForm(forms.Form):
    """Which pupils of a class are there, or who was trained."""

    present = forms.MultipleChoiceField(
        label="Who is there?", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick those who are there"},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "present", [(str(one.pk), one.name) for one in people])

    def clean_present(self) -> list[int]:
        """Return the keys as numbers."""
        return [int(key) for key in self.cleaned_data["present"]]


class TrainingForm(PresentForm):
    """Who was trained, and how that is known."""

    words = forms.CharField(
        label="When, where and by whom?", max_length=300,
        help_text="For example: 2 September 2026, in the hall, by the e-safety coordinator",
        error_messages={"required": "Say when, where and by whom they were trained"},
    )  # fmt: skip
    field_order = ("words", "present")

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, people=people, **kwargs)
        self.fields["present"].label = "Who was trained?"
        self.fields["present"].error_messages["required"] = "Tick those who were trained"


class ChasingForm(forms.Form):
    """After how many days people are chased."""

    remind_days = forms.IntegerField(
        label="Remind after how many days?",
        min_value=1,
        max_value=364,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )
    head_days = forms.IntegerField(
        label="Tell the headteacher after how many days?",
        min_value=2,
        max_value=365,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )


class UseForm(forms.Form):
    """An own device or a channel for somebody."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="Who?", error_messages={"required": "Choose somebody"}
    )
    kind = forms.ChoiceField(
        label="What for?", widget=forms.RadioSelect,
        choices=[(Kind.OWN_DEVICE.value, "An own device at school"),
                 (Kind.SOCIAL_MEDIA.value, "Writing in one of the school’s channels")],
        error_messages={"required": "Choose one"},
    )  # fmt: skip
    thing = forms.CharField(
        label="Which device or channel?", max_length=120,
        help_text="For example: blue phone, or school page on a social network",
        error_messages={"required": "Say which device or channel it is"},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Person]", self.fields["person"]).queryset = people


class DraftForm(forms.Form):
    """The text of a home–school agreement or a brochure."""

    draft = forms.CharField(
        label="The text of the agreement or brochure", max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        error_messages={"required": "Paste the text here"},
    )  # fmt: skip
    name = forms.CharField(label="What is it called?", max_length=80, required=False)
    published_on = forms.DateField(
        label="Day on which it came out", input_formats=_DAY, required=False,
        help_text="For example 14/10/2026. Only to record that it is out",
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "govuk-input--width-10"}),
        error_messages={"invalid": _NO_DAY},
    )  # fmt: skip


def choices_of(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return the agreements of some lines, by title, for a list to choose from."""
    return sorted({(one.document.key, one.document.title) for one in lines}, key=lambda it: it[1])
