"""Kinds that every case has: notes, who was told, who was helped, what was learned."""

from __future__ import annotations

from typing import Final

from schoolgate.concerns.rules.shapes import (
    LEADERS,
    WORDS,
    Kind,
    day,
    line,
    one_of,
    text,
    yes_no,
)

ALL: Final = (
    Kind("note", "Note", (WORDS,)),
    Kind("correction", "Correction", (text("words", "What is right instead, and why?"),),
         after=True),
    Kind(
        "parents-told",
        "Parents told, or why not",
        (
            yes_no("told", "Were they told?"),
            line("whom", "Whom did you tell, or not tell?"),
            text("words", "What was said, or why were they not told?"),
        ),
    ),
    Kind(
        "referral",
        "Passed on to an outside body",
        (
            line("body", "To which body?"),
            line("spoken_to", "Whom did you speak to?"),
            text("advice", "What did they advise?"),
            line("reference", "Their reference", required=False),
        ),
        frozenset({"chair", "dsl", "headteacher"}),
    ),
    Kind(
        "support",
        "Support plan",
        (
            line("whom", "For whom?"),
            text("words", "What do they need, and what was arranged?"),
            day("review_on", "When will you look at it again?"),
        ),
    ),
    Kind(
        "signposting",
        "Complaints procedure shown, or why not",
        (
            yes_no("given", "Were they told how to complain?"),
            line("whom", "Who was told, or not told?"),
            text("words", "How, or why not?"),
        ),
        after=True,
    ),
    Kind(
        "legal-advice",
        "Legal advice",
        (
            line("adviser", "Who advised?"),
            day("on", "On which day?"),
            text("words", "What did they advise?"),
        ),
        LEADERS,
    ),
    Kind(
        "letter",
        "Letter",
        (
            line("whom", "To whom?"),
            one_of("signed_by", "Who signs it?", ("headteacher", "The headteacher"),
                   ("chair", "The chair of governors")),
            text("words", "The letter"),
        ),
        LEADERS,
    ),
    Kind(
        "debrief",
        "Debrief: what was learned",
        (
            text("lessons", "What was learned?", hint="Write “none” if there is nothing"),
            one_of("change", "What should change?", ("none", "Nothing"), ("policy", "The policy"),
                   ("curriculum", "What is taught"), ("both", "Both")),
            text("shared", "What of it may stand in the report of the term?", required=False,
                 hint="Governors read it. Name nobody, and nothing that tells who it was. "
                 "Empty, nothing of it is shared"),
        ),
    ),
    Kind(
        "community-notice",
        "The community was told that it was dealt with",
        (
            line("whom", "Who was told?", hint="Such as all parents"),
            line("how", "How?", hint="Such as the newsletter"),
        ),
        LEADERS,
        after=True,
        hint="Send the words that the page of the case offers: nobody is named in them.",
    ),
)  # fmt: skip

DANGER: Final = (
    Kind(
        "danger-met",
        "999 was rung",
        (line("who", "Who rang?"), text("words", "What did they say?", required=False)),
    ),
)
_WHY: Final = text("words", "Why?")
# What the program writes.
OURS: Final = (
    Kind("escalated", "Passed to the next in line: nobody had read it", (), by_hand=False),
    Kind("line", "Who manages the adult it is about, and is kept out", (), by_hand=False),
    Kind("read", "First read", (), by_hand=False),
    Kind("sorted", "Sorted", (_WHY,), by_hand=False),
    Kind("closed", "Closed", (text("words", "What was the outcome, and why?"),), by_hand=False),
    Kind("reopened", "Opened again", (_WHY,), by_hand=False),
    Kind("admitted", "Admitted to the case", (_WHY,), by_hand=False),
    Kind("parted", "Somebody’s part in the case", (text("words", "What is known?"),),
         by_hand=False),
    Kind("linked", "Linked to another case", (line("case", "Which?"), _WHY), by_hand=False),
    Kind("merged", "Another case was joined to this one", (line("case", "Which?"), _WHY),
         by_hand=False),
    Kind("name-asked", "Asked for the name of who told", (_WHY,), by_hand=False),
    Kind("name-agreed", "Agreed that the name is opened for an hour", (_WHY,), by_hand=False),
    Kind("name-refused", "Refused that the name is opened", (_WHY,), by_hand=False),
    Kind("tasked", "Somebody was asked to do something",
         (text("words", "What?"), line("whom", "Who?"), line("due", "By when?")), by_hand=False),
    Kind("handed-over", "A task was handed over",
         (text("words", "Why?"), line("whom", "To whom?")), by_hand=False),
    Kind("done", "A task was done", (text("words", "What was done?"),), by_hand=False),
)  # fmt: skip
