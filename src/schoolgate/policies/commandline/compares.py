"""`diff`, `who-may` and `what-may`: compare two packs, and read rights out of one."""

from __future__ import annotations

import argparse
import json
from typing import Any

from schoolgate.policies.analysis.differences import differences
from schoolgate.policies.analysis.rights import Right, what_may, who_may
from schoolgate.policies.english.changes import headline, said
from schoolgate.policies.english.sentences import answer_words, people
from schoolgate.policies.language.pack import Pack, load


def diff(commands: Any) -> None:
    """Add `diff A B [--json]`."""
    one = commands.add_parser("diff", help="which questions change answer from one pack to another")
    one.add_argument("a", help="a pack, or name@version")
    one.add_argument("b")
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(run=_diff)


def _diff(options: argparse.Namespace) -> int:
    before, after = (load(name, options.packs) for name in (options.a, options.b))
    changes = differences(before.book, after.book)
    if options.json:
        rows = [{"kind": change.kind, "says": said(change, after.words)} for change in changes]
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return 0
    print(headline(before, after, changes))
    kind = ""
    for change in changes:
        if change.kind != kind:
            kind = change.kind
            print(f"\n{kind.upper()}")
        print(f"  {said(change, after.words)}")
    return 0


def who_may_command(commands: Any) -> None:
    """Add `who-may --pack … --action … --resource … [--json]`."""
    one = commands.add_parser("who-may", help="who may do an act, from the rules")
    for name in ("--pack", "--action", "--resource"):
        one.add_argument(name, required=True)
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(run=_who_may)


def what_may_command(commands: Any) -> None:
    """Add `what-may --pack … --actor … [--json]`."""
    one = commands.add_parser("what-may", help="what one kind of person may do, from the rules")
    for name in ("--pack", "--actor"):
        one.add_argument(name, required=True)
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(run=_what_may)


def _who_may(options: argparse.Namespace) -> int:
    pack = load(options.pack, options.packs)
    return _print(pack, who_may(pack.book, options.action, options.resource), options.json)


def _what_may(options: argparse.Namespace) -> int:
    pack = load(options.pack, options.packs)
    return _print(pack, what_may(pack.book, options.actor), options.json)


def _print(pack: Pack, rights: list[Right], as_json: bool) -> int:
    if as_json:
        rows = [
            {"actors": r.actors, "acts": r.acts, "outcome": r.answer.outcome,
             "conditions": [gate.term for gate in r.answer.conditions],
             "unknown": r.answer.unknown, "clauses": r.answer.clauses}
            for r in rights
        ]  # fmt: skip
        print(json.dumps(rows, indent=1))
        return 0
    if not rights:
        print(f"{pack.front.title} does not say.")
    for right in rights:
        acts = ", ".join(
            f"{action} {resource}".replace("_", " ") for action, resource in right.acts
        )
        print(
            f"{people(right.actors, pack.words)}: {acts}: {answer_words(right.answer, pack.words)}"
        )
    return 0
