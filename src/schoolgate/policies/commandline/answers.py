"""`ask` and `golden`: what does a pack answer, and does it answer right?"""

from __future__ import annotations

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from schoolgate.kernel.times import LONDON
from schoolgate.policies.analysis import golden as scoring
from schoolgate.policies.english.sentences import as_json, question_for, record
from schoolgate.policies.language.mistakes import did_you_mean
from schoolgate.policies.language.pack import Pack, load
from schoolgate.policies.rules import Answer, Question


def ask(commands: Any) -> None:
    """Add `ask --pack … --actor … --action … --resource … [--fact k=v] [--at ISO] [--json]`."""
    one = commands.add_parser("ask", help="ask a pack a question")
    one.add_argument("--pack", required=True)
    one.add_argument("--actor", required=True, help="who, for example teacher")
    one.add_argument("--action", required=True, help="for example photograph")
    one.add_argument("--resource", required=True, help="for example pupil")
    one.add_argument("--fact", action="append", default=[], metavar="KEY=VALUE")
    one.add_argument("--at", type=_instant, help="the moment, ISO; London time without a zone")
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(run=_ask)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        says = f"'{text}' is not a moment; write for example 2026-11-03T09:40"
        raise argparse.ArgumentTypeError(says) from None
    return at if at.tzinfo else at.replace(tzinfo=LONDON)


def _ask(options: argparse.Namespace) -> int:
    pack = load(options.pack, options.packs)
    if (fault := _fault(options, pack)) is not None:
        print(fault)
        return 2
    facts = dict(item.split("=", 1) for item in options.fact)
    question = Question(options.actor, options.action, options.resource, facts, options.at)
    answer = pack.book.decide(question)
    said = as_json(question, answer, pack.words, record(pack.id, pack.hash, question, answer))
    if options.json:
        print(json.dumps(said, indent=1, ensure_ascii=False))
        return 0
    print(said["sentence"])
    for key in answer.unknown:
        print(f"  - {question_for(pack.words, key)}  (--fact {key}=…)")
    return 0


def _fault(options: argparse.Namespace, pack: Pack) -> str | None:
    """Return a sentence about a word that the vocabulary does not know, or None."""
    names = pack.words.lexicon
    own = {word for act in pack.book.acts() for word in act}
    for kind, word, known in (
        ("actor", options.actor, names.actors),
        ("action", options.action, names.actions),
        ("resource", options.resource, names.resources),
    ):
        if word not in known and word not in own:
            return f"'{word}' is not a known {kind}.{did_you_mean(word, known)}"
    for item in options.fact:
        key, equals, _ = item.partition("=")
        if not equals:
            return f"'{item}' is not a fact; write --fact key=value"
        if key not in names.keys and not key.startswith(("own_", "time_")):
            return f"'{key}' is not a known fact.{did_you_mean(key, names.keys)}"
    return None


def golden(commands: Any) -> None:
    """Add `golden FILE.csv [--packs DIR] [--json]`."""
    one = commands.add_parser("golden", help="score packs against a file of golden decisions")
    one.add_argument("file", type=Path)
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(run=_golden)


def _golden(options: argparse.Namespace) -> int:
    packs: dict[str, Pack] = {}

    def decide(school: str, question: Question) -> Answer:
        if school not in packs:
            packs[school] = load(school, options.packs)
        return packs[school].book.decide(question)

    result = scoring.score(scoring.rows(options.file), decide)
    if options.json:
        print(json.dumps(result.as_json(), indent=1))
    else:
        print("\n".join([*result.failures, *_table(result)]))
    return 0 if result.verdicts_right else 1


def _table(result: scoring.Result) -> list[str]:
    lines = [
        f"{'school':14}{'rows':>6}{'verdict':>9}{'conditions':>12}{'ambiguous':>11}{'right':>7}"
    ]
    for name, s in {**result.schools, "total": result.total}.items():
        lines.append(
            f"{name:14}{s.rows:6}{s.verdict_right:9}{s.conditions_right:12}"
            f"{s.ambiguous:11}{s.ambiguous_right:7}"
        )
    return lines
