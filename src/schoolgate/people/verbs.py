"""The journal's verbs for people, how they read, and who may read them."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from schoolgate.records.verbs import Meaning, Sentence, Told


class PeopleVerb(StrEnum):
    """What is done to people and their roles."""

    CALENDAR_KEPT = "people:calendar:kept"
    DEMONSTRATION_SET_UP = "people:demonstration:set-up"
    DIGEST_SENT = "people:digest:sent"
    FLAG_LIFTED = "people:flag:lifted"
    FLAG_SEEN = "people:flag:seen"
    FLAG_SET = "people:flag:set"
    GUARDIAN_NAMED = "people:guardian:named"
    JOB_RUN_AGAIN = "people:job:run-again"
    LEAVING_CONFIRMED = "people:leaving:confirmed"
    PERSON_ADDED = "people:person:added"
    PERSON_CHANGED = "people:person:changed"
    PERSON_HELD = "people:person:held"
    PERSON_LEFT = "people:person:left"
    PERSON_RETURNED = "people:person:returned"
    ROLE_APPOINTED = "people:role:appointed"
    ROLE_DELEGATED = "people:role:delegated"
    ROLE_ENDED = "people:role:ended"
    ROSTER_TAKEN_IN = "people:roster:taken-in"
    SCHOOL_ADDED = "people:school:added"


_OFFICE: Final = frozenset({"dsl", "headteacher"})
_SAFEGUARDING: Final = frozenset({"dsl", "headteacher"})
_GOVERNED: Final = frozenset({"chair", "dsl", "governor", "headteacher"})


def _plain(words: str) -> Sentence:
    return lambda told: f"{told.actor} {words.format(told.object, **told.body)}."


def _changed(told: Told) -> str:
    return f"{told.actor} changed {told.object}: {', '.join(told.body['fields'])}."


def _taken_in(told: Told) -> str:
    counts = told.body["counts"]
    said = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    return f"{told.actor} took in a roster from {told.body['source']}: {said}."


MEANINGS: Final = {
    PeopleVerb.CALENDAR_KEPT: Meaning(
        _plain("wrote down the school year {year}: {added} new, {removed} taken out"), _GOVERNED
    ),
    PeopleVerb.DEMONSTRATION_SET_UP: Meaning(
        _plain("put {people} invented people in place"), _OFFICE
    ),
    PeopleVerb.DIGEST_SENT: Meaning(_plain("wrote to {} that {count} things wait"), _OFFICE),
    PeopleVerb.FLAG_LIFTED: Meaning(_plain("lifted “{flag}” from {}"), _SAFEGUARDING),
    PeopleVerb.FLAG_SEEN: Meaning(_plain("looked at the restricted flags of {}"), _SAFEGUARDING),
    PeopleVerb.FLAG_SET: Meaning(_plain("set “{flag}” for {}"), _SAFEGUARDING),
    PeopleVerb.GUARDIAN_NAMED: Meaning(_plain("named {guardian} as {relation} of {}"), _OFFICE),
    PeopleVerb.JOB_RUN_AGAIN: Meaning(_plain("had a failed job run again: “{}”"), _OFFICE),
    PeopleVerb.LEAVING_CONFIRMED: Meaning(_plain("confirmed that {count} people left"), _OFFICE),
    PeopleVerb.PERSON_ADDED: Meaning(_plain("added {}"), _OFFICE),
    PeopleVerb.PERSON_CHANGED: Meaning(_changed, _OFFICE),
    PeopleVerb.PERSON_HELD: Meaning(_plain("missed {} in the roster and held them"), _OFFICE),
    PeopleVerb.PERSON_LEFT: Meaning(_plain("recorded that {} left on {last_day}"), _OFFICE),
    PeopleVerb.PERSON_RETURNED: Meaning(_plain("found {} in the roster again"), _OFFICE),
    PeopleVerb.ROLE_APPOINTED: Meaning(_plain("appointed {} from {from}"), _GOVERNED),
    PeopleVerb.ROLE_DELEGATED: Meaning(
        _plain("delegated {} from {from} until {until}: {scope}"), _GOVERNED
    ),
    PeopleVerb.ROLE_ENDED: Meaning(_plain("ended {} on {until}"), _GOVERNED),
    PeopleVerb.ROSTER_TAKEN_IN: Meaning(_taken_in, _OFFICE),
    PeopleVerb.SCHOOL_ADDED: Meaning(_plain("set up {} with the policy {pack}"), _OFFICE),
}
