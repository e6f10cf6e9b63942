"""`push`: a pack on file becomes a draft of a school, after the same checks as `check`."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from schoolgate.policies.analysis.findings import findings
from schoolgate.policies.language.effective import find
from schoolgate.policies.language.pack import assemble, texts_of


def push(commands: Any) -> None:
    """Add `push PACK --school SLUG`."""
    one = commands.add_parser(
        "push", help="make a pack the draft of a school, or bring it up to it"
    )
    one.add_argument("pack", help="a folder, or the name of a pack")
    one.add_argument("--school", required=True, help="the school's short name")
    one.set_defaults(run=_push)


def _push(options: argparse.Namespace) -> int:
    from django.utils import timezone  # only this sub-command needs the database

    from schoolgate.people.models import School
    from schoolgate.policies import actions
    from schoolgate.records.parties import System

    school = School.objects.filter(slug=options.school).first()
    if school is None:
        print(f"There is no school “{options.school}”. ./sg school list", file=sys.stderr)
        return 2
    folder = find(options.pack, options.packs)
    texts = texts_of(folder)
    pack = assemble(texts, packs=options.packs, folder=folder)
    operator = System("operator", "The operator, at the machine itself")
    try:
        made = actions.push(school=school, texts=texts, by=operator, at=timezone.now())
    except (actions.UnableToDraft, actions.EditedMeanwhile) as error:
        print(error, file=sys.stderr)
        return 1
    for version in made:
        print(f"{version}: {version.stage}, number {version.number}, edition {version.edition}.")
    if not made:
        print("Nothing to push: the newest versions hold these very texts.")
    print(f"{len(findings(pack))} findings; ./sg policy check {options.pack} tells them.")
    return 0
