"""`./sg work`."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from schoolgate.jobs.working import Worker


class Command(BaseCommand):
    """One worker; run several for more. The first signal lets it finish the job at hand."""

    help = "Do the background work: jobs that wait, and what the schedules say."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--until-empty`."""
        parser.add_argument("--until-empty", action="store_true", help="end when nothing is due")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal comes."""
        worker = Worker()

        def stop(number: int, frame: object) -> None:
            worker.stopping = True
            signal.signal(number, signal.SIG_DFL)  # a second signal does not wait for the job

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        ran = worker.work(until_empty=options["until_empty"])
        if options["until_empty"]:
            self.stdout.write(f"{ran} {'job was' if ran == 1 else 'jobs were'} run.")
