"""`./sg noticed SCHOOL < LOG`: what a proxy's log tells the filter."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from django.utils import timezone

from schoolgate.filtering import actions
from schoolgate.gateways.squid import log
from schoolgate.people.models import School
from schoolgate.records.tenancy import acting_for

_ABOUT: Final = """\
Read the log of Squid or of our own proxy: note which openings were used, and raise a concern for
whoever was stopped on a way round the filter, one for each person and day.

  ./sg noticed brookside < /var/log/squid/schoolgate.log

The same lines again change nothing. Exit code: 0 done; 1 some lines could not be read; 2 nothing
was done.
"""
_AT_ONCE: Final = 50_000  # lines


def parser(prog: str = "./sg noticed") -> argparse.ArgumentParser:
    """Return the parser of the command."""
    plain = argparse.RawDescriptionHelpFormatter
    made = argparse.ArgumentParser(prog, None, _ABOUT, formatter_class=plain)
    made.add_argument("school")
    return made


def main(words: list[str]) -> int:
    """Read standard input; see the help for the exit code."""
    slug = parser().parse_args(words).school
    school = School.objects.filter(slug=slug).first()
    if school is None:
        sys.stderr.write(f"No school is called “{slug}”. ./sg school list shows them.\n")
        return 2
    with acting_for(school.pk):
        return told(school, sys.stdin)


def told(school: School, lines: Iterable[str]) -> int:
    """Tell the filter of a school; say what came of it, and return 1 if some lines are unread."""
    reading = _Reading()
    cases, used = set[int](), 0
    every = reading.of(lines)
    while some := list(islice(every, _AT_ONCE)):
        found = actions.noticed(school=school, lines=some, at=timezone.now())
        cases |= {one.pk for one in found.cases}
        used += found.used
    sys.stdout.write(f"Ways round the filter: {len(cases)}. Openings used: {used}.\n")
    if reading.unread:
        sys.stderr.write(f"Lines that could not be read: {reading.unread}.\n")
    return 1 if reading.unread else 0


class _Reading:
    """Reads lines, and counts those that cannot be read."""

    def __init__(self) -> None:
        self.unread = 0

    def of(self, lines: Iterable[str]) -> Iterator[log.Line]:
        for line in lines:
            try:
                yield log.read(line)
            except log.UnableToRead:
                self.unread += 1
