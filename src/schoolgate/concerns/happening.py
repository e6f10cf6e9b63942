"""What this room tells duties: that there was a serious incident on a day, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.utils import timezone

from schoolgate.concerns.models import Case
from schoolgate.concerns.rules.words import Seriousness, State
from schoolgate.duties.events import Happening
from schoolgate.people.models import School


def incidents(school: School, first: date, last: date) -> Iterator[Happening]:
    """Yield the serious incidents of some days, open or closed. Not what is sorted as ordinary:
    each would bring the whole staff every duty that a policy has after an incident. Nor what
    governors lead. The key is random: it tells no number of a case."""
    begins, ends = (timezone.make_aware(datetime.combine(day, at))
                    for day, at in ((first, time.min), (last, time.max)))  # fmt: skip
    rows = Case.objects.filter(
        school=school, series="", opened_at__range=(begins, ends),
        seriousness__in=[Seriousness.SERIOUS, Seriousness.CRITICAL],
        state__in=[State.OPEN, State.CLOSED],
    )  # fmt: skip
    for case in rows.order_by("opened_at").only("token", "opened_at"):
        on = timezone.localdate(case.opened_at)
        yield Happening(f"incident/{case.token}", on, "after a serious incident")
