"""What the pages of policies are sent, and the act that each leaves."""

from __future__ import annotations

from schoolgate.people.models import Person
from schoolgate.policies import actions
from schoolgate.policies.models import Version
from schoolgate.policies.queries import blocking
from schoolgate.policies.verbs import PoliciesVerb
from tests.cast import NOW, Cast
from tests.posts import Sent, Words

_ASKED = {"who": "teacher", "what": "do:something_else", "step": "what"}
_ROOM = "/elmfield/policy/versions/"
_ONE = f"{_ROOM}{{pk}}/"
_DAY = "14/10/2026"
_REVISION = {"on": _DAY, "revisers": "Hana Head", "change": "Pictures."}
_CONSULTATION = {"group": "staff", "on": _DAY, "channel": "meeting", "comments": ""}
_SIGN = {"text_hash": "{hash}", "committee": "the governing body", "minute": "7", "on": _DAY,
         "confirms": "on"}  # fmt: skip
_HEADER = {"title": "Safe", "version": "3", "approver": "governors", "review": "2027-09",
           "revision": "partial", "written_by": ""}  # fmt: skip


def _adopted(cast: Cast) -> Words:
    actions.adopt(school=cast.school, by=cast.head, at=NOW)
    return {}


def _words(version: Version) -> Words:
    return {"pk": version.pk, "hash": version.text_hash}


def _draft(cast: Cast) -> Version:
    _adopted(cast)
    file, text = next(iter(Version.objects.get(school=cast.school).files.items()))
    text = text.replace('version   = "2026.2"', 'version   = "3"\nrevision  = "new"')
    return actions.draft(school=cast.school, texts={file: text}, by=cast.head, at=NOW)


def _drafted(cast: Cast) -> Words:
    return _words(_draft(cast))


def _asked(cast: Cast) -> Version:
    version = _draft(cast)
    actions.consult(version=version, group="staff", on=NOW.date(), channel="meeting", comments="",
                    by=cast.head, at=NOW)  # fmt: skip
    actions.revise(version=version, on=NOW.date(), revisers=["Head"], change="Numbers.",
                   by=cast.head, at=NOW)  # fmt: skip
    return version


def _asked_about(cast: Cast) -> Words:
    return _words(_asked(cast))


def _closed(cast: Cast) -> Version:
    return actions.close_consultation(version=_asked(cast), by=cast.head, at=NOW)


def _consulted(cast: Cast) -> Words:
    return _words(_closed(cast))


def _approved(cast: Cast) -> Words:
    version = _closed(cast)
    signature = actions.Signature("the governing body", "7", NOW.date(), "password")
    chair = Person.objects.create(school=cast.school, name="Chandra Chair", role="chair")
    actions.approve(version=version, signature=signature, text_hash=version.text_hash, by=chair,
                    at=NOW)  # fmt: skip
    return _words(version)


def _related(cast: Cast) -> Words:
    actions.relate(name="Dogs", place="", by=cast.head, at=NOW)
    return {}


_REVIEW = {"trigger": "incident", "why": "Something happened."}
_WHY = {"mark": "{mark}", "because": "It is mended in spring."}


def _with_an_issue(cast: Cast) -> Words:
    """The school goes by Ashbrook's policy, which is built on issue 2 where 5 is on file."""
    _adopt(cast, "ashbrook")
    return {}


def _adopt(cast: Cast, pack: str) -> None:
    cast.school.pack = pack
    cast.school.save()
    actions.adopt(school=cast.school, by=cast.head, at=NOW)


def _weighed(cast: Cast, kind: str) -> Words:
    _adopt(cast, "ashbrook")
    version = actions.draft(school=cast.school, by=cast.head, at=NOW)
    found = blocking.weighed(version, on=NOW.date())
    return {"pk": version.pk, "mark": next(one.mark for one in found if one.finding.kind == kind)}


def _departs(cast: Cast) -> Words:
    return _weighed(cast, blocking.NEEDS_REASON)


def _points_nowhere(cast: Cast) -> Words:
    return _weighed(cast, blocking.NEEDS_WAIVER)


def _reviewed(cast: Cast) -> Words:
    review = actions.open_review(school=cast.school, **_REVIEW, by=cast.head, at=NOW)
    return {"pk": review.pk}


