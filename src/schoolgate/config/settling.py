"""A server begins with everything read, and what it has read is never looked through again.

Python's collector walks over every object that lives, now and then, in the middle of a request. The
program itself is some hundred thousand of these and never becomes garbage: left out, the slowest
page in eight costs 0.1 s and not 0.4 s of the processor (`bench.concerns`).
"""

from __future__ import annotations

import atexit
import gc

from django.template.loader import get_template
from django.urls import get_resolver


def settle() -> None:
    """Read every page of the program, and take all that lives now out of the collector's way."""
    list(get_resolver().url_patterns)
    get_template("web/base.html")
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # else libraries complain at the end of what was never let go
