"""Coming back with a receipt: reading answers, writing more."""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from schoolgate.concerns import actions, letterbox
from schoolgate.concerns.letterbox import Talk
from schoolgate.concerns.rules import receipts
from schoolgate.concerns.rules.receipts import NOUNS, Receipt
from schoolgate.concerns.tell import limits, pages
from schoolgate.people.models import School

_NOT_FOUND = (
    "We cannot find this receipt. Look at each word again, and at their order. "
    "If you have lost it, nobody can find it for you: please make a new report."
)


@pages.of_school
def come_back(request: HttpRequest, school: School) -> HttpResponse:
    """Ask for the receipt; with it, show what was written and take in more."""
    if request.method != "POST":
        return pages.page("receipt", school)
    typed, child = request.POST.get("receipt", "")[:400], "child" in request.POST
    return _opened(request, school, typed, receipts.read(typed), child=child)


@pages.of_school
def pictures(request: HttpRequest, school: School) -> HttpResponse:
    """Ask for the receipt by its pictures, tapped one after the other."""
    if request.method != "POST":
        return pages.page("pictures", school, nouns=NOUNS, chosen=(), left=receipts.LENGTH)
    before = request.POST.get("chosen", "")[:200].split()
    words = before[:-1] if "undo" in request.POST else [*before, request.POST.get("add", "")]
    chosen = receipts.chosen(words)
    if len(chosen) < receipts.LENGTH:
        left = receipts.LENGTH - len(chosen)
        so_far = receipts.spoken(chosen)
        return pages.page("pictures", school, nouns=NOUNS, chosen=chosen, so_far=so_far, left=left)
    return _opened(request, school, receipts.spoken(chosen), chosen, child=True)


def _opened(
    request: HttpRequest, school: School, typed: str, receipt: Receipt | None, *, child: bool
) -> HttpResponse:
    if limits.WRONG_RECEIPTS.is_reached(school.pk):
        return pages.page("problem", school, status=429, says=pages.PROBLEMS[429])
    talk = letterbox.talk_with(school=school, receipt=receipt) if receipt else None
    if receipt is None or talk is None:
        limits.WRONG_RECEIPTS.count(school.pk)
        return pages.page("receipt", school, typed=typed, says=_NOT_FOUND)
    return _talked(request, school, receipt, talk, child=child)


def _talked(
    request: HttpRequest, school: School, receipt: Receipt, talk: Talk, *, child: bool
) -> HttpResponse:
    """Show what was written; who tapped pictures has it read aloud."""
    words, says, sent = request.POST.get("say", ""), "", False
    if "say" in request.POST:
        ticket = request.POST.get("ticket", "")[:32]
        try:
            actions.say(talk=talk, words=words, ticket=ticket, on=timezone.localdate())
        except actions.UnableToSay as error:
            says = str(error)
        else:
            words, sent = "", True
    return pages.page("talk", school, receipt=receipts.spoken(receipt), lines=talk.lines(),
                      waits=talk.row.letter_id is not None, ticket=secrets.token_hex(16),
                      words=words, says=says, sent=sent, child=child)  # fmt: skip
