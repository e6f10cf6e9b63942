"""The journal's verbs for access, how they read, and who may read them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Sentence, Told


class AccessVerb(StrEnum):
    """What is done about who reaches what."""

    ACCESS_REVIEW_CLOSED = "access:access-review:closed"
    ACCESS_REVIEW_DECIDED = "access:access-review:decided"
    ACCESS_REVIEW_OPENED = "access:access-review:opened"
    ADMIN_ACCOUNTS_CHECKED = "access:admin-accounts:checked"
    CANDIDATE_ERASED = "access:candidate:erased"
    CANDIDATE_SEARCHED = "access:candidate:searched"
    CANDIDATE_SEEN = "access:candidate:seen"
    CHECKLIST_DONE = "access:checklist:done"
    CHECKLIST_OPENED = "access:checklist:opened"
    CHECKLIST_TICKED = "access:checklist:ticked"
    CREDENTIAL_ADDED = "access:credential:added"
    CREDENTIAL_CHANGED = "access:credential:changed"
    CREDENTIAL_DEPOSITED = "access:credential:deposited"
    CREDENTIAL_RETIRED = "access:credential:retired"
    DATA_DELETED = "access:data:deleted"
    GATE_PASSED = "access:gate:passed"
    GATE_WAIVED = "access:gate:waived"
    GROUP_ACCESS_CHECKED = "access:group-access:checked"
    GROUP_ADDED = "access:group:added"
    GUEST_LOGINS_CLOSED = "access:guest-logins:closed"
    GUEST_INVITED = "access:guest:invited"
    GUEST_MOVED = "access:guest:moved"
    HOLDING_NOTED = "access:holding:noted"
    HOLDING_RETURNED = "access:holding:returned"
    LEAVER_CLOSED = "access:leaver:closed"
    MAIL_READING_DECLARED = "access:mail-reading:declared"
    PLACE_LIST_CHANGED = "access:place-list:changed"
    PLACE_ADDED = "access:place:added"
    PLACE_CHECKED = "access:place:checked"
    PLACE_ENTERED = "access:place:entered"
    PRIVACY_SETTINGS_CONFIRMED = "access:privacy-settings:confirmed"
    REGISTER_EXPORTED = "access:register:exported"
    RELATIONSHIP_DATED = "access:relationship:dated"
    RELATIONSHIP_DECIDED = "access:relationship:decided"
    RELATIONSHIP_DECLARED = "access:relationship:declared"
    RELATIONSHIP_ENDED = "access:relationship:ended"
    RELATIONSHIP_ERASED = "access:relationship:erased"
    RELATIONSHIP_SEEN = "access:relationship:seen"
    RIGHT_CHANGED = "access:right:changed"
    ROUTE_REPORTED = "access:route:reported"
    ROUTE_SETTLED = "access:route:settled"
    SIGHTING_ANSWERED = "access:sighting:answered"
    SIGHTING_SEEN = "access:sighting:seen"
    SIGHTING_TOLD = "access:sighting:told"
    SURPLUS_ENDED = "access:surplus:ended"
    SURPLUS_FOUND = "access:surplus:found"
    SYSTEM_ADDED = "access:system:added"
    SYSTEM_RETIRED = "access:system:retired"


# Where a policy sends declared links to the headteacher alone, nobody else may read of them.
_HEAD: Final = frozenset({"headteacher"})
_OFFICE: Final = frozenset({"data_protection_lead", "headteacher", "school_business_manager"})
_KEEPERS: Final = _OFFICE | {"it_technician", "network_manager"}
_GOVERNED: Final = _KEEPERS | {"chair", "esafety_coordinator", "governor"}


def _plain(words: str) -> Sentence:
    return lambda told: f"{told.actor} {words.format(told.object, **told.body)}."


def _with(words: str, last: str) -> Sentence:
    """A sentence that ends in what was typed, where something was."""
    plain = _plain(words)
    return lambda told: (
        ": ".join(filter(None, (plain(told)[:-1], told.body[last].rstrip(".")))) + "."
    )


def _checked(what: str) -> Sentence:
    return lambda told: f"{told.actor} checked that {what}: {told.body['found'].rstrip('.')}."


def _profiles(told: Told) -> str:
    return f"{told.actor} checked the settings of their own profiles."


def _mail(told: Told) -> str:
    return f"{told.actor} declared how they read school e-mail: {told.body['verdict']}."


def _dated(told: Told) -> str:
    until = told.body["until"]
    when = f"until {date.fromisoformat(until):%d/%m/%Y}" if until else "for as long as it lasts"
    return f"{told.actor} keeps the words of a {told.object} {when}."


def _exported(told: Told) -> str:
    return f"{told.actor} exported the register of access rights."


MEANINGS: Final = {
    AccessVerb.ACCESS_REVIEW_CLOSED: Meaning(
        _plain("closed the {}: {lines} lines, {removed} removed, {changed} changed"), _GOVERNED
    ),
    AccessVerb.ACCESS_REVIEW_DECIDED: Meaning(
        _with("decided {decision} on {}", "because"), _KEEPERS
    ),
    AccessVerb.ACCESS_REVIEW_OPENED: Meaning(_plain("opened the {}: {lines} lines"), _GOVERNED),
    AccessVerb.ADMIN_ACCOUNTS_CHECKED: Meaning(_checked("administrator accounts are apart"),
                                               _GOVERNED),
    AccessVerb.CANDIDATE_ERASED: Meaning(_plain("erased the note of {}"), _HEAD),
    AccessVerb.CANDIDATE_SEARCHED: Meaning(_plain("recorded {} for {post}"), _HEAD),
    AccessVerb.CANDIDATE_SEEN: Meaning(_plain("looked at the searches on candidates"), _HEAD),
    AccessVerb.CHECKLIST_DONE: Meaning(_plain("completed the {}"), _KEEPERS),
    AccessVerb.CHECKLIST_OPENED: Meaning(_plain("began the {} on {day}"), _KEEPERS),
    AccessVerb.CHECKLIST_TICKED: Meaning(_with("ticked {}", "words"), _KEEPERS),
    AccessVerb.CREDENTIAL_ADDED: Meaning(_plain("entered the credential {}"), _KEEPERS),
    AccessVerb.CREDENTIAL_CHANGED: Meaning(_plain("changed the credential {} on {on}"), _KEEPERS),
    AccessVerb.CREDENTIAL_DEPOSITED: Meaning(
        _plain("put the credential {} into the safe on {on}"), _KEEPERS
    ),
    AccessVerb.CREDENTIAL_RETIRED: Meaning(_plain("retired the credential {}"), _KEEPERS),
    AccessVerb.DATA_DELETED: Meaning(_with("deleted the data, {}", "words"), _KEEPERS),
    AccessVerb.GATE_PASSED: Meaning(_with("recorded {} as passed", "words"), _KEEPERS),
    AccessVerb.GATE_WAIVED: Meaning(_with("waived {}", "words"), _KEEPERS),
    AccessVerb.GROUP_ACCESS_CHECKED: Meaning(
        _checked("each group reaches only what it should"), _GOVERNED
    ),
    AccessVerb.GROUP_ADDED: Meaning(_plain("added the group {}"), _KEEPERS),
    AccessVerb.GUEST_LOGINS_CLOSED: Meaning(
        _plain("closed the logins of {count} guests past their date"), _GOVERNED
    ),
    AccessVerb.GUEST_INVITED: Meaning(
        _plain("invited {} until {until}, sponsored by {sponsor}: {purpose}"), _KEEPERS
    ),
    AccessVerb.GUEST_MOVED: Meaning(_plain("moved the last day of {} to {last_day}"), _KEEPERS),
    AccessVerb.HOLDING_NOTED: Meaning(_plain("noted that {person} holds {}"), _KEEPERS),
    AccessVerb.HOLDING_RETURNED: Meaning(_plain("took {} back from {person}"), _KEEPERS),
    AccessVerb.LEAVER_CLOSED: Meaning(_plain("closed the logins of {count} leavers"), _KEEPERS),
    AccessVerb.MAIL_READING_DECLARED: Meaning(_mail, _KEEPERS),
    AccessVerb.PLACE_LIST_CHANGED: Meaning(_plain("{change} {person}: {}"), _KEEPERS),
    AccessVerb.PLACE_ADDED: Meaning(_plain("entered the locked place {}"), _KEEPERS),
    AccessVerb.PLACE_CHECKED: Meaning(_with("checked {}", "found"), _KEEPERS),
    AccessVerb.PLACE_ENTERED: Meaning(_plain("logged {name} in {}: {purpose}"), _KEEPERS),
    AccessVerb.PRIVACY_SETTINGS_CONFIRMED: Meaning(_profiles, _HEAD),
    AccessVerb.REGISTER_EXPORTED: Meaning(_exported, _KEEPERS),
    AccessVerb.RELATIONSHIP_DATED: Meaning(_dated, _HEAD),
    AccessVerb.RELATIONSHIP_DECIDED: Meaning(_plain("decided on a {}"), _HEAD),
    AccessVerb.RELATIONSHIP_DECLARED: Meaning(_plain("declared a link: {}"), _HEAD),
    AccessVerb.RELATIONSHIP_ENDED: Meaning(_plain("declared a link over: {}"), _HEAD),
    AccessVerb.RELATIONSHIP_ERASED: Meaning(_plain("erased the words of a {}"), _HEAD),
    AccessVerb.RELATIONSHIP_SEEN: Meaning(_plain("looked at a {}"), _HEAD),
    AccessVerb.RIGHT_CHANGED: Meaning(_plain("set {}, before {before}, now {now}"), _KEEPERS),
    AccessVerb.ROUTE_REPORTED: Meaning(_plain("reported an {}: {route}"), _KEEPERS),
    AccessVerb.ROUTE_SETTLED: Meaning(_with("settled an {}", "outcome"), _KEEPERS),
    AccessVerb.SIGHTING_ANSWERED: Meaning(_plain("answered a {}"), _HEAD),
    AccessVerb.SIGHTING_SEEN: Meaning(_plain("looked at a {}"), _HEAD),
    AccessVerb.SIGHTING_TOLD: Meaning(
        _plain("told of something seen by accident ({})"), _HEAD
    ),
    AccessVerb.SURPLUS_ENDED: Meaning(_plain("took away {}"), _KEEPERS),
    AccessVerb.SURPLUS_FOUND: Meaning(_plain("found more than the groups give: {}"), _KEEPERS),
    AccessVerb.SYSTEM_ADDED: Meaning(_plain("entered the system {}"), _KEEPERS),
    AccessVerb.SYSTEM_RETIRED: Meaning(_plain("took the system {} out of the register"), _KEEPERS),
}  # fmt: skip
