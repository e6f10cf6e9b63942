"""What the policy means for me: one public page for each role, on screen and on paper."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from schoolgate.people.models import School
from schoolgate.people.rules import STAFF_KINDS, kind_of
from schoolgate.people.visits import Visit
from schoolgate.policies import library
from schoolgate.policies.asking import choices
from schoolgate.policies.reading.forme import ForMe, for_me
from schoolgate.policies.reading.forme_paper import for_me_pdf
from schoolgate.policies.reading.pictures import drawing
from schoolgate.policies.views.own import actors
from schoolgate.policies.views.shared import of_a_policy
from schoolgate.web.downloads import pdf_of

IN_PICTURES = frozenset({"pupil_ks1", "pupil_ks2"})


@require_safe
@of_a_policy
def everybody(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
    """The roles to choose from; whoever is signed in finds their own first."""
    words, own = known.pack.words, actors(request, school, known)
    mine = [(who, choices.person_label(words, who)) for who in own]
    context = {"school": school, "people": choices.people(known.pack), "mine": mine}
    return render(request, "policies/forme_who.html", context)


def forme(request: Visit, school: str, who: str) -> HttpResponse:
    """What a policy means for one role."""

    @require_safe
    @of_a_policy
    def page(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
        shown = _page(known, who)
        context = {"school": school, "pack": known.pack, "page": shown,
                   "watches": kind_of(who) in STAFF_KINDS}  # fmt: skip
        if who in IN_PICTURES:
            return render(request, "policies/forme_pictures.html", context | _drawn(shown))
        return render(request, "policies/forme.html", context)

    return page(request, school)


def forme_pdf(request: Visit, school: str, who: str) -> HttpResponse:
    """The same on paper."""

    @require_safe
    @of_a_policy
    def page(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
        shown = _page(known, who)
        url = request.build_absolute_uri(reverse("policies:for-me", args=[school.slug, who]))
        made = known.once(("for-me-pdf", who, url), lambda: for_me_pdf(
            known.pack, shown, school=school.name, url=url, pictures=who in IN_PICTURES
        ))  # fmt: skip
        return pdf_of(made, f"{school.slug}-{who}")

    return page(request, school)


def _page(known: library.Loaded, who: str) -> ForMe:
    if who not in known.pack.words.lexicon.actors:
        raise Http404("The policy knows nobody of this name.")
    return known.once(("for-me", who), lambda: for_me(known.pack, who))


def _drawn(page: ForMe) -> dict[str, Any]:
    """Return the points with their pictures, which are constants of ours."""
    # the drawings are our own constants, nothing of the pack goes into them
    return {"drawn": [(one, mark_safe(drawing(one.text).for_page)) for one in page.simple]}  # noqa: S308
