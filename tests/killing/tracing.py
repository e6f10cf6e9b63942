"""Stops a child of ours at its n-th system call that writes, and kills it there (Linux, ptrace).

What `strace --inject=…:signal=KILL:when=N` does, but as one count over every kind of call and every
thread, of calls that touch one folder or a socket only, and without a program to start each time.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple, NoReturn

_TRACE_ME, _GO_ON, _SET_OPTIONS, _CALL_INFO = 0, 7, 0x4200, 0x420E
_FOLLOW_THREADS, _TELL_OF_FILTER, _DIE_WITH_US = 0x8, 0x80, 0x100000
_EVERY_THREAD: Final = 0x40000000  # __WALL
_FILTER_STOP: Final = signal.SIGTRAP | 7 << 8
_NO_NEW_PRIVILEGES, _SET_FILTER, _BY_PROGRAM = 38, 22, 2
_LOAD, _IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_TELL, _ALLOW = 0x7FF00000, 0x7FFF0000
MACHINE: Final = platform.machine()
# By machine: calls whose first argument is an open file; whose n-th is a path; that open a path.
_ON_FILES: Final = {
    # write pwrite64 writev sendto sendmsg fsync fdatasync ftruncate fallocate pwritev pwritev2
    "x86_64": {1, 18, 20, 44, 46, 74, 75, 77, 285, 296, 328},
    "aarch64": {64, 68, 66, 206, 211, 82, 83, 46, 47, 70, 287},
}
_ON_PATHS: Final = {
    # truncate rename mkdir rmdir link unlink, and then unlinkat mkdirat renameat renameat2 linkat
    "x86_64": {76: 0, 82: 0, 83: 0, 84: 0, 86: 0, 87: 0, 263: 1, 258: 1, 264: 1, 316: 1, 265: 1},
    "aarch64": {45: 0, 35: 1, 34: 1, 38: 1, 276: 1, 37: 1},
}
_OPENS: Final = {"x86_64": {2: 0, 257: 1}, "aarch64": {56: 1}}
_libc: Final = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


class _Call(ctypes.Structure):
    """A system call as the kernel tells of it (`struct ptrace_syscall_info`)."""

    _fields_ = (
        ("op", ctypes.c_uint8), ("pad", ctypes.c_uint8 * 3), ("arch", ctypes.c_uint32),
        ("ip", ctypes.c_uint64), ("sp", ctypes.c_uint64), ("number", ctypes.c_uint64),
        ("args", ctypes.c_uint64 * 6),
    )  # fmt: skip
    op: int
    number: int
    args: Any


class Ran(NamedTuple):
    """How many writes it entered, its exit code (-9: killed), and how many writes stood before each
    of its words in the pipe."""

    writes: int
    code: int
    told: list[int]


def run(act: Callable[[], object], folder: Path, kill_at: int = 0, pipe: int = 0) -> Ran:
    """Run `act` in a fork of this process; kill it when it enters its `kill_at`-th write.

    A write is a call that changes something in the folder, or sends on a socket. 0: let it live.
    `pipe` is the inode of the pipe on which it says what is done.
    """
    child = os.fork()
    if not child:
        _be_traced(act)
    os.waitpid(child, 0)
    _ask(_SET_OPTIONS, child, 0, _FOLLOW_THREADS | _TELL_OF_FILTER | _DIE_WITH_US)
    _ask(_GO_ON, child)
    return _Watcher(child, str(folder.resolve()), kill_at, f"pipe:[{pipe}]").to_the_end()


def _be_traced(act: Callable[[], object]) -> NoReturn:
    code = 1
    try:
        _ask(_TRACE_ME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        _stop_at(sorted({*_ON_FILES[MACHINE], *_ON_PATHS[MACHINE], *_OPENS[MACHINE]}))
        act()
        code = 0
    except BaseException:  # the parent sees the code, and the reader of the test this
        traceback.print_exc()
    finally:
        os._exit(code)


def _stop_at(calls: list[int]) -> None:
    """Let the kernel stop us at these calls only (seccomp): the rest run at full speed."""
    code = [struct.pack("HBBI", _LOAD, 0, 0, 0)]
    for number, call in enumerate(calls):
        code.append(struct.pack("HBBI", _IF_EQUAL, len(calls) - number, 0, call))
    code += [struct.pack("HBBI", _RETURN, 0, 0, how) for how in (_ALLOW, _TELL)]
    program = ctypes.create_string_buffer(b"".join(code))
    whole = struct.pack("HP", len(code), ctypes.addressof(program))
    for words in ((_NO_NEW_PRIVILEGES, 1), (_SET_FILTER, _BY_PROGRAM, whole)):
        if _libc.prctl(*words, *[0] * (5 - len(words))):
            raise OSError(ctypes.get_errno(), f"prctl {words[0]} is not allowed here")


def _ask(request: int, pid: int, address: int = 0, data: object = 0) -> int:
    answer = int(_libc.ptrace(request, pid, address, data))
    if answer < 0 and ctypes.get_errno() != 3:  # 3: gone already, another thread ended it
        raise OSError(ctypes.get_errno(), f"ptrace {request:#x} is not allowed here")
    return answer


class _Watcher:
    """Sees every call of a child and counts those that write."""

    def __init__(self, child: int, folder: str, kill_at: int, pipe: str) -> None:
        self.child, self.folder, self.kill_at, self.pipe = child, folder, kill_at, pipe
        self.writes, self.told = 0, list[int]()
        self.call = _Call()
        self.on_files, self.on_paths = _ON_FILES[MACHINE], _ON_PATHS[MACHINE]
        self.opens = _OPENS[MACHINE]

    def to_the_end(self) -> Ran:
        while True:
            thread, status = os.waitpid(-1, _EVERY_THREAD)
            if not os.WIFSTOPPED(status):
                if thread == self.child:
                    return Ran(self.writes, os.waitstatus_to_exitcode(status), self.told)
                continue
            pass_on = os.WSTOPSIG(status)
            if status >> 8 == _FILTER_STOP:
                self._see(thread)
            if pass_on in {signal.SIGTRAP, signal.SIGSTOP}:
                pass_on = 0
            _ask(_GO_ON, thread, 0, pass_on)

    def _see(self, thread: int) -> None:
        size = ctypes.sizeof(self.call)
        known = _ask(_CALL_INFO, thread, size, ctypes.byref(self.call)) > 0
        if known and self._writes(thread):
            self.writes += 1
            if self.writes == self.kill_at:
                os.kill(self.child, signal.SIGKILL)

    def _writes(self, thread: int) -> bool:
        number, args = self.call.number, self.call.args
        if number in self.on_files:
            return self._open_file_matters(thread, args[0])
        if number in self.on_paths:
            return self._path_matters(thread, args[self.on_paths[number]])
        if number in self.opens:
            place = self.opens[number]
            return bool(args[place + 1] & os.O_CREAT) and self._path_matters(thread, args[place])
        return False

    def _open_file_matters(self, thread: int, number: int) -> bool:
        try:
            name = str(Path(f"/proc/{thread}/fd/{number}").readlink())
        except OSError:
            return False
        if name == self.pipe:
            self.told.append(self.writes)
        return name.startswith((self.folder, "socket:"))

    def _path_matters(self, thread: int, address: int) -> bool:
        with open(f"/proc/{thread}/mem", "rb", buffering=0) as memory:  # noqa: PTH123 unbuffered
            memory.seek(address)
            path = memory.read(len(self.folder.encode()))
        return path == self.folder.encode()
