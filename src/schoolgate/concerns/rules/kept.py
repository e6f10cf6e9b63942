"""Two small registers: what the school may use, and what its courses taught. Pure.

A register is a slug, its title and the questions of an entry; a newcomer adds one in this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from schoolgate.concerns.rules.shapes import Field, day, line, one_of, text, yes_no
from schoolgate.policies.language.effective import Pack

RESOURCES: Final = "resources"
COURSES: Final = "courses"
SAFEGUARDING: Final = "safeguarding"
OUT_OF_HOURS: Final = "out_of_hours"
# The acts by which a policy asks for a procedure for disclosures out of hours, and for teaching it.
DECIDED: Final = "concerns:out-of-hours-procedure:decided"
TAUGHT: Final = "education:out-of-hours-procedure:taught"


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its slug, what it is called, what one entry is called, and its questions."""

    slug: str
    title: str
    one: str
    fields: tuple[Field, ...]
    hint: str


REGISTERS: Final = {
    one.slug: one
    for one in (
        Register(
            RESOURCES,
            "Resources, software and licences",
            "a resource",
            (
                line("name", "What is it called?"),
                one_of("kind", "What is it?", ("software", "Software or an app"),
                       ("text", "A worksheet, book or other text"), ("image", "A picture"),
                       ("sound", "Music, a film or a broadcast"), ("other", "Something else")),
                text("licence", "Under which licence may the school use it?",
                     hint="Who allows it, for how many, and until when. Or: none is known"),
            ),
            "A case of copying names what it is about from this list.",
        ),
        Register(
            COURSES,
            "Courses, and what they taught",
            "a course",
            (
                line("name", "What is the course called?"),
                one_of("kind", "What is it about?", (SAFEGUARDING, "Safeguarding"),
                       ("online-safety", "Online safety"), ("data", "Data protection"),
                       ("other", "Something else")),
                day("on", "On which day?"),
                text("contents", "What does it teach?", hint="One topic on each line"),
                yes_no(OUT_OF_HOURS, "Does it teach our procedure for disclosures out of hours?"),
            ),
            "What a policy asks to be taught is named when a course leaves it out.",
        ),
    )
}  # fmt: skip


def left_out(said: Mapping[str, str], pack: Pack) -> str:
    """Return why a course cannot be kept like this: it leaves out what the policy asks to be
    taught in such a course. Empty where nothing is missing. Source: CON-26, TRN-16 (003 §8.1)."""
    clause = pack.clause_of(TAUGHT)
    if not clause or said.get("kind") != SAFEGUARDING or said.get(OUT_OF_HOURS) == "yes":
        return ""
    return (
        f"Clause {clause} asks that safeguarding training teaches the school’s procedure for "
        "disclosures out of hours. Put it into the course first."
    )
