"""What a policy says of itself: whom and what it covers, and which rules serve each of its aims."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from schoolgate.people.models import School
from schoolgate.people.visits import Visit
from schoolgate.policies import library
from schoolgate.policies.analysis import aims as of_aims
from schoolgate.policies.language.reach import EQUIPMENT
from schoolgate.policies.reading.reach import every_reach
from schoolgate.policies.views.shared import of_a_policy


@require_safe
@of_a_policy
def reach(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
    """Each kind of person on each owner's equipment: the clause that covers it, or out of scope."""
    rows = known.once("reach", lambda: every_reach(known.pack))
    context = {"school": school, "rows": rows, "owners": EQUIPMENT}
    return render(request, "policies/reach.html", context)


@require_safe
@of_a_policy
def aims(request: Visit, school: School, known: library.Loaded) -> HttpResponse:
    """The clauses grouped by the aim that they serve, then those that serve none."""
    stated = known.once("aims", lambda: of_aims.aims(known.pack))
    context = {"school": school, "aims": stated, "rest": of_aims.serving_none(known.pack),
               "shows_document": len(known.pack.fronts) > 1}  # fmt: skip
    return render(request, "policies/aims.html", context)
