"""A replay as its page shows it: who asked what, and both answers in plain words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from schoolgate.policies.analysis import replaying
from schoolgate.policies.analysis.replaying import Changed, Replay
from schoolgate.policies.english.sentences import answer_words, deed, subject
from schoolgate.policies.english.wording import capital
from schoolgate.policies.language.effective import Pack

KINDS: Final = {
    replaying.LOOSER: "Looser",
    replaying.STRICTER: "Stricter",
    replaying.NEWLY_SILENT: "No longer settled",
    replaying.NEWLY_SETTLED: "Newly settled",
    replaying.CONDITIONS: "Other conditions",
}


@dataclass(frozen=True, slots=True)
class Row:
    """Requests that were alike, and both answers."""

    kind: str
    title: str
    who: str
    what: str
    before: str
    after: str
    label: str
    times: int
    last_at: datetime | None


def rows(made: Replay, pack: Pack, *, kind: str, who: str, words: str) -> list[Row]:
    """Return what would change, of one kind, for one group, with every word; most often first."""
    group = pack.words.people(who) if who else None
    wanted = words.lower().split()
    return [
        row
        for one, row in _rows(made, pack)
        if (not kind or row.kind == kind)
        and (group is None or one.question.actor in group)
        and all(word in f"{row.who} {row.what} {row.before} {row.after}".lower() for word in wanted)
    ]


def _rows(made: Replay, pack: Pack) -> Iterator[tuple[Changed, Row]]:
    words = pack.words
    for one in made.changed:
        yield one, Row(
            one.kind, KINDS[one.kind], capital(subject(one.question, words)),
            deed(one.question, words), answer_words(one.before, words),
            answer_words(one.after, words), one.label, one.times, one.last_at,
        )  # fmt: skip
