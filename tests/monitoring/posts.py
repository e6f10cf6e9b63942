"""What the pages of monitoring are sent, and the act that each leaves."""

from __future__ import annotations

from schoolgate.monitoring import actions
from schoolgate.monitoring.models import LookUp
from schoolgate.monitoring.verbs import MonitoringVerb as V
from schoolgate.monitoring.verbs import OversightVerb, PublishingVerb
from schoolgate.people.models import Person, Teaching
from tests.cast import NOW, Cast
from tests.monitoring.mailing import TEACHER, logged, under, with_addresses
from tests.monitoring.working import (
    again,
    asked,
    case_about,
    hands,
    raised,
    visited,
)
from tests.posts import Sent, Words

_LOOKS = "/elmfield/look-ups/"
_TICKET = {"ticket": "6f8b8f0e-0000-4000-8000-000000000014"}
_DAYS: dict[str, str | list[str]] = {"first": "13/10/2026", "last": "14/10/2026", "scopes": ["web"],
         "from_at": "14/10/2026 10:30", "until_at": "15/10/2026 10:30"}  # fmt: skip

_USE: dict[str, str | list[str]] = {f"{area}_{field}": said
        for area in ("network", "platform", "remote", "email")
        for field, said in (("result", "nothing"), ("words", ""), ("person", ""))}  # fmt: skip


def _people(cast: Cast) -> Words:
    return {"teacher": cast.teacher.pk, "technician": cast.technician.pk,
            "governor": cast.governor.pk, "pupil": cast.pupil.pk, "dsl": cast.dsl.pk}  # fmt: skip


def _case(cast: Cast) -> Words:
    return {**_people(cast), "pk": case_about(cast, cast.pupil).pk}


def _asked(cast: Cast) -> Words:
    visited(cast.teacher, "news.example")
    return {"pk": asked(cast).pk}


def _ended(cast: Cast) -> Words:
    row = asked(cast)
    actions.end(look_up=row, words="", by=cast.head, at=NOW)
    return {"pk": row.pk}


def _reviewed(cast: Cast) -> Words:
    words = _ended(cast)
    row = LookUp.objects.get()
    actions.note_read(look_up=row, by=cast.teacher, at=NOW)
    actions.review(look_up=again(row), words="Fine.", by=cast.governor, at=NOW)
    return words


def _rota(cast: Cast) -> Words:
    """A rota of today, which the teacher has."""
    day = NOW.date()
    made = actions.publish(rota=actions.Published("Today", day, day, ("School page",)),
                           by=cast.head, at=NOW)  # fmt: skip
    actions.fill(rota=made, slots=made.slots, person=cast.teacher, by=cast.head, at=NOW)
    return {**_people(cast), "pk": made.pk}


def _in_class(cast: Cast) -> Words:
    """The teacher teaches the pupil."""
    Person.objects.filter(pk=cast.pupil.pk).update(class_name="3 Elm")
    Teaching.objects.create(school=cast.school, person=cast.teacher, class_name="3 Elm")
    return _people(cast)


def _remote(cast: Cast) -> Words:
    """A session of the teacher's at the pupil's machine."""
    remote = actions.Remote("Suite 07", "Stuck at the quiz.", False, cast.pupil)
    return {"pk": actions.begin_remote(remote=remote, by=cast.teacher, at=NOW).pk}


def _alert(cast: Cast) -> Words:
    hands(cast)
    return {"pk": raised(cast, cast.pupil).pk}


def _mailed(cast: Cast) -> Words:
    under(cast, "cotmanhay")
    with_addresses(cast)
    logged(cast, TEACHER, ("eve@outside.example",))
    return {}


