"""`check` and `coverage`: is a pack right, and is every clause of its printed policy there?"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from rich.progress import track

from schoolgate.policies.analysis import coverage as covering
from schoolgate.policies.analysis.departures import departures
from schoolgate.policies.analysis.findings import KINDS, Finding, findings
from schoolgate.policies.language.effective import standards_folders
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.language.pack import Pack, load


def check(commands: Any) -> None:
    """Add `check PACK… [--json]`."""
    one = commands.add_parser("check", help="mistakes (exit 1) and findings (exit 0) of packs")
    one.add_argument("pack", nargs="+", help="a folder, or the name of a pack")
    one.add_argument("--json", action="store_true", help="for machines")
    one.add_argument("--today", type=date.fromisoformat, help="the day to judge dates by")
    one.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    report: dict[str, Any] = {}
    wrong = False
    many = len(options.pack) > 3 and not options.json
    against = [load(str(folder), options.packs) for folder in standards_folders(options.packs)]
    for name in track(options.pack, "Checking", disable=not many, transient=True):
        try:
            pack = load(name, options.packs)
        except PackError as error:
            wrong = True
            report[name] = {"errors": [asdict(mistake) for mistake in error.mistakes]}
            if not options.json:
                print(f"{name} cannot be used:\n{error}\n")
            continue
        found = look(pack, against, options.today)
        report[name] = {"pack": pack.id, "hash": pack.hash, "errors": [],
                        "findings": [asdict(item) for item in found]}  # fmt: skip
        if not options.json:
            print(grouped(pack, found))
    if options.json:
        print(json.dumps(report, indent=1, ensure_ascii=False))
    return 1 if wrong else 0


def look(pack: Pack, against: Sequence[Pack], today: date | None = None) -> list[Finding]:
    """Return the findings of a pack, departures from standards packs included."""
    found = findings(pack, today)
    if pack.front.kind != "standards":
        found += departures(pack, against)
    return found


def grouped(pack: Pack, found: list[Finding]) -> str:
    """Return findings as text under their headings, with counts."""
    rules = sum(1 for _ in pack.book.rules())
    lines = [
        f"{pack.front.title} ({pack.id}): {len(pack.by_ref)} clauses, {rules} rules, no errors."
    ]
    for kind, title in KINDS.items():
        mine = [item for item in found if item.kind == kind]
        if mine:
            lines += ["", f"{title} ({len(mine)})"]
            lines += [f"  {item.text}{_place(item)}" for item in mine]
    return "\n".join([*lines, ""])


def _place(item: Finding) -> str:
    return f"  [{item.file}:{item.line}]" if item.file and item.line else ""


def coverage(commands: Any) -> None:
    """Add `coverage [--json]`."""
    one = commands.add_parser("coverage", help="source lines that no clause of a pack cites")
    one.add_argument("--json", action="store_true", help="for machines")
    one.set_defaults(run=_coverage)


def _coverage(options: argparse.Namespace) -> int:
    found = list(covering.coverage(options.packs))
    if options.json:
        print(json.dumps([asdict(item) for item in found], indent=1))
    else:
        for item in found:
            print(f"{item.pack}: {item.clause_lines} lines of source {item.source} carry a clause; "
                  f"{len(item.uncited)} uncited.")  # fmt: skip
            if item.uncited:
                print(f"  no clause cites: {covering.ranges(item.uncited)}")
            if item.unknown:
                print(f"  cited, but not a clause line: {covering.ranges(item.unknown)}")
    return 1 if any(item.uncited or item.unknown for item in found) else 0
