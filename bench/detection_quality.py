"""`python -m bench.detection_quality`: precision and recall of each head on the labelled set."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from schoolgate.monitoring.detection.findings import Head
from schoolgate.monitoring.detection.items import Item, Kind
from schoolgate.monitoring.detection.judging import Detector
from schoolgate.monitoring.detection.packs import load_packs
from tests.monitoring.detection.labelled.make import KEPT, Labelled, read, written

ANY = "any head"
PARTS = ("seen", "unseen", "further")


@dataclass
class Score:
    """How often a head was right. `missed`: items of the head that it did not find."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Right findings among all; 1 where there are none."""
        return self.right / (self.right + self.wrong or 1) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Items found among all of the head."""
        return self.right / (self.right + self.missed or 1)


def item_of(one: Labelled) -> Item:
    """A labelled item as the detector gets it: by nobody in particular."""
    role = "teacher" if one.band == "adult" else f"pupil_{one.band}"
    return Item(0, "", "", role, Kind(one.kind), one.text)


def heads_of(detector: Detector, one: Labelled) -> set[str]:
    """The heads under which it is told; what is excused is not told."""
    return {str(found.head) for found in detector.judge(item_of(one)) if not found.excused}


def scores(detector: Detector, items: Iterable[Labelled]) -> dict[str, Score]:
    """By head; a second head on a worrying item counts as wrong there. ANY: told or not at all."""
    by = {str(head): Score() for head in Head} | {ANY: Score()}
    for one in items:
        told = heads_of(detector, one)
        _count(by[ANY], bool(told), one.head != "none")
        for head in Head:
            _count(by[head], str(head) in told, one.head == head)
    return by


def _count(score: Score, told: bool, true: bool) -> None:
    score.right += told and true
    score.wrong += told and not true
    score.missed += true and not told


def main() -> int:
    """Print the table in Markdown; with --wrong, what was missed or told wrongly."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--wrong", choices=PARTS)
    chosen = options.parse_args()
    detector, items = Detector(load_packs()), read()
    if chosen.wrong:
        for one in items:
            told = heads_of(detector, one)
            if one.part == chosen.wrong and told != ({one.head} - {"none"}):
                why = [
                    f"{it.rule}: {it.reasons[1]} {it.excused}"
                    for it in detector.judge(item_of(one))
                ]
                print(f"{one.head:15}{','.join(sorted(told)) or '-':28}{one.text:60}{why}")
        return 0
    by = {part: scores(detector, (one for one in items if one.part == part)) for part in PARTS}
    print("| head | items | seen two thirds | unseen third | further |\n|---|---|---|---|---|")
    for head in by["seen"]:
        count = sum(score[head].right + score[head].missed for score in by.values())
        print(f"| {head} | {count} | {' | '.join(_figures(by[part][head]) for part in PARTS)} |")
    print(_kept(detector, list(written(KEPT))))
    return 0


def _kept(detector: Detector, items: list[Labelled]) -> str:
    """What is found of the sentences that nobody learns from."""
    told = [(one.head, heads_of(detector, one)) for one in items]
    worrying = [(head, heads) for head, heads in told if head != "none"]
    innocent = [heads for head, heads in told if head == "none"]
    return (
        f"\nKept, never learnt from: of {len(worrying)} worrying items "
        f"{sum(bool(heads) for _, heads in worrying)} told, "
        f"{sum(head in heads for head, heads in worrying)} under the right head; "
        f"of {len(innocent)} innocent ones {sum(map(bool, innocent))} told."
    )


def _figures(score: Score) -> str:
    return f"{score.precision:.2f}, {score.recall:.2f}"


if __name__ == "__main__":
    sys.exit(main())
