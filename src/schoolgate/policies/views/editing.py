"""A draft is written: whole or piece by piece, checked while it is typed, saved by edition."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from schoolgate.people.models import School
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import actions, judging, queries
from schoolgate.policies.analysis.findings import KINDS
from schoolgate.policies.forms import HeaderForm
from schoolgate.policies.language.document import MOST_BYTES
from schoolgate.policies.language.pieces import (
    Piece,
    piece_text,
    pieces,
    plain_lines,
    with_front,
    with_piece,
)
from schoolgate.policies.models import Version
from schoolgate.policies.views.shared_life import (
    UNABLE,
    about,
    at_a_school,
    draft_for,
    said,
    to_version,
)

WHOLE = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """What somebody edits: a draft's document, and the piece of it (None: the whole)."""

    version: Version
    file: str
    text: str
    piece: Piece | None

    @property
    def part(self) -> str:
        """The name under which typing is kept."""
        return f"{self.file}#{self.piece.number}" if self.piece else self.file

    @property
    def shown(self) -> str:
        """The text in the field."""
        return piece_text(self.text, self.piece) if self.piece else self.text

    def joined(self, typed: str) -> str:
        """Return the whole document with what was typed in its place."""
        typed = plain_lines(typed)
        return with_piece(self.text, self.piece, typed) if self.piece else typed


def _desk(request: PersonsVisit, version: Version) -> Desk:
    given = request.POST if request.method == "POST" else request.GET
    file, text = next(iter(version.files.items()))
    number = given.get("piece", WHOLE)
    if number == WHOLE:
        return Desk(version, file, text, None)
    every = pieces(text)
    if not number.isdecimal() or int(number) >= len(every):
        raise Http404("There is no such part.")
    return Desk(version, file, text, every[int(number)])


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def edit(request: PersonsVisit, school: School, pk: int) -> HttpResponse:
    """Write a draft, or a piece of it. Nothing typed is lost: it is kept, and given back here."""
    version = draft_for(request, school, pk)
    desk = _desk(request, version)
    if request.method == "POST":
        return _sent(request, school, desk)
    typed = queries.typed(version=version, viewer=request.person, part=desk.part)
    if typed is not None and typed.text == desk.shown:
        typed = None
    text = typed.text if typed else desk.shown
    return _page(request, school, desk, text, {"typed": typed})


def _sent(request: PersonsVisit, school: School, desk: Desk) -> HttpResponse:
    text, edition = _typed(request)
    here = f"{request.path}?piece={desk.piece.number}" if desk.piece else request.path
    if "check" in request.POST:
        _keep(request, desk, text, edition)
        return _page(request, school, desk, text, {"checked": _checked(school, desk, text)})
    if "drop" in request.POST:
        actions.drop_typing(version=desk.version, by=request.person, at=timezone.now())
        return HttpResponseRedirect(here)
    if edition != desk.version.edition:
        return _conflict(request, school, desk, text)
    try:
        saved = actions.save_draft(
            version=desk.version, texts={desk.file: desk.joined(text)}, edition=edition,
            by=request.person, at=timezone.now(),
        )  # fmt: skip
    except actions.EditedMeanwhile as error:
        return _conflict(request, school, _desk(request, error.version), text)
    except UNABLE as error:
        return _page(request, school, desk, text, {"error": str(error)})
    said(request, f"Saved, edition {saved.edition}." + ("" if saved.hash else " It has mistakes."))
    return HttpResponseRedirect(here) if "stay" in request.POST else to_version(saved)


def _typed(request: PersonsVisit) -> tuple[str, int]:
    text, edition = request.POST.get("text"), request.POST.get("edition", "")
    if text is None or not edition.isdecimal() or len(text) > MOST_BYTES:
        raise BadRequest("The form was not whole.")
    return plain_lines(text), int(edition)


def _keep(request: PersonsVisit, desk: Desk, text: str, edition: int) -> bool:
    return actions.keep_typing(
        version=desk.version, part=desk.part, text=text, edition=edition, by=request.person,
        at=timezone.now(),
    )  # fmt: skip


def _conflict(request: PersonsVisit, school: School, desk: Desk, text: str) -> HttpResponse:
    """Somebody else saved first: show both texts and how they differ, and let the writer choose."""
    _keep(request, desk, text, desk.version.edition)
    theirs, mine = desk.shown.split("\n"), text.split("\n")
    lines = list(difflib.unified_diff(theirs, mine, n=2, lineterm=""))[2:]
    context = {"conflict": True, "theirs": desk.shown, "difference": lines}
    return _page(request, school, desk, text, context, status=409)


def _page(
    request: PersonsVisit, school: School, desk: Desk, text: str, more: dict[str, Any],
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    others = queries.others_typing(version=desk.version, viewer=request.person)
    context = about(request, school, desk.version) | {
        "text": text, "desk": desk, "pieces": pieces(desk.text), "others": others[:3],
        "rows": min(40, max(12, text.count("\n") + 3)), "kinds": KINDS,
    } | more  # fmt: skip
    context.setdefault("checked", _checked(school, desk, text))
    return render(request, "policies/edit.html", context, status=status)


@require_POST
@at_a_school
def typing(request: PersonsVisit, school: School, pk: int) -> HttpResponse:
    """Keep what is being typed and say what is wrong with it: asked while somebody types."""
    desk = _desk(request, draft_for(request, school, pk))
    text, edition = _typed(request)
    kept = _keep(request, desk, text, edition)
    context = {
        "school": school, "desk": desk, "checked": _checked(school, desk, text), "kept": kept,
        "kept_at": timezone.now(), "moved_on": edition != desk.version.edition, "kinds": KINDS,
    }  # fmt: skip
    return render(request, "policies/parts/checked.html", context)


def _checked(school: School, desk: Desk, text: str) -> dict[str, Any]:
    """Return what is wrong, at the lines of the field; and how much is wrong elsewhere."""
    whole = desk.joined(text)
    found = judging.check(
        school, desk.version.document, {desk.file: whole}, on=timezone.localdate()
    )
    first = desk.piece.first if desk.piece else 1
    lines = text.split("\n")
    here, elsewhere = [], 0
    for one in found.said():
        line = one.line - first + 1
        if one.file == desk.file and 1 <= line <= len(lines):
            words = lines[line - 1]
            here.append({"line": line, "kind": one.kind, "text": one.text, "words": words})
        else:
            elsewhere += 1
    here.sort(key=lambda one: (one["line"], one["kind"] != judging.MISTAKE))
    return {"here": here[:100], "elsewhere": elsewhere, "mistakes": len(found.mistakes)}


@require_http_methods(["GET", "HEAD", "POST"])
@at_a_school
def header(request: PersonsVisit, school: School, pk: int) -> HttpResponse:
    """The header sheet of a draft as a form; it writes the front matter."""
    version = draft_for(request, school, pk)
    front = judging.header(version)
    initial = {name: getattr(front, name) for name in HeaderForm.base_fields}
    form = HeaderForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        file, text = next(iter(version.files.items()))
        edition = request.POST.get("edition", "")
        try:
            saved = actions.save_draft(
                version=version, texts={file: with_front(text, form.cleaned_data)},
                edition=int(edition) if edition.isdecimal() else 0, by=request.person,
                at=timezone.now(),
            )  # fmt: skip
        except (actions.EditedMeanwhile, *UNABLE) as error:
            form.add_error(None, f"{error} What you typed stands below; save it again, or leave.")
            version.refresh_from_db()
        else:
            said(request, "The header is saved.")
            return to_version(saved)
    context = about(request, school, version) | {"form": form}
    return render(request, "policies/header.html", context)
