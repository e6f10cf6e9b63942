"""Two who write or approve at once, in processes of their own on an SQLite file."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.records.programs import ROOT, environment

ACTS = ("approve", "publish", "save", "draft")
LATE = ("Look at it again", "while you were writing", "has just begun a draft")


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start this program; it waits for a line before it acts."""
    command = [sys.executable, "-m", "tests.policies.life.programs", *words]
    return subprocess.Popen(
        command, env=environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=ROOT,
    )  # fmt: skip


def set_up(count: int) -> None:
    """Make versions that can be approved, published and saved, each `count` times."""
    from schoolgate.people.models import Person
    from schoolgate.policies import actions
    from tests.cast import NOW, assemble
    from tests.policies.life.conftest import Life, approved, consulted, drafted

    cast = assemble()
    first, *_ = actions.adopt(school=cast.school, by=cast.head, at=NOW)
    Person.objects.filter(pk=cast.dsl.pk).update(role="headteacher")
    chairs = [Person.objects.create(school=cast.school, name=name, role="chair")
              for name in ("Chandra Chair", "Carl Chair")]  # fmt: skip
    life = Life(cast, chairs[0], first)
    for make in (consulted, approved, drafted):
        for _ in range(count):
            make(life)


def act(what: str, name: str, ready: Callable[[], object]) -> str:
    """Take one step with every version there is for it; return how many won and were too late."""
    from schoolgate.people.models import Person
    from schoolgate.policies import actions
    from schoolgate.policies.models import Version
    from tests.cast import NOW
    from tests.policies.life.conftest import MAIN

    person = Person.objects.select_related("school").get(name=name)
    stage = {"approve": "consulted", "publish": "approved"}.get(what, "draft")
    found = Version.objects.select_related("school").filter(stage=stage, from_on=None)
    versions = list(found.order_by("number"))
    signature = actions.Signature("the governing body", "7", NOW.date(), "password")
    ready()
    won = late = 0
    for count, one in enumerate(versions):
        try:
            if what == "approve":
                actions.approve(version=one, signature=signature, text_hash=one.text_hash,
                                by=person, at=NOW)  # fmt: skip
            elif what == "publish":
                actions.publish(version=one, from_on=NOW.date() + dt.timedelta(days=count),
                                by=person, at=NOW)  # fmt: skip
            elif what == "save":
                texts = {"policy.md": MAIN.replace("Staying safe", f"{name} says: stay safe")}
                actions.save_draft(version=one, texts=texts, edition=one.edition, by=person,
                                   at=NOW)  # fmt: skip
            else:
                actions.draft(school=person.school, texts={"policy.md": MAIN}, by=person, at=NOW)
            won += 1
        except (actions.UnableToMove, actions.UnableToDraft, actions.EditedMeanwhile) as error:
            late += any(words in str(error) for words in LATE)
    return f"{won} {late}"


def main(words: list[str]) -> None:
    """Do what the words say."""
    import django

    django.setup()
    if words[0] == "set-up":
        set_up(int(words[1]))
    else:
        print(act(words[0], words[1], _wait), flush=True)


def _wait() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1:])
