"""`publish-template FOLDER`: a new issue of a template, on file, and offered to its schools."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.mistakes import PackError
from schoolgate.policies.language.pack import load


class UnableToPublish(Exception):
    """The folder is no new issue of a template. The message says what to do."""


def publish_template(commands: Any) -> None:
    """Add `publish-template FOLDER`."""
    one = commands.add_parser("publish-template", help="put a new issue of a template on file")
    one.add_argument("folder", type=Path)
    one.set_defaults(run=_publish)


def _publish(options: argparse.Namespace) -> int:
    try:
        pack = issue(options.folder, options.packs)
    except UnableToPublish as error:
        print(error, file=sys.stderr)
        return 1
    place = options.packs / pack.name / pack.front.version
    put(options.folder, place)
    print(f"{pack.front.title}, issue {pack.front.version}, lies in {place} now.")
    for name in _offered(pack):
        print(f"Offered to {name}.")
    return 0


def issue(folder: Path, packs: Path) -> Pack:
    """Return a folder as a new issue of a template on file. Raises UnableToPublish, PackError."""
    if not folder.is_dir() or not any(folder.glob("*.md")):
        raise UnableToPublish(f"{folder} holds no document. Give the folder of the new issue.")
    pack = load(str(folder), packs)
    if pack.front.kind != "template":
        raise UnableToPublish('This is no template. Write kind = "template" in its front matter.')
    if not re.fullmatch(r"\d[\w.-]{0,30}", pack.front.version):
        raise UnableToPublish('Number the issue: write for example version = "6".')
    there = packs / pack.name
    if (there / pack.front.version).exists():
        raise UnableToPublish(f"{pack.id} is on file already. Give the new issue another version.")
    issues = [path.name for path in there.glob("*/")] if there.is_dir() else []
    if issues and max(map(_order, issues)) > _order(pack.front.version):
        raise UnableToPublish(f"A later issue than {pack.front.version} is on file already.")
    return pack


def _order(version: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", version)]


def put(folder: Path, place: Path) -> None:
    """Copy the documents of an issue to their place, which appears whole."""
    aside = place.with_name(f".{place.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for path in folder.glob("*.md"):
        shutil.copyfile(path, aside / path.name)
    aside.rename(place)


def _offered(pack: Pack) -> list[str]:
    """Write down at each school that builds on the template that the issue is offered to it."""
    from django.utils import timezone

    from schoolgate.people import queries as people
    from schoolgate.policies import actions, library
    from schoolgate.records.parties import System

    names = []
    for school in people.schools():
        try:
            extends = library.of(school).pack.front.extends
        except PackError:
            continue
        if extends.partition("@")[0] == pack.name:
            by = System("publishing", f"Whoever published {pack.id}")
            actions.offer_issue(school=school, issue=pack.id, by=by, at=timezone.now())
            names.append(school.name)
    return names
