"""How staff say they read school e-mail, and what the policy's answers mean for it.

Source of the choices: Cotmanhay 3.4.1 and 3.4.2. What is right is the policy's to say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from schoolgate.policies.rules import Answer, Level


class SchoolDevice(StrEnum):
    """On which device of the school's."""

    IPAD = "ipad"
    LAPTOP = "laptop"
    NONE = "none"


class Client(StrEnum):
    """In which program."""

    CHROME = "chrome"
    EDGE = "edge"
    NONE = "none"
    OTHER = "other"
    OUTLOOK = "outlook"
    SAFARI = "safari"


class OwnPhone(StrEnum):
    """How a phone of one's own is kept, if school e-mail is read on it."""

    BROWSER = "browser"
    NONE = "none"
    OTHERWISE = "otherwise"
    OWN_CODE = "own_code"


class Verdict(StrEnum):
    """What the policy makes of the whole."""

    AGAINST = "against"
    FINE = "fine"
    SILENT = "silent"


DEVICES: Final = {
    SchoolDevice.LAPTOP: "a laptop or PC, perhaps an iPad as well",
    SchoolDevice.IPAD: "an iPad only",
    SchoolDevice.NONE: "I do not read it on school devices",
}
CLIENTS: Final = {
    Client.CHROME: "Chrome",
    Client.EDGE: "Edge",
    Client.SAFARI: "Safari",
    Client.OUTLOOK: "the Outlook app",
    Client.OTHER: "another app or browser",
    Client.NONE: "I do not read it on school devices",
}
PHONES: Final = {
    OwnPhone.NONE: "I do not read it on a phone of my own",
    OwnPhone.OWN_CODE: "on a phone with a code that nobody but me knows",
    OwnPhone.BROWSER: "in a browser, and I log out, because others can pick the phone up",
    OwnPhone.OTHERWISE: "in another way: no code, a code others know, or an app others can open",
}
VERDICTS: Final = {
    Verdict.AGAINST: "Not as the policy wants it",
    Verdict.FINE: "As the policy wants it",
    Verdict.SILENT: "The policy does not say",
}
_APPS: Final = {Client.OUTLOOK: "outlook", Client.OTHER: "other_mail_app"}
_PHONE_FACTS: Final[dict[OwnPhone, dict[str, str]]] = {
    OwnPhone.OWN_CODE: {"shared_with": "nobody", "password_protected": "yes",
                        "own_password_known_only_to_user": "yes"},
    OwnPhone.BROWSER: {"shared_with": "family", "app": "web_browser"},
    OwnPhone.OTHERWISE: {"shared_with": "family", "app": "other_mail_app",
                         "password_protected": "no", "own_password_known_only_to_user": "no"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Habit:
    """What somebody says of their reading."""

    device: SchoolDevice
    client: Client
    logs_out: bool
    phone: OwnPhone


WORST: Final = Habit(SchoolDevice.LAPTOP, Client.OTHER, logs_out=False, phone=OwnPhone.OTHERWISE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for the evaluator: where it is about, the act on school e-mail, the facts."""

    place: str
    action: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """The answers read as one verdict."""

    verdict: Verdict
    sentences: tuple[str, ...]
    clauses: tuple[str, ...]


def fits(habit: Habit) -> bool:
    """Tell whether device and program go together: both are named, or neither is."""
    return (habit.device == SchoolDevice.NONE) == (habit.client == Client.NONE)


def questions(habit: Habit) -> tuple[Asked, ...]:
    """Return what the policy is asked about a habit."""
    asked: list[Asked] = []
    if habit.device != SchoolDevice.NONE:
        here = {"device": "school", "device_type": str(habit.device)}
        app = _APPS.get(habit.client, "web_browser")
        asked.append(Asked("On school devices", "use", here | {"app": app}))
        if not habit.logs_out:
            asked.append(Asked("Staying logged in", "leave", here | {"state": "logged_on"}))
    if habit.phone != OwnPhone.NONE:
        own = {"device": "personal", "device_type": "phone"} | _PHONE_FACTS[habit.phone]
        asked.append(Asked("On your own phone", "use", own))
    return tuple(asked)


def read(answers: Sequence[tuple[Asked, Answer]]) -> Reading:
    """Return one verdict of all answers, the strictest, and its clauses first."""
    strictest_first = sorted((one for _, one in answers), key=lambda one: -one.level)
    clauses = dict.fromkeys(clause for answer in strictest_first for clause in answer.clauses)
    sentences = tuple(_sentence(asked, answer) for asked, answer in answers)
    return Reading(_verdict([one.level for _, one in answers]), sentences, tuple(clauses))


def _verdict(levels: Sequence[Level]) -> Verdict:
    strictest = max(levels, default=Level.SILENT)
    if strictest >= Level.NOT_ALLOWED:
        return Verdict.AGAINST
    return Verdict.FINE if strictest == Level.ALLOWED else Verdict.SILENT


def _sentence(asked: Asked, answer: Answer) -> str:
    parts = [answer.outcome.partition(" with conditions")[0]]
    parts += [f"if {condition.text}" for condition in answer.conditions]
    parts += [f"you must {duty.condition.text}" for duty in answer.duties]
    return f"{asked.place}: {', '.join(parts)}."
