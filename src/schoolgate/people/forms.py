"""Forms of the room. What is typed is checked again by the actions, which know more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django import forms

from schoolgate.people import rules
from schoolgate.people.models import Person
from schoolgate.people.rules import Flag, Kind

_WRITTEN: Final = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")
_NO_DATE: Final = "Write a day such as 14/10/2026"
_YEARS: Final = [("", "None"), *((year, rules.year_name(year))
                                 for year in range(rules.YOUNGEST, rules.OLDEST + 1))]  # fmt: skip
RELATIONS: Final = ("parent", "grandparent", "foster carer", "relative", "social worker", "other")


# Those whom nobody looks for under the name of their kind. Source: POL-13.
_SUCH_AS: Final = {
    Kind.CONTRACTOR: "whoever gives the school a service: a sports coach, an engineer",
    Kind.RELATIVE: "a grandparent or other family of a pupil",
    Kind.SUPPLY: "supply and peripatetic staff",
    Kind.VISITOR: "a guest, a visiting speaker",
}


def _kind_choices() -> list[tuple[str, str]]:
    said = {kind: f" ({words})" for kind, words in _SUCH_AS.items()}
    return [(kind.value, f"{kind_name(kind)}{said.get(kind, '')}") for kind in Kind]


def kind_name(kind: str) -> str:
    """Return a kind as people read it."""
    return kind.replace("_", " ").capitalize()


def day_field(label: str, *, hint: str = "For example 14/10/2026", **more: Any) -> forms.DateField:
    widget = forms.DateInput({"class": "govuk-input--width-10", "autocomplete": "off"}, "%d/%m/%Y")
    says = {"required": _NO_DATE, "invalid": _NO_DATE}
    return forms.DateField(label=label, input_formats=_WRITTEN, help_text=hint, widget=widget,
                           error_messages=says, **more)  # fmt: skip


def _line(label: str, longest: int, **more: Any) -> forms.CharField:
    says = {"required": f"Write the {label.lower()}"}
    return forms.CharField(label=label, max_length=longest, error_messages=says, **more)


def _year(text: str) -> int | None:
    return int(text) if text else None


class PersonForm(forms.Form):
    """Somebody's own values, as they may be changed by hand. Year and class are a pupil's."""

    given_name = _line("Given name", 60)
    family_name = _line("Family name", 60)
    title = _line("Job or title", 120, required=False)
    email = forms.EmailField(
        label="School e-mail", required=False, error_messages={"invalid": "Write an e-mail address"}
    )
    year = forms.TypedChoiceField(
        label="Year", choices=_YEARS, coerce=_year, empty_value=None, required=False
    )
    class_name = _line("Class", 60, required=False)

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Kind.PUPIL:
            del self.fields["title"]
        elif kind:
            del self.fields["year"], self.fields["class_name"]

    def values(self) -> dict[str, Any]:
        """Return fields of Person."""
        given = dict(self.cleaned_data)
        given["name"] = f"{given['given_name']} {given['family_name']}"
        return given


class NewPersonForm(PersonForm):
    """Somebody who is in no management system."""

    kind = forms.ChoiceField(label="What are they to the school?", choices=_kind_choices)
    starts_on = day_field("First day", required=False)
    field_order = ("kind",)

    def clean(self) -> dict[str, Any]:
        """Refuse a year for somebody who is no pupil."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("kind") != Kind.PUPIL and given.get("year") is not None:
            self.add_error("year", "Only a pupil is in a year. Choose “None”")
        return given


class LeavingForm(forms.Form):
    """Somebody's last day."""

    last_day = day_field("Last day at the school")


class FlagForm(forms.Form):
    """Which flag."""

    flag = forms.ChoiceField(
        label="Flag", widget=forms.RadioSelect,
        choices=[(one.value, one.value.replace("_", " ").capitalize()) for one in Flag],
        error_messages={"required": "Choose a flag"},
    )  # fmt: skip


class PickForm(forms.Form):
    """Somebody out of a list that a search has made short."""

    person = forms.TypedChoiceField(
        label="Who", coerce=int, widget=forms.RadioSelect,
        error_messages={"required": "Choose somebody. Search for their name if they are not here"},
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.there = {one.pk: one for one in people}
        field = self.fields["person"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.pk, _told(one)) for one in self.there.values()]

    @property
    def chosen(self) -> Person:
        """The person."""
        return self.there[self.cleaned_data["person"]]


def _told(person: Person) -> str:
    said = person.title or kind_name(person.kind)
    return f"{person.name}, {said}{f', {person.class_name}' if person.class_name else ''}"


class GuardianForm(PickForm):
    """Who answers for a pupil."""

    relation = forms.ChoiceField(
        label="What are they to the child?",
        choices=[(one.replace(" ", "_"), one.capitalize()) for one in RELATIONS],
    )


class AppointForm(PickForm):
    """Who is to hold a role, or to be its deputy, and for how long."""

    from_on = day_field("From")
    until_on = day_field("Until (the first day without it)", required=False,
                    hint="Leave this empty if no end is known")  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse an end that comes before the beginning."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        _refuse_backwards(self, given.get("from_on"), given.get("until_on"))
        return given


class DelegateForm(AppointForm):
    """To whom part of a role is handed on, how much of it, and until when."""

    scope = _line("How much of the role", 200, help_text="For example: all decisions on leave")
    until_on = day_field("Until (the first day without it)")


class EndForm(forms.Form):
    """When an appointment ends."""

    until_on = day_field("First day without the role")


def _refuse_backwards(form: forms.Form, first: date | None, until: date | None) -> None:
    if first and until and until <= first:
        form.add_error("until_on", "It would end before it begins. Write a later day")
