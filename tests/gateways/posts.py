"""What the pages of an import are sent, and the act that each leaves."""

from __future__ import annotations

from schoolgate.gateways.models import Source
from schoolgate.gateways.verbs import GatewaysVerb
from schoolgate.people.models import Person
from schoolgate.people.verbs import PeopleVerb
from tests.cast import Cast
from tests.posts import Sent, Words


def _missing(cast: Cast) -> Words:
    Person.objects.filter(pk=cast.pupil.pk).update(missing_since=cast.now)
    return {"pk": cast.pupil.pk}


def _source(cast: Cast) -> Words:
    made = Source.objects.create(school=cast.school, name="mail", kind="reports",
                                 address="e@journal.example", added_at=cast.now)  # fmt: skip
    return {"row": made.pk, "quiet-source": made.pk}


POSTS = {
    "gateways:sources": (
        Sent("technician", "/elmfield/sources/", GatewaysVerb.SOURCE_ADDED,
             {"act": "add", "name": "mail-365", "kind": "reports", "quiet_hours": "24",
              "address": "elmfield@journal.example"}),
        Sent("technician", "/elmfield/sources/", GatewaysVerb.SOURCE_CHANGED,
             {"act": "quiet", "quiet-source": "{quiet-source}", "quiet-hours": "8"}, _source),
        Sent("technician", "/elmfield/sources/", GatewaysVerb.SOURCE_ENDED,
             {"act": "end", "row": "{row}"}, _source),
    ),
    "gateways:held": (
        Sent("head", "/elmfield/people/held/", PeopleVerb.LEAVING_CONFIRMED,
             {"people": "{pk}", "last_day": "13/10/2026"}, _missing),
    ),
}  # fmt: skip
