"""Forms of the report: which days, and what it is taken away for."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from schoolgate.activity.reports.purposes import PURPOSES
from schoolgate.activity.reports.spans import Span

OWN: Final = "own"
FORMS: Final = {"csv": "CSV, for a spreadsheet", "xlsx": "Excel workbook", "pdf": "PDF, to print"}
_DATES: Final = ("%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d")


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"inputmode": "numeric"}, format="%d/%m/%Y")
    said = {"invalid": "Write a day like 14/10/2026."}
    return forms.DateField(label=label, input_formats=_DATES, required=False, widget=widget,
                           help_text="For example, 14/10/2026", error_messages=said)  # fmt: skip


class SpanForm(forms.Form):
    """Which days a report is of."""

    span = forms.ChoiceField(label="When")
    first = _day("From, for days of your own")
    last = _day("Until and including")

    def __init__(self, *args: Any, offered: list[Span], **more: Any) -> None:
        super().__init__(*args, **more)
        self._offered = {one.slug: one for one in offered}
        chosen = [(one.slug, one.name) for one in offered]
        self.fields["span"].choices = [*chosen, (OWN, "Days of my own")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Both days for days of one's own, in order."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("span") == OWN and not self.errors:
            first, last = said.get("first"), said.get("last")
            if first is None or last is None:
                raise forms.ValidationError("Write both the first and the last day.")
            if last < first:
                raise forms.ValidationError("The last day lies before the first. Change one.")
        return said

    def chosen(self) -> Span:
        """Return the span of a valid form."""
        slug = self.cleaned_data["span"]
        if slug in self._offered:
            return self._offered[slug]
        return Span(OWN, "Days of my own", self.cleaned_data["first"], self.cleaned_data["last"])


class ExportForm(SpanForm):
    """As what, and for what, a report is taken away."""

    purpose = forms.ChoiceField(label="What it is for", choices=[("", ""), *PURPOSES.items()])
    form = forms.ChoiceField(label="As", choices=list(FORMS.items()))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, auto_id="id_export_%s", **more)  # two forms stand on the page
        for name in ("span", "first", "last"):
            self.fields[name].widget = forms.HiddenInput()
