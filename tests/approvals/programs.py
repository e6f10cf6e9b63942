"""Deciders in processes of their own, on an SQLite file: `python -m tests.approvals.programs …`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.records.programs import ROOT, environment


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Start this program; it waits for a line before it acts."""
    command = [sys.executable, "-m", "tests.approvals.programs", *words]
    return subprocess.Popen(
        command, env=environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=ROOT,
    )  # fmt: skip


def set_up(count: int = 30) -> None:
    """Ask for leave many times, at a school with two who decide."""
    from schoolgate.approvals import actions
    from schoolgate.people.models import Person, School
    from tests.approvals.conftest import wish
    from tests.cast import NOW, assemble

    cast = assemble()
    School.objects.filter(pk=cast.school.pk).update(pack="ashbrook")
    Person.objects.filter(pk=cast.dsl.pk).update(role="headteacher")
    teacher = Person.objects.get(pk=cast.teacher.pk)
    for _ in range(count):
        actions.ask(wish=wish(), by=teacher, at=NOW)


def decide(name: str) -> str:
    """Decide every request; return how many came through, and how many were too late."""
    from schoolgate.approvals import actions
    from schoolgate.approvals.models import Approval
    from schoolgate.people.models import Person
    from tests.cast import NOW

    head = Person.objects.get(name=name)
    won = late = 0
    for one in Approval.objects.order_by("pk"):
        try:
            if name == "Hana Head":
                actions.grant(approval=one, terms=actions.Terms("Yes."), by=head, at=NOW)
            else:
                actions.refuse(approval=one, reason="No.", by=head, at=NOW)
            won += 1
        except actions.UnableToDecide as error:
            late += "already. Look again." in str(error)
    return f"{won} {late}"


def main(words: list[str]) -> None:
    """Do what the words say."""
    import django

    django.setup()
    if words[0] == "set-up":
        set_up(int(words[1]))
    else:
        print("ready", flush=True)
        sys.stdin.readline()
        print(decide(words[1]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
