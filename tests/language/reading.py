"""Put a text through everything that reads and analyses a pack."""

from __future__ import annotations

from pathlib import Path

from schoolgate.policies.analysis.findings import findings
from schoolgate.policies.language.effective import Pack
from schoolgate.policies.language.pack import PackError, assemble
from schoolgate.policies.rules import Question

TEMPLATES = Path(__file__).parents[1] / "bad_packs" / "templates"


def survive(text: str) -> Pack | None:
    """Read a text; return the pack, or None when it was refused in the proper way.

    Anything but PackError goes through. What is accepted must also answer, hash and be analysed.
    """
    try:
        pack = assemble({"policy.md": text}, packs=TEMPLATES)
    except PackError as refused:
        check(refused)
        return None
    for act in sorted(pack.book.acts())[:3]:
        pack.book.decide(Question("teacher", *act))
    assert len(pack.hash) == 64
    findings(pack)
    return pack


def check(refused: PackError) -> None:
    """Every mistake has a place and one sentence in one line; they are sorted."""
    assert refused.mistakes
    assert refused.mistakes == sorted(refused.mistakes)
    for mistake in refused.mistakes:
        assert mistake.line >= 1
        assert mistake.text.strip()
