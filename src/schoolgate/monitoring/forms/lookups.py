"""Forms of look-ups."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from schoolgate.approvals.forms import MomentField
from schoolgate.concerns.fields import Ticketed, line, one_of, words
from schoolgate.monitoring.actions import MEANS
from schoolgate.monitoring.rules.lookups import OF_PUPILS, PURPOSES, Scope
from schoolgate.people.forms import day_field
from schoolgate.people.models import Person

_SCOPES: Final = [(one.value, one.said) for one in Scope]


def _person(label: str, hint: str = "") -> forms.ModelChoiceField[Person]:
    return forms.ModelChoiceField(Person.objects.none(), label=label, help_text=hint,
                                  error_messages={"required": "Choose somebody"})  # fmt: skip


def _why(label: str, *, hint: str = "", required: bool = True) -> forms.CharField:
    field = words(label, hint=hint, required=required, rows=4)
    field.max_length = 1000
    return field


def offer(form: forms.Form, name: str, people: Iterable[Person]) -> None:
    """Let a field offer some people."""
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])


class _LookForm(Ticketed):
    """What every look-up says: of which days, what, who reviews it, in which time."""

    first = day_field("First day of what was done")
    last = day_field("Last day of what was done")
    scopes = forms.MultipleChoiceField(
        label="What may be looked at?", choices=_SCOPES, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one"},
    )  # fmt: skip
    reviewer = _person("Who reviews it afterwards?", "Somebody who does not carry it out")
    from_at = MomentField(label="To be carried out from")
    until_at = MomentField(label="To be carried out until")


class AskForm(_LookForm):
    """The headteacher’s request in writing."""

    about = _person("Whom is it about?")
    purpose = one_of("What is it for?", list(PURPOSES.items()),
                     help_text="How somebody does their work is no purpose of logs")  # fmt: skip
    reason = _why("What is the good cause?", hint="The employee is told this afterwards")
    doer = _person("Who carries it out?", "Whom the policy names")
    exception = _why("If you review it yourself: why is there nobody else?", required=False,
                     hint="Governors see that two parts were in one hand")  # fmt: skip
    field_order = ("about", "purpose", "reason", "scopes", "first", "last", "doer", "reviewer",
                   "exception", "from_at", "until_at")  # fmt: skip

    def __init__(self, *args: Any, about: Iterable[Person], doers: Iterable[Person],
                 reviewers: Iterable[Person], **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, people in (("about", about), ("doer", doers), ("reviewer", reviewers)):
            offer(self, name, people)


class CaseForm(_LookForm):
    """A look at what a pupil did, for a case."""

    about = _person("Which pupil of the case?")
    purpose = one_of("What is it for?", [(one, PURPOSES[one]) for one in OF_PUPILS])
    field_order = ("about", "purpose", "scopes", "first", "last", "reviewer", "from_at", "until_at")

    def __init__(self, *args: Any, about: Iterable[Person], reviewers: Iterable[Person],
                 **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        offer(self, "about", about)
        offer(self, "reviewer", reviewers)


class EndForm(forms.Form):
    """The end of a look, with words for the employee."""

    words = _why("What should the employee know besides? (if anything)", required=False,
                 hint="The notice says already what was looked at, why, and by whom")  # fmt: skip


class DeliverForm(forms.Form):
    """How a notice on paper reached the employee."""

    means = one_of("How did the notice reach the employee?", list(MEANS.items()))
    on = day_field("On which day?")


class DelayForm(forms.Form):
    """Telling put off, under a clause."""

    clause = forms.ChoiceField(label="Which clause allows it?")
    adviser = line("Who advised it?", hint="For example human resources, or the police")
    reason = _why("Why?")
    until = day_field("Until which day?")

    def __init__(self, *args: Any, clauses: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["clause"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list(clauses)


class ReviewForm(forms.Form):
    """What the second person found."""

    words = _why("What did you find?", hint="Whether each query was needed and within the request")
