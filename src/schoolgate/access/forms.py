"""Forms of the room. What is typed is checked again by the actions, which know more."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from schoolgate.access.actions.guests import KINDS
from schoolgate.access.models import Group, ITSystem
from schoolgate.access.rules import declarations, sightings
from schoolgate.access.rules.register import Basis, Level
from schoolgate.people.models import Person

DATES = ("%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d %B %Y", "%Y-%m-%d")
_BASES = {Basis.KIND: "kind, such as staff or pupil", Basis.ROLE: "role, such as teacher",
          Basis.STAGE: "key stage, such as KS2", Basis.CLASS: "class, such as 1 Oak"}  # fmt: skip
PLACES = ("Search engine", "Social media, open profiles", "Professional network",
          "News and public records")  # fmt: skip


def day(label: str, *, help_text: str = "For example, 14/10/2026", **more: Any) -> forms.DateField:
    """Return a field for a date as people write it here."""
    widget = forms.DateInput(format="%d/%m/%Y", attrs={"class": "govuk-input--width-10",
                                                       "autocomplete": "off"})  # fmt: skip
    says = {"required": "Enter the date.", "invalid": "Enter a date such as 14/10/2026."}
    return forms.DateField(label=label, input_formats=DATES, help_text=help_text, widget=widget,
                           error_messages=says, **more)  # fmt: skip


def line(label: str, longest: int, **more: Any) -> forms.CharField:
    """Return a field for one line of text."""
    says = {"required": f"Enter: {label.lower()}."}
    return forms.CharField(label=label, max_length=longest, error_messages=says, **more)


def text(label: str, longest: int, **more: Any) -> forms.CharField:
    """Return a field for a few sentences."""
    return line(label, longest, widget=forms.Textarea(attrs={"rows": 3}), **more)


def choice(label: str, choices: Iterable[tuple[Any, str]], **more: Any) -> forms.ChoiceField:
    """Return a field with radio buttons."""
    says = {"required": "Choose one of these."}
    return forms.ChoiceField(label=label, choices=[*choices], widget=forms.RadioSelect,
                             error_messages=says, **more)  # fmt: skip


class OfPeople(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody out of a short list of people, filled when the form is made."""

    def __init__(self, label: str, **more: Any) -> None:
        says = {"required": "Choose somebody from the list."}
        super().__init__(Person.objects.none(), label=label, error_messages=says, **more)


