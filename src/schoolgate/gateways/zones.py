"""`./sg zones SCHOOL FOLDER`: what name servers can carry of a school's filter."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Final

from schoolgate.filtering import publishing
from schoolgate.filtering.current import Current, at_instant
from schoolgate.filtering.judging import Judge
from schoolgate.filtering.overlay import Overlay
from schoolgate.filtering.snapshot import Snapshot
from schoolgate.gateways.dns.answers import Own, Profile
from schoolgate.gateways.dns.writing import BlockPage, UnableToWrite, write_zones
from schoolgate.people.models import School

_ABOUT: Final = """\
Write zones for name servers, for each profile: for BIND and unbound (RPZ), and for dnsmasq.

A name server knows no minute: what is closed for a profile at any time of the day is closed.
"""
_PROFILES: Final = ("pupil_ks1", "pupil_ks2", "office_staff", "teacher", "guest")
_AT_ANY_TIME: Final = 0.0  # no snapshot knows of 1970: what is ever closed


def parser(prog: str = "./sg zones") -> argparse.ArgumentParser:
    """Return the parser of the command."""
    plain = argparse.RawDescriptionHelpFormatter
    made = argparse.ArgumentParser(prog, None, _ABOUT, formatter_class=plain)
    made.add_argument("school")
    made.add_argument("folder", type=Path, metavar="FOLDER", help="where the files are written")
    add = made.add_argument
    add("--page", default="", metavar="HOST", help="of the block page; else there is no such name")
    add("--address", action="append", default=[], metavar="IP", help="of the block page")
    return made


def main(words: list[str]) -> int:
    """Write the zones; 0, or 2 with one sentence where that is not possible."""
    said = parser().parse_args(words)
    try:
        return _write(said)
    except (UnableToWrite, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _write(said: argparse.Namespace) -> int:
    school = School.objects.filter(slug=said.school).first()
    if school is None:
        raise UnableToWrite(f"No school is called “{said.school}”. ./sg school list shows them.")
    judge = Judge(publishing.folder_of(school))
    if judge.snapshot is None:
        raise UnableToWrite(f"{judge.trouble()} Run ./sg filter make {said.school}.")
    said.folder.mkdir(parents=True, exist_ok=True)
    page = BlockPage(said.page, tuple(said.address))
    for one in write_zones(said.folder, profiles_of(judge.snapshot, judge.overlay),
                           judge.snapshot.table, serial=int(time.time()), page=page):  # fmt: skip
        left, names = sum(one.left_out.values()), sum(one.names.values())
        more = f"; {left:,} that DNS cannot hold were left out" if left else ""
        sys.stdout.write(f"{one.profile}: {names:,} names{more}\n")
    return 0


def profiles_of(snapshot: Snapshot, overlay: Overlay) -> list[Profile]:
    """Return the profiles with what is closed for each at any time, and the school's own names."""
    now = at_instant(snapshot.said, snapshot.table.categories, _AT_ANY_TIME)
    return [_profile(name, now, overlay) for name in _PROFILES]


def _profile(name: str, now: Current, overlay: Overlay) -> Profile:
    entries = [one for every in overlay.entries.values() for one in every
               if not one.path and not (one.roles and name not in one.roles)]  # fmt: skip
    allow = frozenset(one.host.encode() for one in entries if one.allow)
    block = frozenset(one.host.encode() for one in entries if not one.allow)
    helps = frozenset(one.encode() for one in overlay.help)
    return Profile(name, now.of(name).mask, Own(helps, allow, block))
