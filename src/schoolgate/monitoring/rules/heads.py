"""What an alert may be about, in the words of a page."""

from __future__ import annotations

from typing import Final

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


def said_of(head: str) -> str:
    """Return what a stored head is called; itself, where a newer program wrote it."""
    return HEADS[Head(head)] if head in set(Head) else head
