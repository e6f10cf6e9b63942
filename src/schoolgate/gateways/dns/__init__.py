"""Zones for name servers, one a profile: what DNS can carry of the filter's decisions.

DNS knows no path, no person and no minute: a zone holds what is closed for a profile at any time of
the day, the school's own lists, help sites and safe search. Grants, times of the day, paths and the
floor (kept as keyed hashes) need a proxy.
"""

from schoolgate.gateways.dns.answers import Own, Profile
from schoolgate.gateways.dns.searching import Video
from schoolgate.gateways.dns.writing import BlockPage, UnableToWrite, Written, write_zones

__all__ = ["BlockPage", "Own", "Profile", "UnableToWrite", "Video", "Written", "write_zones"]
