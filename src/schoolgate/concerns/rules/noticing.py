"""What the community is told once a matter is dealt with: nothing of the case but its school."""

from __future__ import annotations


def community(school: str) -> str:
    """Return the words of a notice. They name nobody, no class, no year and no kind of matter, so
    that nobody is known by them. Source: CON-34 (002 Misuse; leaving identities out is ours)."""
    return (
        f"Something about the use of technology was brought to {school}. "
        "We have looked into it and dealt with it as our policies say. "
        "To protect everybody we give no details. "
        "If you are worried about anything online, please tell any member of staff."
    )
