"""`python -m schoolgate.gateways.squid.helper FOLDER [--whole-address]`: Squid starts it.

It reads questions from standard input and answers on standard output, many in one read and one
write. It needs no Django. It ends when its input ends; whatever else happens, it refuses.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, Protocol

from schoolgate.filtering.judging import Judge
from schoolgate.gateways.squid.answers import Answers, Deciding

LONGEST_LINE: Final = 65_536
_READ: Final = 65_536
_EVERY: Final = 1.0  # seconds: how often the judge looks whether its folder was replaced
_USAGE: Final = "Say: python -m schoolgate.gateways.squid.helper FOLDER [--whole-address]"
_WHOLE: Final = "--whole-address"


class Judging(Deciding, Protocol):
    """A judge that keeps up with its folder."""

    def refresh(self) -> None:
        """Open what was replaced."""

    def trouble(self) -> str:
        """Return what is wrong, in one sentence; nothing if all is well."""


class Helper:
    """Answers what it is fed. `fed(data, at)` takes bytes as they come and returns the answers."""

    def __init__(self, judge: Judging, *, whole_address: bool) -> None:
        self._judge = judge
        self._answers = Answers(judge, whole_address=whole_address, complain=self._complain)
        self._left = b""
        self._skipping = False  # the rest of a line that was too long and is answered
        self._said: set[str] = set()
        self._trouble = ""
        self._looked = -_EVERY

    def fed(self, data: bytes, at: float) -> bytes:
        """Return an answer for each line that ended, and for one that grew too long."""
        self._look()
        data = self._left + data if self._left else data
        end = data.rfind(b"\n") + 1
        whole, self._left = data[:end], data[end:]
        if self._skipping:
            if not whole:
                self._left = b""
                return b""
            whole, self._skipping = whole[whole.index(b"\n") + 1 :], False
        if len(self._left) > LONGEST_LINE:
            whole, self._left, self._skipping = whole + self._left[:64] + b"\n", b"", True
        return self._answered(whole, at) if whole else b""

    def _answered(self, whole: bytes, at: float) -> bytes:
        answer = self._answers.answer
        lines = whole.decode("ascii", "replace").split("\n")
        lines.pop()  # nothing stands behind the last end of a line
        return "".join([f"{answer(line, at)}\n" for line in lines]).encode()

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < _EVERY:
            return
        self._looked = now
        try:
            self._judge.refresh()
            trouble = self._judge.trouble()
        except Exception as error:  # it goes on with what it has, and refuses if that fails too
            trouble = f"The filter could not be read anew: {type(error).__name__}."
        if trouble != self._trouble:
            self._trouble = trouble
            _say(trouble or "The filter is well again.")

    def _complain(self, sentence: str) -> None:
        """Say a sentence once. Squid puts it into its cache.log."""
        if sentence in self._said:
            return
        self._said.add(sentence)
        _say(sentence)


def _say(sentence: str) -> None:
    with suppress(OSError, ValueError):
        print(f"schoolgate: {sentence}", file=sys.stderr, flush=True)


def serve(helper: Helper, source: int, to: int) -> None:
    """Answer until the source ends or nobody reads any more. Takes file descriptors."""
    os.set_blocking(source, True)
    os.set_blocking(to, True)
    with suppress(BrokenPipeError, ConnectionResetError):
        while data := os.read(source, _READ):
            answers = helper.fed(data, time.time())
            while answers:
                answers = answers[os.write(to, answers) :]


def main(words: list[str]) -> int:
    """Serve Squid; 2 if the words make no sense."""
    folders = [word for word in words if word != _WHOLE]
    if len(folders) != 1 or folders[0].startswith("-"):
        print(_USAGE, file=sys.stderr)
        return 2
    helper = Helper(Judge(Path(folders[0])), whole_address=_WHOLE in words)
    with suppress(KeyboardInterrupt):
        serve(helper, sys.stdin.fileno(), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
