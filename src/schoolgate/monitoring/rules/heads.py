"""What an alert may be about, in the words of a page."""

from __future__ import annotations

from typing import Final

from schoolgate.monitoring.detection import sessions, volumes
from schoolgate.monitoring.detection.findings import Head

HEADS: Final = {
    Head.DISCRIMINATION: "Discrimination",
    Head.DRUGS: "Drugs",
    Head.EXTREMISM: "Extremism and terrorism",
    Head.GAMBLING: "Gambling",
    Head.HATE: "Hate speech",
    Head.HACKING: "Hacking and malware",
    Head.PIRACY: "Copying and piracy",
    Head.PORNOGRAPHY: "Pornography",
    Head.SELF_HARM: "Self-harm and suicide",
    Head.VIOLENCE: "Violence",
    Head.BULLYING: "Bullying",
    Head.GROOMING: "Grooming",
    Head.SEXTING: "Sexting",
    Head.AI_MISUSE: "Misuse of AI",
    Head.CIRCUMVENTION: "Getting around the filter",
    Head.PRIVATE_USE: "Excessive private use",
    Head.CHILD_ABUSE: "Sexual abuse of children",
}

# What went on for a while is called by its own name.
_SPELLS: Final = {sessions.RULE: "Social sites in contact time", volumes.RULE: "Large transfers"}


def title_of(head: str, rule: str) -> str:
    """Return what one alert is called."""
    return _SPELLS.get(rule) or said_of(head)


def measured(amount: int, unit: str) -> str:
    """Return how much a spell was: "43 minutes of contact time"; "" where it is none."""
    if unit == "bytes":
        return f"{amount / volumes.GIGABYTE:.1f} GB within an hour"
    return f"{amount} minutes of contact time" if unit == "minutes" else ""


def said_of(head: str) -> str:
    """Return what a stored head is called; itself, where a newer program wrote it."""
    return HEADS[Head(head)] if head in set(Head) else head