POSTS = {
    "monitoring:alert": (
        Sent("dsl", "/elmfield/alerts/{pk}/", V.ALERT_DECIDED,
             {"decision": "false", "minutes": "3"}, _alert),
        Sent("dsl", "/elmfield/alerts/{pk}/", V.ALERT_DECIDED,
             {"decision": "concern", "minutes": "3"}, _alert),
    ),
    "monitoring:own-devices-audit": (
        Sent("technician", "/elmfield/own-devices/audit/", V.OWN_DEVICES_AUDITED, {}),
    ),
    "monitoring:monitors-review": (
        Sent("head", "/elmfield/monitors/review/", OversightVerb.MONITORS_REVIEWED, {}),
    ),
    "monitoring:budget": (
        Sent("governor", "/elmfield/alerts/budget/", V.BUDGET_SET,
             {"a_week": "20", "precision": "40", "gigabytes": "20",
              "because": "The committee said so."}),
    ),
    "monitoring:mail-allowance": (
        Sent("head", "/elmfield/mail-use/allowed/", V.MAIL_ALLOWANCE_SET,
             {"messages": "3", "minutes": "2", "refused": "0", "partners": "council.example",
              "because": "The staff meeting agreed."}),
    ),
    "monitoring:report": (
        Sent("dsl", "/elmfield/alerts/report/", V.REPORT_READ, {"act": "read"}),
    ),
    "monitoring:look-up-new": (
        Sent("head", f"{_LOOKS}new/", V.LOOK_UP_ASKED,
             {**_TICKET, **_DAYS, "about": "{teacher}", "doer": "{technician}",
              "reviewer": "{governor}", "purpose": "unsuitable", "reason": "A parent saw it.",
              "exception": ""}, _people),
    ),
    "monitoring:look-up-case": (
        Sent("dsl", f"{_LOOKS}case/{{pk}}/", V.LOOK_UP_ASKED,
             {**_TICKET, **_DAYS, "about": "{pupil}", "reviewer": "{governor}",
              "purpose": "safeguarding"}, _case),
    ),
    "monitoring:look-up-end": (
        Sent("head", f"{_LOOKS}{{pk}}/end/", V.LOOK_UP_ENDED, {"words": ""}, _asked),
    ),
    "monitoring:look-up-deliver": (
        Sent("head", f"{_LOOKS}{{pk}}/deliver/", V.LOOK_UP_DELIVERED,
             {"means": "handed", "on": "14/10/2026"}, _ended),
    ),
    "monitoring:look-up-review": (
        Sent("governor", f"{_LOOKS}{{pk}}/review/", V.LOOK_UP_REVIEWED,
             {"words": "One query, within it."}, _ended),
    ),
    "monitoring:look-up-finish": (
        Sent("head", f"{_LOOKS}{{pk}}/finish/", V.LOOK_UP_FINISHED, {"act": "finish"}, _reviewed),
    ),
    "monitoring:remote-new": (
        Sent("teacher", "/elmfield/remote/new/", V.REMOTE_BEGUN,
             {**_TICKET, "machine": "Suite 07", "person": "{pupil}", "what": "view",
              "reason": "Stuck at the quiz."}, _in_class),
    ),
    "monitoring:remote": (
        Sent("teacher", "/elmfield/remote/{pk}/", V.REMOTE_ENDED, {"act": "end"}, _remote),
    ),
    "monitoring:rota-new": (
        Sent("head", "/elmfield/rotas/new/", V.ROTA_PUBLISHED,
             {**_TICKET, "name": "Half-term", "first_on": "24/10/2026", "last_on": "25/10/2026",
              "days": "every", "channels": "School page"}),
    ),
    "monitoring:rota-fill": (
        Sent("head", "/elmfield/rotas/{pk}/fill/", V.ROTA_FILLED,
             {"slots": ["0"], "person": "{teacher}"}, _rota),
    ),
    "monitoring:rota-looked": (
        Sent("teacher", "/elmfield/rotas/{pk}/looked/", PublishingVerb.COMMENTS_CHECKED,
             {"slots": ["0"]}, _rota),
    ),
    "monitoring:use-check-new": (
        Sent("technician", "/elmfield/use/new/", V.USE_CHECKED,
             {**_TICKET, "on": "14/10/2026", **_USE}, _people),
    ),
    "monitoring:talk-new": (
        Sent("head", "/elmfield/support/new/", V.SUPPORT_RECORDED,
             {**_TICKET, "person": "{dsl}", "held_on": "14/10/2026", "follows": "again",
              "next_on": ""}, _people),
    ),
}  # fmt: skip
LOOKS = {
    "monitoring:private-mail": (
        Sent("head", "/elmfield/mail-use/private/", V.PRIVATE_MAIL_READ, {}, _mailed),
    ),
    "monitoring:mail-use": (Sent("head", "/elmfield/mail-use/", V.MAIL_USE_READ, {}, _mailed),),
    "monitoring:alert": (Sent("dsl", "/elmfield/alerts/{pk}/", V.ALERT_LOOKED_AT, {}, _alert),),
    "monitoring:remote": (Sent("pupil", "/elmfield/remote/{pk}/", V.REMOTE_READ, {}, _remote),),
    "monitoring:my-notice": (
        Sent("teacher", "/elmfield/my-data/{pk}/", V.LOOK_UP_DELIVERED, {}, _ended),
    ),
}  # fmt: skip
