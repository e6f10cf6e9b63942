"""What adults are asked. No field takes a file."""

from __future__ import annotations

import secrets
from typing import Any, Final, cast

from django import forms

from schoolgate.concerns.rules.quiet import LONGEST, About, How

_FIRST: Final = "Might it be an indecent image, or otherwise illegal?"
_HOWS: Final = [
    (How.QUIET, "Without my name"), (How.NAMED, "With my name"),
    (How.KEPT, "With my name, kept from those who read it"),
    (How.NOW, "Tell a person at school now, without my name"),
]  # fmt: skip


def _one_of(label: str, choices: list[tuple[Any, str]], hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, help_text=hint, widget=forms.RadioSelect,
                             error_messages={"required": "Choose one"})  # fmt: skip


def _line(label: str, hint: str = "", *, required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=required, max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write this down in a few words"},
    )  # fmt: skip


class Ticketed(forms.Form):
    """A form with a random number of its own, so that sending it twice tells once."""

    use_required_attribute = False
    ticket = forms.RegexField(
        r"\A[0-9a-f]{32}\Z",
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "Please open the page again"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ticket", secrets.token_hex(16))


class FirstForm(forms.Form):
    """The question before all others, and the one that decides who may read it."""

    use_required_attribute = False
    illegal = _one_of(_FIRST, [("no", "No"), ("yes", "Yes, or I am not sure")])
    about = _one_of(
        "Is it about an adult at the school?",
        [("none", "No"), (About.HEAD, "Yes: the headteacher"),
         (About.DSL, "Yes: the safeguarding lead"), (About.CHAIR, "Yes: the chair of governors"),
         (About.COLLEAGUE, "Yes: somebody else who works or helps here")],
        "They do not get to read it. What is about the headteacher goes to the chair of governors.",
    )  # fmt: skip


class _Telling(Ticketed):
    how = _one_of(
        "How shall we take it?", _HOWS,
        "Without your name, we keep the day and not the time. If a person is told now, they will "
        "know what time it was. A name that is kept back opens only if two people who lead the "
        "school agree, and write down why.",
    )  # fmt: skip
    name = _line("Your name", "Only if you chose to give it")
    reach = _line("How can we reach you?", "A telephone number or an e-mail address")

    def __init__(self, *args: Any, at_work: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if at_work:  # who tells of a colleague in public is always kept back (CON-21)
            how = cast("forms.ChoiceField", self.fields["how"])
            how.choices = [one for one in _HOWS if one[0] != How.NAMED]

    def clean(self) -> dict[str, Any]:
        """Ask for a name where somebody wants to give it; keep none where they do not."""
        given = super().clean() or {}
        if given.get("how") not in {How.NAMED, How.KEPT}:
            given["name"] = given["reach"] = ""
        elif not given.get("name"):
            self.add_error("name", "Write your name, or choose “Without my name”")
        elif not given.get("reach"):
            self.add_error("reach", "Write how we can reach you")
        return given

    def words(self) -> dict[str, str]:
        """Return what was told, without how."""
        left = {"ticket", "how"}
        return {name: str(said) for name, said in self.cleaned_data.items()
                if name not in left and said}  # fmt: skip


class WordsForm(_Telling):
    """What happened."""

    what = forms.CharField(
        label="What happened?", max_length=LONGEST, help_text="Write it as you would say it",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": "Write down in a few words what happened"},
    )  # fmt: skip
    who = _line("Who is it about?", "Leave it empty if you would rather not say")
    where = _line("Where was it?", "A place, an app or a website")
    when = _line("When was it?", "Roughly is enough")

    field_order = ("ticket", "what", "who", "where", "when", "how", "name", "reach")


class IllegalForm(_Telling):
    """The branch that asks for no word about the picture, and for no file."""

    where = _line("Where is it?", "The place, and the app or the website. Do not open it again.",
                  required=True)  # fmt: skip
    when = _line("When was it seen?", "Roughly is enough")
    device = _line("Whose device is it on?")
    put_away = _one_of("Is it turned over and put away?", [("yes", "Yes"), ("no", "No, not yet")])
    told = _line("Who has been told?")

    field_order = ("ticket", "where", "when", "device", "put_away", "told", "how", "name", "reach")
