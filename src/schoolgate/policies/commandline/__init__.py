"""The sub-commands of `./sg policy`: arguments in, text out, an exit code back."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from schoolgate.policies.analysis.golden import UnableToScore
from schoolgate.policies.commandline import answers, checks, compares, prints, publishing, pushes
from schoolgate.policies.language.mistakes import PackError

PACKS = Path(__file__).resolve().parents[4] / "packs"
Run = Callable[[argparse.Namespace], int]
_COMMANDS = (
    checks.check, answers.ask, answers.golden, compares.diff, compares.who_may_command,
    compares.what_may_command,
    prints.matrix, prints.render, checks.coverage, publishing.publish_template, pushes.push,
)  # fmt: skip


def parser(prog: str) -> argparse.ArgumentParser:
    """Return the parser of every sub-command."""
    top = argparse.ArgumentParser(prog=prog, description="Work with policy packs.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for make in _COMMANDS:
        make(commands)
    for one in set(commands.choices.values()):
        one.add_argument("--packs", type=Path, default=settings.PACKS, help="folder of packs")
    return top


def main(words: list[str], prog: str = "./sg policy") -> int:
    """Run one sub-command; 0 done, 1 the pack or the score is not right, 2 the words make none."""
    options: Any = parser(prog).parse_args(words)
    try:
        code = int(options.run(options))
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # `| head` has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except PackError as error:
        print(error, file=sys.stderr)
        return 1
    except UnableToScore as error:
        print(error, file=sys.stderr)
        return 2