class GuestForm(forms.Form):
    """A guest and their visit."""

    name = line("Full name", 120)
    kind = choice("What they are here as", [(kind, kind.replace("_", " ").capitalize())
                                            for kind in KINDS])  # fmt: skip
    email = forms.EmailField(label="E-mail (you may leave this empty)", required=False)
    sponsor = OfPeople("Sponsor", help_text="The member of staff who answers for them")
    purpose = line("What the visit is for", 200)
    from_on = day("First day")
    last_day = day("Last day", help_text="Access ends by itself at the end of this day")

    def __init__(self, data: Any, *, sponsors: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["sponsor"].queryset = sponsors  # type: ignore[attr-defined]


class LastDayForm(forms.Form):
    """Another last day."""

    last_day = day("Last day")


class EvidenceForm(forms.Form):
    """How it is known that a gate is passed."""

    words = line("What shows it", 300, help_text="For example: signed sheet, in the office folder")


class ReasonForm(forms.Form):
    """Why a gate is waived."""

    words = text("Why", 300, help_text="The journal keeps your reason under your name")


class TickForm(forms.Form):
    """What a step was done with."""

    words = text("What was done", 1000)


class HoldingForm(forms.Form):
    """Something of the school's."""

    what = line("What they hold", 120, help_text="For example: laptop 7, key to the hall")


class SystemForm(forms.Form):
    """A system of the register."""

    name = line("Name", 80)
    owner = line("Who runs it", 80, required=False)
    remote = forms.BooleanField(label="An approved way in from outside school", required=False)


class GroupForm(forms.Form):
    """A group by what its members are."""

    name = line("Name", 80)
    basis = choice("Everybody of one", _BASES.items())
    value = line("Which", 60)


class RightForm(forms.Form):
    """A cell of the register."""

    system = forms.ModelChoiceField(ITSystem.objects.none(), label="System")
    group = forms.ModelChoiceField(Group.objects.none(), label="Group")
    level = choice("Level", [(int(one), one.words.capitalize()) for one in Level])

    def __init__(
        self, data: Any, *, systems: QuerySet[ITSystem], groups: QuerySet[Group], **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.fields["system"].queryset = systems  # type: ignore[attr-defined]
        self.fields["group"].queryset = groups  # type: ignore[attr-defined]


class SurplusForm(forms.Form):
    """What somebody holds beyond their groups."""

    system = forms.ModelChoiceField(ITSystem.objects.none(), label="System")
    level = choice("What they hold", [(int(one), one.words.capitalize()) for one in Level if one])

    def __init__(self, data: Any, *, systems: QuerySet[ITSystem], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["system"].queryset = systems  # type: ignore[attr-defined]


class DeclarationForm(forms.Form):
    """A link with a pupil or a family."""

    about = choice("Whom the link is with", declarations.ABOUT.items())
    name = line("Their name", 120)
    tie = choice("What the link is", declarations.TIES.items())
    own_phone = forms.BooleanField(label="We are in touch on my own phone", required=False)
    said = text("Anything else (you may leave this empty)", 500, required=False)


class DecisionForm(forms.Form):
    """What was decided."""

    words = text("What was decided", 500)


class CredentialForm(forms.Form):
    """A credential, never its secret."""

    name = line("What it is", 120, help_text="For example: domain administrator")
    system = line("System", 80)
    holder = OfPeople("Who holds it")
    head_access = line("How the headteacher gets at it", 200,
                       help_text="For example: sealed envelope 4 in the safe")  # fmt: skip

    def __init__(self, data: Any, *, holders: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["holder"].queryset = holders  # type: ignore[attr-defined]


class EventForm(forms.Form):
    """When something was done to a credential."""

    on = day("When")
    note = line("Note (you may leave this empty)", 200, required=False,
                help_text="Never write the password itself")  # fmt: skip


class CandidateForm(forms.Form):
    """A search on a candidate."""

    candidate = line("Candidate", 120, help_text="Erased on the day that you give below")
    post = line("Post", 120)
    searched_on = day("Day of the search")
    places = forms.MultipleChoiceField(
        label="Where",
        choices=[(one, one) for one in PLACES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose where was searched."},
    )
    note = text("Outcome", 1000)
    keep_until_on = day("Keep until", help_text="The note and the name are erased on this day")


class SightingForm(forms.Form):
    """Something seen by accident."""

    recipient = choice("Whom to tell", sightings.LABELS.items())
    where = line("Where you saw it", 120, help_text="For example: a folder on the shared drive")
    what = text("What it was about (you may leave this empty)", 300, required=False,
                help_text="Do not copy it here. Say only what kind of thing it was")  # fmt: skip


class AnswerForm(forms.Form):
    """What was done about a sighting."""

    words = text("What was done", 500, help_text="Whoever told you reads this")


class RouteForm(forms.Form):
    """A way in that is not on the list."""

    route = line("Which way in was used", 120, help_text="For example: a private remote program")
    who = line("By whom (you may leave this empty)", 120, required=False)


class PlaceForm(forms.Form):
    """A locked place."""

    name = line("Place", 120, help_text="For example: server cupboard by the office")
    holds = line("What is in it", 200)
    every_days = forms.IntegerField(label="Checked every … days", min_value=1, max_value=366)


class CheckForm(forms.Form):
    """A check of a place."""

    on = day("When")
    found = line("What was found", 300, help_text="For example: locked, list right")


class EntrantForm(forms.Form):
    """Somebody for the list of a place."""

    person = OfPeople("Who may enter")

    def __init__(self, data: Any, *, people: QuerySet[Person], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class VisitForm(forms.Form):
    """Somebody who was in a place."""

    name = line("Who was there", 120)
    purpose = line("What for", 200)
    on = day("When")
    time = forms.TimeField(label="At what time", input_formats=["%H:%M", "%H.%M"],
                           help_text="For example, 9:15")  # fmt: skip
