"""`python -m bench.replay`: recorded questions put to a draft; what one clause would change.

Questions over the acts of a real policy, half of their facts stated, kept as Ask keeps them; the
draft is the same school's policy with a clause taken out.
Times are of the processor, so that what else runs does not count.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Final

from bench import peers
from bench.journal import LINE
from schoolgate.policies.analysis.replaying import Recorded, question, replayed
from schoolgate.policies.comparing import pairs
from schoolgate.policies.english.sentences import as_bytes, record
from schoolgate.policies.language import writing
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.pack import assemble, load
from schoolgate.policies.rules import Question

PACKS: Final = Path(__file__).resolve().parent.parent / "packs"
SEED: Final = 20261121


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--questions", type=int, default=20_000)
    count = options.parse_args().questions
    print(LINE.format("measurement", "here", "aim"))
    for name in ("cotmanhay", "thatto-heath"):
        before = load(name, PACKS)
        after = _without_one(name)
        texts = [_asked(before, one) for one in _questions(before, count)]
        at = time.process_time()
        found = replayed((Recorded(question(json.loads(t)), "Ask") for t in texts), before.book,
                         after.book)  # fmt: skip
        took = time.process_time() - at
        said = f"{count / took:,.0f} a second"
        print(LINE.format(f"{name}: questions replayed ({found.times} change)", said, "10,000"))
        at = time.process_time()
        pairs.between(before, after)
        print(LINE.format(f"{name}: what one clause changes",
                          f"{time.process_time() - at:.2f} s", "under 1 s"))  # fmt: skip
    return 0


def _without_one(name: str) -> Pack:
    texts = {path.name: path.read_text("utf-8") for path in (PACKS / name).glob("*.md")}
    own = [rule.clause for rule in load(name, PACKS).book.own if "." in rule.clause]
    ref = next(one for one in own if one in writing.refs(texts["policy.md"]))
    return assemble(texts | {"policy.md": writing.without_clause(texts["policy.md"], ref)},
                    packs=PACKS)  # fmt: skip


def _questions(pack: Pack, count: int) -> list[Question]:
    rng = random.Random(SEED)
    values = peers.domains(pack.book)
    cells = sorted({(who, *act) for rule in pack.book.rules() for act in rule.acts
                    for who in rule.who})  # fmt: skip
    made = []
    for _ in range(count):
        who, action, resource = rng.choice(cells)
        keys = pack.book.cell(who, action, resource).keys
        facts = {key: rng.choice(sorted(values[key])) for key in keys
                 if key in values and values[key] and rng.random() < 0.5}  # fmt: skip
        made.append(Question(who, action, resource, facts))
    return made


def _asked(pack: Pack, asked: Question) -> str:
    return as_bytes(record(pack.id, pack.hash, asked, pack.book.decide(asked))).decode()


if __name__ == "__main__":
    raise SystemExit(main())
