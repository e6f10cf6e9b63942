"""The staff form: a worry in half a minute, and the branch without words and files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import QuerySet

from schoolgate.approvals.forms import MomentField
from schoolgate.concerns.fields import YES_NO, Ticketed, line, one_of, words
from schoolgate.people.models import Person


class Telling(Ticketed):
    """What both branches of the staff form share."""

    adult = forms.ModelChoiceField(
        Person.objects.none(), label="Is it about an adult who works here?", required=False,
        empty_label="No", help_text="They will not see it, whatever their post.",
    )  # fmt: skip

    kept_back = one_of(
        "May those who read it know who you are?",
        [("no", "Yes"), ("yes", "No: keep my name back")], required=False, initial="no",
        help_text="A name that is kept back opens only if two people who lead the school agree, "
        "and write down why.",
    )  # fmt: skip

    def __init__(self, *args: Any, adults: Callable[[], QuerySet[Person]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._adults = adults
        if not self.is_bound or self.data.get("adult"):  # nothing of theirs is asked otherwise
            self.offer()

    def offer(self) -> None:
        """Offer the adults who work here, for a page that shows the form."""
        field = self.fields.get("adult")
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = self._adults()


class TellForm(Telling):
    """A worry, in half a minute."""

    what = words("What happened?", hint="Facts, in the words that were said")
    who = line("Which children or families?", hint="Names and classes", required=False)
    where = line("Where?", hint="A place, a site or an app", required=False)
    found_at = MomentField(label="When did you notice it?")
    danger = one_of("Is anybody in danger now?", YES_NO)

    field_order = ("ticket", "what", "who", "adult", "where", "found_at", "danger", "kept_back")


class IllegalForm(Telling):
    """The branch without words about the picture, and without any file."""

    where = line("Where is it?", hint="The place, the address or the app. Do not open it again")
    device = line("Whose device is it on?")
    found_at = MomentField(label="When was it noticed?")
    put_away = one_of("Was it turned over and put away?", YES_NO)
    who = line("Which children?", hint="Names and classes", required=False)
    told = line("Who has been told?", required=False)
    danger = one_of("Is anybody in danger now?", YES_NO)

    field_order = ("ticket", "where", "device", "found_at", "put_away", "who", "adult", "told",
                   "danger", "kept_back")  # fmt: skip
