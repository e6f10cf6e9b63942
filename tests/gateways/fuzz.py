"""Fuzz by coverage: every night `.venv/bin/python -m tests.gateways.fuzz all`, or one target.

Targets: lists, zones, questions (Squid's helper), heads (our proxy), mail, syslog; 300 s each.
What widens the coverage is kept in var/fuzz/TARGET and read the next night; so is what was found,
as crash-… or timeout-…. Ends with 1 where something was found. A finding becomes a seed in
`surviving.TARGETS` or `mutations`, which every run of the tests reads.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
NAMES = ("heads", "lists", "mail", "questions", "syslog", "zones")


def main() -> int:
    """Run for so many seconds; a finding ends a target with its traceback and its bytes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("target", choices=(*NAMES, "all"))
    options.add_argument("--seconds", type=int, default=300, help="of each target")
    options.add_argument("--keep", type=Path, default=ROOT / "var" / "fuzz", metavar="FOLDER")
    chosen = options.parse_args()
    if chosen.target == "all":
        return _each(chosen.seconds, chosen.keep)
    _fuzz(chosen.target, chosen.seconds, chosen.keep / chosen.target)
    return 0


def _each(seconds: int, keep: Path) -> int:
    """Run every target in a process of its own, whatever the ones before it found."""
    found = []
    for name in NAMES:
        print(f"== {name}, {seconds} s", flush=True)
        words = ["-m", "tests.gateways.fuzz", name, "--seconds", str(seconds), "--keep", str(keep)]
        if subprocess.run([sys.executable, *words], cwd=ROOT, check=False).returncode:
            found.append(name)
    print(
        f"Something was found: {', '.join(found)}. See {keep}." if found else "Nothing was found."
    )
    return int(bool(found))


def _fuzz(target: str, seconds: int, kept: Path) -> None:
    import atheris  # type: ignore[import-untyped, unused-ignore]

    with atheris.instrument_imports(include=["schoolgate"]):
        from tests.gateways import mutations
        from tests.gateways.surviving import TARGETS
    every = TARGETS | {
        "mail": (mutations.survive_message, tuple(mutations.messages())),
        "syslog": (lambda data: mutations.survive_stream(data, 1 + len(data) % 97),
                   tuple(mutations.frames())),
    }  # fmt: skip
    holds, seeds = every[target]
    kept.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (kept / f"seed{number}").write_bytes(seed)
    atheris.Setup(
        [sys.argv[0], str(kept), f"-max_total_time={seconds}", "-max_len=8000", "-timeout=60",
         f"-artifact_prefix={kept}/", "-rss_limit_mb=4096", "-verbosity=0",
         "-print_final_stats=1"], holds,
    )  # fmt: skip
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
