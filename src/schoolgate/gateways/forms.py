"""Forms of an import."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms

from schoolgate.gateways.roster.faults import NeedsAnswer, NeedsColumns, NeedsKind, NeedsSchool
from schoolgate.gateways.roster.headers import FIELDS, fold
from schoolgate.people.forms import day_field, kind_name
from schoolgate.people.rules import Kind
from schoolgate.web.forms import Files, ManyFiles

_KINDS: Final = [(kind.value, kind_name(kind)) for kind in Kind]
LABELS: Final = {
    "id": "Id that stays the same", "given": "Given name", "family": "Family name",
    "name": "Whole name", "kind": "Kind of person", "job": "Job", "email": "School e-mail",
    "year": "Year", "class_name": "Class", "starts_on": "First day", "last_day": "Last day",
    "newly_qualified": "In their first years as a teacher", "guards": "Ids of their children",
    "relation": "What they are to the child", "teaches": "Classes that they teach",
}  # fmt: skip


class UploadForm(forms.Form):
    """The files of an import."""

    sent = Files(
        label="Files", widget=ManyFiles(attrs={"accept": ".csv,.zip"}),
        help_text="A OneRoster 1.1 or 1.2 export (one zip, or its CSV files), or CSV files from "
        "Arbor, SIMS, Bromcom or another system: one row a person, with an id that stays the same. "
        "At most 50 MB",
        error_messages={"required": "Choose a file", "empty": "It is empty. Export it again"},
    )  # fmt: skip
    source = forms.SlugField(
        label="System that it comes from", required=False, max_length=40,
        help_text="One word, such as arbor. Leave it empty if you have only one system. Ids of one "
        "system are never mixed up with those of another",
        error_messages={"invalid": "Write one word of letters, digits and hyphens"},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Whom the file lists", required=False, choices=[("", "The file says so"), *_KINDS]
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:  # they were thrown away before they got here
            says = "These files are larger than 50 MB. Send one zip, or one file at a time"
            self.fields["sent"].error_messages["required"] = says


class KindForm(forms.Form):
    """Whom a file lists."""

    kind = forms.ChoiceField(label="Whom does the file list?", choices=_KINDS)

    def answers(self) -> dict[str, Any]:
        """Return what changes in the upload."""
        return dict(self.cleaned_data)


class SchoolForm(forms.Form):
    """Which of several schools is meant."""

    org = forms.ChoiceField(label="Which school is yours?", widget=forms.RadioSelect,
                            error_messages={"required": "Choose a school"})  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """Return what changes in the upload."""
        return dict(self.cleaned_data)


class ColumnsForm(forms.Form):
    """What stands in which column."""

    def __init__(self, data: Any, needed: NeedsColumns) -> None:
        super().__init__(data)
        choices = [("", "No column"), *((fold(one), one) for one in needed.headers if one)]
        for name in FIELDS:
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name], choices=choices, required=False,
                initial=fold(needed.found.get(name, "")),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse what nobody can be told apart or named by, and one column for two things."""
        said = {name: value for name, value in self.cleaned_data.items() if value}
        if "id" not in said:
            self.add_error("id", "Choose a column whose ids stay the same. Names are not enough")
        if "name" not in said and not {"given", "family"} <= set(said):
            self.add_error("name", "Choose a column with names, or both given and family name")
        twice = {value for value in said.values() if list(said.values()).count(value) > 1}
        for name in (one for one, value in said.items() if value in twice):
            self.add_error(name, "This column is chosen twice")
        return said

    def answers(self) -> dict[str, Any]:
        """Return what changes in the upload."""
        return {"columns": dict(self.cleaned_data)}


def answering(needed: NeedsAnswer, data: Any) -> KindForm | SchoolForm | ColumnsForm:
    """Return the form that asks what a reader needs to know."""
    if isinstance(needed, NeedsColumns):
        return ColumnsForm(data, needed)
    if isinstance(needed, NeedsSchool):
        form = SchoolForm(data)
        field = form.fields["org"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(needed.schools.items())
        return form
    if not isinstance(needed, NeedsKind):
        raise TypeError(needed)
    return KindForm(data)


class ApplyForm(forms.Form):
    """What must be confirmed before a plan is applied. `seen` is the plan that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)
    gone = forms.BooleanField(required=False)
    back = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, seen: str, gone: int, stops: bool, back: int) -> None:
        super().__init__(data, initial={"seen": seen})
        self.now = seen
        confirm, again = self.fields["gone"], self.fields["back"]
        confirm.label = f"I have checked: {_people(gone)} missing, and that is right"
        confirm.required = True
        confirm.error_messages["required"] = (
            "More than a tenth would go. Check the file, and confirm this if it is right"
        )
        again.label = f"{_people(back)} back who had left here: take them in again"
        if not stops:
            del self.fields["gone"]
        if not back:
            del self.fields["back"]

    def clean_seen(self) -> str:
        """Refuse when the plan is no longer what was shown."""
        if self.cleaned_data["seen"] != self.now:
            raise forms.ValidationError("The plan has changed since you opened it. Look again.")
        return self.now


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count:,} people are"


class HeldForm(forms.Form):
    """Who of those held has left, and since when."""

    last_day = day_field("Their last day at the school")
    people = forms.TypedMultipleChoiceField(
        label="Who has left?", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose whoever has left"},
    )  # fmt: skip

    def __init__(self, data: Any, *, people: list[tuple[int, str]], last_day: date | None) -> None:
        super().__init__(data, initial={"last_day": last_day})
        field = self.fields["people"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = people
