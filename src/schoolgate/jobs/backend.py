"""The `django-tasks` interface over our rows: `@task` on a function, then `.enqueue(…)`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import InvalidTaskError

from schoolgate.jobs import whose
from schoolgate.jobs.models import Job
from schoolgate.kernel import canonical


class LeasedBackend(BaseTaskBackend):
    """Writes a row in the caller's transaction: what is undone was never asked for."""

    supports_defer = True
    supports_priority = True

    def validate_task(self, task: Task[..., Any]) -> None:
        """Raise InvalidTaskError for a task that our workers would not run."""
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTaskError("Our tasks take no context. Leave takes_context out.")

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Ask for a task to be run, at once or at its `run_after`.

        Arguments are ids and other plain values, never words about people. Raises
        kernel.canonical.NotCanonical for what JSON does not hold the same everywhere.
        """
        self.validate_task(task)
        now = timezone.now()
        job = Job.objects.create(
            task=task.module_path, arguments=canonical.text([args, kwargs]),
            priority=task.priority, due_at=task.run_after or now, made_at=now,
            school=whose.current(),
        )  # fmt: skip
        return TaskResult(
            task=task, id=str(job.pk), status=TaskResultStatus.READY, enqueued_at=now,
            started_at=None, finished_at=None, last_attempted_at=None, args=list(args),
            kwargs=kwargs, backend=self.alias, errors=[], worker_ids=[],
        )  # fmt: skip
