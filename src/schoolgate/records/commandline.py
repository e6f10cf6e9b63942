"""The sub-commands of `./sg journal`: words in, text out, an exit code back."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from django.db import DatabaseError, transaction
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from schoolgate.records import actions, bundles, queries, signing, verifying, witnesses
from schoolgate.records.checking import Finding
from schoolgate.records.checkpoints import Head
from schoolgate.records.models import Journal, TreeHead
from schoolgate.records.parties import School, System, Thing
from schoolgate.records.verbs import RecordsVerb
from schoolgate.records.verifying import Report, Watch

_MOST_SHOWN: Final = 20
_ERRORS: Final = (
    actions.UnableToSign,
    bundles.UnableToExport,
    signing.KeyIsDamaged,
    witnesses.UnableToWitness,
)
_ABOUT: Final = (
    "The journal: everything that was done, in an order that cannot be rewritten unseen."
)
_AFTER: Final = """\
Every hour ./sg work signs each journal and puts the head into var/heads/SCHOOL/. Keep heads where
this machine cannot reach them: copy that folder, print them, give them to the authority.
  ./sg journal head --school elmfield > head-2026-10-14.txt
  ./sg journal verify --school elmfield --against head-2026-10-14.txt
  ./sg journal verify --school elmfield --against /mnt/authority/heads/elmfield
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
    verify.add_argument("--against", type=Path, metavar="PATH",
                        help="a head that a witness kept, or a folder of heads")  # fmt: skip
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
    journal = _one(options.school)
    head = _signed(journal)
    witnesses.keep(journal)
    if options.json:
        values = {"journal": head.journal.name, "size": head.size, "root": bytes(head.root).hex()}
        print(json.dumps(values | {"note": head.note}, ensure_ascii=False))
    else:
        print(head.note, end="")
    return 0


def _verify(options: argparse.Namespace) -> int:
    given = witnesses.read(options.against) if options.against else []
    reports = [_checked(journal, given, options) for journal in _wanted(given, options)]
    if not options.school:
        reports += _lost()
    if options.json:
        print(json.dumps([_values(report) for report in reports], ensure_ascii=False, indent=1))
    else:
        print("\n".join(_told(report, outside=bool(given)) for report in reports))
    return 1 if any(report.findings for report in reports) else 0


def _wanted(given: list[Head], options: argparse.Namespace) -> list[Journal]:
    name = options.school or (given[0].journal if given else None)
    there = list(queries.journals())
    return [_one(name)] if name or not (there or witnesses.names()) else there


def _checked(journal: Journal, given: list[Head], options: argparse.Namespace) -> Report:
    kept, findings = witnesses.kept(journal.name)
    with _bar(f"Checking {journal.name}", journal, options) as watch:
        report = verifying.verify(
            journal, witnesses=[*given, *kept], workers=options.workers, watch=watch
        )
    return replace(report, findings=report.findings + findings)


def _lost() -> list[Report]:
    """Return a report for each journal that once had a head and is not there any more."""
    there = {journal.name for journal in queries.journals()}
    gone = Finding(0, "Heads of this journal were kept, and the journal is gone.")
    return [
        Report(name, 0, 0, 0, findings=[gone]) for name in witnesses.names() if name not in there
    ]


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
        "witnesses": report.witnesses,
        "findings": findings,
    }


def _told(report: Report, *, outside: bool) -> str:
    counts = f"{report.entries:,} entries, {report.erased:,} with words erased, "
    counts += f"{report.heads:,} signed heads"
    if not report.findings:
        return f"{report.journal}: whole. {counts}. {_against(report, outside)}"
    shown = [f"  {finding}" for finding in report.findings[:_MOST_SHOWN]]
    if (more := len(report.findings) - _MOST_SHOWN) > 0:
        shown.append(f"  … and {more:,} more.")
    return "\n".join([f"{report.journal}: NOT whole. {counts}.", *shown])


def _against(report: Report, outside: bool) -> str:
    if report.witnessed is None:
        return "No witnessed head was given (--against), so a whole rewrite would not show."
    heads = "the witnessed head"
    if report.witnesses > 1:
        heads = f"{report.witnesses:,} witnessed heads, the last"
    fits = f"It fits {heads} over {report.witnessed:,} entries"
    if outside:
        return f"{fits}."
    return f"{fits}, kept on this machine; a copy kept elsewhere (--against) is a better witness."
