"""`./sg roster` in the test's own process, on the cast's school."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from schoolgate.gateways import commandline

Say = Callable[..., tuple[int, str, str]]


class Certificate(NamedTuple):
    """A certificate of localhost that signs itself, and its key."""

    file: Path
    key: Path


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """What a server needs for TLS."""
    folder = tmp_path_factory.mktemp("certificate")
    made = Certificate(folder / "server.pem", folder / "server.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", str(made.key), "-out", str(made.file), "-days", "3650"],
        check=True, capture_output=True,
    )  # fmt: skip
    return made


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Run `./sg roster WORDS…`: exit code, output, complaints."""

    def run(*words: str | Path | int) -> tuple[int, str, str]:
        code = commandline.main([str(word) for word in words])
        return (code, *capsys.readouterr())

    return run
