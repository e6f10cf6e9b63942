"""Where one begins, and who can help."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from schoolgate.concerns import registers
from schoolgate.concerns.rules.registers import What
from schoolgate.concerns.tell import pages
from schoolgate.people import queries as people
from schoolgate.people.models import School


@pages.of_school
def start(request: HttpRequest, school: School) -> HttpResponse:
    """Who are you? Each answer is a page of its own."""
    return pages.page("start", school, mailbox=registers.arranged(school, What.MAILBOX))


@pages.of_school
def who_can_help(request: HttpRequest, school: School) -> HttpResponse:
    """Whom one can go to at the school, and whom to ring; who holds these roles is public."""
    on = timezone.localdate()
    wanted = (("dsl", "keeps children safe"), ("headteacher", "leads the school"))
    there = [
        (person, does) for role, does in wanted
        for person in people.holders(school=school, role=role, on=on)
    ]  # fmt: skip
    return pages.page("help", school, people=list(dict(there).items()))
