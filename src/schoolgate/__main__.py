"""The command line: `./sg COMMAND`, or `python -m schoolgate COMMAND`."""

from __future__ import annotations

import difflib
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import ManagementUtility, get_commands, load_command_class

from schoolgate import __version__
from schoolgate.config.oidc import UnableToStart
from schoolgate.gateways.proxy import commandline as proxy

_HELP_WORDS = ("-h", "--help", "help")
_WITHOUT_DATABASE = frozenset(
    {"check", "collectstatic", "findstatic", "help", "makemigrations", "policy"}
)
_SERVE = frozenset({"work"})  # runs as long as the server does, and is held to as much
_ONLY_READ = frozenset(
    {
        "roles",
        "showmigrations",
        ("journal", "verify"),
        ("roster", "plan"),
        ("filter", "check"),
        ("filter", "status"),
        "inspectdb",
    }
)
_INTRODUCTION = f"""\
Schoolgate {__version__}: a school's online-safety policy as the program.

Usage: ./sg COMMAND [options]        ./sg COMMAND --help tells more

Commands of Schoolgate:"""


def main(words: list[str]) -> int:
    """Run one command; 0 when it did its work, 2 when the words make no sense."""
    if words[:2] == ["filter", "proxy"]:  # needs no settings, no database and no Django
        return proxy.main(words[2:])
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
    _make_ready(words)
    # Django takes the program's name for its usage lines from the first word.
    ManagementUtility(["sg", *words]).execute()
    return 0


def _make_ready(words: list[str]) -> None:
    from schoolgate.config import startup  # these need the settings
    from schoolgate.records import tenancy

    tenancy.open_process(because="The operator runs a command.")
    without = words[0] in _WITHOUT_DATABASE and words[1:2] != ["push"]
    if without or {"-h", "--help"} & set(words):
        return
    only_reads = words[0] in _ONLY_READ or tuple(words[:2]) in _ONLY_READ
    serves = startup.Purpose.SERVE if words[0] in _SERVE else startup.Purpose.WRITE
    startup.check(startup.Purpose.READ if only_reads else serves)


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
