"""What is declared about school e-mail: one's own, and everybody's for whoever may see it."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Case, CharField, OuterRef, QuerySet, Subquery, Value, When

from schoolgate.access import permissions, verdicts
from schoolgate.access.models import MailReading
from schoolgate.access.rules.mail import WORST, Verdict
from schoolgate.people.models import Person
from schoolgate.people.queries import people
from schoolgate.people.rights import Capability
from schoolgate.people.rules import STAFF_KINDS


def mine(viewer: Person | None) -> MailReading | None:
    """Return what the viewer declared last, if anything."""
    return MailReading.objects.filter(person=viewer, until_at=None).first() if viewer else None


def asked_for(person: Person, *, at: datetime) -> bool:
    """Tell whether the policy of somebody's school minds how they read school e-mail."""
    return verdicts.on_mail(person, WORST, at).verdict == Verdict.AGAINST


def everybodys(
    viewer: Person | None, *, on: date, sought: str = "", which: str = ""
) -> QuerySet[Person]:
    """Return the staff by name, each with `mail_verdict` and `mail_since`.

    Whoever has declared nothing has `missing` and None.
    `which` is a verdict, or `missing`. Empty for whoever may not see declarations.
    """
    if viewer is None or not permissions.may(viewer, Capability.MAIL_READING_SEE, on=on):
        return Person.objects.none()
    last = MailReading.objects.filter(person=OuterRef("pk"), until_at=None)
    found = people(viewer=viewer, on=on).filter(kind__in=sorted(STAFF_KINDS))
    found = found.filter(name__icontains=sought) if sought else found
    marked = found.annotate(
        mail_since=Subquery(last.values("from_at")[:1]),
        mail_verdict=Case(When(mail_since=None, then=Value("missing")),
                          default=Subquery(last.values("verdict")[:1]),
                          output_field=CharField()),
    )  # fmt: skip
    return (marked.filter(mail_verdict=which) if which else marked).order_by("name", "pk")
