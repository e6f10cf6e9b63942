"""A letter run and a signing evening, set up and worked on by processes that are killed.

As a program: `python -m tests.jobs.evening prepare PARENTS | work KILLS SEED | judge`.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from typing import Any, Final

LEASE: Final = 0.5  # seconds; a minute in the program
DOCUMENT: Final = "pupil-for-pupil-ks1-by-parent"
_LONGEST: Final = 120  # seconds that the workers may take
_MOST: Final = 12  # statements of SQL that a worker makes in its jobs before it is killed


def prepare(parents: int) -> dict[str, Any]:
    """Parents with a young child each, signed in; and a letter to each, a file for each."""
    from django.utils import timezone

    from schoolgate.agreements import queries
    from schoolgate.notices import actions
    from schoolgate.notices.actions import Draft, printing
    from schoolgate.notices.rules import Group, How
    from schoolgate.people.models import Guardianship, Person, School
    from tests.cast import assemble, client_of

    cast, now = assemble(), timezone.now()
    Person.objects.filter(pk=cast.parent.pk).update(kind="other", role="visitor")
    School.objects.filter(pk=cast.school.pk).update(pack="thatto-heath")
    school, made = School.objects.get(pk=cast.school.pk), []
    for number in range(parents):
        pupil = Person.objects.create(school=school, name=f"Child {number}", role="pupil_ks1",
                                      year=1)  # fmt: skip
        parent = Person.objects.create(school=school, name=f"Parent {number}", role="parent")
        Guardianship.objects.create(school=school, guardian=parent, pupil=pupil)
        made.append({"session": client_of(parent).cookies["sessionid"].value, "pupil": pupil.pk,
                     "name": str(parent)})  # fmt: skip
    text = queries.in_force(school)[DOCUMENT].text
    printing.AT_ONCE = 1  # type: ignore[misc]
    head = Person.objects.select_related("school").get(pk=cast.head.pk)
    draft = Draft(subject="Phones", body="Phones stay in bags.", groups=(Group.PARENTS,),
                  how=How.LETTER)  # fmt: skip
    actions.print_letters(notice=actions.send(draft=draft, by=head, at=now), by=head, at=now)
    return {"people": made, "hash": text.hash, "statements": [one.key for one in text.statements]}


def work(kills: int, seed: int) -> int:
    """Let one worker after the other begin, and kill it at a random statement of a job; return how
    many were: at a moment of the clock a fast machine would be done before.

    Each is a process of its own, forked from this one, which has everything imported and touches no
    database. The last one may finish.
    """
    chance, killed, until = random.Random(seed), 0, time.monotonic() + _LONGEST
    while time.monotonic() < until:
        last = chance.randint(1, _MOST) if killed < kills else 0
        child = os.fork()
        if not child:
            _be_a_worker(last)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == 0:
            return killed
        killed += 1
        time.sleep(LEASE if killed % 3 else 0.05)  # the lease has ended, or has not
    raise TimeoutError("The letters were not printed in time.")


def _be_a_worker(last: int) -> None:
    """Work until nothing waits; where `last` is not 0, be killed at that statement of its jobs."""
    from django.db import connection

    from schoolgate.jobs import working
    from schoolgate.jobs.models import Job, State

    code, made, run = 1, 0, working.run

    def counted(execute: Any, *how: Any) -> Any:
        nonlocal made
        made += 1
        if made == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*how)

    def run_and_count(job: Job) -> None:
        with connection.execute_wrapper(counted):
            run(job)

    try:
        worker = working.Worker()
        vars(working).update(run=run_and_count)
        while Job.objects.filter(schedule="", state__in=(State.WAITING, State.RUNNING)).exists():
            worker.work(until_empty=True)
            time.sleep(0.1)
        code = 0
    finally:
        os._exit(code)


def judge() -> dict[str, Any]:
    """Return what is there: letters and how often each, signatures, entries, findings."""
    from schoolgate.agreements.models import Signature
    from schoolgate.jobs.models import Job
    from schoolgate.notices.models import LetterPart, Step
    from schoolgate.notices.rules import Mark
    from schoolgate.records import verifying
    from schoolgate.records.models import Entry, Journal

    printed = Counter(Step.objects.filter(kind=Mark.PRINTED).values_list("telling", flat=True))
    parts = LetterPart.objects.all()
    return {
        "letters": len(printed), "most_often": max(printed.values(), default=0),
        "files": parts.count(), "made": parts.exclude(made_at=None).count(),
        "printed_entries": Entry.objects.filter(verb="notices:letters:printed").count(),
        "signers": sorted(Signature.objects.values_list("signer__name", flat=True)),
        "signed_entries": Entry.objects.filter(verb="agreements:agreement:signed").count(),
        "jobs": dict(Counter(Job.objects.filter(schedule="").values_list("state", flat=True))),
        "tries": max(Job.objects.filter(schedule="").values_list("attempts", flat=True), default=0),
        "findings": [str(one) for journal in Journal.objects.all()
                     for one in verifying.verify(journal, workers=1).findings],
    }  # fmt: skip


def main(words: list[str]) -> None:
    """Do what the words say; print what came of it as JSON."""
    import django

    django.setup()
    import datetime as dt

    from django.db import connections

    from schoolgate.jobs import rules
    from schoolgate.records import tenancy

    tenancy.open_process(because="It stands in for a command.")
    vars(rules).update(LEASE=dt.timedelta(seconds=LEASE), ATTEMPTS=1_000)
    connections.close_all()
    if words[0] == "prepare":
        said: Any = prepare(int(words[1]))
    elif words[0] == "work":
        said = work(int(words[1]), int(words[2]))
    else:
        said = judge()
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1:])
