"""The log book and the paper form: printing pages, typing them in, seeing which are missing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from schoolgate.concerns import actions
from schoolgate.concerns import papers as paper_pages
from schoolgate.concerns.models import PaperPage
from schoolgate.concerns.paper_forms import PrintForm, TypeForm
from schoolgate.concerns.rules.papers import Paper
from schoolgate.people.visits import PersonsVisit
from schoolgate.web.downloads import pdf_of


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def papers(request: PersonsVisit, school: str) -> HttpResponse:
    """All numbered pages and what is known of them; a POST prints new ones."""
    form = PrintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        paper = Paper(form.cleaned_data["paper"])
        made = actions.print_pages(paper=paper, count=form.cleaned_data["count"],
                                   by=request.person, at=timezone.now())  # fmt: skip
        return pdf_of(
            paper_pages.printed(paper, made, request.person.school), f"{school}-{paper}", save=True
        )
    on = timezone.localdate()
    found = [(paper, paper_pages.pages(paper=paper, viewer=request.person, on=on))
             for paper in Paper]  # fmt: skip
    context = {"school": request.person.school, "form": form, "found": found}
    return render(request, "concerns/papers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def type_in(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Type one entry of a page in."""
    page = get_object_or_404(PaperPage, pk=pk, school=request.person.school)
    form = TypeForm(request.POST or None, paper=Paper(page.paper))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        line = actions.Line(form.words(), given["written_at"], given["ticket"], given["line"],
                            given["illegal"] == "yes")  # fmt: skip
        try:
            case = actions.type_in(page=page, line=line, by=request.person, at=timezone.now())
        except actions.UnableToReport as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Typed in. It is {case}. Who has to know was told.")
            return HttpResponseRedirect(reverse("concerns:papers", args=[school]))
    context = {"school": request.person.school, "page": page, "form": form}
    return render(request, "concerns/type_in.html", context)


@require_POST
def empty(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """Write down that nothing stands on a page that came back."""
    page = get_object_or_404(PaperPage, pk=pk, school=request.person.school)
    if not actions.note_empty(page=page, by=request.person, at=timezone.now()):
        messages.error(request, f"{page} is not empty, or is put down as empty already.")
    return HttpResponseRedirect(reverse("concerns:papers", args=[school]))
