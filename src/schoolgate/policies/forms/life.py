"""What is written about a version: its header, records, approval and first day."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone

from schoolgate.policies.analysis.approvable import AUTHORS, REVISIONS
from schoolgate.policies.models.life import LONGEST

_READ: Final = ("%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%Y-%m-%d")
_NO_DATE: Final = "Write a day, for example 14/10/2026"


class DayField(forms.DateField):
    """A day as people write it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            input_formats=_READ, help_text="For example 14/10/2026",
            widget=forms.DateInput(format="%d/%m/%Y", attrs={
                "class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}),
            error_messages={"invalid": _NO_DATE, "required": _NO_DATE}, **more,
        )  # fmt: skip


def _line(label: str, *, required: bool = False, hint: str = "", longest: int = 200) -> Any:
    return forms.CharField(
        label=label, required=required, max_length=longest, help_text=hint,
        error_messages={"required": f"Write down: {label[0].lower()}{label[1:]}"},
    )  # fmt: skip


def _words(label: str, *, required: bool = True, hint: str = "", rows: int = 4) -> Any:
    return forms.CharField(
        label=label, required=required, max_length=LONGEST, help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": "Write this down, it is kept with the version"},
    )  # fmt: skip


def _one_of(label: str, choices: tuple[str, ...], *, none: str) -> Any:
    return forms.ChoiceField(
        label=label, required=False, widget=forms.RadioSelect,
        choices=[*((one, one.capitalize()) for one in choices), ("", none)],
    )  # fmt: skip


class HeaderForm(forms.Form):
    """The header sheet: what is known of all three printed ones, each field optional but three.

    Every field is a key of the front matter.
    """

    title = _line("Title", required=True)
    version = _line("Version, as the document calls it", required=True, longest=40)
    revision = _one_of("Type of revision", REVISIONS, none="Not decided yet")
    approver = _line("Who approves it", hint="For example: the governing body")
    review = _line("When it is reviewed next", hint="A day, a month or a term")
    cycle = _line("How often it is reviewed")
    written_by = _one_of("Who wrote the text", AUTHORS, none="Not stated")
    author = _line("Author")
    author_details = _line(
        "Details of another author", hint="Where to ask, and under which licence"
    )
    headteacher = _line("Headteacher")
    safeguarding_lead = _line("Designated safeguarding lead")
    computing_lead = _line("Lead for computing and e-safety")
    chair = _line("Chair of governors")
    safeguarding_governor = _line("Safeguarding governor")
    supersedes = _line("Which policy it takes the place of")
    credit = _line("Credit for wording of others", longest=500)
    commitment = forms.CharField(
        label="Safeguarding commitment", required=False, max_length=1000,
        help_text="Stands on the policy, on its paper and on every form",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse another author without name and details; line breaks become spaces."""
        given = {name: " ".join(value.split()) for name, value in (super().clean() or {}).items()}
        if given.get("written_by") == "other":
            for name in ("author", "author_details"):
                if not given.get(name):
                    self.add_error(name, "Another author wrote it: give the name and the details")
        return given


class NewDocumentForm(forms.Form):
    """A document beside the main policy, before its first draft."""

    title = _line("What is it called?", required=True, hint="For example: Class Dojo policy")
    purpose = _words("What is it for?", hint="A sentence or two. You write the rest next.")


class ReviseForm(forms.Form):
    """A line of the revision record."""

    on = DayField(label="On which day?")
    revisers = _words("Who revised it?", hint="Names or roles, one on each line", rows=2)
    change = _words("What has changed?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())


class ConsultForm(forms.Form):
    """A line of the consultation record."""

    group = _line("Which group was consulted?", required=True, longest=80,
                  hint="For example: staff, pupils, parents, governors, the union")  # fmt: skip
    on = DayField(label="On which day?")
    channel = _line(
        "How?", required=True, hint="For example: staff meeting, letter, school council"
    )
    comments = _words("What did they say?", required=False)


class ReasonForm(forms.Form):
    """Why a version is taken back or withdrawn."""

    reason = _words("Why?", rows=3)


class ApproveForm(forms.Form):
    """What a governor signs. `text_hash` is that of the text shown."""

    text_hash = forms.CharField(widget=forms.HiddenInput)
    committee = _line("Which body approved it?", required=True)
    minute = _line("Number of the minute", required=True, longest=80)
    on = DayField(label="Day of the meeting")
    confirms = forms.BooleanField(
        label="I have read this version, and the body approved it",
        error_messages={"required": "Tick the box if you sign this version"},
    )  # fmt: skip


class PublishForm(forms.Form):
    """The first day of a version."""

    from_on = DayField(label="In force from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_on", timezone.localdate())


class RelateForm(forms.Form):
    """A document for the register of related policies."""

    name = _line("What is it called?", required=True)
    place = _line("Where is it found?", hint="An address, or a place in school", longest=300)


class SupersedeForm(forms.Form):
    """A document of the register that another takes the place of."""

    instead = _line("What takes its place?", required=True)
    on = DayField(label="From which day?")
