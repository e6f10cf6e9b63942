"""The roster: everybody who is asked, with where they stand; on the page and as a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.agreements import permissions, queries
from schoolgate.agreements.forms import choices_of
from schoolgate.agreements.queries import Line, Sought
from schoolgate.agreements.rules.kinds import METHOD_WORDS
from schoolgate.agreements.rules.standing import State
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists

STATES = (
    ("waiting", "Not signed"), ("signed", "Signed"), ("outstanding", "Outstanding"),
    ("changed", "Changed, to be signed again"), ("declined", "Declined"),
    ("breach", "Has an account, and no signature on what is in force"),
)  # fmt: skip


def _sought(request: PersonsVisit) -> Sought:
    values = {name: request.GET.get(name, "").strip()[:80]
              for name in ("q", "document", "state", "sort")}  # fmt: skip
    return Sought(values["q"], values["document"], values["state"], values["sort"])


@require_safe
@never_cache
def roster(request: PersonsVisit, school: str) -> HttpResponse:
    """Who has signed and who has not: searched, sorted, in pages."""
    now, viewer = timezone.now(), request.person
    want = _sought(request)
    every = queries.roster(viewer=viewer, at=now, sought=Sought(words=want.words, sort=want.sort))
    shown = [one for one in every if queries.is_wanted(one, want)]
    today = timezone.localdate(now)
    context = {
        "school": viewer.school, "page": lists.page_of(request, shown), "want": want,
        "documents": choices_of(every), "states": STATES,
        "counts": dict(Counter(str(one.state) for one in every)),
        "breaches": sum(one.is_breach for one in every),
        "keep": lists.query_without(request), "by": lists.query_without(request, "sort"),
        "signed": State.SIGNED, "methods": METHOD_WORDS,
        **{name: permissions.may(viewer, one, on=today) for name, one in (
            ("may_paper", Capability.PAPER_RECORD), ("may_hold", Capability.MEETING_HOLD),
            ("may_train", Capability.GATE_RECORD),
            ("may_chase", Capability.CHASING_SET), ("may_check", Capability.HOME_SCHOOL_TEXT_CHECK),
            ("may_allow", Capability.USE_ALLOW))},
    }  # fmt: skip
    return render(request, "agreements/roster.html", context)


@require_safe
@never_cache
def as_file(request: PersonsVisit, school: str) -> HttpResponse:
    """The same for a spreadsheet."""
    found = queries.roster(viewer=request.person, at=timezone.now(), sought=_sought(request))
    header = ("Name", "Class", "Agreement", "State", "Signed by", "Signed on", "How", "Clause")
    return lists.as_csv("agreements", header, _rows(found))


def _rows(lines: list[Line]) -> Iterator[tuple[str, ...]]:
    for one in lines:
        signed = one.signed
        day = date_format(timezone.localdate(signed.at), "j F Y") if signed else ""
        yield (one.person.name, one.person.class_name, one.document.title, str(one.state),
               signed.signer if signed else "", day,
               METHOD_WORDS[signed.method] if signed else "", one.document.clause)  # fmt: skip
