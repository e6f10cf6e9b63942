"""A secret in a file: made once, whoever asks together, and whatever a killed program left."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from schoolgate.kernel import keyfile


def test_threads_that_ask_together_end_up_with_the_same_secret(tmp_path: Path) -> None:
    path, together = tmp_path / "key", Barrier(8)

    def ask(number: int) -> str:
        together.wait()
        return keyfile.kept_in(path, lambda: f"secret-{number}")

    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(ask, range(8)))
    assert len(found) == 1
    assert found == {path.read_text().strip()}
    assert [file.name for file in tmp_path.iterdir()] == ["key"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
