"""Gates before somebody searches, investigates, decides or writes a letter. Each names its
source."""

from __future__ import annotations

from typing import Final

from schoolgate.concerns.rules.gates_of_closing import ABUSE_OF_STAFF
from schoolgate.concerns.rules.standing import Gate, Shut, Standing
from schoolgate.concerns.rules.words import Track

# Situations over a picture or a post, in which fairness is weighed before discipline.
PICTURES: Final = frozenset({"ai-misuse", "colleague-concern", "fake-profile", "friend-post",
                             "photo-without-consent"})  # fmt: skip


def not_the_police_s(case: Standing) -> Shut | None:
    """Source: CON-09, CON-16 (000 §5.7, 003 §7.8): the police search and investigate."""
    if case.track != Track.ILLEGAL and case.situation != "staff-phone":
        return None
    return Shut("The law may be broken: the school does not search or investigate. The police do.",
                "referral")  # fmt: skip


def there_are_two(case: Standing) -> Shut | None:
    """Source: CON-10 (002 Misuse): two people, so that each is protected."""
    first, second = (case.draft.get(name, "").strip().casefold() for name in ("first", "second"))
    return Shut("Name two different people.", "step") if first == second else None


def witness_is_another(case: Standing) -> Shut | None:
    """Source: CON-33 (002 Scope)."""
    said, other = (
        case.draft.get(name, "").strip().casefold() for name in ("authoriser", "witness")
    )
    if said != other:
        return None
    return Shut("Who authorises a search is not its witness. Name two people.", "search")


_WHO: Final = {
    "other": "who outside school", "pupil": "which pupil", "staff": "which member of staff",
}  # fmt: skip


def about(what: str) -> Gate:
    """Return a gate that is open in a case about a pupil, staff or others. Source: CON-47."""

    def gate(case: Standing) -> Shut | None:
        said = f"Say first {_WHO[what]} is said to have done it."
        return None if what in case.subjects else Shut(said, "people")

    return gate


def fairness_is_weighed(case: Standing) -> Shut | None:
    """Source: CON-31 (000 §5.3, 003 §7.3), CON-48 (000 App 1)."""
    if case.situation not in PICTURES or case.has("fairness"):
        return None
    return Shut("Weigh the four factors of fairness first.", "fairness")


def fairness_before_it_goes_further(case: Standing) -> Shut | None:
    """Source: CON-48 (000 App 1): any decision over a colleague's page; else only one that goes
    further."""
    if case.situation == "colleague-concern" or case.draft.get("outcome") == "further":
        return fairness_is_weighed(case)
    return None


def police_only_if_illegal(case: Standing) -> Shut | None:
    """Source: CON-30 (000 §17.1, 003 §18)."""
    if case.draft.get("outcome") != "police" or case.track == Track.ILLEGAL:
        return None
    return Shut("Sort the case as one that the law may touch first.", "sort")


def advice_was_taken(case: Standing) -> Shut | None:
    """Source: HSM-29 (000 App 1, 003 §7.1): legal advice before a letter about a post."""
    if case.situation not in ABUSE_OF_STAFF or case.has("legal-advice"):
        return None
    return Shut("Take legal advice before a letter goes out, and write it down.", "legal-advice")
