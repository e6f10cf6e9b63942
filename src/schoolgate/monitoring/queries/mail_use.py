"""Numbers of mail of named employees: each read starts from who looks, and a clause that provides
for it. `actions.read_mail_use` writes down each time somebody is shown some."""

from __future__ import annotations

from datetime import date

from schoolgate.activity.mail import using
from schoolgate.activity.mail.using import Use
from schoolgate.activity.opening import keeps_log, store_of
from schoolgate.monitoring import naming, permissions, whose
from schoolgate.monitoring.rules.mail_use import Line
from schoolgate.people.models import Person


def weeks(*, viewer: Person | None, on: date) -> list[date]:
    """Return the Mondays of the weeks of which the viewer may see numbers, the newest first."""
    if viewer is None or not permissions.mail_use_seen_by(viewer, on=on):
        return []
    if naming.for_summaries(viewer.school) is None or not keeps_log(viewer.school):
        return []
    return list(using.weeks(store_of(viewer.school), today=on))


def lines(*, viewer: Person | None, week: date, on: date) -> list[Line]:
    """Return each employee's numbers of a week, also of whoever had none; never the viewer's."""
    if viewer is None or week not in weeks(viewer=viewer, on=on):
        return []
    store, seen = store_of(viewer.school), permissions.mail_use_seen_by(viewer, on=on)
    found = using.use_of(store, week)
    staff = whose.employees(viewer.school, store, on=on)
    return [Line(one.person.pk, one.person.name, found.get(who, Use()))
            for who, one in staff.items()
            if one.whom in seen and one.person.pk != viewer.pk]  # fmt: skip
