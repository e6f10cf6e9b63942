"""Fuzz by coverage: `.venv/bin/python -m tests.gateways.fuzz lists --seconds 300`.

Targets: lists, zones, questions (Squid's helper), heads (our proxy), mail, syslog. The corpus grows
in --keep.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def main() -> None:
    """Run for so many seconds; a finding ends the run with its traceback and its bytes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "target", choices=("heads", "lists", "mail", "questions", "syslog", "zones")
    )
    options.add_argument("--seconds", type=int, default=300)
    options.add_argument("--keep", type=Path, help="a folder for what widens the coverage")
    chosen = options.parse_args()
    import atheris  # type: ignore[import-untyped, unused-ignore]

    with atheris.instrument_imports(include=["schoolgate"]):
        from tests.gateways import mutations
        from tests.gateways.surviving import TARGETS
    every = TARGETS | {
        "mail": (mutations.survive_message, tuple(mutations.messages())),
        "syslog": (lambda data: mutations.survive_stream(data, 1 + len(data) % 97),
                   tuple(mutations.frames())),
    }  # fmt: skip
    holds, seeds = every[chosen.target]
    with tempfile.TemporaryDirectory() as folder:
        kept = chosen.keep or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds):
            (kept / f"seed{number}").write_bytes(seed)
        atheris.Setup(
            [sys.argv[0], str(kept), f"-max_total_time={chosen.seconds}", "-max_len=8000",
             "-rss_limit_mb=4096", "-verbosity=0", "-print_final_stats=1"], holds,
        )  # fmt: skip
        atheris.Fuzz()


if __name__ == "__main__":
    main()
