"""`python -m bench.paper`: a policy of 30 pages and more, and 500 letters, as tagged PDF."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from bench.journal import LINE

PACKS: Final = Path(__file__).resolve().parent.parent / "packs"
_T = TypeVar("_T")
LETTERS: Final = 500
_TEXT: Final = "We write to you about **phones**. " * 30 + "\n\n- one\n\n" + "Thank you. " * 60


def main() -> int:
    """Print one line a measurement: what, the figure, the figure aimed at."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "schoolgate.config.settings_test")
    import django

    django.setup()
    print(LINE.format("measurement", "here", "aim"))
    for name in ("cotmanhay", "thatto-heath"):
        policy(name)
    letters()
    return 0


def policy(name: str) -> None:
    """Set one pack."""
    from schoolgate.policies.language.pack import load
    from schoolgate.policies.reading.rendering import document_pdf

    pack = load(name, PACKS)
    made, seconds = _timed(lambda: document_pdf(pack, "https://school.example/policy/"))
    pages = _pages(made)
    aim = f"{2 * pages / 30:.1f} s"
    print(LINE.format(f"PDF of {name}'s policy, {pages} pages", f"{seconds:.2f} s", aim))


def letters() -> None:
    """Set many letters in files of a hundred, as a run does, and say how far it is."""
    from schoolgate.web.paper import sheets
    from schoolgate.web.paper.sheets import Head, Lines, Sheet, Ticks, Words

    head = Head("Elmfield Primary School", "1 Elm Road", "Keeping children safe comes first.")
    pieces = (Words(_TEXT), Ticks(("I have read this.",)), Lines())
    every = [Sheet("An agreement", pieces, (f"Person {n}",), "14 October 2026",
                   f"https://s.example/f/{n:032x}", "A code that finds this form")
             for n in range(LETTERS)]  # fmt: skip
    told: list[int] = []
    made, seconds = _timed(lambda: list(sheets.in_parts(
        title="Agreements", head=head, sheets=every, progress=lambda *far: told.append(far[0])
    )))  # fmt: skip
    pages = sum(_pages(one) for one in made)
    what = f"{LETTERS} agreements with codes, {pages} pages, progress {len(told)} times"
    print(LINE.format(what, f"{seconds:.1f} s", "60 s"))


def _timed(do: Callable[[], _T]) -> tuple[_T, float]:
    began = time.perf_counter()
    made = do()
    return made, time.perf_counter() - began


def _pages(made: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(made)) as pdf:
        return len(pdf.pages)


if __name__ == "__main__":
    raise SystemExit(main())
