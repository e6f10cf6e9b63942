"""What pupils and staff say all day is told to nobody; the labelled set stands too near to show."""

from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.detection.judging import Detector

from .labelled.make import HERE

KNOWN = {
    "i am not talking to her today",
    "are you on your own",
    "which school did you go to before",
    "u can sleep in my bed in the game",
}  # words of leaving out and of grooming, which no rule tells from these


def test_everyday_sentences_are_not_told(shipped: Detector) -> None:
    lines = (HERE / "everyday.txt").read_text(encoding="utf-8").splitlines()[1:]
    assert len(lines) > 700
    told = {
        text for mark, text in (line.split(" ", 1) for line in lines) if _told(shipped, mark, text)
    }
    assert told == KNOWN


def _told(detector: Detector, mark: str, text: str) -> bool:
    role = "teacher" if mark[0] == "a" else "pupil_ks2"
    kind = {"s": Kind.SEARCH, "c": Kind.CHAT, "m": Kind.MAIL_TEXT}[mark[1]]
    return any(not found.excused for found in detector.judge(Item(0, "", "", role, kind, text)))
