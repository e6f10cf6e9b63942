"""What a job does, in words that a school's people read: the first sentence of its task."""

from __future__ import annotations

import inspect
import re
from functools import lru_cache
from typing import Final

from django.utils.module_loading import import_string
from django_tasks.base import Task

UNKNOWN: Final = "A task that the program no longer has"
_END: Final = re.compile(r"[.;:](\s|$)")


@lru_cache(maxsize=256)
def of_task(path: str) -> str:
    """Return what a task does, in words: `Make the letters of a run, part after part`."""
    try:
        found = import_string(path)
    except ImportError:
        found = None
    said = inspect.getdoc(found.func) if isinstance(found, Task) else None
    return _END.split(" ".join(said.split()), maxsplit=1)[0] if said else UNKNOWN
