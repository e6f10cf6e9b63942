"""What the pages of requests, switch-offs and reports are sent, and the act that each leaves."""

from __future__ import annotations

import datetime as dt

from schoolgate.accounts import actions as accounts
from schoolgate.accounts.models import Account
from schoolgate.filtering import actions
from schoolgate.filtering.actions import Outcome, Sites, Wrong
from schoolgate.filtering.models import LessonMode, WrongCategory
from schoolgate.filtering.rules.openings import Span
from schoolgate.filtering.rules.reports import Answer
from schoolgate.filtering.rules.withdrawing import Term
from schoolgate.filtering.verbs import FilteringVerb
from schoolgate.people.models import Person
from tests.cast import NOW, OPERATOR, Cast
from tests.openings import working
from tests.posts import Sent, Words

_ROOM = "/elmfield/filter/"
_TICKET = {"ticket": "6f8b8f0e-0000-4000-8000-000000000001"}
_SPAN = {"from_at": "14/10/2026 10:30", "until_at": "14/10/2026 11:00"}
_WHY = "The mosaics"
_ASK = {**_TICKET, **_SPAN, "address": "museum.example/rome", "lesson": "Romans", "reason": _WHY,
        "group": "pupils", "class_name": "", "category": "leisure"}  # fmt: skip
_SITE = {"address": "museum.example", "says": "It is a museum.", "category": "games", "mark": ""}
_LIST = {**_TICKET, "title": "Romans", "lines": "museum.example\nrome.example/forum",
         "checked_on": "13/10/2026"}  # fmt: skip


def _asked(cast: Cast) -> Words:
    return {"pk": working.asked(cast.teacher).pk}


def _granted(cast: Cast) -> Words:
    return {"pk": working.granted(cast.teacher, cast.head).pk}


def _permitted(cast: Cast) -> Words:
    working.allowed(cast, cast.technician)
    working.with_account(cast.teacher)
    return {"person": cast.teacher.pk}


def _silent(cast: Cast) -> Words:
    """Asked by the technician under a policy that says nothing of it."""
    here = working.under(cast, "cotmanhay")
    return {"pk": working.stopped(here.technician).pk}


def _off(cast: Cast) -> Words:
    words = _permitted(cast)
    return {"pk": working.stopped(cast.technician, person=cast.teacher).pk} | dict(words)


def _known(cast: Cast) -> Words:
    if not Account.objects.filter(person=cast.teacher).exists():
        working.with_account(cast.teacher)
    return {"person": cast.teacher.pk}


def _withdrawn(cast: Cast) -> Words:
    _known(cast)
    outcome = Outcome(cast.teacher, "Games all day.", Term(NOW + dt.timedelta(days=2), None))
    return {"pk": actions.withdraw(outcome=outcome, by=cast.head, at=NOW).pk}


def _wrong(cast: Cast) -> Words:
    wrong = Wrong("museum.example", "It is a museum.")
    return {"pk": actions.report_category(wrong=wrong, by=cast.pupil, at=NOW).pk}


def _answered(cast: Cast) -> Words:
    made = _wrong(cast)
    report = WrongCategory.objects.get()
    actions.answer_category(report=report, outcome=Answer.MOVED, words="You are right.",
                            by=cast.technician, at=NOW)  # fmt: skip
    return made


def _fault(cast: Cast) -> Words:
    found = NOW - dt.timedelta(minutes=10)
    return {"pk": actions.record_fault(what="All is open", found_at=found, by=cast.teacher,
                                       at=NOW).pk}  # fmt: skip


def _list(cast: Cast) -> Words:
    """A list, and a class with a log-in."""
    Person.objects.create(school=cast.school, name="Una", role="pupil_ks1", class_name="1 Elm")
    accounts.open_class_login(school=cast.school, class_name="1 Elm", by=OPERATOR, at=NOW)
    cast.teacher.teaching.create(school=cast.school, class_name="1 Elm")
    sites = Sites("Romans", "museum.example", NOW.date())
    return {"pk": actions.keep_list(sites=sites, by=cast.teacher, at=NOW).pk}


def _lesson(cast: Cast) -> Words:
    made = _list(cast)
    row = actions.keep_list(sites=Sites("Greeks", "greece.example", NOW.date()), by=cast.teacher,
                            at=NOW)  # fmt: skip
    actions.start_lesson(row=row, class_name="1 Elm", span=Span(NOW, working.ELEVEN),
                         by=cast.teacher, at=NOW, ticket=row.ticket)  # fmt: skip
    return {**made, "pk": row.pk, "lesson": LessonMode.objects.get().pk}


