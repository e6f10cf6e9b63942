"""The sub-commands of `./sg filter`: words in, text out, an exit code back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from schoolgate.filtering import publishing
from schoolgate.filtering.decisions import Verdict
from schoolgate.filtering.explaining import explained
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.overlay import Asker
from schoolgate.filtering.publishing import UnableToAssemble
from schoolgate.filtering.rules.verdicts import PROFILES
from schoolgate.kernel.times import LONDON
from schoolgate.people.models import School
from schoolgate.policies.language.mistakes import PackError

_ABOUT: Final = """\
The web filter of a school: explain a decision, make it anew, say how it is.
"""
_AFTER: Final = """\
  ./sg filter check elmfield games.example --as teacher --at "18/11/2026 12:30"
  ./sg filter check elmfield http://games.example/play --from 10.1.0.5
  ./sg filter make elmfield
  ./sg filter status elmfield

Exit code of check: 0 it is open, 1 it is closed, 2 nothing was asked.
"""
_FORMS: Final = ("%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


class UnableToAsk(Exception):
    """The words make no question. The message says what to write."""


def main(words: list[str]) -> int:
    """Run one sub-command; return its exit code."""
    said = parser().parse_args(words)
    try:
        run: Callable[[Any], int] = said.run
        return run(said)
    except (UnableToAsk, UnableToAssemble, PackError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def parser(prog: str = "./sg filter") -> argparse.ArgumentParser:
    """Return the parser of every sub-command."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog, None, _ABOUT, _AFTER, formatter_class=plain)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    check = commands.add_parser("check", help="tell whether somebody may open an address, and why")
    check.add_argument("school")
    check.add_argument("address", help="URL, host:port or host")
    check.add_argument("--as", dest="role", default="", help="a role, or role+ for a nominated one")
    check.add_argument("--from", dest="client", default="", help="the IP address that asks")
    check.add_argument("--user", default="", help="the name at the proxy")
    check.add_argument("--at", default="", help="when, such as 18/11/2026 12:30; now if left out")
    check.set_defaults(run=_check)
    for name, run, told in (("make", _make, "make the filter anew, now"),
                            ("status", _status, "say whether the filter is whole")):  # fmt: skip
        one = commands.add_parser(name, help=told)
        one.add_argument("school")
        one.set_defaults(run=run)
    return top


def _check(said: argparse.Namespace) -> int:
    school = _school(said.school)
    if said.role and said.role not in PROFILES:
        raise UnableToAsk(f"“{said.role}” is no role here. Choose one of: {', '.join(PROFILES)}.")
    judge = Judge(publishing.folder_of(school))
    at = _instant(said.at).timestamp()
    if said.role:
        found = judge.decide_for(said.address, Asker(said.role, user=said.user), at)
    else:
        found = judge.decide(said.address, client=said.client, user=said.user, at=at)
    sys.stdout.write("\n".join(explained(found)) + "\n")
    if trouble := judge.trouble():
        sys.stderr.write(f"{trouble}\n")
    return 0 if found.verdict is Verdict.ALLOW else 1


def _make(said: argparse.Namespace) -> int:
    school = _school(said.school)
    name = publishing.make(school, timezone.now())
    sys.stdout.write(f"The filter of {school} is made anew: {name}.\n")
    return 0


def _status(said: argparse.Namespace) -> int:
    folder = publishing.folder_of(_school(said.school))
    judge = Judge(folder)
    snapshot = judge.snapshot
    if snapshot is None:
        raise UnableToAsk(judge.trouble() + f" Run ./sg filter make {said.school}.")
    made = datetime.fromisoformat(snapshot.about["made"]).astimezone(LONDON)
    sys.stdout.write(
        f"Made {made:%d/%m/%Y at %H:%M} from {snapshot.table.head['names']:,} names, "
        f"policy {snapshot.about['policy'][:12]}.\nIt lies in {folder}.\n"
        f"{judge.trouble() or 'Nothing is wrong.'}\n"
    )
    return 1 if judge.trouble() else 0


def _school(slug: str) -> School:
    found = School.objects.filter(slug=slug).first()
    if found is None:
        raise UnableToAsk(f"No school is called “{slug}”. ./sg school list shows them.")
    return found


def _instant(written: str) -> datetime:
    if not written:
        return timezone.now()
    for form in _FORMS:
        try:
            return datetime.strptime(written, form).replace(tzinfo=LONDON)
        except ValueError:
            continue
    raise UnableToAsk(f"“{written}” is no time. Write it like 18/11/2026 12:30.")
