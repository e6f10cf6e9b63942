"""Forms of what the headteacher keeps beside cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from schoolgate.approvals.forms import MomentField
from schoolgate.concerns.fields import Ticketed, line, one_of, words
from schoolgate.concerns.meeting_forms import of
from schoolgate.concerns.models import Case, Statement
from schoolgate.concerns.rules.registers import Half, Standing, Turn
from schoolgate.people.forms import day_field
from schoolgate.people.models import Person

_STATUS = [(one.value, one.said) for one in Standing]


class EnquiryForm(Ticketed):
    """Who asked what, and who answered."""

    outlet = line("Which paper, station or site?")
    asked_at = MomentField(label="When did they ask?")
    question = words("What did they ask?", rows=3)
    answered_by = forms.ModelChoiceField(
        Person.objects.none(), label="Who answered?", required=False, empty_label="Nobody yet"
    )
    statement = forms.ModelChoiceField(
        Statement.objects.none(), label="Which statement was given?", required=False,
        empty_label="None", help_text="Only those that the headteacher has approved",
    )  # fmt: skip
    answer = words("What else was said?", required=False, rows=3)
    case = forms.ModelChoiceField(
        Case.objects.none(), label="Does it belong to a case?", required=False,
        empty_label="No, or not known",
    )  # fmt: skip

    def __init__(
        self, *args: Any, staff: Iterable[Person], statements: Iterable[Statement],
        cases: Iterable[Case], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        _offer(self, "answered_by", of(staff))
        shown = Statement.objects.filter(pk__in=[one.pk for one in statements])
        _offer(self, "statement", shown)
        _offer(self, "case", Case.objects.filter(pk__in=[one.pk for one in cases]))


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows


class StatementForm(forms.Form):
    """What the school says to the press."""

    words = words("What does the school say?", hint="Name no child and no member of staff")
    case = forms.ModelChoiceField(
        Case.objects.none(), label="Does it belong to a case?", required=False, empty_label="No"
    )

    def __init__(self, *args: Any, cases: Iterable[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "case", Case.objects.filter(pk__in=[one.pk for one in cases]))


class MoveForm(forms.Form):
    """How an unofficial page stands."""

    status = one_of("How does it stand?", _STATUS)


class PageForm(Ticketed):
    """An unofficial page or group, as it is seen from outside."""

    address = line("Its address, or its name and the site", hint="As anybody can see it")
    owner = line("Who keeps it, as far as you know?", hint="Such as the PTA, a parent, not known",
                 required=False)  # fmt: skip
    found_on = day_field("When was it found?")
    status = one_of("How does it stand?", _STATUS)
    note = words("What else is known?", required=False, rows=3)


class ArrangementForm(forms.Form):
    """What the school has arranged."""

    mailbox = forms.EmailField(
        label="Mailbox for worries", required=False, max_length=254,
        help_text="Of the school, not of a person. It stands on the public page. Empty: none",
        error_messages={"invalid": "Write an address such as worries@school.example"},
    )  # fmt: skip
    disclosure = words(
        "What happens with a child’s disclosure that arrives out of hours?", required=False,
        hint="The headteacher decides it. Courses teach it. Empty: nothing is decided", rows=4,
    )  # fmt: skip
    drafting = one_of(
        "Does the school buy help with statements from the authority’s communications team?",
        [("yes", "Yes"), ("no", "No")],
    )  # fmt: skip


class GateForm(forms.Form):
    """Who is at the gate in a week: a choice for each morning and afternoon."""

    def __init__(
        self, *args: Any, turns: Sequence[Turn], leaders: Iterable[Person], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.turns, there = turns, of(leaders)
        for one in turns:
            self.fields[_name(one)] = forms.ModelChoiceField(
                there, label=f"{one.on:%A, %-d %B}: {one.half}", required=False,
                empty_label="Nobody",
            )  # fmt: skip

    def chosen(self) -> dict[tuple[date, Half], Person | None]:
        """Return who stands when."""
        return {(one.on, one.half): self.cleaned_data[_name(one)] for one in self.turns}


def _name(turn: Turn) -> str:
    return f"{turn.on:%Y%m%d}-{turn.half}"
