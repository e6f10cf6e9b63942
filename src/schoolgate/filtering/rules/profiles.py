"""Whose rules count for somebody: the profile of a post, and addresses of networks and devices."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from typing import Final

from schoolgate.filtering.rules.verdicts import GUEST, NOMINATED, ROLES
from schoolgate.people.rules import STAFF_KINDS, Kind

NOMINEE: Final = "nominated_user"  # the role that somebody is appointed to. Source: FIL-04
_MAC: Final = re.compile(r"([0-9a-f]{2}[:-]){5}[0-9a-f]{2}")
_LEADERS: Final = frozenset({"deputy_headteacher", "dsl", "inclusion_leader"})
_NAMES: Final = {
    "esafety_coordinator": "e-safety coordinator", "guest": "guests",
    "it_technician": "IT technician", "pupil_ks1": "pupils to year 2",
    "pupil_ks2": "pupils from year 3",
}  # fmt: skip


def profile_of(kind: str, role: str, held: Iterable[str] = ()) -> str:
    """Return the profile of somebody of a kind, with a post, who holds these appointments too."""
    profile = _plain(kind, role)
    return profile + NOMINATED if NOMINEE in held else profile


def _plain(kind: str, role: str) -> str:
    if role in ROLES:
        return role
    if role in _LEADERS:
        return "senior_leader"
    if kind in STAFF_KINDS:
        return "office_staff"
    return {Kind.PUPIL: "pupil_ks1", Kind.GOVERNOR: "governor"}.get(Kind(kind), GUEST)


def profile_name(profile: str) -> str:
    """Return a profile as people call it."""
    role = profile.removesuffix(NOMINATED)
    named = _NAMES.get(role, role.replace("_", " ")) if role else "not known: the strictest"
    return f"{named}, nominated" if profile.endswith(NOMINATED) else named


def network(written: str) -> str:
    """Return a network as 10.1.0.0/16. Raises ValueError with a sentence."""
    try:
        return str(ip_network(written.strip(), strict=False))
    except ValueError:
        raise ValueError(
            f"“{written.strip()[:60]}” is no network. Write it like 10.1.0.0/16."
        ) from None


def device(written: str) -> str:
    """Return an IP or MAC address in one spelling. Raises ValueError with a sentence."""
    bare = written.strip().lower()
    if _MAC.fullmatch(bare):
        return bare.replace("-", ":")
    try:
        return str(ip_address(bare))
    except ValueError:
        raise ValueError(
            f"“{bare[:60]}” is no address. Write it like 10.1.2.3 or 00:1a:2b:3c:4d:5e."
        ) from None
