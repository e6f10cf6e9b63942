"""The command line: `./sg COMMAND`, or `python -m schoolgate COMMAND`."""

from __future__ import annotations

import difflib
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands, load_command_class

from schoolgate import __version__
from schoolgate.config.environment import UnableToStart

_HELP_WORDS = ("-h", "--help", "help")
_INTRODUCTION = f"""\
Schoolgate {__version__}: a school's online-safety policy as the program.

Usage: ./sg COMMAND [options]        ./sg COMMAND --help tells more

Commands of Schoolgate:"""


def main(words: list[str]) -> int:
    """Run one command; 0 when it did its work, 2 when the words make no sense."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.config.settings")
    try:
        return _run(words)
    except (UnableToStart, ImproperlyConfigured) as error:
        return _say(str(error))


def _run(words: list[str]) -> int:
    if words == ["--version"]:
        print(__version__)
        return 0
    django.setup()
    if not words or (words[0] in _HELP_WORDS and len(words) == 1):
        print(_help())
        return 0
    name = words[1] if words[0] == "help" else words[0]
    if name not in get_commands():
        return _say(_unknown(name))
    # Django takes the program's name for its usage lines from the first word.
    ManagementUtility(["sg", *words]).execute()
    return 0


def _say(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, _with_own_first(get_commands()), n=1)
    hint = f"Did you mean “{near[0]}”?" if near else "./sg help lists what there is."
    return f"Schoolgate has no command “{name}”. {hint}"


def _with_own_first(commands: dict[str, str]) -> list[str]:
    return sorted(commands, key=lambda name: not str(commands[name]).startswith("schoolgate"))


def _help() -> str:
    own, borrowed = {}, []
    for name, room in sorted(get_commands().items()):
        if str(room).startswith("schoolgate"):
            own[name] = load_command_class(room, name).help
        else:
            borrowed.append(name)
    lines = [f"  {name:<12}{about}" for name, about in own.items()]
    return "\n".join([_INTRODUCTION, *lines, "", f"Commands of Django: {', '.join(borrowed)}."])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
