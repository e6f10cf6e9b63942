"""What the pupils' page asks: questions that are answered by tapping a picture. Plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Choice:
    """One picture: `value` is also the name of its drawing."""

    value: str
    says: str

    @property
    def drawing(self) -> str:
        """The template of its drawing."""
        return f"concerns/tell/drawings/{self.value}.svg"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with its pictures; `kept` is how the answer is headed in the report."""

    name: str
    asks: str
    kept: str
    choices: tuple[Choice, ...]


def _question(name: str, asks: str, kept: str, **choices: str) -> Question:
    made = (Choice(value.replace("_", "-"), says) for value, says in choices.items())
    return Question(name, asks, kept, tuple(made))


QUESTIONS: Final = (
    _question(
        "feeling", "How do you feel?", "feels",
        sad="Sad", scared="Scared", cross="Cross", worried="Worried", muddled="Mixed up",
        fine="OK",
    ),
    _question(
        "happened", "What happened?", "what",
        saw="I saw something I did not like", unkind="Someone was unkind",
        asked="Someone asked for a picture or a secret",
        stranger="Someone I do not know talked to me", hurt="Someone hurt me",
        pressed="I pressed something by mistake", other="Something else",
    ),
    _question(
        "where", "Where was it?", "where",
        tablet="On a tablet", computer="On a computer", phone="On a phone",
        game="In a game", other_phone="On someone else’s phone", off_screen="Not on a screen",
    ),
    _question(
        "whom", "Who do you want to talk to?", "wants_to_talk_to",
        teacher="My teacher", head="The head teacher", grown_up="Another grown-up",
        nobody="Nobody yet",
    ),
    _question(
        "year", "Which year are you in?", "year",
        reception="Reception", year_1="Year 1", year_2="Year 2", year_3="Year 3", year_4="Year 4",
        year_5="Year 5", year_6="Year 6", not_said="I do not want to say",
    ),
)  # fmt: skip


def answered(given: Mapping[str, str]) -> dict[str, Choice]:
    """Return the pictures that were tapped, by question; what is no picture is left out."""
    found = {}
    for question in QUESTIONS:
        chosen = [one for one in question.choices if one.value == given.get(question.name)]
        if chosen:
            found[question.name] = chosen[0]
    return found


def asked_next(answers: Mapping[str, Choice]) -> Question | None:
    """Return the first question that has no answer."""
    return next((one for one in QUESTIONS if one.name not in answers), None)


def as_words(answers: Mapping[str, Choice]) -> dict[str, str]:
    """Return what the report says."""
    return {one.kept: answers[one.name].says for one in QUESTIONS if one.name in answers}
