"""The sub-commands of `./sg jobs`: words in, text out, an exit code back."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from typing import Any, Final

from django.db import DatabaseError
from django.db.models import QuerySet
from django.utils import timezone

from schoolgate.jobs import actions, queries, rules, schedule
from schoolgate.jobs.models import Job
from schoolgate.jobs.schedule import Schedule

_MOST_SHOWN: Final = 20
_ABOUT: Final = "Background work: what waits, runs and has failed, and what the schedules do next."
_AFTER: Final = f"""\
  ./sg jobs
  ./sg jobs retry 12

Work is done by ./sg work, as many of them as you like. It is tried {rules.ATTEMPTS} times; what has
failed then stays here for {rules.KEPT_FAILED.days} days.

Exit code: 0 done; 1 some jobs have failed; 2 nothing was done.
"""


def parser(prog: str = "./sg jobs") -> argparse.ArgumentParser:
    """Return the parser of every sub-command."""
    plain = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(prog, None, _ABOUT, _AFTER, formatter_class=plain)
    top.add_argument("--json", action="store_true", help="for machines")
    top.set_defaults(run=_list)
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    retry = commands.add_parser("retry", help="try a failed job again")
    retry.add_argument("id", type=int, metavar="ID")
    retry.set_defaults(run=_retry)
    return top


def main(words: list[str]) -> int:
    """Run one sub-command; 0 done, 1 some jobs have failed, 2 nothing was done."""
    options = parser().parse_args(words)
    try:
        return int(options.run(options))
    except actions.UnableToRetry as error:
        print(error, file=sys.stderr)
    except DatabaseError as error:
        print(f"The database cannot be read: {error}".strip().rstrip(".") + ".", file=sys.stderr)
    return 2


def _retry(options: argparse.Namespace) -> int:
    job = actions.retry(pk=options.id, at=timezone.now())
    print(f"Job {job.pk} ({_name(job)}) is tried again.")
    return 0


def _list(options: argparse.Namespace) -> int:
    now, failed = timezone.now(), queries.failed()
    if options.json:
        print(json.dumps(_values(now), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_told(now)))
    return 1 if failed.exists() else 0


def _told(now: datetime) -> list[str]:
    lines = _part("Failed", queries.failed(), "finished_at")
    lines += _part("Running", queries.running(), "lease_until")
    lines += _part("Waiting", queries.waiting(), "due_at")
    lines += ["Next"]
    lines += [f"  {_when(one.every.next(now))}  {one.name}" for one in _soonest(now)]
    return lines


def _part(title: str, jobs: QuerySet[Job], at: str) -> list[str]:
    count = jobs.count()
    lines = [f"{title}: {count:,}"]
    for job in jobs[:_MOST_SHOWN]:
        tries = f", try {job.attempts} of {rules.ATTEMPTS}" if job.attempts else ""
        trouble = f": {job.trouble}" if job.trouble else ""
        lines.append(f"  {_when(getattr(job, at))}  {job.pk}  {_name(job)}{tries}{trouble}")
    if count > _MOST_SHOWN:
        lines.append(f"  … and {count - _MOST_SHOWN:,} more.")
    return lines


def _values(now: datetime) -> dict[str, Any]:
    return {
        "failed": [_value(job) for job in queries.failed()],
        "running": [_value(job) for job in queries.running()],
        "waiting": [_value(job) for job in queries.waiting()],
        "next": {one.name: one.every.next(now).isoformat() for one in _soonest(now)},
    }


def _value(job: Job) -> dict[str, Any]:
    return {"id": job.pk, "name": _name(job), "due_at": job.due_at.isoformat(),
            "attempts": job.attempts, "trouble": job.trouble}  # fmt: skip


def _soonest(now: datetime) -> list[Schedule]:
    return sorted(schedule.known(), key=lambda one: (one.every.next(now), one.name))


def _name(job: Job) -> str:
    return job.schedule or job.task.removeprefix("schoolgate.")


def _when(at: datetime) -> str:
    here = timezone.localtime(at)
    return f"{here.day} {here:%B %Y, %H:%M}"
