"""What the pages of notices are sent, and the act that each leaves."""

from __future__ import annotations

from schoolgate.notices import actions
from schoolgate.notices.models import LetterPart
from schoolgate.notices.rules import How
from schoolgate.notices.verbs import NoticesVerb
from tests.cast import NOW, Cast
from tests.notices.conftest import sent, telling
from tests.posts import Sent, Words

_ROOM = "/elmfield/notices/"
_WRITTEN = {"ticket": "6f8b8f0e-0000-4000-8000-000000000002", "subject": "Phones",
            "body": "Phones stay in bags.", "groups": "staff", "class_name": "", "how": "page",
            "held_on": "", "where": "", "send": "yes"}  # fmt: skip


def _sent(cast: Cast) -> Words:
    notice = sent(cast.head, how=How.LETTER, asks=True)
    mine = telling(notice, cast.teacher)
    return {"pk": notice.pk, "telling": mine.pk}


def _printed(cast: Cast) -> Words:
    run = actions.print_letters(notice=sent(cast.head, how=How.LETTER), by=cast.head, at=NOW)
    part = LetterPart.objects.get(run=run)
    actions.make_part(part=part, at=NOW)
    return {"pk": part.pk}


POSTS = {
    "notices:letters": (
        Sent("head", f"{_ROOM}{{pk}}/letters/", NoticesVerb.LETTERS_ASKED, {}, _sent),
    ),
    "notices:one": (
        Sent("teacher", f"{_ROOM}{{pk}}/", NoticesVerb.NOTICE_ACKNOWLEDGED, {}, _sent),
    ),
    "notices:told": (
        Sent("head", f"{_ROOM}{{pk}}/told/", NoticesVerb.NOTICE_RECORDED,
             {"mark": "acknowledged", "telling": "{telling}"}, _sent),
    ),
    "notices:write": (
        Sent("head", f"{_ROOM}write/", NoticesVerb.NOTICE_SENT, _WRITTEN),
    ),
}  # fmt: skip
LOOKS = {
    "notices:history": (
        Sent("head", f"{_ROOM}history/", NoticesVerb.TELLINGS_VIEWED, {}, _sent),
    ),
    "notices:one": (
        Sent("teacher", f"{_ROOM}{{pk}}/", NoticesVerb.NOTICE_READ, {}, _sent),
    ),
    "notices:part": (
        Sent("head", f"{_ROOM}letters/{{pk}}/", NoticesVerb.LETTERS_FETCHED, {}, _printed),
    ),
    "notices:told": (
        Sent("head", f"{_ROOM}{{pk}}/told/", NoticesVerb.TELLINGS_VIEWED, {}, _sent),
    ),
}  # fmt: skip
