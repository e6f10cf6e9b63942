"""Kinds about devices, files, filtering, data and licences."""

from __future__ import annotations

from typing import Final

from schoolgate.concerns.rules.shapes import (
    TECHNICIANS,
    Field,
    Kind,
    Shape,
    day,
    line,
    moment,
    one_of,
    text,
    yes_no,
)

ALL: Final = (
    Kind(
        "device-isolated",
        "Device isolated",
        (
            line("device", "Which device?", hint="The number on its tag"),
            line("where", "Where does it stand now?"),
            text("words", "What did it show?"),
        ),
        hint="Take it off the network. Do not switch it off if somebody may want to look.",
    ),
    Kind(
        "device-cleared",
        "Device cleared",
        (
            line("device", "Which device?", hint="As it was written when it was isolated"),
            line("by", "Who looked at it?"),
            text("words", "What was found and done?"),
        ),
        TECHNICIANS | {"headteacher"},
    ),
    Kind(
        "file-deleted",
        "Unexpected file deleted, unopened",
        (
            line("sender", "Who sent it?", required=False),
            line("name", "What was it called?"),
            yes_no("opened", "Was it opened by anybody?"),
        ),
    ),
    Kind(
        "filtering-answer",
        "Answer about filtering",
        (
            one_of("done", "What was done?", ("blocked", "The site was blocked"),
                   ("opened", "The site was opened"), ("settings", "The filter was changed"),
                   ("nothing", "Nothing had to be done")),
            text("words", "What is the answer to whoever asked?"),
        ),
        TECHNICIANS | {"headteacher"},
    ),
    Kind(
        "breach",
        "Assessment of a data breach",
        (
            moment("found", "When was it found?"),
            text("data", "Whose data, and which?"),
            text("risk", "What can come of it for these people?"),
            one_of("decision", "What is decided?",
                   ("report", "The commissioner is told, within 72 hours"),
                   ("report-and-tell", "The commissioner and the people concerned are told"),
                   ("keep", "It is recorded here, and nobody has to be told")),
            text("words", "Why?"),
        ),
        frozenset({"chair", "data_protection_lead", "dsl", "headteacher"}),
    ),
    Kind(
        "use-stopped",
        "Use was stopped",
        (
            Field("resource", "Which resource, software or licence?", Shape.CHOICE,
                  hint="From the list of resources. Write it into the list first if it is missing",
                  source="resources"),
            day("on", "Since which day is it no longer used?"),
            text("words", "What was done with the copies?"),
        ),
    ),
)  # fmt: skip
