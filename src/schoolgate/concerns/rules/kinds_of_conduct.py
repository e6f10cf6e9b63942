"""Kinds about what somebody did: investigating, searching, weighing, deciding.

What came of it is asked by who did it, never by where: a pupil, a member of staff and an outsider
have a list each, and it is the same list on line and face to face (000 App 2, CON-47, HSM-28).
The lists are ours until a school's policy has one of its own.
"""

from __future__ import annotations

from typing import Final

from schoolgate.concerns.rules.shapes import (
    GOVERNORS,
    HEAD,
    LEADERS,
    Field,
    Kind,
    line,
    one_of,
    text,
    yes_no,
)

OF_PUPILS: Final = (
    ("none", "No sanction"),
    ("talk", "A talk about it"),
    ("mending", "Making it good: an apology, or a talk between them"),
    ("less-use", "Less use of computers for a time"),
    ("device-kept", "A device is kept, and fetched by parents"),
    ("time", "Time lost at break or after school"),
    ("suspended", "Suspended for a time"),
    ("excluded", "Excluded"),
)
OF_STAFF: Final = (
    ("none", "No sanction"),
    ("training", "Advice or training"),
    ("warning", "Warning"),
    ("suspension", "Suspension"),
    ("dismissal", "Dismissal"),
    ("procedure", "As the disciplinary procedure of the school says"),
    ("police", "Passed to the police"),
)
OF_OTHERS: Final = (
    ("none", "Nothing further"),
    ("talk", "A talk at school"),
    ("letter", "A letter"),
    ("no-entry", "Not allowed on the premises"),
    ("law", "Advice of a lawyer"),
    ("police", "Passed to the police"),
)
SAME: Final = "The same may follow whether it was said on line or to somebody’s face."
_WHY: Final = text("words", "Why this?")
_POLICY: Final = line("clause", "Which clause of the behaviour policy?")


def _of(choices: tuple[tuple[str, str], ...]) -> Field:
    return one_of("outcome", "What is the outcome?", *choices)


ALL: Final = (
    Kind(
        "step",
        "Step of the investigation",
        (
            line("first", "Who took it?"),
            line("second", "Who was the second person?", hint="Two people protect each other"),
            text("words", "What was done, and what was found?"),
            line("evidence", "Where does the evidence lie?", required=False),
        ),
        LEADERS,
        hint="Change nothing on a device. What you find stays as it is.",
    ),
    Kind(
        "search",
        "Search of a device, or deletion",
        (
            line("device", "Which device?"),
            line("clause", "Which clause of the published behaviour policy allows it?"),
            line("authoriser", "Who authorised it?"),
            line("witness", "Who was the witness?"),
            text("words", "What was looked at, found or deleted?"),
        ),
        LEADERS,
    ),
    Kind(
        "fairness",
        "Fairness before discipline over a picture or post",
        (
            text("control", "How far could they control it?"),
            text("others", "Did others bring it about, or change it?"),
            text("willing", "Was it made willingly?"),
            text("context", "What did they mean: the context of what was said?"),
        ),
        LEADERS,
        hint="Write “not known” with what you did to find out, rather than nothing.",
    ),
    Kind(
        "decision",
        "The headteacher decides whether it goes further",
        (
            one_of("outcome", "Does it go further?", ("no-further", "No further action"),
                   ("advice", "Advice was given, nothing more"), ("further", "It goes further")),
            _WHY,
        ),
        HEAD,
        outcome="outcome",
    ),
    Kind(
        "behaviour-outcome",
        "Outcome for a pupil, under the behaviour policy",
        (_of(OF_PUPILS), _POLICY, _WHY),
        LEADERS,
        outcome="outcome",
        hint=SAME,
    ),
    Kind(
        "sanction",
        "Outcome for a member of staff",
        (_of(OF_STAFF), _WHY,
         yes_no("heard", "Were they heard, with somebody beside them if they wished?")),
        GOVERNORS,
        outcome="outcome",
        hint=SAME,
    ),
    Kind(
        "outside-outcome",
        "Outcome for a parent or somebody outside",
        (_of(OF_OTHERS), _POLICY, _WHY),
        LEADERS,
        outcome="outcome",
        hint=SAME,
    ),
)  # fmt: skip
