"""`./sg roster` in the test's own process, on the cast's school."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from schoolgate.gateways import commandline

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run `./sg roster WORDS…`: exit code, output, complaints."""

    def run(*words: str | Path | int) -> tuple[int, str, str]:
        code = commandline.main([str(word) for word in words])
        return (code, *capsys.readouterr())

    return run
