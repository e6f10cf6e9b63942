"""Forms of the room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from schoolgate.approvals.forms import MomentField
from schoolgate.concerns.fields import YES_NO, Ticketed, line, one_of, words
from schoolgate.concerns.rules.bodies import KINDS as BODIES
from schoolgate.concerns.rules.kinds import Field, Kind, Shape
from schoolgate.concerns.rules.matters import Matter
from schoolgate.concerns.rules.situations import CATEGORIES
from schoolgate.concerns.rules.words import MANNERS, Part, Seriousness, Track
from schoolgate.concerns.telling_forms import Telling
from schoolgate.people.forms import day_field
from schoolgate.people.models import Person


class SortForm(forms.Form):
    """What kind of matter a case is."""

    situation = forms.ChoiceField(label="What is it?", error_messages={"required": "Choose one"})
    track = one_of(
        "Might the law have been broken?",
        [(Track.INAPPROPRIATE, "No: not allowed, or not fitting"), (Track.ILLEGAL, "Yes, or maybe"),
         (Track.UNDECIDED, "Not decided yet")],
    )  # fmt: skip
    seriousness = one_of("How serious is it?", [(one, one.capitalize()) for one in Seriousness])
    category = forms.ChoiceField(label="Counted as", required=False)
    point = forms.ChoiceField(label="Which point of the families’ code is it about?",
                              required=False)  # fmt: skip
    manner = one_of(
        "On line, or face to face?", MANNERS.items(), required=False,
        help_text="What may follow is the same",
    )  # fmt: skip
    off_site = one_of("Did it happen away from school?", YES_NO, required=False)
    behaviour_clause = line(
        "If so, which clause of the published behaviour policy covers it?", required=False
    )
    beyond_school = one_of("Are other settings or the public affected?", YES_NO, required=False)
    why = words("Why?", hint="It is kept in the case", rows=3)

    def __init__(
        self, *args: Any, situations: Iterable[tuple[str, str]], code: Iterable[str], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        points, point = list(code), self.fields["point"]
        if not points:
            del self.fields["point"]
        elif isinstance(point, forms.ChoiceField):
            point.choices = [("", "None of them"), *((one, one.capitalize()) for one in points)]
        field = self.fields["situation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Choose"), *situations]
        counted = self.fields["category"]
        if isinstance(counted, forms.ChoiceField):
            counted.choices = [("", "As the situation is"), *CATEGORIES.items()]


class BodyForm(forms.Form):
    """A body outside the school."""

    kind = forms.ChoiceField(label="What is it?", choices=list(BODIES.items()))
    name = line("Name", hint="Of an organisation or an office, not of a person")
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)
    web = forms.CharField(label="Address on the web", max_length=200, required=False)
    hours = forms.CharField(label="When may it be rung?", max_length=120, required=False)
    clause = forms.CharField(
        label="Clause of the policy that names it, if one does", max_length=40, required=False
    )


class WhyForm(forms.Form):
    """An act with its reason."""

    why = words("Why?", hint="It is kept in the case", rows=3)


class DecideForm(WhyForm):
    """Whether somebody is shown a name that is kept back; `asked` says who asks."""

    agreed = one_of("Do you agree?", YES_NO)
    field_order = ("agreed", "why")

    def __init__(self, *args: Any, asked: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hint = asked


class AdmitForm(WhyForm):
    """Who may see the case as well."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label="Who?", error_messages={"required": "Choose somebody"}
    )
    field_order: tuple[str, ...] = ("person", "why")

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])


class PartyForm(AdmitForm):
    """Who is in the case, and what they are in it."""

    part = one_of("What is their part?", [(part, part.said.capitalize()) for part in Part])
    name = line("Or somebody who is not on the list", required=False)
    field_order = ("part", "person", "name", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].required = False
        self.fields["why"].required = False
        self.fields["why"].label = "What is known?"

    def clean(self) -> dict[str, Any]:
        """Refuse nobody and two at once."""
        given = super().clean() or {}
        if bool(given.get("person")) == bool(str(given.get("name", "")).strip()):
            self.add_error("person", "Choose a person, or write a name")
        return given


class EntryForm(Ticketed):
    """An entry of a kind, made from what the kind asks for."""

    happened_at = MomentField(label="When did it happen?")

    def __init__(
        self, *args: Any, kind: Kind, asked: Iterable[Field] | None = None, **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.hint = kind.hint
        for name, said in kind.start:
            self.initial.setdefault(name, said)
        for one in kind.fields if asked is None else asked:
            self.fields[one.name] = _field(one)

    def said(self) -> dict[str, str]:
        """Return what was typed, as text."""
        return {name: _as_text(value) for name, value in self.cleaned_data.items()
                if name not in {"ticket", "happened_at"}}  # fmt: skip


class ListedForm(Ticketed):
    """An entry of a small register."""

    def __init__(self, *args: Any, fields: Iterable[Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in fields:
            self.fields[one.name] = _field(one)

    def said(self) -> dict[str, str]:
        """Return what was typed, as text."""
        return {name: _as_text(value) for name, value in self.cleaned_data.items()
                if name != "ticket"}  # fmt: skip


def _as_text(value: Any) -> str:
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


def _field(one: Field) -> forms.Field:
    if one.shape is Shape.TEXT:
        return words(one.label, hint=one.hint, required=one.required)
    if one.shape is Shape.LINE:
        return line(one.label, hint=one.hint, required=one.required)
    if one.shape is Shape.DAY:
        return day_field(one.label, required=one.required)
    if one.shape is Shape.MOMENT:
        return MomentField(label=one.label, required=one.required)
    choices = YES_NO if one.shape is Shape.YES_NO else one.choices
    return one_of(one.label, choices, required=one.required, help_text=one.hint)


class MatterForm(Telling):
    """A form of its own for a matter, made from what the matter asks for."""

    found_at = MomentField(label="When was it?")
    danger = one_of("Is anybody in danger now?", YES_NO)

    def __init__(self, *args: Any, matter: Matter, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in matter.fields:
            self.fields[one.name] = _field(one)
        if matter.own:
            del self.fields["adult"]
        # what was done to whoever tells is not told without them; headers of an e-mail name them
        if matter.own or matter.target or "headers" in self.fields:
            del self.fields["kept_back"]
        names = (one.name for one in matter.fields)
        self.order_fields([*names, "adult", "found_at", "danger", "kept_back"])


class TaskForm(Ticketed, AdmitForm):
    """What somebody who sees the case is asked to do."""

    why = words("What is to be done?", rows=3)
    due_at = MomentField(label="By when?", required=False)
    field_order = ("ticket", "person", "why", "due_at")


class OtherCaseForm(WhyForm):
    """Another case, by its number."""

    number = line("Number of the other case", hint="Such as 2026/014")
    field_order = ("number", "why")


class SearchForm(forms.Form):
    """Words to look for. They are sent in the body, and kept nowhere."""

    words = forms.CharField(
        label="Words, names or a number", max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
