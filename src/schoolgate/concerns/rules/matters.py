"""Matters with a form of their own: what is asked, who is told first, what waits from the start.

Each leads to a situation of `situations`; whoever sorts the case may still say otherwise. None of
these forms takes a file: of an unexpected file only sender and name are asked (CON-29).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from schoolgate.concerns.rules.shapes import Field, line, one_of, text, yes_no
from schoolgate.concerns.rules.telling import FIRST
from schoolgate.concerns.rules.words import Way


@dataclass(frozen=True, slots=True)
class Matter:
    """A form: `roles` are told first; `task` is the kind of entry that somebody of `task_roles`
    has to write; `own` is True for what somebody tells of themselves, `target` where it is
    done to whoever tells; `contact` is the field with the name of who is said to have done it."""

    slug: str
    title: str
    situation: str
    fields: tuple[Field, ...]
    roles: tuple[str, ...] = FIRST
    task: str = ""
    task_roles: tuple[str, ...] = ()
    own: bool = False
    way: Way = Way.STAFF_FORM
    hint: str = ""
    target: bool = False
    contact: str = ""


_HEAD: Final = ("headteacher",)
_LEADERS: Final = ("headteacher", "deputy_headteacher", "senior_leader")
_MACHINES: Final = ("headteacher", "esafety_coordinator", "it_technician", "network_manager")
_DATA: Final = ("headteacher", "data_protection_lead", "it_technician", "network_manager")
_KEEPERS: Final = ("network_manager", "it_technician")

_ALL: Final = (
    Matter(
        "accident",
        "I met something unsuitable by accident",
        "accidental-access",
        (
            text("what", "What was it?", hint="In a few words. Do not open it again"),
            text("how", "How did it happen?"),
            line("where", "On which device, site or app?"),
        ),
        task="decision",
        task_roles=_HEAD,
        own=True,
        hint="To tell of it at once is right, and is no misuse. The headteacher decides whether "
        "anything further is needed.",
    ),
    Matter(
        "own-post",
        "Something of mine online may clash with my work",
        "friend-post",
        (
            text("what", "What is it?"),
            line("where", "Where is it?"),
            text("how", "How did it come about?", required=False),
        ),
        roles=_HEAD,
        task="decision",
        task_roles=_HEAD,
        own=True,
        hint="Only the headteacher reads this.",
    ),
    Matter(
        "profile",
        "Somebody outside complains about a colleague’s page or post",
        "colleague-concern",
        (
            text("what", "What is complained about?"),
            line("where", "Where is it?"),
            line("complainant", "Who complains?", required=False),
        ),
        roles=_HEAD,
        task="fairness",
        task_roles=_HEAD,
        hint="Before anything is decided, four factors of fairness are weighed.",
    ),
    Matter(
        "seen",
        "I saw harassment or abuse, and nobody has complained",
        "abusive-post",
        (
            text("what", "What did you see?"),
            line("where", "Where?"),
            line("target", "Who is abused?"),
        ),
        task="support",
        task_roles=FIRST,
        way=Way.OBSERVED,
        hint="Nobody has to complain first. The school acts, and asks for it to be taken down.",
    ),
    Matter(
        "virus",
        "A virus warning",
        "virus-warning",
        (
            line("device", "Which device?", hint="The number on its tag"),
            text("what", "What did it show?"),
            yes_no("isolated", "Is it off the network?", hint="Take it off now, if it is not"),
        ),
        roles=_MACHINES,
        task="device-isolated",
        task_roles=_KEEPERS,
    ),
    Matter(
        "file",
        "An unexpected file or e-mail",
        "unknown-file",
        (
            line("sender", "Who sent it?"),
            line("name", "What is it called?"),
            yes_no("opened", "Was it opened?", hint="Never open it. Delete it now"),
        ),
        roles=_MACHINES,
        task="file-deleted",
        task_roles=_KEEPERS,
        hint="Do not send us the file: nothing can be attached here.",
    ),
    Matter(
        "email",
        "A worrying or threatening e-mail",
        "worrying-email",
        (
            line("sender", "Who sent it?"),
            one_of(
                "kind",
                "What is it like?",
                ("uncomfortable", "It makes me uncomfortable"),
                ("offensive", "It is offensive"),
                ("threatening", "It threatens"),
                ("bullying", "It bullies"),
            ),
            text("what", "What does it say?"),
            text(
                "headers",
                "Its headers",
                required=False,
                hint="In your e-mail program choose “View source” or “Internet headers”, copy "
                "the lines at the top and paste them here. Open nothing that is attached",
            ),
        ),
        roles=_HEAD,
        hint="Do not reply to it, and do not delete it. Open nothing that is attached, and send "
        "us no file: nothing can be attached here.",
    ),
    Matter(
        "contact",
        "A parent or pupil contacts me in a way that is not right",
        "improper-contact",
        (
            line("contact", "Who contacts you?", hint="Their name, written as you know it"),
            text("what", "What did they do?"),
            line("where", "Where?", hint="A site, an app, a telephone"),
        ),
        roles=_LEADERS,
        target=True,
        contact="contact",
        hint="Only leaders read this. Do not answer, and do not deal with it alone.",
    ),
    Matter(
        "about-me",
        "Somebody writes offensively about me or the school online",
        "abusive-post",
        (
            text("what", "What is written?"),
            line("where", "Where is it?", hint="The address of the page, or the name of the site"),
            text("help", "What would help you?", required=False),
        ),
        roles=_HEAD,
        target=True,
        hint="Do not answer it and do not deal with it yourself: the headteacher does. You see "
        "under “What I have told” how it stands.",
    ),
    Matter(
        "filter",
        "A question or worry about filtering",
        "filter-failure",
        (
            line("where", "Which site?", hint="Its address, if you know it"),
            text("what", "What happened, or what do you need?"),
        ),
        roles=(*FIRST, *_KEEPERS),
        task="filtering-answer",
        task_roles=_KEEPERS,
    ),
    Matter(
        "lost",
        "Equipment or data lost, stolen or seen by others",
        "kit-lost",
        (
            line("device", "What is lost, or was seen?"),
            text("what", "What happened, and when was it last there?"),
            yes_no("data", "Might personal data be on it?"),
        ),
        roles=_DATA,
        task="breach",
        task_roles=("data_protection_lead", "headteacher"),
    ),
    Matter(
        "copying",
        "Something copied, or used without a licence",
        "copyright",
        (
            line("resource", "Which resource, software or licence?"),
            text("what", "How was it copied or used, and by whom?"),
        ),
        roles=_HEAD,
        task="use-stopped",
        task_roles=_HEAD,
        hint="Stop using it now.",
    ),
)
MATTERS: Final = {one.slug: one for one in _ALL}
