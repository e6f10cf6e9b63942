"""The helper of `apart`, a process of its own: `python -m schoolgate.kernel.helper CHANNEL`.

It waits for requests, each with two open files: the one to read, and the pipe for the answer. A
child does the work and ends. When whoever began it is gone, it ends too.
"""

from __future__ import annotations

import fcntl
import json
import os
import resource
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from schoolgate.kernel.apart import BROKE, DATA, DONE, MOST_SAID, REFUSED, Bounds, Refused, Work

_FILE: Final = 3
_OUT: Final = 4
_MOST_FILES: Final = 5  # standard ones, the file and the pipe: no other is opened, and no socket
_ASIDE: Final = 100
_MOST_OPEN: Final = 4096


def serve(channel: socket.socket) -> None:
    """Do what is asked until nobody is there to ask."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children are nobody's to wait for
    while True:
        message, files, _, _ = socket.recv_fds(channel, MOST_SAID, 2)
        if not message:
            return
        with suppress(Exception):  # who asked finds the pipe closed
            asked = json.loads(message)
            work = _found(asked["work"])
            if os.fork() == 0:
                _child(work, asked, *files)
        for one in files:
            os.close(one)


def _found(name: str) -> Work:
    module, _, function = name.partition(":")
    found: Work = getattr(import_module(module), function)
    return found


def _child(work: Work, asked: dict[str, Any], file: int, out: int) -> None:
    """Do the work within its bounds, and end."""
    try:
        _bound(Bounds(*asked["bounds"]), file, out)
        for piece in work(_FILE, **asked["said"]):
            _send(DATA, piece)
        _send(DONE)
    except Refused as refused:
        _send(REFUSED, str(refused).encode())
    except BaseException as error:
        _send(BROKE, type(error).__name__.encode())
    finally:
        os._exit(0)


def _bound(bounds: Bounds, file: int, out: int) -> None:
    with suppress(OSError), Path("/proc/self/oom_score_adj").open("w") as score:
        score.write("1000")  # if memory runs out all the same, this child goes first
    kept = [fcntl.fcntl(one, fcntl.F_DUPFD, _ASIDE) for one in (file, out)]
    os.dup2(kept[0], _FILE)
    os.dup2(kept[1], _OUT)
    os.closerange(_MOST_FILES, _MOST_OPEN)
    for what, most in (
        (resource.RLIMIT_AS, bounds.memory), (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_NOFILE, _MOST_FILES), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (most, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, bounds.wall_seconds)


def _send(tag: bytes, data: bytes = b"") -> None:
    with memoryview(tag + len(data).to_bytes(4, "big") + data) as rest:
        done = 0
        while done < len(rest):
            done += os.write(_OUT, rest[done:])


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as _channel:
        serve(_channel)
