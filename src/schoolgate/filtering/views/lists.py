"""Lists of sites: all of them, a new one, one with what is in it and how to renew it."""

from __future__ import annotations

from typing import Any

from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.access.views.shared import carry_out
from schoolgate.filtering import permissions, storing
from schoolgate.filtering.actions import imports, lists
from schoolgate.filtering.actions.lists import Described, Settings
from schoolgate.filtering.document import document_of
from schoolgate.filtering.forms.lists import ChangeForm, ListForm, UploadForm, Why
from schoolgate.filtering.models import ListImport, ListSource
from schoolgate.filtering.queries import lists as queries
from schoolgate.filtering.rules.categories import label
from schoolgate.filtering.rules.groups import ANSWERS, LABELS
from schoolgate.filtering.taking_in import read_now_or_later
from schoolgate.people.acts import Act, Nothing, forms_of, sent
from schoolgate.people.visits import PersonsVisit
from schoolgate.web.uploads import too_large


@require_safe
@never_cache
def list_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Every list with what is in use of it, and what happens to sites on none."""
    now = timezone.now()
    today = timezone.localdate(now)
    rows = [(one, one.is_late(now)) for one in queries.standings(request.person, on=today)]
    answers = queries.unlisted_of(request.person.school)
    context = {
        "rows": rows, "school_slug": school,
        "may_keep": permissions.may_keep(request.person, on=today),
        "entries": sum(one.good.entries for one, _ in rows if one.good and one.source.enabled),
        "document": document_of(request.person.school, on=today),
        "unlisted": [(LABELS[one], ANSWERS[answers[one]]) for one in answers],
    }  # fmt: skip
    return render(request, "filtering/lists.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def new_list(request: PersonsVisit, school: str) -> HttpResponse:
    """Enter a list."""
    form = ListForm(sent(request, "add"), initial={"every_days": 7})
    there = reverse("filtering:lists", args=[school])

    def do(said: dict[str, Any]) -> str:
        made = lists.add_source(school=request.person.school, described=Described(**said),
                                by=request.person, at=timezone.now())  # fmt: skip
        return f"The list {made} is entered. Open it to take its file in."

    context = {"form": form, "school_slug": school}
    return carry_out(request, {"add": Act(form, do, there)}) or render(
        request, "filtering/list_new.html", context
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one_list(request: PersonsVisit, school: str, pk: int) -> HttpResponse:
    """One list: what is in use, what it means, its history; taken in anew, switched."""
    today = timezone.localdate()
    mine = queries.sources(request.person, on=today).select_related("school")
    source = get_object_or_404(mine, pk=pk)
    acts = _acts(request, source)
    if done := carry_out(request, acts):
        return done
    stands = queries.standing_of(source)
    context = {
        "source": source, "stands": stands, "late": stands.is_late(timezone.now()),
        "category": label(source.category) if source.category else "",
        "counts": counted(stands.good), "forms": forms_of(acts),
        "may_keep": permissions.may_keep(request.person, on=today),
        "words": [(word, label(ours) if ours else "") for word, ours in source.words.items()],
        "history": source.imports.all()[:20], "school_slug": school,
    }  # fmt: skip
    return render(request, "filtering/list.html", context)


def _acts(request: PersonsVisit, source: ListSource) -> dict[str, Act]:
    files = request.FILES if sent(request, "upload") else None
    upload = UploadForm(sent(request, "upload"), files, too_large=too_large(request))
    return {
        "upload": Act(upload, lambda said: _take_in(request, source, said["file"])),
        "inbox": Act(Nothing(sent(request, "inbox")), lambda _: _take_in(request, source, None)),
        "switch": Act(Why(sent(request, "switch")), lambda said: _switch(request, source, said)),
        "settings": Act(
            ChangeForm(
                sent(request, "settings"), initial=model_to_dict(source), auto_id="settings-%s"
            ),
            lambda said: _change(request, source, said),
        ),
    }


def _take_in(request: PersonsVisit, source: ListSource, file: Any) -> str:
    school = source.school
    upload = storing.keep_upload(school, file.chunks()) if file else imports.INBOX
    try:
        made = imports.begin_import(source=source, upload=upload, by=request.person,
                                    at=timezone.now())  # fmt: skip
    except Exception:
        if file:
            storing.remove(storing.upload_of(school, upload))
        raise
    read_now_or_later(made)
    return "The list is being read. Look at what it would change, below."


def _change(request: PersonsVisit, source: ListSource, said: dict[str, Any]) -> str:
    why = said.pop("why")
    lists.change_source(source=source, to=Settings(**said), why=why, by=request.person,
                        at=timezone.now())  # fmt: skip
    return f"The settings of the list {source} are changed."


def _switch(request: PersonsVisit, source: ListSource, said: dict[str, Any]) -> str:
    lists.switch_source(source=source, on=not source.enabled, why=said["why"], by=request.person,
                        at=timezone.now())  # fmt: skip
    return f"The list {source} is {'off' if source.enabled else 'on'}."


def counted(made: ListImport | None) -> list[tuple[str, int]]:
    """Return how many entries an import has of each category."""
    found = made.plan.get("counts", {}) if made else {}
    return [(label(one), count) for one, count in found.items()]