POSTS = {
    "filtering:download-new": (
        Sent("teacher", f"{_ROOM}downloads/new/", FilteringVerb.DOWNLOAD_ALLOWED,
             {**_TICKET, "address": "tunes.example/song.mp3", "kind": "music", "purpose": "lesson",
              "lesson": "Romans"}),
    ),
    "filtering:fault-mended": (
        Sent("technician", f"{_ROOM}faults/{{pk}}/mended/", FilteringVerb.FAULT_MENDED,
             {"how": "Looked from a class computer"}, _fault),
    ),
    "filtering:fault-new": (
        Sent("teacher", f"{_ROOM}faults/new/", FilteringVerb.FAULT_FOUND,
             {**_TICKET, "what": "All is open", "found_at": "14/10/2026 10:20"}),
    ),
    "filtering:fault-told": (
        Sent("technician", f"{_ROOM}faults/{{pk}}/told/", FilteringVerb.FAULT_TOLD,
             {"told_at": "14/10/2026 10:25", "how": "Rang the desk"}, _fault),
    ),
    "filtering:lesson-act": (
        Sent("teacher", f"{_ROOM}lessons/{{pk}}/act/", FilteringVerb.LESSON_LIST_TAKEN_OFF,
             {"act": "off"}, _list),
        Sent("head", f"{_ROOM}lessons/{{pk}}/act/", FilteringVerb.LESSON_ENDED,
             {"act": "end-{lesson}"}, _lesson),
    ),
    "filtering:lesson-new": (
        Sent("teacher", f"{_ROOM}lessons/new/", FilteringVerb.LESSON_LIST_KEPT, _LIST),
    ),
    "filtering:lesson-start": (
        Sent("teacher", f"{_ROOM}lessons/{{pk}}/start/", FilteringVerb.LESSON_STARTED,
             {**_TICKET, **_SPAN, "class_name": "1 Elm"}, _list),
    ),
    "filtering:opening-act": (
        Sent("teacher", f"{_ROOM}openings/{{pk}}/act/", FilteringVerb.OPENING_WITHDRAWN,
             {"act": "close"}, _asked),
        Sent("head", f"{_ROOM}openings/{{pk}}/act/", FilteringVerb.OPENING_ENDED,
             {"act": "close"}, _granted),
        Sent("teacher", f"{_ROOM}openings/{{pk}}/act/", FilteringVerb.OPENING_READ,
             {"act": "read"}, _granted),
    ),
    "filtering:opening-decide": (
        Sent("head", f"{_ROOM}openings/{{pk}}/decide/", FilteringVerb.OPENING_GRANTED,
             {"decision": "grant", "reason": "Yes.", "until_at": "14/10/2026 10:50"}, _asked),
        Sent("head", f"{_ROOM}openings/{{pk}}/decide/", FilteringVerb.OPENING_REFUSED,
             {"decision": "refuse", "reason": "No.", "until_at": "14/10/2026 11:00"}, _asked),
    ),
    "filtering:opening-new": (
        Sent("teacher", f"{_ROOM}openings/new/", FilteringVerb.OPENING_ASKED, _ASK),
    ),
    "filtering:switch-off-act": (
        Sent("head", f"{_ROOM}off/{{pk}}/act/", FilteringVerb.SWITCH_OFF_AGREED,
             {"act": "agree"}, _silent),
        Sent("technician", f"{_ROOM}off/{{pk}}/act/", FilteringVerb.SWITCH_OFF_ENDED,
             {"act": "on"}, _off),
    ),
    "filtering:switch-off-new": (
        Sent("technician", f"{_ROOM}off/new/", FilteringVerb.SWITCH_OFF_AGREED,
             {**_TICKET, **_SPAN, "reason": "An update", "person": "{person}"}, _permitted),
    ),
    "filtering:withdrawal-end": (
        Sent("head", f"{_ROOM}withdrawn/{{pk}}/end/", FilteringVerb.WITHDRAWAL_ENDED,
             {"reason": "It was talked over."}, _withdrawn),
    ),
    "filtering:withdrawal-new": (
        Sent("head", f"{_ROOM}withdrawn/new/", FilteringVerb.WITHDRAWAL_MADE,
             {**_TICKET, "person": "{person}", "reason": "Games all day.",
              "until_at": "16/10/2026 16:00", "review_on": ""}, _known),
    ),
    "filtering:withdrawal-read": (
        Sent("teacher", f"{_ROOM}withdrawn/{{pk}}/read/", FilteringVerb.WITHDRAWAL_READ, {},
             _withdrawn),
    ),
    "filtering:wrong-answer": (
        Sent("technician", f"{_ROOM}wrong/{{pk}}/answer/", FilteringVerb.CONCERN_FORM_ANSWERED,
             {"outcome": "moved", "words": "You are right."}, _wrong),
    ),
    "filtering:wrong-new": (
        Sent("pupil", f"{_ROOM}wrong/new/", FilteringVerb.CONCERN_FORM_SENT, {**_TICKET, **_SITE}),
    ),
    "filtering:wrong-read": (
        Sent("pupil", f"{_ROOM}wrong/{{pk}}/read/", FilteringVerb.CONCERN_FORM_READ, {},
             _answered),
    ),
}  # fmt: skip
