"""The pupils' page, for children of four to eleven: pictures, few words, nothing to type."""

from __future__ import annotations

import re
import secrets
from typing import Final

from django.http import HttpRequest, HttpResponse

from schoolgate.concerns.rules import pictures
from schoolgate.concerns.rules.quiet import How, Said
from schoolgate.concerns.rules.words import Way
from schoolgate.concerns.tell import pages
from schoolgate.concerns.tell.adults import taken
from schoolgate.people.models import School

_TICKET: Final = re.compile(r"[0-9a-f]{32}")
_LONGEST_NAME: Final = 120


@pages.of_school
def tell(request: HttpRequest, school: School) -> HttpResponse:
    """One picture after the other. What was tapped goes along in the form, never in an address."""
    if request.method != "POST":
        return pages.page("child", school, ticket=secrets.token_hex(16))
    ticket = request.POST.get("ticket", "")
    if not _TICKET.fullmatch(ticket):
        return pages.page("child", school, ticket=secrets.token_hex(16))
    answers = pictures.answered(request.POST.dict())
    so_far = {name: choice.value for name, choice in answers.items()}
    question = pictures.asked_next(answers)
    if question is not None:
        number = pictures.QUESTIONS.index(question) + 1
        return pages.page("picture", school, question=question, so_far=so_far, ticket=ticket,
                          number=number, last=len(pictures.QUESTIONS) + 1)  # fmt: skip
    name = " ".join(request.POST.get("name", "").split())[:_LONGEST_NAME]
    if "quiet" not in request.POST and not name:
        return pages.page("name", school, so_far=so_far, ticket=ticket,
                          asked="name" in request.POST)  # fmt: skip
    words = pictures.as_words(answers)
    if "quiet" in request.POST:
        return taken(school, Said(Way.PUPIL_PAGE, words), ticket=ticket, how=How.QUIET)
    said = Said(Way.PUPIL_PAGE, words | {"name": name})
    return taken(school, said, ticket=ticket, how=How.NAMED)
