"""What a home–school agreement and a brochure must speak of, looked for in a draft's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from schoolgate.policies.language.effective import Pack


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a draft must say. `words` find it; `source` says who asks for it."""

    key: str
    title: str
    words: str
    example: str
    source: str
    only_where: str = ""


# 000 §5.9 (298-300) and App 2 (527, 538); 003 App 1 (565-567). The last two stand in 000 alone.
TOPICS: Final = (
    Topic("posting", "What follows from posting about people at the school",
          r"post\w*[^.]{0,120}(consequen|result|lead|may be|could|harm|follow)|"
          r"(consequen|what follows)[^.]{0,120}post",
          "What is posted about staff, pupils or families can harm them and may have consequences.",
          "000 §5.9; 003 App 1"),
    Topic("concerns", "How to raise a concern",
          r"(concern|complain|worr)\w*[^.]{0,120}(tell|speak|talk|write|contact|office|procedure|"
          r"raise|head)|(raise|tell|speak|contact)[^.]{0,80}(concern|complain|worr)",
          "If you have a concern, speak to us first; the complaints procedure is on our website.",
          "000 §5.9; 003 App 1"),
    Topic("together", "A promise to work together",
          r"(work|act)\w* together|co-?operat|in partnership|alongside",
          "We promise to work together with families.", "000 §5.9; 003 App 1"),
    Topic("pupils", "How pupils behave on social media",
          r"(pupil|child|children)[^.]{0,120}(social media|social network|online|internet)|"
          r"(social media|social network|online)[^.]{0,120}(pupil|child|children)",
          "Pupils behave on social media as they do at school.", "000 §5.9; 003 App 1"),
    Topic("photos", "How the school deals with photographs",
          r"(photo|picture|image|film)\w*[^.]{0,120}(school|permission|consent)|"
          r"(school|permission|consent)[^.]{0,120}(photo|picture|image|film)",
          "The school takes photographs only with your consent.", "000 §5.9; 003 App 1"),
    Topic("staff-photos", "A warning: no photographs of staff without permission",
          r"(photo|picture|image|film)\w*[^.]{0,80}(staff|teacher)|"
          r"(staff|teacher)[^.]{0,80}(photo|picture|filmed)",
          "Photographs of staff are taken only with their permission.", "000 App 2 (527)",
          "staff"),
    Topic("recordings", "A warning: no sound recordings without permission",
          r"(sound|audio|voice)[^.]{0,40}record|record\w*[^.]{0,60}(sound|conversation|meeting|voice)",
          "Conversations and meetings are not recorded in sound without permission.",
          "000 App 2 (527)", "staff"),
)  # fmt: skip


def topics(pack: Pack) -> tuple[Topic, ...]:
    """Return what a school's own home–school agreement must speak of, under its policy.

    The warnings on photographs of staff and on sound recording are asked where the policy has a
    clause for parents on them (000; 002 and 003 are silent).
    """
    said = (phrase for clause in pack.clauses for box in clause.boxes
            for every in box.phrases.values() for phrase in every)  # fmt: skip
    more = any("sound recording" in phrase.lower() for phrase in said)
    return tuple(one for one in TOPICS if not one.only_where or more)


@dataclass(frozen=True, slots=True)
class Found:
    """A topic, and the words of the draft that speak of it; empty where none does."""

    topic: Topic
    words: str


def check(draft: str, asked: tuple[Topic, ...]) -> list[Found]:
    """Return each topic with the sentence of a draft that speaks of it."""
    text = " ".join(draft.split())
    return [Found(one, _sentence(text, one.words)) for one in asked]


def _sentence(text: str, words: str) -> str:
    match = re.search(words, text, re.I)
    if match is None:
        return ""
    begins = max(text.rfind(". ", 0, match.start()) + 2, 0) if ". " in text[: match.start()] else 0
    ends = text.find(".", match.end())
    return text[begins : ends + 1 if ends >= 0 else len(text)][:300]
