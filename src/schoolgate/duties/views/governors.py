"""What the governors are shown: what the headteacher has confirmed, and what is long overdue."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schoolgate.duties import queries
from schoolgate.people.visits import PersonsVisit
from schoolgate.policies.language.mistakes import PackError
from schoolgate.web import lists

_HEADER = ("What", "Clause", "Whose", "Due", "Days late", "State")


@require_safe
@never_cache
def governors(request: PersonsVisit, school: str) -> HttpResponse:
    """The governors’ pack: on a page to print, or as a file."""
    here, today = request.person.school, timezone.localdate()
    try:
        known = queries.read(request.person, today)
    except PackError:
        return render(request, "duties/mistakes.html", {"school": here})
    items = known.items if known else []
    late, confirmed = queries.for_governors(items), queries.confirmations(items)
    if request.GET.get("as") == "csv":
        every = {item.duty.key: item for item in (*confirmed, *late)}
        rows = (_row(item) for item in every.values())
        return lists.as_csv(f"{here.slug}-governors", _HEADER, rows)
    context = {"school": here, "late": late, "confirmed": confirmed, "today": today}
    return render(request, "duties/governors.html", context)


def _row(item: queries.Item) -> tuple[object, ...]:
    turn = item.now
    return (item.duty.what, item.duty.clause, item.owners.in_words,
            (turn.occurrence.due_on if turn else "") or "", item.days_late or "",
            turn.state if turn else "")  # fmt: skip
