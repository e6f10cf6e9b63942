"""Forms of lists, own entries and the log. What is typed is checked again by the actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms

from schoolgate.access.forms import choice, day, line
from schoolgate.filtering.lists.files import FORMS
from schoolgate.filtering.rules.categories import CATEGORIES
from schoolgate.filtering.rules.groups import ANSWERS, LABELS
from schoolgate.people.models import Person

LEFT_OUT: Final = "-"  # what a word of a list means whose entries are left out
_CATEGORIES: Final = [(one.slug, one.label) for one in CATEGORIES.values()]
_TOO_LARGE: Final = "The file is larger than 50 MB. Put it into the inbox of the machine instead."


class Why(forms.Form):
    """A reason."""

    why = line("Why", 300, help_text="It stands in the log of changes")


class SettingsForm(forms.Form):
    """What may change of a list later, too."""

    owner = line("Who makes it", 120)
    licence = line("Licence", 120, help_text="As its makers say, for example CC BY-SA 4.0")
    address = line("Where it comes from (you may leave this empty)", 300, required=False,
                    help_text="Schoolgate fetches nothing: this is for people to read")  # fmt: skip
    inbox = line(
        "Its file in the inbox (you may leave this empty)", 120, required=False,
        help_text="Where the machine puts a fresh copy there, the list is taken in every night",
    )  # fmt: skip
    every_days = forms.IntegerField(label="Renewed every … days", min_value=1, max_value=366)


class ChangeForm(SettingsForm, Why):
    """Other settings for a list, and why."""


class ListForm(SettingsForm):
    """A list from elsewhere."""

    name = line("Name of the list", 80)
    form = choice("How it is written", FORMS.items())
    category = forms.ChoiceField(
        label="Category", required=False, choices=[("", "The list has categories of its own"),
                                                   *_CATEGORIES],
        help_text="Of every entry that has no category of its own",
    )  # fmt: skip
    is_floor = forms.BooleanField(
        label="This is a list of illegal content (IWF or CTIRU)", required=False,
        help_text="Nobody can switch it off or change it afterwards, and no entry is ever shown",
    )  # fmt: skip

    field_order = ("name", "owner", "licence", "form", "category", "address", "inbox",
                   "every_days", "is_floor")  # fmt: skip


class UploadForm(forms.Form):
    """The file of a list."""

    file = forms.FileField(label="File", error_messages={
        "required": "Choose the file of the list.", "empty": "This file is empty."})  # fmt: skip

    def __init__(self, *args: Any, too_large: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if too_large:
            self.fields["file"].error_messages["required"] = _TOO_LARGE


class WordsForm(forms.Form):
    """What each word of a list means, of those that nobody has said."""

    def __init__(self, data: Any, *, unknown: Mapping[str, int], **more: Any) -> None:
        super().__init__(data, **more)
        self.words = dict(enumerate(unknown))
        for number, word in self.words.items():
            self.fields[f"word{number}"] = forms.ChoiceField(
                label=f"{word} ({unknown[word]:,} entries)",
                choices=[("", "Choose"), (LEFT_OUT, "Leave its entries out"), *_CATEGORIES],
                error_messages={"required": "Choose a category, or leave its entries out."},
            )

    def said(self) -> dict[str, str]:
        """Return each word with our category; empty for those left out."""
        given = {word: self.cleaned_data[f"word{at}"] for at, word in self.words.items()}
        return {word: "" if ours == LEFT_OUT else ours for word, ours in given.items()}


class OwnForm(forms.Form):
    """Sites for the school's own list, one on a line."""

    text = line(
        "Sites, one on a line", 200_000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="For example games.example, or news.example/sport",
    )  # fmt: skip
    allow = choice("What is to happen", (("yes", "Open them"), ("no", "Close them")))
    groups = forms.MultipleChoiceField(
        label="For whom", required=False, choices=LABELS.items(),
        widget=forms.CheckboxSelectMultiple, help_text="Leave all empty for everyone",
    )  # fmt: skip
    comment = line("Why", 300, help_text="It stands beside each site, and in the log of changes")
    last_day = day(
        "Last day (you may leave this empty)", required=False,
        help_text="It ends by itself after this day. For example, 18/12/2026",
    )  # fmt: skip


class UnlistedForm(Why):
    """What happens to sites that stand on no list."""

    def __init__(self, data: Any, **more: Any) -> None:
        super().__init__(data, **more)
        for group, label in LABELS.items():
            self.fields[group] = choice(label, ((one, words.capitalize())
                                                 for one, words in ANSWERS.items()))  # fmt: skip
        self.order_fields([*LABELS, "why"])


class SignForm(forms.Form):
    """The log was read, by two together."""

    up_to = day("Read up to the end of", help_text="For example, 14/10/2026")
    second = forms.ModelChoiceField(
        Person.objects.none(), label="Read together with",
        error_messages={"required": "Choose with whom you read it."},
    )  # fmt: skip
    words = line("What you found (you may leave this empty)", 300, required=False)

    def __init__(self, data: Any, *, others: Iterable[Person], **more: Any) -> None:
        super().__init__(data, **more)
        there = Person.objects.filter(pk__in=[one.pk for one in others]).order_by("name")
        self.fields["second"].queryset = there  # type: ignore[attr-defined]
