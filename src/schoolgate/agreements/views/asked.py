"""What the policy in force asks people to sign: each agreement, its text, and what is open."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.agreements import queries
from schoolgate.agreements.rules import documents, families
from schoolgate.agreements.rules.kinds import GROUP_WORDS
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies import library


@require_safe
@never_cache
def asked(request: PersonsVisit, school: str) -> HttpResponse:
    """Every agreement of the policy, whom it binds, and the questions that it leaves open."""
    here, now = request.person.school, timezone.now()
    pack = library.of(here).pack
    known = queries.in_force(here, on=timezone.localdate(now)).values()
    context = {
        "school": here, "known": [(one, GROUP_WORDS[one.document.group]) for one in known],
        "questions": documents.questions(pack), "topics": families.topics(pack),
        "breaches": [one for one in queries.roster(viewer=request.person, at=now)
                     if one.is_breach][:50],
    }  # fmt: skip
    return render(request, "agreements/asked.html", context)


@require_safe
@never_cache
def text(request: PersonsVisit, school: str, key: str) -> HttpResponse:
    """The text of one agreement, as whoever signs it reads it."""
    here = request.person.school
    found = queries.in_force(here, on=timezone.localdate()).get(key)
    if found is None:
        raise Http404("The policy asks no such agreement.")
    context = {"school": here, "one": found, "who": GROUP_WORDS[found.document.group]}
    return render(request, "agreements/text.html", context)
