"""How the internet is used: the page, and taking it away."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from schoolgate.activity import exporting, exports, queries
from schoolgate.activity.forms import ExportForm, SpanForm
from schoolgate.activity.queries import Report
from schoolgate.activity.reports import charts, spans
from schoolgate.activity.reports.spans import Span
from schoolgate.activity.reports.tables import ABOUT, LEFT_OUT, Table
from schoolgate.people import queries as people
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists
from schoolgate.web.downloads import pdf_of

_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADER: Final = ("Table", "What", "Counted", "How many")


@require_safe
@never_cache
def usage(request: PersonsVisit, school: str) -> HttpResponse:
    """The tables of a span, each with its chart."""
    offered = _offered(request)
    asked = SpanForm(request.GET if "span" in request.GET else None, offered=offered)
    span = asked.chosen() if asked.is_bound and asked.is_valid() else offered[0]
    if not asked.is_bound:
        asked = SpanForm(initial={"span": span.slug}, offered=offered)
    export = ExportForm(initial=_said(span), offered=offered)
    return _page(request, asked, export, _report(request, span))


@require_POST
def export(request: PersonsVisit, school: str) -> HttpResponse:
    """The same as a file, once somebody has said what for."""
    offered = _offered(request)
    form = ExportForm(request.POST, offered=offered)
    if not form.is_valid():
        asked = SpanForm(request.POST, offered=offered)
        span = asked.chosen() if asked.is_valid() else offered[0]
        return _page(request, asked, form, _report(request, span))
    report, wanted = _report(request, form.chosen()), form.cleaned_data["form"]
    try:
        with transaction.atomic():
            made = _file(report, wanted, f"{school}-internet") if report.tables else None
            exporting.export(report=report, form=wanted, purpose=form.cleaned_data["purpose"],
                           by=request.person, at=timezone.now())  # fmt: skip
    except exporting.UnableToReport as error:
        form.add_error(None, str(error))
        made = None
    if made is None:
        asked = SpanForm(_said(form.chosen()), offered=offered)
        return _page(request, asked, form, report)
    return made


def _file(report: Report, form: str, name: str) -> HttpResponse:
    name = f"{name}-{report.weeks.first:%d-%m-%Y}"
    if form == "pdf":
        return pdf_of(exports.pdf(report), name, save=True)
    if form == "xlsx":
        headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"'}
        return HttpResponse(exports.xlsx(report), content_type=_SHEET, headers=headers)
    return lists.as_csv(name, _HEADER, exports.rows(report))


def _page(
    request: PersonsVisit, asked: SpanForm, export: ExportForm, report: Report
) -> HttpResponse:
    context = {
        "school": request.person.school, "form": asked, "export": export, "report": report,
        "about": ABOUT, "left_out": LEFT_OUT,
        "tables": [(one, _chart(one)) for one in report.tables],
    }  # fmt: skip
    return render(request, "activity/usage.html", context)


def _chart(table: Table) -> SafeString:
    if not table.bars or not any(table.bars):
        return mark_safe("")
    labels = [row[0] for row in table.rows]
    drawn = charts.svg(labels, table.bars, title=f"{table.title}: the table says the same")
    return mark_safe(drawn)  # noqa: S308 the chart escapes its labels


def _offered(request: PersonsVisit) -> list[Span]:
    dates = people.dates(request.person.school)
    return list(spans.offered(dates, today=timezone.localdate()))


def _said(span: Span) -> dict[str, object]:
    return {"span": span.slug, "first": span.first, "last": span.last}


def _report(request: PersonsVisit, span: Span) -> Report:
    found = queries.usage(viewer=request.person, span=span, on=timezone.localdate())
    if found is None:
        raise Http404("There is no such page.")
    return found
