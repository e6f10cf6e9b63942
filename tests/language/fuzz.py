"""Fuzz the reader by coverage: `.venv/bin/python -m tests.language.fuzz --seconds 60`."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def main() -> None:
    """Run for so many seconds; a finding ends the run with its traceback."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=60)
    seconds = options.parse_args().seconds
    import atheris  # type: ignore[import-untyped, unused-ignore]

    with atheris.instrument_imports(include=["schoolgate"]):
        from tests.language.reading import survive
    from tests.language.mutations import mutated, texts

    with tempfile.TemporaryDirectory() as corpus:
        for number, text in enumerate(texts()):
            Path(corpus, str(number)).write_text(text, "utf-8")
        started, runs = time.monotonic(), 0

        def one(data: bytes) -> None:
            nonlocal runs
            runs += 1
            text = (
                data.decode("utf-8", "surrogatepass" if runs % 2 else "replace")
                if _ok(data)
                else data.decode("utf-8", "replace")
            )
            survive(mutated(Random(len(data)), text) if runs % 3 == 0 else text)
            if runs % 500 == 0:
                print(f"{runs} runs, {time.monotonic() - started:.0f} s", flush=True)

        words = [
            sys.argv[0],
            corpus,
            f"-max_total_time={seconds}",
            "-max_len=6000",
            "-rss_limit_mb=4096",
        ]
        atheris.Setup(words, one)
        atheris.Fuzz()


def _ok(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


if __name__ == "__main__":
    main()
