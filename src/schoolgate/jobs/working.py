"""A worker: takes one job after the other, keeps hold of it while it runs, says how it ended."""

from __future__ import annotations

import json
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import OperationalError, close_old_connections, connection, connections
from django.db.utils import Error, InterfaceError
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task

from schoolgate.jobs import actions, leases, progress, rules, troubles, whose
from schoolgate.jobs.models import Job

log = logging.getLogger(__name__)
_AWAY = (InterfaceError, OperationalError)  # the database is locked, or gone for now


class Worker:
    """Does what is due. `stopping` lets it finish the job at hand and then end."""

    def __init__(self) -> None:
        self.holder = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stopping = False
        self._asked: dict[str, datetime] = {}

    def work(self, *, until_empty: bool = False) -> int:
        """Work until `stopping`, or until nothing is due; return how many jobs were run."""
        ran = 0
        while not self.stopping:
            _refresh()
            try:
                actions.ask_for_what_is_due(at=timezone.now(), asked=self._asked)
                job = leases.take(self.holder, timezone.now())
            except _AWAY:
                log.warning("The database is busy or away. The worker waits.")
                time.sleep(rules.IDLE_SECONDS)
                continue
            if job is not None:
                run(job)
                ran += 1
            elif until_empty:
                break
            else:
                time.sleep(rules.IDLE_SECONDS)
        return ran


def run(job: Job) -> None:
    """Run a job that was taken, and say how it ended if it is still held then."""
    with _kept(job), whose.of_school(job.school), progress.of(job):
        try:
            args, kwargs = json.loads(job.arguments)
            _task(job.task).call(*args, **kwargs)
        except Exception as error:
            trouble = troubles.sentence(error)
            log.warning("Job %s, try %s: %s\n%s", job.pk, job.attempts, trouble,
                        troubles.steps(error))  # fmt: skip
            _say(lambda: leases.failed(job, timezone.now(), trouble))
        else:
            _say(lambda: leases.done(job, timezone.now()))


def _refresh() -> None:
    """Give up a connection that is too old or broken; never one in the middle of a transaction."""
    if not connection.in_atomic_block:
        close_old_connections()


def _task(path: str) -> Task[..., Any]:
    try:
        found = import_string(path)
    except ImportError:
        found = None
    if not isinstance(found, Task):
        raise troubles.NoSuchTask(f"The program has no task {path}. Was it renamed?")
    return found


@contextmanager
def _kept(job: Job) -> Iterator[None]:
    """Renew the lease from a thread, which has a connection of its own."""
    ended = threading.Event()
    beat = threading.Thread(target=_renew, args=(job, ended), daemon=True)
    beat.start()
    try:
        yield
    finally:
        ended.set()
        beat.join()


def _renew(job: Job, ended: threading.Event) -> None:
    try:
        while not ended.wait(rules.LEASE.total_seconds() / 3):
            try:
                if not leases.renew(job, timezone.now()):
                    log.warning("Job %s is no longer held by this worker.", job.pk)
                    return
            except Error:
                _refresh()  # locked or away: there is time for another try
    finally:
        connections.close_all()


def _say(word: Callable[[], bool]) -> None:
    """Write down how a job ended, however long the database is locked, up to one lease."""
    give_up = time.monotonic() + rules.LEASE.total_seconds()
    while True:
        try:
            word()
            return
        except _AWAY:
            if time.monotonic() > give_up:
                log.warning("The end of a job could not be written. It will be run again.")
                return
            _refresh()
            time.sleep(rules.IDLE_SECONDS)
