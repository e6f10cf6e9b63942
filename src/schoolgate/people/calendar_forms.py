"""The form of a school year, and the file that fills it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from django import forms

from schoolgate.people import calendar_typed
from schoolgate.people.calendar import SEASONS, Span, SpanKind
from schoolgate.people.forms import day_field

_ENDS: Final = (("first", "begins"), ("last", "ends"))
_MOST_BYTES: Final = 100_000
_EACH: Final = "One day on each line, or from one to another: 26 May 2027 to 27 May 2027"


def _many(label: str, hint: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=4000, help_text=hint,
                           widget=forms.Textarea({"rows": 5}))  # fmt: skip


class YearForm(forms.Form):
    """Three terms with their half-terms, INSET and closed days, and the last day of the year."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for season in SEASONS:
            for end, does in _ENDS:
                self.fields[f"{season}_{end}"] = day_field(f"{season.capitalize()} term {does}")
            for end, does in _ENDS:
                self.fields[f"{season}_half_{end}"] = day_field(
                    f"Half-term break in the {season} term {does}", required=False,
                    hint="Leave both empty if there is none",
                )  # fmt: skip
        self.fields["inset"] = _many("INSET days", f"Staff are in, pupils are not. {_EACH}")
        self.fields["closed"] = _many(
            "Other closed days", f"Bank holidays are known: leave them out. {_EACH}"
        )
        self.fields["year_end"] = day_field(
            "Last day of the school year", required=False, hint="31 August if you leave this empty"
        )

    def clean(self) -> dict[str, Any]:
        """Make `spans` of what was typed; each mistake stands at its field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        spans = [span for season in SEASONS for span in self._term(season, given)]
        for name, kind in (("inset", SpanKind.INSET), ("closed", SpanKind.CLOSED)):
            try:
                spans += calendar_typed.lines(given.get(name, ""), kind)
            except calendar_typed.BadDates as error:
                self.add_error(name, str(error))
        if end := given.get("year_end"):
            spans.append(Span(SpanKind.YEAR_END, end, end))
        given["spans"] = spans
        return given

    def _term(self, season: str, given: dict[str, Any]) -> Iterable[Span]:
        first, last = given.get(f"{season}_first"), given.get(f"{season}_last")
        if first and last:
            yield Span(SpanKind.TERM, first, last, season.capitalize())
        half = given.get(f"{season}_half_first"), given.get(f"{season}_half_last")
        if half[0] and half[1]:
            yield Span(SpanKind.HALF_TERM, half[0], half[1], f"{season.capitalize()} half-term")
        elif any(half):
            name = f"{season}_half_{'last' if half[0] else 'first'}"
            self.add_error(name, "Write both days of the half-term break, or neither")


def typed(spans: Iterable[Span]) -> dict[str, Any]:
    """Return a school year as the form's first values."""
    known = sorted(spans, key=lambda one: one.first)
    found: dict[str, Any] = {}
    terms = [span for span in known if span.kind is SpanKind.TERM]
    for season, term in zip(SEASONS, terms, strict=False):
        found |= _ends(season, term)
        for half in known:
            if half.kind is SpanKind.HALF_TERM and term.covers(half.first):
                found |= _ends(f"{season}_half", half)
    found["inset"] = _listed(known, SpanKind.INSET)
    found["closed"] = _listed(known, SpanKind.CLOSED)
    for span in known:
        if span.kind is SpanKind.YEAR_END:
            found["year_end"] = span.last
    return found


def _ends(name: str, span: Span) -> dict[str, date]:
    return {f"{name}_first": span.first, f"{name}_last": span.last}


def _listed(spans: Sequence[Span], kind: SpanKind) -> str:
    return "\n".join(f"{span.in_words()} {span.name}".strip() for span in spans
                     if span.kind is kind)  # fmt: skip


class CalendarFileForm(forms.Form):
    """A CSV file of one school year."""

    sent = forms.FileField(
        label="CSV file", widget=forms.ClearableFileInput({"accept": ".csv,text/csv"}),
        help_text="One line each: kind (term, half-term, INSET, closed, year end), name, first "
        "day, last day. For example: term,Autumn,2/9/2026,18/12/2026",
        error_messages={"required": "Choose a file", "empty": "The file is empty. Choose another"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Make `spans` of the file."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        sent = given.get("sent")
        if sent is None:
            return given
        try:
            given["spans"] = calendar_typed.table(_text(sent))
        except calendar_typed.BadDates as error:
            self.add_error("sent", str(error))
        return given


def _text(sent: Any) -> str:
    if sent.size > _MOST_BYTES:
        raise calendar_typed.BadDates("The file is too large for a calendar; choose another.")
    try:
        text: str = sent.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise calendar_typed.BadDates("Save the file as CSV (UTF-8) and choose it again.") from None
    if "\0" in text:
        raise calendar_typed.BadDates("This is no CSV file; save the sheet as CSV (UTF-8).")
    return text
