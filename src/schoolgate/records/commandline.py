"""The sub-commands of `./sg journal`: words in, text out, an exit code back."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from schoolgate.records import actions, bundles, checkpoints, queries, signing, verifying
from schoolgate.records.models import Journal, TreeHead
from schoolgate.records.parties import School, System, Thing
from schoolgate.records.verbs import RecordsVerb
from schoolgate.records.verifying import Report, Watch

_MOST_SHOWN: Final = 20
_ERRORS: Final = (
    actions.UnableToSign,
    bundles.UnableToExport,
    checkpoints.NotAHead,
    signing.KeyIsDamaged,
)
_ABOUT: Final = (
    "The journal: everything that was done, in an order that cannot be rewritten unseen."
)
_AFTER: Final = """\
Keep heads where this machine cannot reach them: print them, mail them, give them to the authority.
  ./sg journal head --school elmfield > head-2026-10-14.txt
  ./sg journal verify --school elmfield --against head-2026-10-14.txt
"""


class NoSuchJournal(Exception):
    """The words name no journal, or more than one would fit."""


def parser(prog: str = "./sg journal") -> argparse.ArgumentParser:
    """Return the parser of every sub-command."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog, None, _ABOUT, _AFTER, formatter_class=plain)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    head = commands.add_parser("head", help="sign what is there now, and print it for a witness")
    head.set_defaults(run=_head)
    verify = commands.add_parser("verify", help="check every entry, signature and head")
    verify.add_argument("--against", type=Path, metavar="FILE", help="a head that a witness kept")
    verify.add_argument("--workers", type=int, default=0, help="processes; without it, as needed")
    verify.set_defaults(run=_verify)
    export = commands.add_parser("export", help="write a bundle that anybody can check")
    export.add_argument("--to", type=Path, required=True, metavar="FILE", help="a new file")
    export.set_defaults(run=_export)
    for one in (head, verify, export):
        one.add_argument("--school", metavar="NAME", help="whose journal; needed if there are many")
        one.add_argument("--json", action="store_true", help="for machines")
    return top


def main(words: list[str]) -> int:
    """Run one sub-command; 0 done, 1 the journal is not whole, 2 it could not be done."""
    options = parser().parse_args(words)
    try:
        return int(options.run(options))
    except (NoSuchJournal, *_ERRORS) as error:
        print(error, file=sys.stderr)
    except DatabaseError as error:
        print(f"The database cannot be read: {error}".strip().rstrip(".") + ".", file=sys.stderr)
    return 2


def _head(options: argparse.Namespace) -> int:
    head = _signed(_one(options.school))
    if options.json:
        values = {"journal": head.journal.name, "size": head.size, "root": bytes(head.root).hex()}
        print(json.dumps(values | {"note": head.note}, ensure_ascii=False))
    else:
        print(head.note, end="")
    return 0


def _verify(options: argparse.Namespace) -> int:
    witnessed = checkpoints.read(_text(options.against)) if options.against else None
    name = options.school or (witnessed.journal if witnessed else None)
    reports = []
    for journal in [_one(name)] if name else list(queries.journals()) or [_one(None)]:
        with _bar(f"Checking {journal.name}", journal, options) as watch:
            reports.append(
                verifying.verify(journal, witnessed=witnessed, workers=options.workers, watch=watch)
            )
    if options.json:
        print(json.dumps([_values(report) for report in reports], ensure_ascii=False, indent=1))
    else:
        print("\n".join(_told(report) for report in reports))
    return 1 if any(report.findings for report in reports) else 0


def _export(options: argparse.Namespace) -> int:
    journal = _one(options.school)
    bundles.refuse(options.to)
    with transaction.atomic():
        size = _record_export(journal, options.to)
    head = _signed(journal)
    with _bar(f"Exporting {journal.name}", journal, options) as watch:
        script = bundles.export(journal, head.size, options.to, watch)
    if options.json:
        print(json.dumps({"file": str(options.to), "entries": head.size, "script": str(script)}))
    else:
        print(f"{options.to} holds {head.size:,} entries; entry {size:,} records this export.")
        print(f"Check it anywhere: python {script.name} {options.to.name}")
    return 0


def _record_export(journal: Journal, to: Path) -> int:
    size = journal.entries.count()
    of = Thing("records.journal", str(journal.school), journal.name)
    school = School(journal.school, journal.name)
    words = {"file": to.name, "up_to": size}
    entry = actions.write(school=school, by=_operator(), at=timezone.now(), object=of, body=words,
                          verb=RecordsVerb.JOURNAL_EXPORTED)  # fmt: skip
    return entry.sequence


def _signed(journal: Journal) -> TreeHead:
    return actions.sign_head(journal=journal, by=_operator(), at=timezone.now())


def _operator() -> System:
    return System("command-line", f"{getpass.getuser()} at the command line")


def _one(name: str | None) -> Journal:
    journals = list(queries.journals())
    fitting = [journal for journal in journals if name in (None, journal.name)]
    if len(fitting) == 1:
        return fitting[0]
    names = ", ".join(journal.name for journal in journals)
    if not journals:
        raise NoSuchJournal("There is no journal yet: nothing has been done here.")
    if name is None:
        raise NoSuchJournal(f"Say which journal with --school. There are: {names}.")
    raise NoSuchJournal(f"There is no journal of “{name}”. There are: {names}.")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise checkpoints.NotAHead(f"{file} cannot be read. Name a file with a head.") from None


@contextmanager
def _bar(title: str, journal: Journal, options: argparse.Namespace) -> Iterator[Watch]:
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=options.json) as progress:
        task = progress.add_task(title, total=journal.entries.count())
        yield lambda entries: progress.advance(task, entries)


def _values(report: Report) -> dict[str, Any]:
    findings = [{"entry": one.sequence or None, "text": one.text} for one in report.findings]
    return {
        "journal": report.journal,
        "whole": not findings,
        "entries": report.entries,
        "erased": report.erased,
        "heads": report.heads,
        "witnessed": report.witnessed,
        "findings": findings,
    }


def _told(report: Report) -> str:
    counts = f"{report.entries:,} entries, {report.erased:,} with words erased, "
    counts += f"{report.heads:,} signed heads"
    if not report.findings:
        against = "No witnessed head was given (--against), so a whole rewrite would not show."
        if report.witnessed:
            against = f"It fits the witnessed head over {report.witnessed:,} entries."
        return f"{report.journal}: whole. {counts}. {against}"
    shown = [f"  {finding}" for finding in report.findings[:_MOST_SHOWN]]
    if (more := len(report.findings) - _MOST_SHOWN) > 0:
        shown.append(f"  … and {more:,} more.")
    return "\n".join([f"{report.journal}: NOT whole. {counts}.", *shown])
