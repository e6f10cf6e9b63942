"""Gates before a case is closed: what must have been written down. Each names its source."""

from __future__ import annotations

from typing import Final

from schoolgate.concerns.rules.standing import Shut, Standing
from schoolgate.concerns.rules.words import Track, Way

ABUSE_OF_STAFF: Final = frozenset({"abusive-post", "fake-profile", "improper-contact", "threat"})


def is_sorted(case: Standing) -> Shut | None:
    """Source: CON-35."""
    return None if case.category else Shut("Say first what kind of matter it is.", "sort")


def track_is_decided(case: Standing) -> Shut | None:
    """Source: CON-09 (002 Misuse)."""
    if case.track != Track.UNDECIDED:
        return None
    return Shut("Decide first whether the law may be broken.", "sort")


def illegal_was_referred(case: Standing) -> Shut | None:
    """Source: CON-46 (000 §17.1, 002 Schedule, 003 Parents)."""
    if case.track != Track.ILLEGAL or case.has("referral"):
        return None
    said = "The law may be broken: write down first to which outside body it was passed on."
    return Shut(said, "referral")


def debriefed(case: Standing) -> Shut | None:
    """Source: CON-24 (000 §5.8, 003 §7.9i)."""
    if case.has("debrief"):
        return None
    return Shut("Write the debrief first; “none” is an answer.", "debrief")


def accident_is_decided(case: Standing) -> Shut | None:
    """Source: CON-06 (000 §3.10); an outcome of one's own post, CON-42 (000 §5.3, 003 §7.3)."""
    if case.situation not in {"accidental-access", "friend-post"} or case.has("decision"):
        return None
    return Shut("The headteacher has to decide whether it goes further.", "decision")


def parents_are_told(case: Standing) -> Shut | None:
    """Source: CON-41 (000 §5.8, 003 §7.9i)."""
    if "pupil" not in {*case.subjects, *case.targets} or case.has("parents-told"):
        return None
    return Shut("A pupil is in it: write down when parents were told, or why not.", "parents-told")


def parents_know_of_off_site(case: Standing) -> Shut | None:
    """Source: CON-32 (002 Scope)."""
    sorted_ = case.of("sorted")
    is_off_site = case.situation == "off-site-behaviour" or (
        bool(sorted_) and sorted_[-1].get("off_site") == "yes"
    )
    if not is_off_site or case.has("parents-told"):
        return None
    said = "It happened away from school: write down when the parents were told, or why not."
    return Shut(said, "parents-told")


def parents_may_complain(case: Standing) -> Shut | None:
    """Source: CON-22 (000 §5.8, §5.9; 003 §7.9i, App 1)."""
    concerns_family = "other" in case.there or Way.FAMILY_FORM in case.ways
    if not concerns_family or case.has("signposting"):
        return None
    said = "A family is in it: write down whether they were told how to complain."
    return Shut(said, "signposting")


def support_is_planned(case: Standing) -> Shut | None:
    """Source: CON-39 (000 §18.1, App 2; 003 §19.1)."""
    if not needs_support(case) or case.has("support"):
        return None
    said = "A member of staff is abused: write a support plan with the day to look again."
    return Shut(said, "support")


def needs_support(case: Standing) -> bool:
    """Tell whether a member of staff is the target, or the matter is abuse of staff."""
    return "staff" in case.targets or case.situation in ABUSE_OF_STAFF


def isolated(case: Standing) -> list[str]:
    """Return the devices that stand isolated, as they were written. Source: CON-28."""
    cleared = {said["device"].strip().casefold() for said in case.of("device-cleared")}
    found = [said["device"].strip() for said in case.of("device-isolated")]
    return [one for one in dict.fromkeys(found) if one.casefold() not in cleared]


def devices_are_cleared(case: Standing) -> Shut | None:
    """Source: CON-28 (003 Staff, 000 §4.1)."""
    if left := isolated(case):
        return Shut(f"Still isolated: {', '.join(left)}. Who cleared it?", "device-cleared")
    if case.situation == "virus-warning" and not case.has("device-isolated"):
        return Shut("Write down which device was isolated.", "device-isolated")
    return None


def filtering_is_answered(case: Standing) -> Shut | None:
    """Source: FIL-23 (002 Roles:Technical)."""
    if case.situation != "filter-failure" or case.has("filtering-answer"):
        return None
    return Shut("Whoever keeps the network has to answer first.", "filtering-answer")


def breach_is_assessed(case: Standing) -> Shut | None:
    """Source: DPR-17 (000 §8.3, 002 Technical •8, 003 §10.3)."""
    if case.situation not in {"data-seen", "kit-lost"} or case.has("breach"):
        return None
    said = "Personal data may be lost: assess it first; “nobody has to be told” is an answer."
    return Shut(said, "breach")


def use_has_stopped(case: Standing) -> Shut | None:
    """Source: CON-44 (000 §3.11, §11.1; 003 §13)."""
    if case.situation != "copyright" or case.has("use-stopped"):
        return None
    return Shut("Write down since when it is no longer used.", "use-stopped")
