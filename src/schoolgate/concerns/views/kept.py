"""Small registers: what stands in one, and a new entry."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schoolgate.concerns import actions, kept, registers, routing
from schoolgate.concerns.forms import ListedForm
from schoolgate.concerns.rules.kept import COURSES, DECIDED, REGISTERS, Register
from schoolgate.concerns.rules.registers import What
from schoolgate.concerns.views import keeping
from schoolgate.people import permissions as people
from schoolgate.people.rights import Capability
from schoolgate.people.visits import PersonsVisit
from schoolgate.web import lists


def _register(slug: str) -> Register:
    if slug not in REGISTERS:
        raise Http404("There is no such register.")
    return REGISTERS[slug]


@require_safe
@never_cache
def listed(request: PersonsVisit, school: str, register: str) -> HttpResponse:
    """What stands in a register, the last first; of courses, whether the procedure that the policy
    asks for was decided."""
    here, of = request.person.school, _register(register)
    labels = {one.name: (one.label, dict(one.choices)) for one in of.fields}
    rows = [
        (one, [(labels[name][0], labels[name][1].get(words, words))
               for name, words in one.said.items() if name in labels and name != "name"])
        for one in kept.listed(here, register)
    ]  # fmt: skip
    on = timezone.localdate()
    clause = routing.pack_of(here).clause_of(DECIDED) if register == COURSES else ""
    context = {
        "school": here, "of": of, "page": lists.page_of(request, rows), "clause": clause,
        "procedure": registers.arranged(here, What.DISCLOSURES) if clause else "",
        "keeps": people.may(request.person, Capability.LISTED_KEEP, school=here.pk, on=on),
    }  # fmt: skip
    return render(request, "concerns/listed.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def listed_new(request: PersonsVisit, school: str, register: str) -> HttpResponse:
    """Write an entry into a register."""
    of = _register(register)
    form = ListedForm(request.POST or None, fields=of.fields)

    def act() -> object:
        return actions.list_entry(register=register, said=form.said(),
                                  ticket=form.cleaned_data["ticket"], by=request.person,
                                  at=timezone.now())  # fmt: skip

    back = reverse("concerns:listed", args=[school, register])
    return keeping.keep(request, form, act, f"Add {of.one}", back, of.hint)