POSTS = {
    "policies:ask": (
        Sent("teacher", "/elmfield/ask/", PoliciesVerb.QUESTION_ASKED, _ASKED),
    ),
    "policies:approve": (
        Sent("governor", f"{_ONE}approve/", PoliciesVerb.REVIEW_APPROVED, _SIGN, _consulted),
    ),
    "policies:consult": (
        Sent("head", f"{_ONE}consult/", PoliciesVerb.DRAFT_COMMENTED, _CONSULTATION,
             _drafted),
    ),
    "policies:consulted": (
        Sent("head", f"{_ONE}consulted/", PoliciesVerb.CONSULTATION_CLOSED, {}, _asked_about),
    ),
    "policies:draft": (
        Sent("head", f"{_ROOM}draft/", PoliciesVerb.VERSION_DRAFTED, {"document": ""}, _adopted),
    ),
    "policies:new-document": (
        Sent("head", f"{_ROOM}new/", PoliciesVerb.VERSION_DRAFTED,
             {"title": "Class Dojo policy", "purpose": "Points and messages."}, _adopted),
    ),
    "policies:keep-social": (
        Sent("head", "/elmfield/policy/social-media/keep/", PoliciesVerb.SERVICE_LISTED,
             {"name": "Example Chat", "domain": "example.org"}),
    ),
    "policies:set-times": (
        Sent("head", "/elmfield/policy/times/set/", PoliciesVerb.TIMES_SET,
             {"lesson": "9:00-12:00"}, _with_an_issue),
    ),
    "policies:edit": (
        Sent("head", f"{_ONE}edit/", PoliciesVerb.VERSION_SAVED,
             {"text": "+++\n+++\n", "edition": "1", "piece": "", "save": "1"}, _drafted),
    ),
    "policies:header": (
        Sent("head", f"{_ONE}header/", PoliciesVerb.VERSION_SAVED, _HEADER | {"edition": "1"},
             _drafted),
    ),
    "policies:publish": (
        Sent("head", f"{_ONE}publish/", PoliciesVerb.POLICY_PUBLISHED, {"from_on": _DAY},
             _approved),
    ),
    "policies:choose": (
        Sent("head", "/elmfield/policy/proposals/choose/", PoliciesVerb.CLAUSES_CHOSEN,
             {"do": "rest"}, _with_an_issue),
        Sent("head", "/elmfield/policy/proposals/choose/", PoliciesVerb.CLAUSES_CHOSEN,
             {"do": "keep", "choice-0": "take"}, _with_an_issue),
    ),
    "policies:law": (
        Sent("head", "/elmfield/policy/law/", PoliciesVerb.EDITION_CHECKED,
             {"name": "Keeping Children Safe in Education", "edition": "2026"}, _with_an_issue),
    ),
    "policies:reasons": (
        Sent("head", f"{_ONE}reasons/", PoliciesVerb.DEPARTURE_REASONED, _WHY, _departs),
        Sent("head", f"{_ONE}reasons/", PoliciesVerb.FINDING_WAIVED,
             _WHY | {"until_on": "31/07/2027"}, _points_nowhere),
    ),
    "policies:review-close": (
        Sent("head", "/elmfield/policy/reviews/{pk}/", PoliciesVerb.EARLY_REVIEW_CLOSED,
             {"outcome": "Nothing changes."}, _reviewed),
    ),
    "policies:reviews": (
        Sent("head", "/elmfield/policy/reviews/", PoliciesVerb.EARLY_REVIEW_OPENED, _REVIEW),
    ),
    "policies:related": (
        Sent("head", "/elmfield/policy/related/", PoliciesVerb.POLICY_RELATED,
             {"name": "Dogs", "place": "Office"}),
    ),
    "policies:revise": (
        Sent("head", f"{_ONE}revise/", PoliciesVerb.REVISION_RECORDED, _REVISION, _drafted),
    ),
    "policies:step": (
        Sent("head", f"{_ONE}step/reopen/", PoliciesVerb.VERSION_REOPENED, {"reason": "A word."},
             _consulted),
        Sent("head", f"{_ONE}step/withdraw/", PoliciesVerb.VERSION_WITHDRAWN,
             {"reason": "Not wanted."}, _drafted),
    ),
    "policies:supersede": (
        Sent("head", "/elmfield/policy/related/superseded/?name=Dogs",
             PoliciesVerb.POLICY_SUPERSEDED, {"instead": "Pets", "on": _DAY}, _related),
    ),
}  # fmt: skip
