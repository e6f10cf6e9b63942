"""Fields that ask a site for its restricted mode, where the request is plain HTTP. Pure.

Within HTTPS nothing can be added without opening it, which this proxy never does: there the names
of search engines are answered by the school's DNS instead.
Sources: YouTube's “YouTube-Restrict” (Google Workspace help), “Prefer: safe” (RFC 8674).
"""

from __future__ import annotations

from typing import Final

STRICT: Final = b"Strict"
MODERATE: Final = b"Moderate"
_YOUTUBE: Final = frozenset(
    {
        "m.youtube.com",
        "www.youtube-nocookie.com",
        "www.youtube.com",
        "youtube.com",
        "youtube.googleapis.com",
        "youtubei.googleapis.com",
    }
)


def fields(host: str, mode: bytes) -> bytes:
    """Return the lines to add for a host; none when the mode is empty."""
    if not mode:
        return b""
    safe = b"Prefer: safe\r\n"
    return safe + b"YouTube-Restrict: " + mode + b"\r\n" if host in _YOUTUBE else safe


def is_of_client(name: bytes) -> bool:
    """Tell whether a field, in lower case, is left out when a client sends it."""
    return name in {b"youtube-restrict", b"prefer"}
