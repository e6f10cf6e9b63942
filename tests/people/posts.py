"""What the pages of people are sent, and the act that each leaves."""

from __future__ import annotations

from schoolgate.jobs.models import Job, State
from schoolgate.people import actions
from schoolgate.people.rules import Flag
from schoolgate.people.verbs import PeopleVerb
from tests.cast import Cast
from tests.posts import Sent, Words

_NAMES = {"given_name": "Pip", "family_name": "Reed", "year": "3", "class_name": "3 Oak"}
_FLAGS = "/elmfield/people/{pk}/flags/"
_ROLE = "/elmfield/people/roles/{role}/appoint/"
_HELD = "/elmfield/people/roles/held/{pk}/"


def _pupil(cast: Cast) -> Words:
    return {"pk": cast.pupil.pk, "other": cast.parent.pk}


def _flagged(cast: Cast) -> Words:
    actions.set_flag(person=cast.pupil, flag=Flag.IN_CARE, by=cast.dsl, at=cast.now)
    return {"pk": cast.pupil.pk}


def _vacant(cast: Cast) -> Words:
    return {"role": "inclusion_leader", "person": cast.teacher.pk}


def _held(cast: Cast) -> Words:
    one = actions.appoint(person=cast.teacher, role="inclusion leader", by=cast.head, at=cast.now,
                          from_on=cast.now.date())  # fmt: skip
    return {"pk": one.pk, "person": cast.dsl.pk}


def _failed(cast: Cast) -> Words:
    job = Job.objects.create(
        task="t", arguments="[[],{}]", state=State.FAILED, due_at=cast.now, made_at=cast.now,
        finished_at=cast.now, school=cast.school.pk,
    )  # fmt: skip
    return {"pk": job.pk}


_FROM = {"person": "{person}", "from_on": "14/10/2026"}
_YEAR = {
    "autumn_first": "2/9/2026", "autumn_last": "18/12/2026", "autumn_half_first": "24/10/2026",
    "autumn_half_last": "1/11/2026", "spring_first": "4/1/2027", "spring_last": "25/3/2027",
    "summer_first": "12/4/2027", "summer_last": "21/7/2027", "inset": "2 September 2026",
    "closed": "", "year_end": "",
}  # fmt: skip
POSTS = {
    "people:calendar-year": (
        Sent("head", "/elmfield/calendar/2026/", PeopleVerb.CALENDAR_KEPT, _YEAR),
    ),
    "people:add": (
        Sent("head", "/elmfield/people/add/", PeopleVerb.PERSON_ADDED, _NAMES | {"kind": "pupil"}),
    ),
    "people:appoint": (Sent("head", _ROLE, PeopleVerb.ROLE_APPOINTED, _FROM, _vacant),),
    "people:appointment": (
        Sent("head", _HELD + "end/", PeopleVerb.ROLE_ENDED, {"until_on": "1/11/2026"}, _held),
        Sent("head", _HELD + "deputy/", PeopleVerb.ROLE_APPOINTED, _FROM, _held),
        Sent("head", _HELD + "delegate/", PeopleVerb.ROLE_DELEGATED,
             _FROM | {"until_on": "1/11/2026", "scope": "all of it"}, _held),
    ),
    "people:change": (
        Sent("head", "/elmfield/people/{pk}/change/", PeopleVerb.PERSON_CHANGED, _NAMES, _pupil),
    ),
    "people:flags": (
        Sent("dsl", _FLAGS, PeopleVerb.FLAG_SET, {"flag": "no_photo"},
             _pupil),
        Sent("dsl", _FLAGS, PeopleVerb.FLAG_LIFTED,
             {"flag": "in_care", "lift": "1"}, _flagged),
    ),
    "people:guardian": (
        Sent("head", "/elmfield/people/{pk}/guardian/", PeopleVerb.GUARDIAN_NAMED,
             {"person": "{other}", "relation": "parent"}, _pupil),
    ),
    "people:job-again": (
        Sent("technician", "/elmfield/jobs/{pk}/again/", PeopleVerb.JOB_RUN_AGAIN, {}, _failed),
    ),
    "people:leaving": (
        Sent("head", "/elmfield/people/{pk}/leaving/", PeopleVerb.PERSON_LEFT,
             {"last_day": "21/07/2027"}, _pupil),
    ),
}  # fmt: skip
LOOKS = {"people:flags": (Sent("dsl", _FLAGS, PeopleVerb.FLAG_SEEN, {}, _flagged),)}
